import type { ListEntry } from '@probity/screening';
import { type ListFile, ListUnreadable } from '../list-source.ts';
import { csvRows } from '../reading/csv-rows.ts';
import { addPartyNumber, type EntryDraft, finishEntry, newDraft } from '../reading/entry-draft.ts';
import { isFormerName, sdnName } from './sdn-name.ts';
import { addAddress, addVessel, type SdnList, sdnKind } from './sdn-party.ts';
import { readSdnRemarks } from './sdn-remarks.ts';

/** The four files of the set: parties, other names, addresses, and remarks too long for the first. */
export type SdnCsvSet = {
  readonly parties: ListFile;
  readonly aliases: ListFile;
  readonly addresses: ListFile;
  readonly comments: ListFile;
};

const COLUMNS = { parties: 12, aliases: 5, addresses: 6, comments: 2 } as const;
const COMPANIONS = ['aliases', 'addresses', 'comments'] as const;

/** What OFAC writes where it has nothing to say. */
const BLANK = /^-0-?$/;

/** The companions are held in memory: OFAC's are a few megabytes, this is a hundred times that. */
const LARGEST_COMPANION_BYTES = 256 * 1024 * 1024;

/** Rows without a party are stray below this share, and a cut-off file above it. */
const MOST_STRAY_ROWS = 0.01;

/**
 * The files are ordered by party number. Of the two real sets at hand, at most 3 of 7,379 parties
 * come after the last one that has an alias or an address; far more means that the companion was
 * cut off. A cut of less than this between two records is seen only
 * against the version in service.
 */
const MOST_PARTIES_AFTER_LAST = 0.02;
const FEWEST_PARTIES_AFTER_LAST = 20;

type Rows = ReadonlyMap<string, readonly (readonly string[])[]>;
type Companions = Readonly<Record<(typeof COMPANIONS)[number], Rows>>;

/**
 * The parties of the set in the order of their file, each with what the companions say of it.
 *
 * The files are joined by OFAC's party number. A companion that speaks of many parties that are not
 * there means that the main file is cut off, or of another day.
 */
export async function* sdnCsvEntries(set: SdnCsvSet, list: SdnList): AsyncGenerator<ListEntry> {
  const companions = {
    aliases: await companionRows(set, 'aliases'),
    addresses: await companionRows(set, 'addresses'),
    comments: await companionRows(set, 'comments'),
  };
  const known = new Set<string>();
  const shape = { columns: COLUMNS.parties, neverEndsEmpty: true };
  for await (const { line, fields } of csvRows(set.parties, shape)) {
    const place = { file: set.parties.name, line };
    const row = fields.map(unblank);
    const number = row[0] ?? '';
    if (!/^\d+$/.test(number)) throw new ListUnreadable('The party has no number.', place);
    known.add(number);
    yield finishEntry(draftOf(row, companions, list), place);
  }
  if (known.size === 0) {
    throw new ListUnreadable('The file is empty.', { file: set.parties.name });
  }
  refuseStrays(set, companions, known);
  refuseCutCompanions(set, companions, known);
}

function draftOf(row: readonly string[], companions: Companions, list: SdnList): EntryDraft {
  const [number = '', name = '', type = '', programmes = '', title = ''] = row;
  const [callSign = '', vesselType = '', tonnage = '', grossTonnage = ''] = row.slice(5);
  const [flag = '', owner = '', remarks = ''] = row.slice(9);
  const draft = newDraft(number, sdnKind(type));
  addPartyNumber(draft, 'OFAC', number);
  draft.names.push(sdnName(name, draft.kind, { quality: 'primary' }));
  draft.titles.push(...title.split(/;\s*/).filter((part) => part !== ''));
  draft.listings.push({
    kind: 'SANCTION',
    authority: list.authority,
    programmes: programmes.split(/[[\]\s]*\]\s*\[[[\]\s]*|^\[|\]$/).filter((code) => code !== ''),
    country: 'USA',
  });
  addVessel(draft, { callSign, type: vesselType, tonnage, grossTonnage, flag, owner });
  for (const [, , aliasType = '', alias = '', note = ''] of companions.aliases.get(number) ?? []) {
    const isFormer = isFormerName(aliasType);
    const mark = { quality: 'strong', ...(isFormer && { isFormer }) } as const;
    draft.names.push(sdnName(alias, draft.kind, mark));
    if (note !== '') draft.remarks.push(note);
  }
  for (const address of companions.addresses.get(number) ?? []) {
    const [, , street = '', city = '', country = '', note = ''] = address;
    addAddress(draft, [street, city], { city, country });
    if (note !== '') draft.remarks.push(note);
  }
  const overflow = (companions.comments.get(number) ?? []).map(([, text = '']) => text);
  readSdnRemarks(draft, [remarks, ...overflow].join(''));
  return draft;
}

async function companionRows(set: SdnCsvSet, name: (typeof COMPANIONS)[number]): Promise<Rows> {
  const file = set[name];
  if (file.sizeBytes > LARGEST_COMPANION_BYTES) {
    throw new ListUnreadable('The file is far too large to be one of the set.', {
      file: file.name,
    });
  }
  const rows = new Map<string, (readonly string[])[]>();
  const shape = { columns: COLUMNS[name], neverEndsEmpty: true };
  for await (const { fields } of csvRows(file, shape)) {
    const row = fields.map(unblank);
    const number = row[0] ?? '';
    const before = rows.get(number);
    if (before) before.push(row);
    else rows.set(number, [row]);
  }
  return rows;
}

/** The comments are left out: OFAC keeps those of parties long delisted. */
function refuseStrays(set: SdnCsvSet, companions: Companions, known: ReadonlySet<string>): void {
  for (const name of ['aliases', 'addresses'] as const) {
    const numbers = [...companions[name].keys()];
    const strays = numbers.filter((number) => !known.has(number)).length;
    if (strays > Math.max(2, numbers.length * MOST_STRAY_ROWS)) {
      throw new ListUnreadable(
        `${strays} of ${numbers.length} parties in it are not in ${set.parties.name}: ` +
          'one of the two is truncated, or they are of different days.',
        { file: set[name].name },
      );
    }
  }
}

function refuseCutCompanions(
  set: SdnCsvSet,
  companions: Companions,
  known: ReadonlySet<string>,
): void {
  for (const name of ['aliases', 'addresses'] as const) {
    let last = 0;
    for (const number of companions[name].keys()) last = Math.max(last, Number(number));
    const after = [...known].filter((number) => Number(number) > last).length;
    if (after > Math.max(FEWEST_PARTIES_AFTER_LAST, known.size * MOST_PARTIES_AFTER_LAST)) {
      throw new ListUnreadable(
        `The file is truncated: it says nothing of the last ${after} of ${known.size} parties.`,
        { file: set[name].name },
      );
    }
  }
}

function unblank(field: string): string {
  return BLANK.test(field) ? '' : field;
}
