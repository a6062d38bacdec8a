import type { Address } from '@probity/contract/address';
import type { Individual } from '@probity/contract/individual';
import { closedUp, plainLetters } from './plain-letters.ts';
import { isOneSlip, pairLikeness } from './slip.ts';

/** One address of a person. */
export type AddressTrait = {
  readonly id: string;
  readonly country: string;
  readonly house: string;
  /** Street, building and quarter, however they were told apart. */
  readonly street: string;
  readonly town: string;
  readonly postalCode: string;
  /** The whole of it. */
  readonly line: string;
};

/** All addresses, current and past. */
export function addressTraits({ addresses = [] }: Individual): AddressTrait[] {
  return addresses.map(addressTrait);
}

function addressTrait(address: Address): AddressTrait {
  const { addressId: id = '', country = '', locality = '', postalCode = '' } = address;
  const { unitNumber = '', streetNumber = '', longForm = '' } = address;
  const named = [
    address.streetName,
    address.streetType,
    address.buildingName,
    address.neighborhood,
  ];
  const street = plainLetters(named.filter(Boolean).join(' ') || longForm);
  return {
    id,
    country,
    house: plainLetters(`${unitNumber} ${streetNumber}`),
    street,
    town: closedUp(locality),
    postalCode: closedUp(postalCode),
    line: plainLetters(address.unstructuredLongForm ?? longForm),
  };
}

const WEIGHT = { street: 4, house: 2, town: 2, postalCode: 2 } as const;
/** An address of which less than this is known on both sides says nothing. */
const LEAST_KNOWN = 6;

/** How alike two addresses are, 0 to 100, by what is known of both. */
export function addressLikeness(one: AddressTrait, other: AddressTrait): number {
  if (one.country !== other.country) return 0;
  const parts = [
    { weight: WEIGHT.street, likeness: known(one.street, other.street, streetLikeness) },
    { weight: WEIGHT.house, likeness: known(one.house, other.house, codeLikeness) },
    { weight: WEIGHT.town, likeness: known(one.town, other.town, pairLikeness) },
    { weight: WEIGHT.postalCode, likeness: known(one.postalCode, other.postalCode, codeLikeness) },
  ].flatMap(({ weight, likeness }) => (likeness === undefined ? [] : [{ weight, likeness }]));
  const weight = parts.reduce((sum, part) => sum + part.weight, 0);
  if (weight < LEAST_KNOWN) return 0;
  const alike = parts.reduce((sum, part) => sum + part.weight * part.likeness, 0);
  return Math.round((100 * alike) / weight);
}

function known(
  one: string,
  other: string,
  likeness: (one: string, other: string) => number,
): number | undefined {
  return one === '' || other === '' ? undefined : likeness(one, other);
}

/** Words of a street and of a building are told apart differently each time, and written together or not. */
function streetLikeness(one: string, other: string): number {
  return pairLikeness(one.replaceAll(' ', ''), other.replaceAll(' ', ''));
}

function codeLikeness(one: string, other: string): number {
  if (one === other) return 1;
  return isOneSlip(one, other) ? 0.6 : 0;
}
