import { CountryCode } from '@probity/contract/wire/text';
import { z } from 'zod';
import type { ReferenceAddress, ReferenceDocument, ReferencePerson } from './reference-person.ts';

/** The columns of Probity's own form of a register; any may be absent but a name. */
export const REFERENCE_COLUMNS = [
  'reference',
  'full_name',
  'given_name',
  'middle_name',
  'family_name',
  'previous_names',
  'birth_date',
  'gender',
  'address',
  'unit_number',
  'street_number',
  'street_name',
  'street_type',
  'locality',
  'subdivision',
  'postal_code',
  'country',
  'document_type',
  'document_number',
  'document_secondary_number',
  'document_country',
  'document_expiry_date',
  'deceased',
] as const;
export type ReferenceColumn = (typeof REFERENCE_COLUMNS)[number];

/** What is wrong with a row: which field, never what it holds. */
export type RowProblem = { readonly column: ReferenceColumn; readonly issue: string };

export type Row = { cell(column: ReferenceColumn): string };

const LONGEST = 500;
const Day = z.iso.date();
const GENDERS: Readonly<Record<string, string>> = {
  m: 'MALE',
  male: 'MALE',
  f: 'FEMALE',
  female: 'FEMALE',
  x: 'NON_BINARY',
  non_binary: 'NON_BINARY',
  other: 'OTHER',
};
const YES = ['y', 'yes', 'true', '1'];
const NO = ['', 'n', 'no', 'false', '0'];

/** One person of a register, or the first thing that does not hold: nothing is guessed. */
export function personOfRow(row: Row): ReferencePerson | RowProblem {
  const problem = problemOf(row);
  if (problem) return problem;
  const said = (column: ReferenceColumn) => row.cell(column) || undefined;
  const [given, middle, family] = [
    said('given_name'),
    said('middle_name'),
    said('family_name'),
  ] as const;
  const gender = said('gender');
  const address = addressOf(said);
  const document = documentOf(said);
  return {
    full: said('full_name') ?? [given, middle, family].filter(Boolean).join(' '),
    ...present({ given, middle, family, reference: said('reference'), birth: said('birth_date') }),
    previousNames: row.cell('previous_names').split('|').map(trimmed).filter(Boolean),
    ...(gender && { gender: genderOf(gender) as string }),
    addresses: address ? [address] : [],
    documents: document ? [document] : [],
    ...(YES.includes(row.cell('deceased').toLowerCase()) && { isDeceased: true }),
  };
}

export function isProblem(row: ReferencePerson | RowProblem): row is RowProblem {
  return 'issue' in row;
}

function problemOf(row: Row): RowProblem | undefined {
  const long = REFERENCE_COLUMNS.find((column) => row.cell(column).length > LONGEST);
  if (long) return { column: long, issue: `must have at most ${LONGEST} characters` };
  if (!row.cell('full_name') && !row.cell('family_name')) {
    return { column: 'family_name', issue: 'must not be empty where there is no full_name' };
  }
  for (const column of ['birth_date', 'document_expiry_date'] as const) {
    const day = row.cell(column);
    if (day && !Day.safeParse(day).success) {
      return { column, issue: 'must be a date such as 1962-04-07' };
    }
  }
  for (const column of ['country', 'document_country'] as const) {
    const country = row.cell(column);
    if (country && !CountryCode.safeParse(country).success) {
      return { column, issue: 'must be a country code of three letters (ISO 3166-1)' };
    }
  }
  const gender = row.cell('gender');
  if (gender && genderOf(gender) === undefined) {
    return { column: 'gender', issue: 'must be M, F, X, male, female, non_binary or other' };
  }
  if (![...YES, ...NO].includes(row.cell('deceased').toLowerCase())) {
    return { column: 'deceased', issue: 'must be yes or no' };
  }
  const hasType = row.cell('document_type') !== '';
  if (hasType !== (row.cell('document_number') !== '')) {
    return { column: 'document_number', issue: 'must come together with document_type' };
  }
  return undefined;
}

function genderOf(written: string): string | undefined {
  return GENDERS[written.toLowerCase()];
}

type Said = (column: ReferenceColumn) => string | undefined;

function addressOf(said: Said): ReferenceAddress | undefined {
  const address = present({
    unitNumber: said('unit_number'),
    streetNumber: said('street_number'),
    streetName: said('street_name'),
    streetType: said('street_type'),
    locality: said('locality'),
    subdivision: said('subdivision'),
    postalCode: said('postal_code'),
    country: said('country')?.toUpperCase(),
    longForm: said('address'),
  });
  const { country: _country, ...place } = address;
  return Object.keys(place).length > 0 ? address : undefined;
}

function documentOf(said: Said): ReferenceDocument | undefined {
  const [type, number] = [said('document_type'), said('document_number')];
  if (!type || !number) return undefined;
  return {
    type: type.toUpperCase(),
    number,
    ...present({
      secondaryNumber: said('document_secondary_number'),
      country: said('document_country')?.toUpperCase(),
      expiresOn: said('document_expiry_date'),
    }),
  };
}

function trimmed(text: string): string {
  return text.trim();
}

function present<T extends Readonly<Record<string, string | undefined>>>(fields: T) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value)) as {
    [K in keyof T]?: string;
  };
}
