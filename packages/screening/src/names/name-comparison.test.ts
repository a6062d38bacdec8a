import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isComparable } from './name-comparison.ts';
import { scoreNames } from './score-names.ts';
import { fold } from './sounds/fold.ts';
import { readingsOf } from './tokenise.ts';

const person = (full: string) => ({ full, kind: 'person' as const });
const word = fc.stringMatching(/^[a-z]{2,9}$/u);
const name = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '));
const anyText = fc.oneof(name, fc.string({ unit: 'grapheme', maxLength: 30 }));

describe('comparing two names', () => {
  it('does not depend on which of them is asked for', () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        expect(scoreNames(person(one), person(other))).toBe(scoreNames(person(other), person(one)));
      }),
    );
  });

  it('scores from 0 to 1', () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        const score = scoreNames(person(one), person(other));

        expect(score >= 0 && score <= 1).toBe(true);
      }),
    );
  });

  it('scores a name against itself with 1, or says that it cannot be compared', () => {
    fc.assert(
      fc.property(anyText, (one) => {
        const isReadable = readingsOf(one, 'person').some(isComparable);

        expect(scoreNames(person(one), person(one))).toBeCloseTo(isReadable ? 1 : 0, 9);
      }),
    );
  });

  it('ignores the order of the words', () => {
    const plain = fc.uniqueArray(
      fc.stringMatching(/^[klmnprst][aeiou][dgmnrs]{1,2}[aeiou][kln]$/u),
      {
        minLength: 2,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(plain, (words) => {
        const turned = [...words].reverse().join(' ');

        expect(scoreNames(person(words.join(' ')), person(turned))).toBeGreaterThanOrEqual(0.95);
      }),
    );
  });

  it('never compares a name of titles, particles, fillers and legal forms alone', () => {
    const minor = fc.array(
      fc.constantFrom('Dr', 'Sheikh', 'al', 'bin', 'van', 'Ltd', 'GmbH', 'Jr', 'unknown', 'J'),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(minor, name, (words, other) => {
        expect(scoreNames(person(words.join(' ')), person(other))).toBe(0);
      }),
    );
  });
});

describe('fold', () => {
  it.each([
    ['youssouf', 'yusuf'],
    ['khadija', 'khadidja'],
    ['sergey', 'sergei'],
    ['petroff', 'petrov'],
    ['mohammed', 'mohamed'],
    ['philip', 'filip'],
  ])('brings %s and %s to one form', (one, other) => {
    const [folded, otherFolded] = [fold(one), fold(other)];
    const close = folded === otherFolded || scoreNames(person(one), person(other)) > 0.9;

    expect(close).toBe(true);
  });

  it('changes nothing when it is done twice', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]{0,14}$/u), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });
});
