import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_NAME_KEYS, nameKeys } from './screen.ts';

const shared = (one: string, other: string) =>
  nameKeys(one).filter((key) => nameKeys(other).includes(key));

describe('nameKeys', () => {
  it.each([
    ['Amadou Sangaré', 'SANGARE, Amadu'],
    ['Jean Pierre Dupont', 'Jeanpierre Dupont'],
    ['Bill Harrington', 'William Harrington'],
    ['J. Harrington', 'John Harrington'],
    ['Chidi Okonkwo', 'Chidi Okonwo'],
    ['Oksana Hrytsenko', 'Оксана Гриценко'],
    ['جمال عبد الناصر', 'Gamal Abdel Nasser'],
    ['李明博', 'Lee Myung-bak'],
    ['Rowena', 'Rovena'],
  ])('gives %s and %s a key in common', (one, other) => {
    expect(shared(one, other)).not.toEqual([]);
  });

  it.each([
    ['Amadou Sangaré', 'Oksana Hrytsenko'],
    ['Maria Garcia', 'Maria Lindqvist'],
  ])('gives %s and %s none', (one, other) => {
    expect(shared(one, other)).toEqual([]);
  });

  it.each(['', 'Dr.', 'Sheikh al bin', 'J. K.', '۞'])('gives %j no keys', (name) => {
    expect(nameKeys(name)).toEqual([]);
  });

  it('gives few keys, each once, and the same every time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (name) => {
        const keys = nameKeys(name);

        expect(keys.length).toBeLessThanOrEqual(MOST_NAME_KEYS);
        expect(new Set(keys).size).toBe(keys.length);
        expect(nameKeys(name)).toEqual(keys);
      }),
    );
  });

  it('does not mind in which order the words stand', () => {
    const words = fc.uniqueArray(fc.stringMatching(/^[a-z]{3,9}$/u), {
      minLength: 2,
      maxLength: 5,
    });
    fc.assert(
      fc.property(words, (parts) => {
        const turned = [...parts].reverse().join(' ');

        expect(
          nameKeys(parts.join(' ')).length === 0 || shared(parts.join(' '), turned).length > 0,
        ).toBe(true);
      }),
    );
  });
});
