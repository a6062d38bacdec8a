import { IndividualInput, IndividualPatch } from '@probity/contract/individual';
import fc from 'fast-check';
import type { StoredIndividual } from './individual.ts';
import { newIndividual } from './merge-individual.ts';

/** When the invented people of tests are made, and when they are changed. */
export const MADE_AT = new Date('2026-01-02T03:04:05Z');
export const CHANGED_AT = new Date('2026-02-03T04:05:06Z');

/** A person as they are kept, from what a caller would send. */
export function personOf(input: Record<string, unknown>): StoredIndividual {
  return newIndividual(IndividualInput.parse(input), MADE_AT).individual;
}

/** A change as it arrives: read by the contract, as a request would be. */
export function patchOf(patch: Record<string, unknown>): IndividualPatch {
  return IndividualPatch.parse(patch);
}

type Parts = Readonly<Record<string, fc.Arbitrary<unknown>>>;

const word = fc.stringMatching(/^[A-Z][a-z]{1,8}$/);
const country = fc.constantFrom('AUS', 'NZL', 'POL', 'BRA');
const nameParts: Parts = { givenName: word, middleName: word, otherName: word, prefix: word };
const addressParts: Parts = {
  type: fc.constantFrom('RESIDENTIAL', 'POSTAL', 'BUSINESS'),
  status: fc.constantFrom('CURRENT', 'PREVIOUS', 'FUTURE'),
  streetNumber: fc.stringMatching(/^[1-9]\d?$/),
  streetName: word,
  locality: word,
};
const dateParts: Parts = {
  month: fc.constantFrom('01', '7', '12'),
  type: fc.constantFrom('GREGORIAN', 'BUDDHIST', 'OTHER'),
};
const year = fc.stringMatching(/^(19|20)\d\d$/);
const documentParts: Parts = {
  primaryIdentifier: word,
  secondaryIdentifier: word,
  subdivision: word,
  expiryDate: fc.record({ year, month: fc.constant('02') }),
};

/** Every kind of list that a person has: what a new element must say, and what it may. */
const LISTS: Readonly<Record<string, { required: Parts; optional: Parts; id: string }>> = {
  alternateNames: { required: { familyName: word }, optional: nameParts, id: 'nameId' },
  alternateDatesOfBirth: { required: { year }, optional: dateParts, id: 'dateOfBirthId' },
  addresses: { required: { country }, optional: addressParts, id: 'addressId' },
  phoneNumbers: {
    required: { number: fc.stringMatching(/^\+\d{6,9}$/) },
    optional: { type: fc.constantFrom('HOME', 'WORK'), country },
    id: 'phoneNumberId',
  },
  emailAddresses: {
    required: { email: fc.stringMatching(/^[a-z]{2,5}@example\.org$/) },
    optional: { isPreferred: fc.boolean() },
    id: 'emailAddressId',
  },
  externalReferences: {
    required: { name: word, value: word },
    optional: { description: word },
    id: 'referenceId',
  },
};

const attributes = fc.dictionary(
  fc.constantFrom('tier', 'branch', 'origin'),
  fc.record({ type: fc.constant('text'), value: word }),
);
const consents = fc.array(fc.record({ type: fc.constantFrom('GENERAL', 'DOCS', 'CREDITHEADER') }), {
  maxLength: 4,
});
const plain: Parts = {
  nationality: country,
  gender: fc.record({ gender: fc.constantFrom('FEMALE', 'MALE', 'OTHER') }),
  consents,
  customAttributes: attributes,
};

function some(required: Parts, optional: Parts) {
  const keys = Object.keys(required);
  return fc.record({ ...required, ...optional }, { requiredKeys: keys });
}

function newElements({ required, optional }: { required: Parts; optional: Parts }) {
  return fc.array(some(required, optional), { maxLength: 3 });
}

const newDocuments = newElements({
  required: { type: fc.constantFrom('PASSPORT', 'DRIVERS_LICENSE'), country },
  optional: documentParts,
});

/** Any person, with a few of everything. */
export const anyPerson: fc.Arbitrary<StoredIndividual> = some(
  { name: some({ familyName: word }, nameParts) },
  {
    ...plain,
    dateOfBirth: some({ year }, dateParts),
    placeOfBirth: some({ country }, { locality: word }),
    documents: fc.record({ IDENTITY: newDocuments, OTHER: newDocuments }, { requiredKeys: [] }),
    ...Object.fromEntries(Object.entries(LISTS).map(([field, list]) => [field, newElements(list)])),
  },
).map((input) => personOf(input as Record<string, unknown>));

/** Any change to the elements of a list: some of them edited, some more added. */
function listPatch(field: string, person: StoredIndividual): fc.Arbitrary<unknown[]> {
  const list = LISTS[field];
  if (!list) throw new Error(`${field} is not a list of people.`);
  const { id } = list;
  const known = ((person as Record<string, unknown>)[field] ?? []) as Record<string, string>[];
  const edits = fc.subarray(known).chain((chosen) =>
    fc.tuple(
      ...chosen.map((element) =>
        some({}, { ...list.required, ...list.optional }).map((parts) => ({
          ...parts,
          [id]: element[id],
        })),
      ),
    ),
  );
  return fc.tuple(edits, newElements(list)).map(([changed, added]) => [...changed, ...added]);
}

/** Any change to this person that a caller may send. */
export function anyPatchOf(person: StoredIndividual): fc.Arbitrary<IndividualPatch> {
  const lists = Object.keys(LISTS).map((field) => [field, listPatch(field, person)] as const);
  const names = some({}, { ...nameParts, familyName: word });
  const named = { nameId: person.name?.nameId };
  return fc
    .record(
      {
        ...plain,
        name: names.map((parts) => ({ ...parts, ...named })),
        placeOfBirth: some({ country }, { locality: word }),
        documents: fc.record({ IDENTITY: newDocuments }),
        ...Object.fromEntries(lists),
      },
      { requiredKeys: [] },
    )
    .map(patchOf);
}
