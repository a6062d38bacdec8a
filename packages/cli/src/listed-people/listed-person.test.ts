import { describe, expect, it } from 'vitest';
import { listedPersonOf } from './listed-person.ts';

const FACTS = {
  reference: 'X-1',
  given: 'ILLO MARN',
  family: "O'TESTER-SAMPLE",
  bornOn: '1961-03-14',
  nationality: 'Chile',
};

describe('listedPersonOf', () => {
  it('writes a name that shouts as a bank would', () => {
    expect(listedPersonOf(FACTS)).toEqual({
      reference: 'X-1',
      givenName: 'Illo Marn',
      familyName: "O'Tester-Sample",
      birth: { year: '1961', month: '03', day: '14' },
      nationality: 'Chile',
    });
  });

  it.each([
    { why: 'no number', facts: { reference: undefined } },
    { why: 'no birth date', facts: { bornOn: undefined } },
    { why: 'a year for a birth date', facts: { bornOn: '1961' } },
    { why: 'one name only', facts: { given: undefined } },
    { why: 'two short names', facts: { given: 'ILLO', family: 'TESTER' } },
    { why: 'a title in front', facts: { given: 'Dr ILLO MARN' } },
    { why: 'an abbreviation', facts: { given: 'ILLO M.' } },
    { why: 'letters that may be decoded wrongly', facts: { family: 'Ã\u00a9TESTER' } },
  ])('passes over a record with $why', ({ facts }) => {
    expect(listedPersonOf({ ...FACTS, ...facts })).toBeUndefined();
  });
});
