import type { Individual } from '@probity/contract/individual';
import type { EntryAttribute } from './entry-attribute.ts';
import { objectsOf, type PersonObject } from './person-attributes.ts';

/**
 * By what somebody else is told to be a person who is on a list: the name and the birth date, or the name and
 * something that nobody else has. More than that would miss the person who comes back with a new address.
 */
export function attributesOfPerson(individual: Individual): EntryAttribute[] {
  const objects = objectsOf(individual);
  const name = attributesOf(objects, 'NAME', [
    'IND_GIVEN_NAME',
    'IND_MIDDLE_NAME',
    'IND_FAMILY_NAME',
  ]);
  if (name.length === 0) return [];
  const further =
    [
      attributesOf(objects, 'DATE_OF_BIRTH', ['IND_DATE_OF_BIRTH']),
      attributesOf(objects, 'DOCUMENT', ['DOC_TYPE', 'DOC_PRIMARY_IDENTIFIER']),
      attributesOf(objects, 'EMAIL', ['EMAIL_ADDRESS']),
      attributesOf(objects, 'PHONE_NUMBER', ['PHONE_NUMBER']),
    ].find((attributes) => attributes.length > 0) ?? [];
  return [{ type: 'ENTITY_TYPE', value: 'INDIVIDUAL' }, ...name, ...further];
}

/** What the first object of a kind says of these types; nothing where it does not say the last of them. */
function attributesOf(
  objects: readonly PersonObject[],
  objectType: PersonObject['objectType'],
  types: readonly EntryAttribute['type'][],
): EntryAttribute[] {
  const object = objects.find(
    (one) =>
      one.objectType === objectType && one.attributes.some(({ type }) => type === types.at(-1)),
  );
  return types.flatMap((type) => object?.attributes.find((one) => one.type === type) ?? []);
}
