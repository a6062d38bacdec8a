import type { Individual } from '@probity/contract/individual';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressLikeness } from '../likeness/address-trait.ts';
import { birthLikeness } from '../likeness/birth-trait.ts';
import { blockingKeysOf } from '../likeness/blocking-keys.ts';
import { comparePeople } from '../likeness/compare-people.ts';
import { documentLikeness } from '../likeness/document-trait.ts';
import { traitsOf } from '../likeness/person-traits.ts';
import { isOneSlip, pairLikeness } from '../likeness/slip.ts';
import { DEFAULT_DUPLICATE_RULES, isLookedFor, matchedRules } from './duplicate-rules.ts';

const word = fc.stringMatching(/^[a-z]{3,9}$/);
const digits = (least: number, most: number) =>
  fc.integer({ min: least, max: most }).map((number) => String(number).padStart(2, '0'));
const person: fc.Arbitrary<Individual> = fc
  .record({
    given: word,
    family: word,
    year: digits(1930, 1990),
    month: digits(1, 12),
    day: digits(1, 28),
    number: fc.stringMatching(/^[0-9]{8}$/),
    house: digits(1, 99),
    street: word,
    postalCode: digits(2000, 2009),
  })
  .map((one) => ({
    name: { nameId: 'n', givenName: one.given, familyName: one.family },
    dateOfBirth: { dateOfBirthId: 'd', year: one.year, month: one.month, day: one.day },
    addresses: [
      {
        addressId: 'a',
        country: 'AUS',
        streetNumber: one.house,
        streetName: one.street,
        postalCode: one.postalCode,
      },
    ],
    documents: {
      IDENTITY: [
        { documentId: 'p', type: 'PASSPORT', country: 'AUS', primaryIdentifier: one.number },
      ],
    },
    emailAddresses: [{ emailAddressId: 'e', email: `${one.given}@example.org` }],
    phoneNumbers: [{ phoneNumberId: 't', country: 'AUS', number: `04${one.number}` }],
  }));

/** Two letters or digits next to each other that changed places, somewhere from the second on. */
const swapped = (text: string, at: number) => {
  const place = 1 + (at % Math.max(1, text.length - 2));
  return (
    text.slice(0, place) + (text[place + 1] ?? '') + (text[place] ?? '') + text.slice(place + 2)
  );
};

const rulesOf = (one: Individual, other: Individual) =>
  matchedRules(comparePeople(traitsOf(one), traitsOf(other)), DEFAULT_DUPLICATE_RULES);
const meet = (one: Individual, other: Individual) => {
  const keys = new Set(blockingKeysOf(traitsOf(one)));
  return blockingKeysOf(traitsOf(other)).some((key) => keys.has(key));
};

describe('two people', () => {
  it('are as alike from one side as from the other, whoever they are', () => {
    const part = fc.constantFrom('name', 'dateOfBirth', 'addresses', 'documents');
    fc.assert(
      fc.property(
        fc.tuple(person, person, fc.subarray(['name', 'dateOfBirth', 'documents']), part),
        ([a, b, shared, lost]) => {
          const mixed: Individual = { ...b };
          for (const field of shared) Object.assign(mixed, { [field]: Object(a)[field] });
          const { [lost]: _gone, ...other } = mixed;
          expect(rulesOf(a, other).map(({ name }) => name)).toEqual(
            rulesOf(other, a).map(({ name }) => name),
          );
          expect(meet(a, other)).toBe(meet(other, a));
        },
      ),
    );
  });

  it('meet under a key wherever a rule finds them alike, slips and all', () => {
    fc.assert(
      fc.property(
        fc.tuple(person, person, fc.nat(), fc.constantFrom('given', 'family', 'number', 'day')),
        ([a, b, at, slip]) => {
          const { name, dateOfBirth, documents } = a;
          const number = documents?.IDENTITY?.[0]?.primaryIdentifier ?? '';
          const other: Individual = {
            ...b,
            name: {
              familyName:
                slip === 'family' ? swapped(name?.familyName ?? '', at) : (name?.familyName ?? ''),
              givenName:
                slip === 'given' ? swapped(name?.givenName ?? '', at) : (name?.givenName ?? ''),
            },
            dateOfBirth: {
              ...dateOfBirth,
              ...(slip === 'day' && { day: String((at % 27) + 1).padStart(2, '0') }),
            },
            documents: {
              IDENTITY: [
                {
                  type: 'PASSPORT',
                  country: 'AUS',
                  primaryIdentifier: slip === 'number' ? swapped(number, at) : number,
                },
              ],
            },
          };
          expect(rulesOf(a, other)).not.toEqual([]);
          expect(meet(a, other)).toBe(true);
        },
      ),
    );
  });

  it('have keys that say nothing of ids or order', () => {
    fc.assert(
      fc.property(person, person, (a, b) => {
        const both = { ...a, addresses: [...(a.addresses ?? []), ...(b.addresses ?? [])] };
        const turned = {
          ...a,
          name: { familyName: '', ...a.name, nameId: 'other' },
          addresses: [...(b.addresses ?? []), ...(a.addresses ?? [])],
        };
        expect([...blockingKeysOf(traitsOf(turned))].sort()).toEqual(
          [...blockingKeysOf(traitsOf(both))].sort(),
        );
      }),
    );
  });

  it.each([
    ['the same day', ['1980', '05', '17'], ['1980', '05', '17'], 100],
    ['day and month swapped', ['1980', '05', '07'], ['1980', '07', '05'], 90],
    ['a digit wrong', ['1980', '05', '17'], ['1980', '05', '19'], 85],
    ['digits swapped', ['1968', '05', '17'], ['1986', '05', '17'], 85],
    ['only the year', ['1980', '', ''], ['1980', '05', '17'], 60],
    ['another day', ['1980', '05', '17'], ['1980', '06', '28'], 0],
    ['another year', ['1980', '', ''], ['1981', '', ''], 0],
  ])('born on %s', (...[, one, other, strength]) => {
    const birth = ([year = '', month = '', day = '']: readonly string[]) => ({
      id: '',
      year,
      month,
      day,
    });
    expect(birthLikeness(birth(one), birth(other))).toBe(strength);
  });

  it.each([
    ['the same', 'N1234567', 'PASSPORT', 100],
    ['of another kind', 'N1234567', 'NATIONAL_ID', 90],
    ['with a slip', 'N1235467', 'PASSPORT', 80],
    ['with a slip, and of another kind', 'N1235467', 'NATIONAL_ID', 0],
    ['another one', 'N7654321', 'PASSPORT', 0],
  ])('have a document that is %s', (...[, number, type, strength]) => {
    const passport = { id: '', number: 'N1234567', type: 'PASSPORT', country: 'AUS' };
    expect(documentLikeness(passport, { ...passport, number, type })).toBe(strength);
  });

  it('live nowhere together where nearly nothing is known, or the country differs', () => {
    const home = {
      id: '',
      country: 'AUS',
      house: '1',
      street: 'high street',
      town: 'x',
      postalCode: '2000',
      line: '',
    };
    expect(addressLikeness(home, home)).toBe(100);
    expect(addressLikeness(home, { ...home, country: 'NZL' })).toBe(0);
    expect(addressLikeness(home, { ...home, street: '', house: '' })).toBe(0);
    expect(addressLikeness(home, { ...home, street: 'hihg street' })).toBeGreaterThan(80);
  });

  it('are compared by no number that stands for none', () => {
    const numbered = (primaryIdentifier: string) =>
      traitsOf({ documents: { OTHER: [{ type: 'PASSPORT', country: 'AUS', primaryIdentifier }] } })
        .documents;
    for (const none of ['0000000', 'N/A', 'unknown', ' ', 'XXXX'])
      expect(numbered(none)).toEqual([]);
    expect(numbered('PA-12 34 567')).toMatchObject([{ number: 'pa1234567' }]);
  });
});

it.each([
  ['abcd', 'abd', true],
  ['abcd', 'abxcd', true],
  ['abcd', 'abxd', true],
  ['abcd', 'acbd', true],
  ['abcd', 'abcd', false],
  ['abcd', 'badc', false],
  ['abcd', 'ab', false],
])('%s and %s: one slip is %s', (one, other, is) => {
  expect(isOneSlip(one, other)).toBe(is);
  expect(isOneSlip(other, one)).toBe(is);
});

it('rates pairs of signs alike from both sides, between nothing and all', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      const likeness = pairLikeness(one, other);
      expect(likeness).toBe(pairLikeness(other, one));
      expect(likeness).toBeGreaterThanOrEqual(0);
      expect(likeness).toBeLessThanOrEqual(1);
    }),
  );
});

it('looks for whomever one of its own rules fits', () => {
  for (const rule of DEFAULT_DUPLICATE_RULES)
    expect([rule.name, isLookedFor(rule)]).toEqual([rule.name, true]);
  expect(isLookedFor({ fields: { NAME: 100 } })).toBe(false);
  expect(isLookedFor({ fields: { ADDRESS: 100, FAMILY_NAME: 100 } })).toBe(false);
  expect(isLookedFor({ fields: {} })).toBe(false);
});
