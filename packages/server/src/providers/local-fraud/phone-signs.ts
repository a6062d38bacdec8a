import countries from 'i18n-iso-countries';
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Signs } from './signs.ts';

/** Numbers that anybody can have at once, or that cost whoever calls them. */
const UNUSUAL: ReadonlySet<string> = new Set([
  'PREMIUM_RATE',
  'SHARED_COST',
  'TOLL_FREE',
  'VOIP',
  'PAGER',
  'UAN',
  'VOICEMAIL',
]);

/** What a telephone number says of itself: whether it can exist, and of what kind it is. */
export function phoneSigns(number: string, country?: string): Signs {
  const region = country && countries.alpha3ToAlpha2(country);
  const parsed = parsePhoneNumberFromString(number, region as CountryCode | undefined);
  if (!parsed) {
    return signs('HIGH', 'unreadable_number', 'It cannot be read as a telephone number');
  }
  if (!parsed.isPossible()) {
    return signs('HIGH', 'impossible_length', 'No number of its country has so many digits');
  }
  if (!parsed.isValid()) {
    return signs(
      'HIGH',
      'unassigned_range',
      'The numbering plan of its country has no such number',
    );
  }
  const type = parsed.getType();
  if (type && UNUSUAL.has(type)) {
    return signs('MEDIUM', 'unusual_type', 'It is of a kind that people are seldom reached by');
  }
  if (region && parsed.country && parsed.country !== region) {
    return signs('MEDIUM', 'other_country', 'It belongs to another country than is said');
  }
  return { riskLevel: 'LOW', indicators: [] };
}

function signs(riskLevel: Signs['riskLevel'], name: string, because: string): Signs {
  return { riskLevel, indicators: [{ name, value: 'true', because }] };
}
