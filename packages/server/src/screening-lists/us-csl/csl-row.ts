import type { EntryKind, Listing } from '@probity/screening';
import { sdnName } from '../ofac-sdn/sdn-name.ts';
import { addAddress, addVessel } from '../ofac-sdn/sdn-party.ts';
import { readSdnRemarks } from '../ofac-sdn/sdn-remarks.ts';
import { FACTS_AMONG_IDS } from '../ofac-sdn/sdn-xml.ts';
import { birthCountry, countryCode, listedCountry } from '../reading/country.ts';
import type { TableRow } from '../reading/csv-table.ts';
import {
  addIfKnown,
  addPartyNumber,
  type EntryDraft,
  given,
  newDraft,
} from '../reading/entry-draft.ts';
import { publisherBirth, publisherDate } from '../reading/publisher-date.ts';

const KINDS: Readonly<Record<string, EntryKind>> = {
  individual: 'person',
  entity: 'organisation',
  vessel: 'vessel',
  aircraft: 'aircraft',
};

/** Lists of parties to whom goods may not be exported, rather than of sanctions. */
const EXPORT_CONTROL = /\((?:EL|DPL|UVL|MEU|DTC)\)|Military End User/;

/** Facts that have no field of their own, with the words in front of them. */
const REMARKED = [
  ['federal_register_notice', 'Federal Register Notice'],
  ['end_date', 'Ends on'],
  ['standard_order', 'Standard order'],
  ['license_policy', 'License policy'],
] as const;

/** One line of the list; the Treasury's lines are written as OFAC writes its own lists. */
export function cslDraft(row: TableRow, reference: string): EntryDraft {
  const draft = newDraft(reference, KINDS[row.cell('type').toLowerCase()] ?? 'unknown');
  // The Treasury's lines keep the numbers that they have on its own lists.
  if (/Treasury/.test(row.cell('source'))) addPartyNumber(draft, 'OFAC', row.cell('entity_number'));
  draft.names.push(sdnName(row.cell('name'), draft.kind, { quality: 'primary' }));
  for (const alias of values(row, 'alt_names')) {
    draft.names.push(sdnName(alias, draft.kind, { quality: 'strong' }));
  }
  draft.titles.push(...values(row, 'title'));
  draft.listings.push(listingOf(row));
  addOrigin(draft, row);
  for (const address of values(row, 'addresses')) addCslAddress(draft, address);
  for (const id of values(row, 'ids')) addId(draft, id);
  addVessel(draft, {
    callSign: row.cell('call_sign'),
    type: row.cell('vessel_type'),
    tonnage: row.cell('gross_tonnage'),
    grossTonnage: row.cell('gross_registered_tonnage'),
    flag: row.cell('vessel_flag'),
    owner: row.cell('vessel_owner'),
  });
  readSdnRemarks(draft, row.cell('remarks'));
  for (const [column, words] of REMARKED) {
    if (row.cell(column) !== '') draft.remarks.push(`${words}: ${row.cell(column)}`);
  }
  for (const column of ['source_list_url', 'source_information_url']) {
    if (row.cell(column) !== '') draft.links.push({ url: row.cell(column) });
  }
  return draft;
}

/** When and where somebody was born, and the countries they belong to. */
function addOrigin(draft: EntryDraft, row: TableRow): void {
  for (const written of values(row, 'dates_of_birth')) {
    const birth = publisherBirth(written);
    addIfKnown(draft.births, birth);
    if (!birth) draft.remarks.push(`DOB ${written}`);
  }
  for (const place of values(row, 'places_of_birth')) {
    draft.birthPlaces.push(place);
    addIfKnown(draft.countries, birthCountry(place));
  }
  for (const name of values(row, 'nationalities')) {
    addIfKnown(draft.countries, listedCountry(name, 'NATIONALITY'));
  }
  for (const name of values(row, 'citizenships')) {
    addIfKnown(draft.countries, listedCountry(name, 'CITIZENSHIP'));
  }
}

function listingOf(row: TableRow): Listing {
  const source = row.cell('source');
  return {
    kind: EXPORT_CONTROL.test(source) ? 'WATCHLIST' : 'SANCTION',
    authority: source,
    programmes: values(row, 'programs'),
    country: 'USA',
    ...given('reason', row.cell('license_requirement')),
    ...given('listedOn', publisherDate(row.cell('start_date'))),
    ...given('url', row.cell('source_information_url')),
  };
}

/** Parts by commas, the country's two letters last. */
function addCslAddress(draft: EntryDraft, written: string): void {
  const parts = written.split(', ');
  const country = parts.length > 0 && countryCode(parts.at(-1) ?? '') ? (parts.pop() ?? '') : '';
  addAddress(draft, [parts.join(', ')], { country });
}

const DAY = /^\d{4}(?:-\d{2}-\d{2})?$/;

/**
 * `JO, 2014-08-30, 2009-08-31, K475336, Passport`: country, expiry, issue, number, kind, of which
 * the first three may be absent. A single date may be either, so it becomes a note.
 */
function addId(draft: EntryDraft, written: string): void {
  const parts = written.split(', ');
  const type = parts.pop() ?? '';
  if (FACTS_AMONG_IDS.test(type)) {
    readSdnRemarks(draft, `${type} ${parts.join(', ')}`.trim());
    return;
  }
  const country = parts.length > 1 && /^[A-Z]{2}$/.test(parts[0] ?? '') ? parts.shift() : undefined;
  const dates: string[] = [];
  while (parts.length > 1 && DAY.test(parts[0] ?? '')) dates.push(parts.shift() ?? '');
  const number = parts.join(', ');
  if (number === '') {
    draft.remarks.push(written);
    return;
  }
  const [expiresOn, issuedOn] = dates.length > 1 ? dates : [];
  draft.documents.push({
    type,
    number,
    ...given('country', country && countryCode(country)),
    ...given('issuedOn', issuedOn),
    ...given('expiresOn', expiresOn),
    ...given('note', dates.length === 1 ? `dated ${dates[0]}` : ''),
  });
}

function values(row: TableRow, column: string): string[] {
  return row
    .cell(column)
    .split(';')
    .map((value) => value.trim())
    .filter((value) => value !== '');
}
