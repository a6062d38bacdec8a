import type { OBJECT_TYPES } from '@probity/contract/evidence/counterpart-data';
import type { Individual } from '@probity/contract/individual';
import { phoneTraits } from '../likeness/contact-trait.ts';
import { nameTraits, partsOfName } from '../likeness/name-trait.ts';
import { type AttributeType, type EntryAttribute, plainDate } from './entry-attribute.ts';

/** Something of a person with everything that an entry could say of it. */
export type PersonObject = {
  readonly objectType: (typeof OBJECT_TYPES)[number];
  readonly objectId: string;
  readonly attributes: readonly EntryAttribute[];
};

/** What a person has, object by object; what the person is as a whole stands in the object of their name. */
export function objectsOf(individual: Individual): PersonObject[] {
  return [
    ...nameObjects(individual),
    ...birthObjects(individual),
    ...addressObjects(individual),
    ...contactObjects(individual),
    ...documentObjects(individual),
  ];
}

type Said = readonly (readonly [AttributeType, string | undefined])[];

function objectOf(
  objectType: PersonObject['objectType'],
  objectId: string | undefined,
  said: Said,
): PersonObject {
  const attributes = said.flatMap(([type, value]) =>
    value === undefined || value.trim() === '' ? [] : [{ type, value }],
  );
  return { objectType, objectId: objectId ?? '', attributes };
}

function nameObjects(individual: Individual): PersonObject[] {
  return nameTraits(individual).map((name) => {
    const { id, full, given, middle, family } = name;
    const wholes = [full, `${given} ${middle} ${family}`, `${given} ${family}`].map((whole) =>
      whole.replace(/\s+/g, ' ').trim(),
    );
    return objectOf('NAME', id, [
      ['ENTITY_TYPE', 'INDIVIDUAL'],
      ['IND_NATIONALITY', individual.nationality],
      ...[...new Set(wholes)].map((whole) => ['IND_DISPLAY_NAME', whole] as const),
      ['IND_GIVEN_NAME', given],
      ['IND_MIDDLE_NAME', middle],
      ['IND_FAMILY_NAME', partsOfName(name).length === 1 ? full : family],
    ]);
  });
}

function birthObjects({ dateOfBirth, alternateDatesOfBirth = [] }: Individual): PersonObject[] {
  return [...(dateOfBirth ? [dateOfBirth] : []), ...alternateDatesOfBirth].map((date) => {
    const { dateOfBirthId, year, month, day, unstructured = '' } = date;
    const parts = [year, month, day].filter((part) => part !== undefined).join('-');
    return objectOf('DATE_OF_BIRTH', dateOfBirthId, [
      ['IND_DATE_OF_BIRTH', plainDate(parts) || plainDate(unstructured)],
    ]);
  });
}

function addressObjects({ addresses = [] }: Individual): PersonObject[] {
  return addresses.map((address) =>
    objectOf('ADDRESS', address.addressId, [
      ['ADDR_STREET_NUMBER', address.streetNumber],
      ['ADDR_STREET_NAME', address.streetName],
      ['ADDR_STREET_TYPE', address.streetType],
      ['ADDR_NEIGHBORHOOD', address.neighborhood],
      ['ADDR_LOCALITY', address.locality],
      ['ADDR_DISTRICT', address.district],
      ['ADDR_SUBDIVISION', address.subdivision],
      ['ADDR_COUNTRY', address.country],
      ['ADDR_POSTAL_CODE', address.postalCode],
      ['ADDR_UNSTRUCTURED_LONG_FORM', address.unstructuredLongForm ?? address.longForm],
    ]),
  );
}

function contactObjects(individual: Individual): PersonObject[] {
  const { emailAddresses = [] } = individual;
  return [
    ...emailAddresses.map(({ emailAddressId, email }) =>
      objectOf('EMAIL', emailAddressId, [
        ['EMAIL_ADDRESS', email],
        ['EMAIL_DOMAIN', email?.slice(email.lastIndexOf('@') + 1)],
      ]),
    ),
    ...phoneTraits(individual).map(({ id, number }) =>
      objectOf('PHONE_NUMBER', id, [['PHONE_NUMBER', number]]),
    ),
  ];
}

function documentObjects({ documents = {} }: Individual): PersonObject[] {
  return Object.entries(documents).flatMap(([documentClass, ofClass = []]) =>
    ofClass.map((document) =>
      objectOf('DOCUMENT', document.documentId, [
        ['DOC_CLASS', documentClass],
        ['DOC_TYPE', document.type],
        ['DOC_SUBTYPE', document.subtype],
        ['DOC_PRIMARY_IDENTIFIER', document.primaryIdentifier],
        ['DOC_SECONDARY_IDENTIFIER', document.secondaryIdentifier],
      ]),
    ),
  );
}
