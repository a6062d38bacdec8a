/** Turns the rows of labelled people into queries. */

import type { ScreeningQuery } from '../packages/screening/src/query.ts';
import { countryCode } from '../packages/server/src/screening-lists/reading/country.ts';

/** A person as a CSV row describes them: `full_name, date_of_birth, nationality, gender`. */
export function queryOf(row: Readonly<Record<string, string>>): ScreeningQuery {
  const birth = dateOf(row.date_of_birth ?? '');
  const country = countryCode(upperCode(row.nationality ?? ''));
  const gender = row.gender?.toUpperCase();
  return {
    kind: 'person',
    names: [{ full: row.full_name ?? '' }],
    ...(birth === undefined ? {} : { births: [birth] }),
    ...(country === undefined ? {} : { countries: [country] }),
    ...(gender === 'MALE' || gender === 'FEMALE' ? { genders: [gender] } : {}),
  };
}

function dateOf(text: string): string | undefined {
  const [year = '', month, day] = text.trim().split('-');
  if (!/^\d{4}$/u.test(year)) return undefined;
  return [year, month, day]
    .filter((part) => part !== undefined)
    .map((part) => part.padStart(2, '0'))
    .join('-');
}

/** Two letters are a country's code in whatever case. */
function upperCode(text: string): string {
  return text.trim().length === 2 ? text.toUpperCase() : text;
}

/** A name as it is compared with the right answer: the same letters and numbers in the same order. */
export function plainName(name: string): string {
  return name
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
