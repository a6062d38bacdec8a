import type { MATCHLIST_ATTRIBUTE_TYPES } from '@probity/contract/evidence/counterpart-data';
import { nameLikeness } from '@probity/screening';
import { plainEmail, plainPhone } from '../likeness/contact-trait.ts';
import { closedUp, plainLetters } from '../likeness/plain-letters.ts';
import { isOneSlip, pairLikeness } from '../likeness/slip.ts';

export type AttributeType = (typeof MATCHLIST_ATTRIBUTE_TYPES)[number];

/** One thing that an entry says, as it was sent. */
export type EntryAttribute = { readonly type: AttributeType; readonly value: string };

/** How values of one type are read and compared. */
type Kind = {
  /** The form in which two values that mean the same are equal; empty where it cannot be read. */
  plain(value: string): string;
  /** How alike two values in plain form are, 0 to 1, where not only equal ones count. */
  likeness(one: string, other: string): number;
};

const equal = (one: string, other: string) => (one === other ? 1 : 0);
const ONE_SLIP = 0.85;
const orSlip = (one: string, other: string) => {
  if (one === other) return 1;
  return Math.min(one.length, other.length) > 4 && isOneSlip(one, other) ? ONE_SLIP : 0;
};
const asLetters = (one: string, other: string) =>
  Math.max(orSlip(one, other), pairLikeness(one.replaceAll(' ', ''), other.replaceAll(' ', '')));

const word: Kind = { plain: (value) => value.trim().toUpperCase(), likeness: equal };
const letters: Kind = { plain: plainLetters, likeness: asLetters };
const code: Kind = { plain: closedUp, likeness: orSlip };
const name: Kind = { plain: plainLetters, likeness: nameLikeness };

const KINDS: Readonly<Record<AttributeType, Kind>> = {
  ENTITY_TYPE: word,
  EMAIL_ADDRESS: { plain: plainEmail, likeness: orSlip },
  EMAIL_DOMAIN: { plain: (value) => plainEmail(value).replace(/^@/, ''), likeness: equal },
  PHONE_NUMBER: { plain: (value) => plainPhone(value, undefined), likeness: phoneLikeness },
  ADDR_STREET_NUMBER: { plain: plainLetters, likeness: equal },
  ADDR_STREET_NAME: letters,
  ADDR_STREET_TYPE: letters,
  ADDR_NEIGHBORHOOD: letters,
  ADDR_LOCALITY: letters,
  ADDR_DISTRICT: letters,
  ADDR_SUBDIVISION: { plain: plainLetters, likeness: equal },
  ADDR_COUNTRY: word,
  ADDR_POSTAL_CODE: code,
  ADDR_UNSTRUCTURED_LONG_FORM: letters,
  DOC_CLASS: word,
  DOC_TYPE: word,
  DOC_SUBTYPE: { plain: plainLetters, likeness: equal },
  DOC_PRIMARY_IDENTIFIER: code,
  DOC_SECONDARY_IDENTIFIER: code,
  IND_DISPLAY_NAME: name,
  IND_GIVEN_NAME: name,
  IND_FAMILY_NAME: name,
  IND_MIDDLE_NAME: name,
  IND_DATE_OF_BIRTH: { plain: plainDate, likeness: dateLikeness },
  IND_NATIONALITY: word,
  ORG_REGISTERED_SUBDIVISION: letters,
  ORG_REGISTERED_COUNTRY: word,
  ORG_REGISTRATION_NUMBER: code,
  ORG_REGISTRATION_NUMBER_TYPE: word,
  ORG_NAME: letters,
};

/** The form in which two values of one type that mean the same are equal; empty where it cannot be read. */
export function plainValue({ type, value }: EntryAttribute): string {
  return KINDS[type].plain(value);
}

/** How alike two values of one type in plain form are, 0 to 1; `EXACT` knows only 0 and 1. */
export function valueLikeness(
  type: AttributeType,
  [one, other]: readonly [string, string],
  match: 'EXACT' | 'FUZZY',
): number {
  if (one === '' || other === '') return 0;
  if (match === 'EXACT')
    return KINDS[type] === KINDS.PHONE_NUMBER ? phoneLikeness(one, other) : equal(one, other);
  return KINDS[type].likeness(one, other);
}

const SHORTEST_LOCAL = 7;

/** A number without its country is that of any country: only the digits that both have can tell. */
function phoneLikeness(one: string, other: string): number {
  if (one === other) return 1;
  if (one.startsWith('+') && other.startsWith('+')) return 0;
  const [mine, theirs] = [one, other].map((number) => number.replace(/^\+|^0+/g, ''));
  const [short = '', long = ''] = [mine, theirs].sort((a = '', b = '') => a.length - b.length);
  return short.length >= SHORTEST_LOCAL && long.endsWith(short) ? 1 : 0;
}

/** `1980-05-17`, `1980-05` or `1980`. */
export function plainDate(value: string): string {
  return /^\d{4}(-\d{2}(-\d{2})?)?$/.test(value.trim()) ? value.trim() : '';
}

/** A date that is known in part is the same as far as it goes; a digit wrong is nearly the same. */
function dateLikeness(one: string, other: string): number {
  if (one === other) return 1;
  const [short = '', long = ''] = [one, other].sort((a, b) => a.length - b.length);
  if (long.startsWith(`${short}-`)) return 0.8;
  return one.length === other.length && one.length === 10 && isOneSlip(one, other) ? ONE_SLIP : 0;
}
