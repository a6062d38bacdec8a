import { AML_MANUAL_STATUSES } from '@probity/contract/process-result';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amlMeaning, amlStepResult } from './aml-status.ts';

describe('amlMeaning', () => {
  it.each([
    { said: null, bucket: 'unresolved', disposition: 'open' },
    { said: 'FALSE_POSITIVE', bucket: 'falsePositive', disposition: 'cleared' },
    { said: 'TRUE_POSITIVE', bucket: 'truePositive', disposition: 'open' },
    { said: 'TRUE_POSITIVE_ACCEPT', bucket: 'truePositive', disposition: 'accepted' },
    { said: 'TRUE_POSITIVE_REJECT', bucket: 'truePositive', disposition: 'rejected' },
    { said: 'UNKNOWN', bucket: 'unknown', disposition: 'open' },
    { said: 'UNKNOWN_ACCEPT', bucket: 'unknown', disposition: 'accepted' },
    { said: 'UNKNOWN_REJECT', bucket: 'unknown', disposition: 'rejected' },
    { said: 'FALSE_POSITIVE_ACCEPT', bucket: 'unresolved', disposition: 'open' },
    { said: 'false_positive', bucket: 'unresolved', disposition: 'open' },
    { said: 'toString', bucket: 'unresolved', disposition: 'open' },
    { said: '', bucket: 'unresolved', disposition: 'open' },
  ])('counts $said as $bucket, and the hit as $disposition', ({ said, ...meaning }) => {
    expect(amlMeaning(said)).toEqual(meaning);
  });
});

describe('amlStepResult', () => {
  const WORST = ['HIT', 'HIT_REJECTED', 'HIT_ACCEPTED', 'CLEARED', 'CLEAR'];
  const anyStatus = fc.constantFrom(null, 'NO_SUCH_WORD', ...AML_MANUAL_STATUSES);

  it.each([
    { said: [], result: 'CLEAR' },
    { said: ['FALSE_POSITIVE'], result: 'CLEARED' },
    { said: ['FALSE_POSITIVE', 'UNKNOWN_ACCEPT'], result: 'HIT_ACCEPTED' },
    { said: ['UNKNOWN_ACCEPT', 'TRUE_POSITIVE_REJECT'], result: 'HIT_REJECTED' },
    { said: ['TRUE_POSITIVE_REJECT', null], result: 'HIT' },
    { said: ['UNKNOWN'], result: 'HIT' },
    { said: ['TRUE_POSITIVE'], result: 'HIT' },
  ])('is $result for $said', ({ said, result }) => {
    expect(amlStepResult(said)).toBe(result);
  });

  it('is that of the worst hit, in any order', () => {
    fc.assert(
      fc.property(fc.array(anyStatus, { minLength: 1 }), (said) => {
        const alone = said.map((status) => WORST.indexOf(amlStepResult([status])));
        expect(WORST.indexOf(amlStepResult(said))).toBe(Math.min(...alone));
        expect(amlStepResult([...said].reverse())).toBe(amlStepResult(said));
      }),
    );
  });

  it('is CLEAR for no hits only', () => {
    fc.assert(
      fc.property(fc.array(anyStatus, { minLength: 1 }), (said) => amlStepResult(said) !== 'CLEAR'),
    );
  });
});
