import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNamesOf } from './screen.ts';

const name = fc
  .array(fc.stringMatching(/^[a-z]{1,9}$/u), { minLength: 1, maxLength: 4 })
  .map((words) => words.join(' '));

describe('compareNamesOf', () => {
  it('says how far two names agree and why', () => {
    const { score, findings } = compareNamesOf('Piet van der Vliet', 'VLIET, Piet');

    expect(score).toBeGreaterThan(0.9);
    expect(findings.map(({ because }) => because).join(' ')).toContain(
      '“vliet” stands in both names.',
    );
  });

  it('says that a name cannot be compared, which is not that it disagrees', () => {
    expect(compareNamesOf('Dr.', 'Jane Rowe')).toEqual({
      isComparable: false,
      score: 0,
      findings: [],
    });
    expect(compareNamesOf('Jane Rowe', 'Oksana Hrytsenko').isComparable).toBe(true);
  });

  it('reads a company as a company', () => {
    expect(compareNamesOf('Nord Ltd.', 'Nord Limited', 'organisation').score).toBe(1);
  });

  it('scores two names alike whichever comes first', () => {
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(compareNamesOf(one, other).score).toBe(compareNamesOf(other, one).score);
      }),
    );
  });
});
