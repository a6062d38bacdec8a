import { createRequire } from 'node:module';
import type { CountryLink, ListedCountry } from '@probity/screening';
import countries, { type LocaleData } from 'i18n-iso-countries/index.js';
import { DEMONYMS } from './demonyms.ts';

/** Only English is loaded: publishers write English, and all languages together cost 9 MB. */
const english = createRequire(import.meta.url)('i18n-iso-countries/langs/en.json') as LocaleData;
countries.registerLocale(english);

/** What publishers write that ISO 3166 does not: inverted, former, short and adjectival names. */
const PUBLISHERS_NAMES: Readonly<Record<string, string>> = {
  'bolivia plurinational state of': 'BOL',
  'bosnia herzegovina': 'BIH',
  'british virgin islands': 'VGB',
  burma: 'MMR',
  byelorussia: 'BLR',
  'cape verde': 'CPV',
  'cabo verde': 'CPV',
  'china hong kong special administrative region': 'HKG',
  'china macao special administrative region': 'MAC',
  congo: 'COG',
  'congo brazzaville': 'COG',
  'congo kinshasa': 'COD',
  'congo democratic republic': 'COD',
  'congo democratic republic of': 'COD',
  'congo republic of': 'COG',
  'cote d ivoire': 'CIV',
  'cote divoire': 'CIV',
  crimea: 'UKR',
  'crimea ukraine': 'UKR',
  'czech republic': 'CZE',
  'democratic republic of congo': 'COD',
  'democratic peoples republic of korea': 'PRK',
  dprk: 'PRK',
  drc: 'COD',
  'east timor': 'TLS',
  england: 'GBR',
  'federated states of micronesia': 'FSM',
  'great britain': 'GBR',
  holland: 'NLD',
  'hong kong china': 'HKG',
  'hong kong sar': 'HKG',
  'iran islamic republic of': 'IRN',
  'islamic republic of iran': 'IRN',
  'ivory coast': 'CIV',
  'korea north': 'PRK',
  'korea south': 'KOR',
  'korea democratic peoples republic of': 'PRK',
  'korea republic of': 'KOR',
  kosovo: 'XKX',
  brunei: 'BRN',
  'man isle of': 'IMN',
  moldova: 'MDA',
  'netherlands antilles': 'ANT',
  'region crimea': 'UKR',
  'region northern mali': 'MLI',
  'st kitts nevis': 'KNA',
  'lao peoples democratic republic': 'LAO',
  laos: 'LAO',
  macau: 'MAC',
  macedonia: 'MKD',
  'macedonia former yugoslav republic of': 'MKD',
  'moldova republic of': 'MDA',
  'republic of moldova': 'MDA',
  myanmar: 'MMR',
  'myanmar burma': 'MMR',
  'north korea': 'PRK',
  'north macedonia republic of': 'MKD',
  'northern ireland': 'GBR',
  palestine: 'PSE',
  'palestinian territories': 'PSE',
  'occupied palestinian territory': 'PSE',
  'region gaza': 'PSE',
  'region west bank': 'PSE',
  gaza: 'PSE',
  'west bank': 'PSE',
  'republic of korea': 'KOR',
  'republic of south sudan': 'SSD',
  russia: 'RUS',
  'saint martin': 'MAF',
  scotland: 'GBR',
  serbia: 'SRB',
  'serbia and montenegro': 'SCG',
  'sint maarten': 'SXM',
  'slovak republic': 'SVK',
  'south korea': 'KOR',
  'st kitts and nevis': 'KNA',
  'st vincent and grenadines': 'VCT',
  'st lucia': 'LCA',
  'state of palestine': 'PSE',
  swaziland: 'SWZ',
  syria: 'SYR',
  'taiwan china': 'TWN',
  'taiwan province of china': 'TWN',
  tanzania: 'TZA',
  'united republic of tanzania': 'TZA',
  'tanzania united republic of': 'TZA',
  turkey: 'TUR',
  uae: 'ARE',
  uk: 'GBR',
  'united kingdom of great britain and northern ireland': 'GBR',
  us: 'USA',
  usa: 'USA',
  'vatican city': 'VAT',
  'venezuela bolivarian republic of': 'VEN',
  'viet nam': 'VNM',
  vietnam: 'VNM',
  'virgin islands british': 'VGB',
  'virgin islands us': 'VIR',
  wales: 'GBR',
};

const CODE_BY_NAME = namesToCodes();

/** The ISO 3166-1 alpha-3 code for a country's name or code as publishers write it. */
export function countryCode(written: string): string | undefined {
  const text = written.trim();
  if (/^[A-Z]{2}$/.test(text)) return countries.alpha2ToAlpha3(text);
  if (/^[A-Z]{3}$/.test(text) && countries.alpha3ToAlpha2(text)) return text;
  const name = plain(text.replace(/^(possibly|probably|likely) /i, ''));
  return CODE_BY_NAME.get(name) ?? CODE_BY_NAME.get(name.replace(/^republic of /, ''));
}

/** A country as the publisher writes it, with its code where the name is known. */
export function listedCountry(written: string, link: CountryLink): ListedCountry | undefined {
  const name = written.trim();
  if (name === '') return undefined;
  const code = countryCode(name);
  return code === undefined ? { name, link } : { code, name, link };
}

/** The country at the end of a birth place: `Koubellat, Tunisia`, `Pyongyang, Korea, North`. */
export function birthCountry(place: string): ListedCountry | undefined {
  const parts = place.split(',').map((part) => part.trim());
  for (const name of [parts.slice(-2).join(', '), parts.at(-1) ?? '']) {
    const code = countryCode(name);
    if (code !== undefined) return { code, name, link: 'BIRTH' };
  }
  return undefined;
}

function namesToCodes(): Map<string, string> {
  const codes = new Map(DEMONYMS);
  for (const [alpha2, names] of Object.entries(english.countries)) {
    const code = countries.alpha2ToAlpha3(alpha2);
    if (code === undefined) continue;
    for (const name of [names].flat()) codes.set(plain(name), code);
  }
  for (const [name, code] of Object.entries(PUBLISHERS_NAMES)) codes.set(plain(name), code);
  return codes;
}

function plain(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}|['’.]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/\bthe\b/g, ' ')
    .replace(/ +/g, ' ')
    .trim();
}
