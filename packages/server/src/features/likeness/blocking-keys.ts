import { nameOutlines } from '@probity/screening';
import type { AddressTrait } from './address-trait.ts';
import type { BirthTrait } from './birth-trait.ts';
import { type DocumentTrait, isTelling } from './document-trait.ts';
import type { NameTrait } from './name-trait.ts';
import type { PersonTraits } from './person-traits.ts';

/** More than a person ever has; what goes beyond is not looked for, and whoever asks is told. */
const MOST_KEYS = 2_000;

/**
 * The keys under which people who may be one person meet. Each is a combination that few people share, so
 * that looking one up costs little; each rule for duplicates is covered by some of them.
 */
export function blockingKeysOf(traits: PersonTraits): readonly string[] {
  const { names, births, documents, addresses, emails, phones } = traits;
  const outlines = [...new Set(names.flatMap(({ full }) => nameOutlines(full)))];
  const wholes = [...new Set(names.flatMap(wholeOutlines))];
  const contacts = [...emails.map(({ address }) => address), ...phones.map(({ number }) => number)];
  const keys = [
    ...documents.flatMap((document) => documentKeys(document, { wholes, addresses })),
    ...contacts.flatMap((contact) => contactKeys(contact, { wholes, births })),
    ...births.flatMap((birth) => birthKeys(birth, { outlines, wholes, addresses })),
    ...addresses.flatMap((address) => addressKeys(address, { wholes })),
  ];
  return [...new Set(keys)].slice(0, MOST_KEYS);
}

/** Whether some of what the person has is not looked for. */
export function hasTooManyKeys(keys: readonly string[]): boolean {
  return keys.length >= MOST_KEYS;
}

/** Where a sign of the number is wrong, one half of it is right. */
function documentKeys(
  document: DocumentTrait,
  { wholes, addresses }: Pick<NameOutlines, 'wholes'> & Pick<PersonTraits, 'addresses'>,
): string[] {
  const { number, type, country } = document;
  if (!isTelling(document)) return [`document ${country} ${type} ${number}`];
  const middle = number.length >> 1;
  const halves = [`${number.slice(0, middle)}-`, `-${number.slice(-middle)}`];
  const codes = addresses.flatMap(({ postalCode }) => (postalCode ? [postalCode] : []));
  return [
    `document ${number}`,
    ...halves.flatMap((half) => [
      ...wholes.map((whole) => `part ${half} ${whole}`),
      ...codes.map((code) => `part ${half} code ${code}`),
    ]),
  ];
}

/** An address that an agent has given for many people tells none of them from the others by itself. */
function contactKeys(
  contact: string,
  { wholes, births }: Pick<NameOutlines, 'wholes'> & Pick<PersonTraits, 'births'>,
): string[] {
  return [
    ...wholes.map((whole) => `contact ${contact} ${whole}`),
    ...births.map(({ year, month, day }) => `contact ${contact} birth ${year}${month}${day}`),
  ];
}

type NameOutlines = {
  readonly outlines: readonly string[];
  readonly wholes: readonly string[];
};

/** Where a digit of the date is wrong, either the year or the day of the year is right. */
function birthKeys(
  { year, month, day }: BirthTrait,
  { outlines, wholes, addresses }: NameOutlines & Pick<PersonTraits, 'addresses'>,
): string[] {
  const date = `${year}${month}${day}`;
  return [
    ...outlines.map((outline) => `birth ${date} ${outline}`),
    ...wholes.map((whole) => `year ${year} ${whole}`),
    ...(month && day ? wholes.map((whole) => `day ${month}${day} ${whole}`) : []),
    ...addresses.flatMap(({ house, postalCode }) => [
      ...(postalCode ? [`birth ${date} code ${postalCode}`] : []),
      ...(house ? [`birth ${date} house ${house}`] : []),
    ]),
  ];
}

/** The signs of a street's name that a slip further on leaves alone. */
const STREET_HEAD = 3;

function addressKeys(
  { country, house, street, postalCode }: AddressTrait,
  { wholes }: Pick<NameOutlines, 'wholes'>,
): string[] {
  const head = street.slice(0, STREET_HEAD);
  return wholes.flatMap((whole) => [
    ...(postalCode ? [`code ${country} ${postalCode} ${whole}`] : []),
    ...(house && head ? [`house ${country} ${house} ${head} ${whole}`] : []),
  ]);
}

/**
 * How the given and the family name begin, and how they end, in either order: a slip in a name leaves one
 * of the two alone.
 */
function wholeOutlines({ given, family }: NameTrait): string[] {
  const [givenHead = '', givenTail = ''] = nameOutlines(given);
  const [familyHead = '', familyTail = ''] = nameOutlines(family).slice(-2);
  if (givenHead === '' && familyHead === '') return [];
  return [
    [givenHead, familyHead],
    [givenTail, familyTail],
  ].map((ends) => ends.sort().join(''));
}
