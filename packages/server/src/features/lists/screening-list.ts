import type { ListEntry } from '@probity/screening';
import { DomainError } from '../../kernel/domain-error.ts';

/** One version of a list, with how it differs from the version that was in service before it. */
export type ListVersion = {
  readonly version: number;
  /** The calendar day that the publisher states, `YYYY-MM-DD`. */
  readonly publishedOn: string | null;
  readonly importedAt: Date;
  /** When the same content was last seen; equals `importedAt` until it is imported again. */
  readonly confirmedAt: Date;
  /** SHA-256 in hex over the files and the version of their reading. */
  readonly contentHash: string;
  readonly counts: ListCounts;
  readonly holdings: ListHoldings;
};

/** How much a version says of its entries; see {@link assertNothingLost}. */
export type ListHoldings = {
  readonly names: number;
  readonly births: number;
  readonly addresses: number;
  readonly documents: number;
};

export type ListCounts = {
  readonly entries: number;
  readonly people: number;
  /** Names and aliases of all entries. */
  readonly names: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** Those of `changed` whose change may alter a decision about a person. */
  readonly materiallyChanged: number;
  readonly unchanged: number;
};

/** A tenant whose list nobody else sees, neither its parent nor its children. */
export type ListOwner = { readonly tenantId: string; readonly parentTenantId: string | null };

/** A list with the version of it that is searched. */
export type ScreeningList = {
  readonly listId: string;
  readonly source: string;
  readonly name: string;
  /** The tenant that keeps the list for itself; null where it is everybody's. */
  readonly owner: ListOwner | null;
  /** Since when it is searched no more; null while it is. */
  readonly retiredAt: Date | null;
  /** Null while the first import has not committed. */
  readonly inService: ListVersion | null;
};

/** Where one entry stands: the list, its version and the publisher's number. */
export type EntryPlace = {
  readonly listId: string;
  readonly version: number;
  readonly reference: string;
};

/** An entry as it was imported; `materialHash` is SHA-256 in hex over what may alter a decision. */
export type StoredEntry = ListEntry & { readonly materialHash: string };

/** No source of that name can be imported. */
export class ListSourceUnknown extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'LIST-0404';

  constructor(known: readonly string[]) {
    super('The list source is not known', [
      { issue: `The source must be one of ${known.join(', ')}.`, issueLocation: 'source' },
    ]);
  }
}

/** The files were read, but a sound publication of their source holds more. */
export class ListNotSound extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'LIST-0422';

  constructor(issue: string) {
    super('The list is not sound', [{ issue, issueLocation: 'files' }]);
  }
}

/** The new version holds far fewer entries than the one in service: a cut-off or wrong file. */
export class ListImplausiblySmaller extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'LIST-0409';

  constructor(entries: number, inService: number) {
    super('The list is implausibly smaller than the version in service', [
      {
        issue: `The files hold ${entries} entries, the version in service ${inService}.`,
        issueLocation: 'files',
      },
    ]);
  }
}

/** Entries that are in both versions say far less than before: a companion file was cut off. */
export class ListImplausiblyPoorer extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'LIST-0411';

  constructor(issue: string) {
    super('The list says implausibly less than the version in service', [
      { issue, issueLocation: 'files' },
    ]);
  }
}

/** The name belongs to a list of another source. */
export class ListNameTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'LIST-0410';

  constructor(source: string) {
    super('The list name is taken', [
      { issue: `A list of source ${source} has this name.`, issueLocation: 'name' },
    ]);
  }
}

/** There is no list of that id. */
export class ListUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'LIST-0406';

  constructor() {
    super('The list is not known', [
      {
        issue: 'Must be the id of a list, as the list of lists shows it',
        issueLocation: 'path.listId',
      },
    ]);
  }
}

/** What is fetched by the clock does not bring back a list that the operator has retired. */
export class ListRetired extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'LIST-0412';

  constructor() {
    super('The list is retired', [
      { issue: 'Import its files to restore it.', issueLocation: 'source' },
    ]);
  }
}

/** Another import of the same list did not end in time. */
export class ListBusy extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'LIST-0423';

  constructor() {
    super('Another import of this list is under way', [
      { issue: 'Try again when it has ended.', issueLocation: 'name' },
    ]);
  }
}

/** Below this share of the entries in service, a new version is refused. */
export const LEAST_SHARE_OF_ENTRIES = 0.7;

/** @throws {@link ListImplausiblySmaller} */
export function assertPlausibleSize(entries: number, inService: number): void {
  if (entries < inService * LEAST_SHARE_OF_ENTRIES) {
    throw new ListImplausiblySmaller(entries, inService);
  }
}

/**
 * Of all names, births, addresses and documents in service, the share that may disappear from entries
 * that stay. Between the real publications at hand (two years of OFAC, half a year of the UN) all four
 * grew; half a percent of the alias file cut off is more than this.
 */
export const MOST_LOST_SHARE = 0.002;

/** A small list may lose this many of each, whatever their share. */
const FEWEST_LOST = 10;

/**
 * @param lost what entries of both versions say less now than before; negative where they say more
 * @throws {@link ListImplausiblyPoorer}
 */
export function assertNothingLost(lost: ListHoldings, inService: ListHoldings): void {
  for (const what of ['names', 'births', 'addresses', 'documents'] as const) {
    const allowed = Math.max(FEWEST_LOST, inService[what] * MOST_LOST_SHARE);
    if (lost[what] <= allowed) continue;
    throw new ListImplausiblyPoorer(
      `Of ${inService[what]} ${what} in service, ${lost[what]} are missing from entries that are still there.`,
    );
  }
}

export type Soundness = {
  readonly minimumEntries: number;
  readonly minimumShareOfPeopleWithBirth: number;
};

export type EntryTally = {
  readonly entries: number;
  readonly people: number;
  readonly peopleWithBirth: number;
  readonly holdings: ListHoldings;
};

/** @throws {@link ListNotSound} */
export function assertSound(tally: EntryTally, soundness: Soundness): void {
  const { entries, people, peopleWithBirth } = tally;
  if (entries < soundness.minimumEntries) {
    throw new ListNotSound(
      `The files hold ${entries} entries; a whole list has at least ${soundness.minimumEntries}.`,
    );
  }
  if (peopleWithBirth < people * soundness.minimumShareOfPeopleWithBirth) {
    throw new ListNotSound(
      `Only ${peopleWithBirth} of ${people} people have a birth date; ` +
        `a whole list has one for ${Math.round(soundness.minimumShareOfPeopleWithBirth * 100)} %.`,
    );
  }
}

/** What a version of a list is called by, and when its publisher dated it. */
export type VersionLabel = {
  readonly listId: string;
  readonly version: number;
  readonly name: string;
  readonly publishedOn: string | null;
  readonly importedAt: Date;
};
