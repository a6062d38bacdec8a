import type { CountryLink, EntryKind, ListingKind, NameQuality } from '@probity/screening';
import { ListUnreadable } from '../list-source.ts';
import { birthCountry, countryCode, listedCountry } from './country.ts';
import type { TableRow } from './csv-table.ts';
import { addIfKnown, type EntryDraft, given, newDraft } from './entry-draft.ts';
import { publisherBirth, publisherDate, type SlashOrder } from './publisher-date.ts';

const KINDS: readonly EntryKind[] = ['person', 'organisation', 'vessel', 'aircraft', 'unknown'];
const LISTINGS: readonly ListingKind[] = ['SANCTION', 'PEP', 'WATCHLIST', 'MEDIA'];

/** The fields without which a party of the form is none. */
export const OWN_FORM_REQUIRED = ['reference', 'kind', 'listing', 'name'];

/** All other fields of the form. */
export const OWN_FORM_OPTIONAL =
  'given middle family aliases weak_aliases former_names births birth_places gender nationalities citizenships residences documents addresses programmes reason position level country url listed_on delisted_on titles related links is_deceased remarks'.split(
    ' ',
  );

export type OwnForm = {
  /** Who lists, as shown on a hit. */
  readonly authority: string;
  /** Which number comes first in `04/07/1962`; the day where it is not given. */
  readonly dateOrder?: SlashOrder;
};

const NAME_COLUMNS: ReadonlyArray<[column: string, quality: NameQuality, isFormer: boolean]> = [
  ['aliases', 'strong', false],
  ['weak_aliases', 'weak', false],
  ['former_names', 'strong', true],
];

const COUNTRY_COLUMNS: ReadonlyArray<[column: string, link: CountryLink]> = [
  ['nationalities', 'NATIONALITY'],
  ['citizenships', 'CITIZENSHIP'],
  ['residences', 'RESIDENCE'],
];

/**
 * One party in Probity's own form, which `sample-lists/README.md` describes; what does not fit the form
 * is refused rather than guessed.
 */
export function ownFormDraft(row: TableRow, form: OwnForm): EntryDraft {
  const kind = KINDS.find((name) => name === row.cell('kind').toLowerCase());
  if (!kind) throw refusal(row, `The column kind is not one of ${KINDS.join(', ')}.`);
  const draft = newDraft(row.cell('reference'), kind);
  addNames(draft, row);
  addBirths(draft, row, form);
  addCountries(draft, row);
  addGender(draft, row);
  addListing(draft, row, form);
  addPapers(draft, row);
  draft.titles.push(...values(row, 'titles'));
  draft.links.push(...values(row, 'links').map((url) => ({ url })));
  draft.remarks.push(...values(row, 'remarks'));
  draft.isDeceased = /^(?:yes|true|1)$/i.test(row.cell('is_deceased'));
  return draft;
}

function addNames(draft: EntryDraft, row: TableRow): void {
  draft.names.push({
    full: row.cell('name'),
    ...given('given', row.cell('given')),
    ...given('middle', row.cell('middle')),
    ...given('family', row.cell('family')),
    quality: 'primary',
  });
  for (const [column, quality, isFormer] of NAME_COLUMNS) {
    for (const full of values(row, column)) {
      draft.names.push({ full, quality, ...(isFormer && { isFormer }) });
    }
  }
}

function addBirths(draft: EntryDraft, row: TableRow, { dateOrder }: OwnForm): void {
  for (const written of values(row, 'births')) {
    const birth = publisherBirth(written, dateOrder);
    if (!birth) throw refusal(row, 'The column births holds something that is not a date.');
    draft.births.push(birth);
  }
  for (const place of values(row, 'birth_places')) {
    draft.birthPlaces.push(place);
    addIfKnown(draft.countries, birthCountry(place));
  }
}

function addCountries(draft: EntryDraft, row: TableRow): void {
  for (const [column, link] of COUNTRY_COLUMNS) {
    const shown = draft.kind === 'person' || link !== 'NATIONALITY' ? link : 'INCORPORATION';
    for (const name of values(row, column)) {
      addIfKnown(draft.countries, listedCountry(name, shown));
    }
  }
}

function addGender(draft: EntryDraft, row: TableRow): void {
  const gender = row.cell('gender').toUpperCase();
  if (gender === '') return;
  if (gender !== 'MALE' && gender !== 'FEMALE') {
    throw refusal(row, 'The column gender is neither male nor female.');
  }
  draft.genders.push(gender);
}

function addListing(draft: EntryDraft, row: TableRow, { authority, dateOrder }: OwnForm): void {
  const kind = LISTINGS.find((name) => name === row.cell('listing').toUpperCase());
  if (!kind) throw refusal(row, `The column listing is not one of ${LISTINGS.join(', ')}.`);
  draft.listings.push({
    kind,
    authority,
    programmes: values(row, 'programmes'),
    ...given('reason', row.cell('reason')),
    ...given('position', row.cell('position')),
    ...given('level', row.cell('level')),
    ...given('country', countryCode(row.cell('country'))),
    ...given('url', row.cell('url')),
    ...given('listedOn', publisherDate(row.cell('listed_on'), dateOrder)),
    ...given('delistedOn', publisherDate(row.cell('delisted_on'), dateOrder)),
  });
}

function addPapers(draft: EntryDraft, row: TableRow): void {
  for (const written of values(row, 'documents')) {
    const [type = '', number = '', country = ''] = written.split('/').map((part) => part.trim());
    if (type === '' || number === '') {
      throw refusal(row, 'The column documents is not written as type/number/country.');
    }
    draft.documents.push({ type, number, ...given('country', countryCode(country)) });
  }
  for (const full of values(row, 'addresses')) {
    const country = birthCountry(full)?.code;
    draft.addresses.push({ full, ...given('country', country) });
  }
  for (const written of values(row, 'related')) {
    const [name = '', relationship = ''] = written.split('/').map((part) => part.trim());
    draft.relatedParties.push({ name, relationship });
  }
}

function refusal(row: TableRow, issue: string): ListUnreadable {
  return new ListUnreadable(issue, row.place);
}

function values(row: TableRow, column: string): string[] {
  return row
    .cell(column)
    .split('|')
    .map((value) => value.trim())
    .filter((value) => value !== '');
}
