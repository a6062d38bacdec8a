import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PART } from './token.ts';
import { isNickname } from './vocabulary/nicknames.ts';
import { wordOf } from './word.ts';
import { compareWords } from './word-similarity.ts';

const word = (text: string, parts = 0) => wordOf({ text, parts }, 1);
const compared = (one: string, other: string) => compareWords(word(one), word(other));

describe('compareWords', () => {
  it.each([
    ['rahman', 'rahman', 'same'],
    ['youssouf', 'yusuf', 'spelling'],
    ['sechin', 'sechim', 'similar'],
    ['william', 'bill', 'nickname'],
  ])('finds that %s and %s agree: %s', (one, other, how) => {
    expect(compared(one, other).how).toBe(how);
  });

  it.each([
    ['tikriti', 'dulaimi'],
    ['castro', 'cordoba'],
    ['anna', 'otto'],
    ['44', '45'],
  ])('takes %s and %s for two words', (one, other) => {
    expect(compared(one, other).similarity).toBeLessThan(0.8);
  });

  it('never takes one legal form for another', () => {
    const [one, other] = [word('llc', PART.legalForm), word('llp', PART.legalForm)];

    expect(compareWords(one, other).how).toBe('none');
  });

  it('compares a word without vowels by what is written', () => {
    const similarity = compareWords(word('mhmwd', PART.abjad), word('mahmoud')).similarity;

    expect(similarity).toBeGreaterThan(0.85);
  });

  it('does not depend on the order of the two', () => {
    const text = fc.stringMatching(/^[a-z]{1,12}$/u);
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(compared(one, other).similarity).toBeCloseTo(compared(other, one).similarity, 9);
      }),
    );
  });
});

describe('isNickname', () => {
  it('does not lead from one name to another over a shared short form', () => {
    expect(isNickname('alexander', 'albert')).toBe(false);
    expect(isNickname('sasha', 'alexander')).toBe(true);
  });
});
