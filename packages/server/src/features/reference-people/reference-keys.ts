import { nameKeys } from '@probity/screening';

/** What a row is found by, in clear: hashed with a key before it is kept or asked for. */
export type Findable = {
  readonly names: readonly string[];
  readonly births: readonly string[];
  readonly documents: readonly { readonly type: string; readonly number: string }[];
  readonly addresses: readonly { readonly postalCode?: string; readonly streetNumber?: string }[];
};

/** Names have many keys; what is found by fewer of them is found by the most telling ones. */
const KEYS_OF_NAME_KEPT = 16;

/** Keys of a row, or of somebody who is looked for among rows. */
export function referenceKeys(person: Findable): string[] {
  const keys = [
    ...person.names.flatMap((name) =>
      nameKeys(name)
        .slice(0, KEYS_OF_NAME_KEPT)
        .map((key) => `n${key}`),
    ),
    ...person.births.map((date) => `b${date}`),
    ...person.documents.map(({ type, number }) => `d${type} ${plainIdentifier(number)}`),
    ...person.addresses.flatMap(({ postalCode, streetNumber }) =>
      postalCode && streetNumber
        ? [`a${plainIdentifier(postalCode)} ${plainIdentifier(streetNumber)}`]
        : [],
    ),
  ];
  return [...new Set(keys)];
}

/** A number without what people write between its signs. */
export function plainIdentifier(number: string): string {
  return number
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
