import type { EntryKind, ListedName, NameQuality } from '@probity/screening';
import { birthCountry, listedCountry } from '../reading/country.ts';
import type { TableRow } from '../reading/csv-table.ts';
import {
  addIfKnown,
  addPartyNumber,
  type EntryDraft,
  given,
  newDraft,
} from '../reading/entry-draft.ts';
import { publisherBirth, publisherDate } from '../reading/publisher-date.ts';
import { numberedParts } from './numbered-parts.ts';

/** One name of one party in OFSI's form; a party has as many rows as it has names and dates. */
export type OfsiRow = TableRow;

const KINDS: Readonly<Record<string, EntryKind>> = {
  individual: 'person',
  entity: 'organisation',
  ship: 'vessel',
};

const REMARKED = [
  'other information',
  'uk statement of reasons',
  'passport details',
  'ni details',
  'entity_type',
  'entity_subsidiaries',
  'ship_type',
  'ship_tonnage',
  'ship_length',
  'ship_yearbuilt',
  'ship_previousflags',
  'phonenumber',
  'emailaddress',
] as const;

const PAPERS: ReadonlyArray<[column: string, type: string]> = [
  ['passport number', 'Passport'],
  ['national identification number', 'National Identification Number'],
  ['entity_businessregnumber', 'Business Registration Number'],
  ['ship_imonumber', 'IMO Number'],
  ['ship_hullidentificationnumber', 'Hull Identification Number'],
];

const RELATED: ReadonlyArray<[column: string, relationship: string]> = [
  ['entity_parentcompany', 'Parent Company'],
  ['ship_currentowners', 'Current Owner'],
  ['ship_previousowners', 'Previous Owner'],
];

/** One party with all its rows. */
export function ofsiDraft(group: string, rows: readonly OfsiRow[]): EntryDraft {
  const kind = KINDS[rows[0]?.cell('group type').toLowerCase() ?? ''] ?? 'unknown';
  const draft = newDraft(group, kind);
  const primaryFirst = [...rows].sort((a, b) => Number(isPrimary(b)) - Number(isPrimary(a)));
  primaryFirst.forEach((row, at) => {
    draft.names.push(...namesOf(row, at === 0));
    addFacts(draft, row);
    addPartyNumber(draft, 'UN', /^UN Ref:? ?(\S+\d)/.exec(row.cell('other information'))?.[1]);
  });
  const [first] = primaryFirst;
  if (first) addListing(draft, first);
  return draft;
}

function isPrimary(row: OfsiRow): boolean {
  return /^prim/i.test(row.cell('alias type'));
}

function namesOf(row: OfsiRow, isFirst: boolean): ListedName[] {
  const givenNames = numberedParts((column) => row.cell(column), 'name ', 5);
  const family = row.cell('name 6');
  const isWeak = /low/i.test(row.cell('alias quality'));
  const quality: NameQuality = isFirst ? 'primary' : isWeak ? 'weak' : 'strong';
  const isFormer = /^f\.?k\.?a/i.test(row.cell('alias type'));
  const mark = { quality, ...(isFormer && { isFormer }) };
  const full = [...givenNames, family].filter((part) => part !== '').join(' ');
  const isSplit = /^individual$/i.test(row.cell('group type')) && givenNames.length > 0;
  const split = isSplit ? { given: givenNames.join(' '), ...given('family', family) } : {};
  const script = row.cell('name non-latin script');
  return [
    { full: full.replace(/\s+/g, ' '), ...split, ...mark },
    ...(script === '' ? [] : [{ full: script, quality: 'strong' as const }]),
  ];
}

function addFacts(draft: EntryDraft, row: OfsiRow): void {
  addBirth(draft, row);
  addIfKnown(draft.countries, listedCountry(row.cell('nationality'), 'NATIONALITY'));
  addIfKnown(draft.countries, listedCountry(row.cell('ship_flag'), 'INCORPORATION'));
  const gender = row.cell('gender').toUpperCase();
  if (gender === 'MALE' || gender === 'FEMALE') draft.genders.push(gender);
  for (const [column, type] of PAPERS) {
    if (row.cell(column) !== '') draft.documents.push({ type, number: row.cell(column) });
  }
  for (const [column, relationship] of RELATED) {
    if (row.cell(column) !== '') {
      draft.relatedParties.push({ name: row.cell(column), relationship });
    }
  }
  draft.titles.push(...[row.cell('title'), row.cell('position')].filter((title) => title !== ''));
  addAddress(draft, row);
  draft.remarks.push(...REMARKED.map((column) => row.cell(column)).filter((text) => text !== ''));
  const website = row.cell('website');
  if (website !== '') draft.links.push({ url: website });
}

function addBirth(draft: EntryDraft, row: OfsiRow): void {
  const written = row.cell('dob');
  const birth = publisherBirth(written.slice(0, 10));
  addIfKnown(draft.births, birth);
  if (!birth && written !== '') draft.remarks.push(`Date of birth: ${written}`);
  const parts = [row.cell('town of birth'), row.cell('country of birth')];
  const place = parts.filter((part) => part !== '').join(', ');
  if (place === '') return;
  draft.birthPlaces.push(place);
  addIfKnown(draft.countries, birthCountry(place));
}

function addAddress(draft: EntryDraft, row: OfsiRow): void {
  const lines = numberedParts((column) => row.cell(column), 'address ', 6);
  const written = row.cell('country');
  const link = draft.kind === 'person' ? 'RESIDENCE' : 'OPERATION';
  const country = listedCountry(written.replace(/ \(.*$/, ''), link);
  const parts = [...lines, row.cell('post/zip code'), written];
  const full = parts.filter((part) => part !== '').join(', ');
  if (full === '') return;
  draft.addresses.push({
    full,
    ...given('postalCode', row.cell('post/zip code')),
    ...given('country', country?.code),
  });
  addIfKnown(draft.countries, country);
}

function addListing(draft: EntryDraft, row: OfsiRow): void {
  const listed = row.cell('listed on');
  const day = /^\d{4}-/.test(listed) ? listed.slice(0, 10) : listed;
  draft.listings.push({
    kind: 'SANCTION',
    authority: 'UK HM Treasury (OFSI)',
    programmes: [row.cell('regime')].filter((regime) => regime !== ''),
    country: 'GBR',
    ...given('listedOn', publisherDate(day)),
  });
}
