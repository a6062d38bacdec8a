import { nameLikeness, nameOutlines } from '@probity/screening';
import { plainEmail, plainPhone } from '../likeness/contact-trait.ts';
import type { NameTrait } from '../likeness/name-trait.ts';
import { partsOfName } from '../likeness/name-trait.ts';
import type { PersonTraits } from '../likeness/person-traits.ts';
import { closedUp, plainLetters } from '../likeness/plain-letters.ts';
import {
  addressKey,
  documentKey,
  emailKey,
  halfKeys,
  mailboxKey,
  namePartKey,
  outlineKey,
  phoneEndKey,
  placeKey,
  referenceKey,
  roughNameKeys,
} from '../likeness/search-keys.ts';
import { isOneSlip } from '../likeness/slip.ts';

export type SearchType = 'EXACT' | 'FUZZY';

/** A field of a person in which something can be searched. */
export type PersonField = Exclude<SearchedField, 'ALL'>;
export type SearchedField =
  | 'ALL'
  | 'NAME'
  | 'GIVEN_NAME'
  | 'FAMILY_NAME'
  | 'MIDDLE_NAME'
  | 'DISPLAY_NAME'
  | 'OTHER_NAME'
  | 'ADDRESS'
  | 'EMAIL_ADDRESS'
  | 'PHONE_NUMBER'
  | 'DOCUMENT_IDENTIFIER'
  | 'EXTERNAL_REFERENCE';

/** How a field is searched. */
type Field = {
  /** The keys under which whoever fits is kept. */
  keys(term: string, type: SearchType): readonly string[];
  /** How well somebody fits, 0 to 1. */
  likeness(term: string, traits: PersonTraits, type: SearchType): number;
};

/** Alike in less than this is not found. */
export const LEAST_CONFIDENCE: Readonly<Record<SearchType, number>> = { EXACT: 1, FUZZY: 0.75 };

const nameField = (partsOf: (name: NameTrait) => readonly string[]): Field => ({
  keys: nameKeysOf,
  likeness: (term, { names }, type) =>
    best(names.flatMap(partsOf), (part) => {
      if (plainLetters(part) === plainLetters(term)) return 1;
      return type === 'FUZZY' ? nameLikeness(term, part) : 0;
    }),
});

const FIELDS: Readonly<Record<PersonField, Field>> = {
  NAME: nameField(partsOfName),
  GIVEN_NAME: nameField(({ given }) => [given]),
  FAMILY_NAME: nameField(({ family }) => [family]),
  MIDDLE_NAME: nameField(({ middle }) => [middle]),
  DISPLAY_NAME: nameField(({ full }) => [full]),
  OTHER_NAME: nameField(({ other }) => [other]),
  ADDRESS: {
    keys: (term, type) =>
      type === 'EXACT' ? [addressKey(plainLetters(term))] : placeKeysOf(plainLetters(term)),
    likeness: (term, { addresses }, type) =>
      best(addresses, ({ line }) => {
        const asked = plainLetters(term);
        if (line === asked) return 1;
        return type === 'FUZZY' ? wordsFound(asked, line) : 0;
      }),
  },
  EMAIL_ADDRESS: {
    keys(term, type) {
      const address = plainEmail(term);
      return type === 'EXACT' ? [emailKey(address)] : [emailKey(address), mailboxKey(address)];
    },
    likeness: (term, { emails }, type) =>
      best(emails, ({ address }) => {
        const asked = plainEmail(term);
        if (address === asked) return 1;
        const isSameBox = mailboxKey(address) === mailboxKey(asked);
        return type === 'FUZZY' && isSameBox ? OTHER_HOST : 0;
      }),
  },
  PHONE_NUMBER: {
    keys: (term) => (isNumber(term) ? [phoneEndKey(plainPhone(term, undefined))] : []),
    likeness: (term, { phones }, type) =>
      best(phones, ({ number }) => {
        const [asked, known] = [localDigits(plainPhone(term, undefined)), localDigits(number)];
        if (!isNumber(term)) return 0;
        if (known.endsWith(asked) || asked.endsWith(known)) return 1;
        return type === 'FUZZY' && known.slice(-LOCAL) === asked.slice(-LOCAL) ? OTHER_AREA : 0;
      }),
  },
  DOCUMENT_IDENTIFIER: codeField('document', documentKey, ({ documents }) =>
    documents.map(({ number }) => number),
  ),
  EXTERNAL_REFERENCE: codeField('reference', referenceKey, ({ references }) =>
    references.map(({ value }) => value),
  ),
};

const OTHER_HOST = 0.8;
const OTHER_AREA = 0.8;
const ONE_SLIP = 0.85;

function codeField(
  kind: string,
  keyOf: (code: string) => string,
  codesOf: (traits: PersonTraits) => readonly string[],
): Field {
  return {
    keys(term, type) {
      const code = closedUp(term);
      return type === 'EXACT' ? [keyOf(code)] : [keyOf(code), ...halfKeys(kind, code)];
    },
    likeness: (term, traits, type) =>
      best(codesOf(traits), (code) => {
        const asked = closedUp(term);
        if (code === asked) return 1;
        return type === 'FUZZY' && isOneSlip(code, asked) ? ONE_SLIP : 0;
      }),
  };
}

function nameKeysOf(term: string, type: SearchType): readonly string[] {
  if (type === 'EXACT') return [namePartKey(term)];
  const words = plainLetters(term).split(' ');
  // A lone word is looked for among the words of whole names, by how it begins and how it ends.
  const outlines = words.length === 1 ? nameOutlines(term).map(outlineKey) : [];
  return [namePartKey(term), ...roughNameKeys(term), ...outlines];
}

/** Most words of an address that are looked up in pairs. */
const MOST_WORDS = 10;

function placeKeysOf(line: string): readonly string[] {
  const words = line.split(' ').slice(0, MOST_WORDS);
  const pairs = words.flatMap((one, at) =>
    words.slice(at + 1).map((other) => placeKey(one, other)),
  );
  return [addressKey(line), ...new Set(pairs)];
}

/** The share of the words that are looked for that an address has. */
function wordsFound(asked: string, line: string): number {
  const known = line.split(' ');
  const words = asked.split(' ');
  const found = words.filter((word) =>
    known.some((one) => one === word || (word.length > 3 && isOneSlip(one, word))),
  );
  return Math.min(0.95, found.length / words.length);
}

/** Digits of a number that are the same whatever stands for the country and the area. */
const LOCAL = 7;

/** Fewer digits than a number has anywhere are no number. */
function isNumber(term: string): boolean {
  return localDigits(term).length >= LOCAL - 1;
}

function localDigits(number: string): string {
  return number.replaceAll(/\D/g, '').replace(/^0+/, '');
}

function best<Value>(values: readonly Value[], likeness: (value: Value) => number): number {
  return values.reduce((most, value) => Math.max(most, likeness(value)), 0);
}

/** Fields that stand for all: the parts of a name are in NAME. */
const ALL_FIELDS: readonly PersonField[] = [
  'NAME',
  'ADDRESS',
  'EMAIL_ADDRESS',
  'PHONE_NUMBER',
  'DOCUMENT_IDENTIFIER',
  'EXTERNAL_REFERENCE',
];

function isSearched(field: string): field is SearchedField {
  return field === 'ALL' || Object.hasOwn(FIELDS, field);
}

function fieldsOf(field: string): readonly PersonField[] {
  if (!isSearched(field)) return [];
  return field === 'ALL' ? ALL_FIELDS : [field];
}

export type Term = { readonly term: string; readonly field: string };

/** The keys under which whoever fits a term is kept; none where nobody can. */
export function keysOfTerm({ term, field }: Term, type: SearchType): readonly string[] {
  return [...new Set(fieldsOf(field).flatMap((one) => FIELDS[one].keys(term, type)))];
}

/** The fields of a person that a term fits, and how well. */
export function fitsOf({ term, field }: Term, traits: PersonTraits, type: SearchType) {
  return fieldsOf(field)
    .map((one) => ({ field: one, confidence: rounded(FIELDS[one].likeness(term, traits, type)) }))
    .filter(({ confidence }) => confidence >= LEAST_CONFIDENCE[type]);
}

function rounded(confidence: number): number {
  return Math.round(confidence * 1_000) / 1_000;
}
