import type { EntryKind, ScreeningQuery } from '@probity/screening';
import countries from 'i18n-iso-countries';
import { QUERY } from './yente-messages.ts';

const SCHEMAS: Readonly<Record<EntryKind, string>> = {
  person: 'Person',
  organisation: 'Organization',
  vessel: 'Vessel',
  aircraft: 'Airplane',
  unknown: 'LegalEntity',
};

/** Whom to look for, as a FollowTheMoney entity. */
export function yenteQuery(query: ScreeningQuery): object {
  const { names, kind = 'unknown', births, genders, birthPlaces, documents = [] } = query;
  const isPassport = ({ type }: (typeof documents)[number]) => type === 'PASSPORT';
  const numbers = (papers: typeof documents) => papers.map(({ number }) => number);
  const properties: Readonly<Record<string, readonly string[] | undefined>> = {
    name: [...new Set(names.map(({ full }) => full))],
    birthDate: births,
    gender: genders?.map((gender) => gender.toLowerCase()),
    country: query.countries?.flatMap(
      (code) => countries.alpha3ToAlpha2(code)?.toLowerCase() ?? [],
    ),
    birthPlace: birthPlaces,
    passportNumber: numbers(documents.filter(isPassport)),
    idNumber: numbers(documents.filter((paper) => !isPassport(paper))),
  };
  const said = Object.entries(properties).filter(([, values]) => values && values.length > 0);
  return {
    queries: { [QUERY]: { schema: SCHEMAS[kind], properties: Object.fromEntries(said) } },
  };
}
