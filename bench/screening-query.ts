/** Turns the rows of labelled people into queries. */
import countries from 'i18n-iso-countries';
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' };
import type { ScreeningQuery } from '../packages/screening/src/query.ts';

countries.registerLocale(english);

/** A person as a CSV row describes them: `full_name, date_of_birth, nationality, gender`. */
export function queryOf(row: Readonly<Record<string, string>>): ScreeningQuery {
  const birth = dateOf(row['date_of_birth'] ?? '');
  const country = countryOf(row['nationality'] ?? '');
  const gender = row['gender']?.toUpperCase();
  return {
    kind: 'person',
    names: [{ full: row['full_name'] ?? '' }],
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

function countryOf(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  return countries.getAlpha3Code(text, 'en') ?? countries.alpha2ToAlpha3(text.trim().toUpperCase());
}
