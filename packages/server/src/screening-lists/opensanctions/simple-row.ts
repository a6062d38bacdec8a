import type { ListingKind } from '@probity/screening';
import { listedCountry } from '../reading/country.ts';
import type { TableRow } from '../reading/csv-table.ts';
import { addIfKnown, type EntryDraft, newDraft } from '../reading/entry-draft.ts';
import { publisherBirth } from '../reading/publisher-date.ts';
import { kindOfSchema, upperCode } from './ftm-draft.ts';

/** The columns of `targets.simple.csv` without which a file is of another kind. */
export const SIMPLE_COLUMNS = [
  'id',
  'schema',
  'name',
  'aliases',
  'birth_date',
  'countries',
  'addresses',
  'identifiers',
  'sanctions',
  'dataset',
];

/** One target of `targets.simple.csv`. */
export function simpleDraft(row: TableRow): EntryDraft {
  const draft = newDraft(row.cell('id'), kindOfSchema(row.cell('schema')));
  draft.names.push({ full: row.cell('name'), quality: 'primary' });
  for (const full of values(row, 'aliases')) draft.names.push({ full, quality: 'strong' });
  for (const written of values(row, 'birth_date')) {
    const birth = publisherBirth(written);
    addIfKnown(draft.births, birth);
    if (!birth) draft.remarks.push(`Date of birth: ${written}`);
  }
  for (const code of values(row, 'countries')) {
    addIfKnown(draft.countries, listedCountry(upperCode(code), 'OPERATION'));
  }
  for (const full of values(row, 'addresses')) draft.addresses.push({ full });
  for (const number of values(row, 'identifiers')) {
    draft.documents.push({ type: 'Identifier', number });
  }
  addListings(draft, row);
  for (const column of ['phones', 'emails']) draft.remarks.push(...values(row, column));
  return draft;
}

/** Where the file names no sanction it does not say why somebody is on it: so it may be for either. */
const UNSAID: readonly ListingKind[] = ['PEP', 'WATCHLIST'];

function addListings(draft: EntryDraft, row: TableRow): void {
  const sanctions = values(row, 'sanctions');
  const kinds: readonly ListingKind[] = sanctions.length > 0 ? ['SANCTION'] : UNSAID;
  for (const kind of kinds) {
    draft.listings.push({
      kind,
      authority: 'OpenSanctions',
      programmes: values(row, 'dataset'),
      ...(sanctions.length > 0
        ? { reason: sanctions.join('; ') }
        : { reason: 'The publication does not say for which of several reasons.' }),
    });
  }
}

/** Values are parted by `;`; one that holds it stands in quotation marks, which are doubled within. */
function values(row: TableRow, column: string): string[] {
  const found = row.cell(column).matchAll(/(?:^|;)(?:"((?:[^"]|"")*)"|([^;]*))/g);
  return [...found]
    .map(([, quoted, plain]) => (quoted?.replaceAll('""', '"') ?? plain ?? '').trim())
    .filter((value) => value !== '');
}
