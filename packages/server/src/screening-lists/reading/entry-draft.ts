import type {
  EntryKind,
  Gender,
  ListEntry,
  ListedAddress,
  ListedBirth,
  ListedCountry,
  ListedDocument,
  ListedName,
  Listing,
  PartyNumber,
  ReferenceLink,
  RelatedParty,
} from '@probity/screening';
import { type ListPlace, ListUnreadable } from '../list-source.ts';

/** A list entry while it is being read; {@link finishEntry} makes it one. */
export type EntryDraft = {
  readonly reference: string;
  readonly kind: EntryKind;
  readonly names: ListedName[];
  readonly births: ListedBirth[];
  readonly birthPlaces: string[];
  readonly genders: Gender[];
  readonly countries: ListedCountry[];
  readonly documents: ListedDocument[];
  readonly addresses: ListedAddress[];
  readonly listings: Listing[];
  readonly titles: string[];
  readonly relatedParties: RelatedParty[];
  readonly links: ReferenceLink[];
  readonly partyNumbers: PartyNumber[];
  /** In the publisher's words and order; joined by `; ` in the end. */
  readonly remarks: string[];
  isDeceased: boolean;
};

export function newDraft(reference: string, kind: EntryKind): EntryDraft {
  return {
    reference,
    kind,
    names: [],
    births: [],
    birthPlaces: [],
    genders: [],
    countries: [],
    documents: [],
    addresses: [],
    listings: [],
    titles: [],
    relatedParties: [],
    links: [],
    partyNumbers: [],
    remarks: [],
    isDeceased: false,
  };
}

/**
 * The entry, without what was said twice.
 *
 * @throws {@link ListUnreadable} at `place` where it has no reference or no name: nobody could ever
 *   be matched with it.
 */
export function finishEntry(draft: EntryDraft, place: ListPlace): ListEntry {
  if (draft.reference === '') throw new ListUnreadable('The record has no number.', place);
  const names = withoutRepeats(draft.names.filter(({ full }) => full !== ''));
  if (names.length === 0) throw new ListUnreadable('The record has no name.', place);
  return {
    reference: draft.reference,
    kind: draft.kind,
    names,
    births: withoutRepeats(draft.births),
    birthPlaces: withoutRepeats(draft.birthPlaces),
    genders: withoutRepeats(draft.genders),
    countries: withoutRepeats(draft.countries),
    documents: withoutRepeats(draft.documents),
    addresses: withoutRepeats(draft.addresses),
    listings: draft.listings,
    ...(draft.isDeceased && { isDeceased: true }),
    titles: withoutRepeats(draft.titles),
    relatedParties: withoutRepeats(draft.relatedParties),
    links: withoutRepeats(draft.links),
    ...(draft.partyNumbers.length > 0 && { partyNumbers: withoutRepeats(draft.partyNumbers) }),
    ...(draft.remarks.length > 0 && { remarks: withoutRepeats(draft.remarks).join('; ') }),
  };
}

/** A value for an optional field: the field is absent where the publisher says nothing. */
export function given<Key extends string>(
  key: Key,
  value: string | undefined,
): { readonly [K in Key]?: string } {
  if (value === undefined || value === '') return {};
  return { [key]: value } as { readonly [K in Key]: string };
}

/** Adds what is there; a country that could not be made of a blank is not. */
export function addIfKnown<T>(to: T[], value: T | undefined): void {
  if (value !== undefined) to.push(value);
}

/** The United Nations' permanent numbers: `QDi.001`. */
const UN_NUMBER = /^[A-Z]{2,3}[ie]\.\d{3}$/;

/** Notes by which number another publisher knows the party; what is no number of theirs is left. */
export function addPartyNumber(
  draft: EntryDraft,
  register: PartyNumber['register'],
  written: string | undefined,
): void {
  const number = (written ?? '').trim();
  const isNumber = register === 'UN' ? UN_NUMBER.test(number) : /^[1-9]\d*$/.test(number);
  if (isNumber) draft.partyNumbers.push({ register, number });
}

function withoutRepeats<T>(values: readonly T[]): T[] {
  if (values.length < 2) return [...values];
  const seen = new Set<string>();
  return values.filter((value) => {
    const content = JSON.stringify(value);
    return !seen.has(content) && seen.add(content);
  });
}
