import { nameKeys, nameOutlines } from '@probity/screening';
import type { AddressTrait } from './address-trait.ts';
import { partsOfName } from './name-trait.ts';
import type { PersonTraits } from './person-traits.ts';
import { plainLetters } from './plain-letters.ts';

/** The keys under which people are found by one thing that is known of them, exactly or roughly. */
export function searchKeysOf(traits: PersonTraits): readonly string[] {
  const { names, addresses, emails, phones, documents, references } = traits;
  return [
    ...names.flatMap((name) => [
      ...partsOfName(name).map(namePartKey),
      ...roughNameKeys(name.full),
      ...nameOutlines(name.full).map(outlineKey),
    ]),
    ...addresses.flatMap((address) => [addressKey(address.line), ...placeKeys(address)]),
    ...emails.flatMap(({ address }) => [emailKey(address), mailboxKey(address)]),
    ...phones.map(({ number }) => phoneEndKey(number)),
    ...documents.flatMap(({ number }) => [documentKey(number), ...halfKeys('document', number)]),
    ...references.flatMap(({ value }) => [referenceKey(value), ...halfKeys('reference', value)]),
  ];
}

export function namePartKey(part: string): string {
  return `name ${plainLetters(part)}`;
}

/** Keys under which names meet that are spelt differently: the ones that lists are searched by. */
export function roughNameKeys(full: string): readonly string[] {
  return nameKeys(full).map((key) => `rough ${key}`);
}

/** How a word of a name begins, or how it ends. */
export function outlineKey(outline: string): string {
  return `outline ${outline}`;
}

export function addressKey(line: string): string {
  return `address ${line}`;
}

/** The signs of a word in an address that a slip further on leaves alone. */
const HEAD = 4;

/** Two words of an address, and where they stand: any two of a search's words may be these two. */
function placeKeys({ house, street, town, postalCode }: AddressTrait): string[] {
  const [first = ''] = street.split(' ');
  return [house.split(' ').at(-1) ?? '', town, postalCode]
    .filter((part) => part !== '' && first !== '')
    .map((part) => placeKey(first, part));
}

export function placeKey(one: string, other: string): string {
  return `place ${[one.slice(0, HEAD), other.slice(0, HEAD)].sort().join(' ')}`;
}

export function emailKey(address: string): string {
  return `email ${address}`;
}

/** The address without the host. */
export function mailboxKey(address: string): string {
  return `mailbox ${address.slice(0, address.lastIndexOf('@'))}`;
}

/** Digits at the end of a number that are the same whatever stands for the country and the area. */
const LOCAL_DIGITS = 7;

export function phoneEndKey(number: string): string {
  return `phone-end ${number.replaceAll(/\D/g, '').slice(-LOCAL_DIGITS)}`;
}

export function documentKey(number: string): string {
  return `document ${number}`;
}

export function referenceKey(value: string): string {
  return `reference ${value}`;
}

const SHORTEST_HALVED = 6;

/** Where a sign of a code is wrong, one half of it is right. */
export function halfKeys(kind: string, code: string): string[] {
  if (code.length < SHORTEST_HALVED) return [];
  const middle = code.length >> 1;
  return [`half ${kind} ${code.slice(0, middle)}-`, `half ${kind} -${code.slice(-middle)}`];
}
