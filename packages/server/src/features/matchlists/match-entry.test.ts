import { createHash } from 'node:crypto';
import type { Individual } from '@probity/contract/individual';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EntryAttribute, plainValue, valueLikeness } from './entry-attribute.ts';
import { ENTRY_KEYS_VERSION, keysOfAttribute, keysOfEntry, leadKeysOf } from './entry-keys.ts';
import { matchEntry } from './match-entry.ts';
import { objectsOf } from './person-attributes.ts';
import { attributesOfPerson } from './person-entry.ts';

const EXACT = { match: 'EXACT', threshold: 1 } as const;
const FUZZY = { match: 'FUZZY', threshold: 0.8 } as const;

const PERSON: Individual = {
  name: { nameId: 'n1', givenName: 'Jürgen', middleName: 'Maria', familyName: 'Oberländer' },
  alternateNames: [{ nameId: 'n2', familyName: 'Umlander', type: 'PREVIOUS' }],
  dateOfBirth: { dateOfBirthId: 'd1', year: '1964', month: '09', day: '30' },
  nationality: 'DEU',
  addresses: [
    {
      addressId: 'a1',
      country: 'DEU',
      streetNumber: '12',
      streetName: 'Lindenallee',
      locality: 'Köln',
      subdivision: 'NW',
      postalCode: '50667',
      unstructuredLongForm: '12 Lindenallee, Köln NW 50667, DEU',
    },
  ],
  emailAddresses: [{ emailAddressId: 'e1', email: 'J.Oberlaender@Example.org' }],
  phoneNumbers: [{ phoneNumberId: 'p1', country: 'DEU', number: '0221 123456789' }],
  documents: {
    IDENTITY: [
      { documentId: 'i1', type: 'PASSPORT', country: 'DEU', primaryIdentifier: 'C01X00T47' },
    ],
  },
};
const objects = objectsOf(PERSON);
const all = objects.flatMap(({ attributes }) => attributes);

const isMet = (entry: readonly EntryAttribute[], match: 'EXACT' | 'FUZZY') => {
  const keys = new Set(keysOfEntry(entry));
  return all.flatMap((attribute) => leadKeysOf(attribute, match)).some((key) => keys.has(key));
};

describe('an entry', () => {
  it('that says things of a person fits them and is met, whatever it says', () => {
    const oneOfEachObject = fc
      .subarray([...objects.keys()], { minLength: 1 })
      .chain((places) =>
        fc.tuple(
          ...places.map((at) =>
            fc.subarray([...(objects[at]?.attributes ?? [])], { minLength: 1 }),
          ),
        ),
      );
    fc.assert(
      fc.property(oneOfEachObject, fc.boolean(), (groups, isLoud) => {
        const entry = groups
          .flat()
          .map(({ type, value }) => ({ type, value: isLoud ? ` ${value.toUpperCase()} ` : value }));
        const types = entry.map(({ type }) => type);
        // Two of one type are about two objects; here they may be two readings of one.
        fc.pre(new Set(types).size === types.length);
        fc.pre(!namesAreMixed(groups));
        expect(isMet(entry, 'EXACT')).toBe(true);
        expect(matchEntry(entry, objects, EXACT)?.confidence).toBe(1);
        expect(isMet(entry, 'FUZZY')).toBe(true);
        expect(matchEntry(entry, objects, FUZZY)).toBeDefined();
      }),
    );
  });

  it.each<[string, EntryAttribute[]]>([
    ['another name', [{ type: 'IND_FAMILY_NAME', value: 'Zwiebel' }]],
    [
      'one thing more',
      [
        { type: 'IND_FAMILY_NAME', value: 'Oberländer' },
        { type: 'EMAIL_ADDRESS', value: 'somebody@example.org' },
      ],
    ],
    [
      'an organisation',
      [
        { type: 'ORG_NAME', value: 'Oberländer' },
        { type: 'EMAIL_ADDRESS', value: 'j.oberlaender@example.org' },
      ],
    ],
    [
      'parts of two names',
      [
        { type: 'IND_GIVEN_NAME', value: 'Jürgen' },
        { type: 'IND_FAMILY_NAME', value: 'Umlander' },
      ],
    ],
    [
      'two addresses where there is one',
      [
        { type: 'EMAIL_ADDRESS', value: 'j.oberlaender@example.org' },
        { type: 'EMAIL_ADDRESS', value: 'other@example.org' },
      ],
    ],
  ])('that says %s fits nobody', (_what, entry) => {
    expect(matchEntry(entry, objects, EXACT)).toBeUndefined();
    expect(matchEntry(entry, objects, { match: 'FUZZY', threshold: 0.95 })).toBeUndefined();
  });

  it.each<[string, EntryAttribute]>([
    ['a name', { type: 'IND_FAMILY_NAME', value: 'Oberlandr' }],
    ['a whole name', { type: 'IND_DISPLAY_NAME', value: 'Jurgen Oberlaender' }],
    ['a date', { type: 'IND_DATE_OF_BIRTH', value: '1964-09-03' }],
    ['a street', { type: 'ADDR_STREET_NAME', value: 'Lindenalee' }],
    ['a document', { type: 'DOC_PRIMARY_IDENTIFIER', value: 'C01XO0T47' }],
    ['an e-mail address', { type: 'EMAIL_ADDRESS', value: 'j.oberlander@example.org' }],
  ])('with a slip in %s fits roughly and not exactly, and is met', (_what, attribute) => {
    expect(matchEntry([attribute], objects, EXACT)).toBeUndefined();
    const found = matchEntry([attribute], objects, FUZZY);
    expect(found?.confidence).toBeGreaterThanOrEqual(0.8);
    expect(found?.confidence).toBeLessThan(1);
    expect(isMet([attribute], 'FUZZY')).toBe(true);
  });

  it('made from a person fits that person', () => {
    const entry = attributesOfPerson(PERSON);
    expect(entry.map(({ type }) => type)).toEqual([
      'ENTITY_TYPE',
      'IND_GIVEN_NAME',
      'IND_MIDDLE_NAME',
      'IND_FAMILY_NAME',
      'IND_DATE_OF_BIRTH',
    ]);
    expect(matchEntry(entry, objects, EXACT)?.confidence).toBe(1);
    const { dateOfBirth: _gone, ...undated } = PERSON;
    expect(attributesOfPerson(undated).map(({ type }) => type)).toContain('DOC_PRIMARY_IDENTIFIER');
    expect(attributesOfPerson({})).toEqual([]);
  });
});

/** Both names of the person have a family name, and the second one has no other. */
function namesAreMixed(groups: readonly (readonly EntryAttribute[])[]): boolean {
  const named = groups.filter((group) =>
    group.some(({ type }) => /^(IND_(?!DATE)|ENTITY)/.test(type)),
  );
  return named.length > 1;
}

it('likens values of every type from both sides, and the same ones wholly', () => {
  fc.assert(
    fc.property(fc.constantFrom(...all), fc.constantFrom(...all), (one, other) => {
      const [mine, theirs] = [plainValue(one), plainValue({ type: one.type, value: other.value })];
      for (const match of ['EXACT', 'FUZZY'] as const) {
        const likeness = valueLikeness(one.type, [mine, theirs], match);
        expect(likeness).toBe(valueLikeness(one.type, [theirs, mine], match));
        expect(likeness).toBeGreaterThanOrEqual(0);
        expect(likeness).toBeLessThanOrEqual(1);
        expect(valueLikeness(one.type, [mine, mine], match)).toBe(1);
      }
    }),
  );
});

it('makes no key of a value that cannot be read', () => {
  expect(keysOfAttribute({ type: 'IND_DATE_OF_BIRTH', value: 'spring' }, 'FUZZY')).toEqual([]);
  expect(keysOfAttribute({ type: 'DOC_PRIMARY_IDENTIFIER', value: '---' }, 'FUZZY')).toEqual([]);
});

/** As for the keys of people: whoever changes how they are made raises the version, and puts the new sum here. */
it('makes the same keys for the same entry, until their version is raised', () => {
  const keys = all.flatMap((attribute) => keysOfEntry([attribute]));
  const sum = createHash('sha256').update(keys.join('\n')).digest('hex').slice(0, 16);
  expect({ version: ENTRY_KEYS_VERSION, sum }).toEqual({ version: 1, sum: 'a9529fdf0b3082df' });
});
