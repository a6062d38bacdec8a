import type { Individual } from '@probity/contract/individual';

/** Ids of everything that tells a person from others: editing one of them puts a pass in question. */
export function elementIdsOf(individual: Individual): string[] {
  const { name, alternateNames = [], dateOfBirth, alternateDatesOfBirth = [] } = individual;
  const { addresses = [], emailAddresses = [], phoneNumbers = [], documents = {} } = individual;
  const ids = [
    ...[name, ...alternateNames].map((one) => one?.nameId),
    ...[dateOfBirth, ...alternateDatesOfBirth].map((one) => one?.dateOfBirthId),
    ...addresses.map(({ addressId }) => addressId),
    ...emailAddresses.map(({ emailAddressId }) => emailAddressId),
    ...phoneNumbers.map(({ phoneNumberId }) => phoneNumberId),
    ...Object.values(documents).flatMap((ofClass) =>
      (ofClass ?? []).map(({ documentId }) => documentId),
    ),
  ];
  return ids.flatMap((id) => id ?? []);
}
