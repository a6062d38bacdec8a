import type { Individual } from '@probity/contract/individual';
import { describe, expect, it } from 'vitest';
import { compareReading } from './compare-reading.ts';

const person: Individual = {
  name: { givenName: 'Zorvan', familyName: 'Kaltezmar' },
  alternateNames: [{ type: 'PREVIOUS', familyName: 'Quill', givenName: 'Zorvan' }],
  dateOfBirth: { year: '1961', month: '03', day: '14', normalized: '1961-03-14' },
};
const reading = { given: 'ZORVAN', family: 'KALTEZMAR', birth: '1961-03-14' };
const on = { documentNumber: 'N 12-34', today: '2026-03-04' };

function differing(read: object, individual = person): string[] | undefined {
  const compared = compareReading(individual, { ...reading, ...read }, on);
  return compared && Object.keys(compared.differ);
}

describe('compareReading', () => {
  it.each([
    ['all of it agrees', {}, []],
    ['the document has more given names', { given: 'ZORVAN ILMERE' }, []],
    ['an earlier name is on it', { family: 'QUILL' }, []],
    ['another family name is on it', { family: 'OTHER' }, ['name']],
    ['it has no given name', { given: '' }, ['name']],
    ['the name is in another script', { given: 'Зорван', family: 'Кальтезмар' }, ['name']],
    ['it is of another day', { birth: '1961-03-15' }, ['dob']],
    ['the number agrees but for its signs', { primaryIdentifier: 'n1234' }, []],
    ['another number is on it', { primaryIdentifier: 'N1235' }, ['document_number']],
    ['it has expired', { expiresOn: '2026-03-03' }, ['expiry']],
    ['it expires today', { expiresOn: '2026-03-04' }, []],
  ])('where %s', (_, read, differ) => {
    expect(differing(read)).toEqual(differ);
  });

  it('says what was read, and how each element was judged', () => {
    const compared = compareReading(person, { ...reading, birth: '1962-03-14' }, on);
    expect(compared).toMatchObject({
      agree: { name: { originalData: 'ZORVAN KALTEZMAR', resultNormalized: 'clear' } },
      differ: { dob: { originalData: '1962-03-14', resultNormalized: 'suspected' } },
    });
  });

  it('compares nothing where there is nothing to compare', () => {
    expect(compareReading({}, reading, on)).toBeUndefined();
    expect(compareReading(person, { primaryIdentifier: 'x' }, on)).toBeUndefined();
  });
});
