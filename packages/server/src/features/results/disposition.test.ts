import { ManualStatus } from '@probity/contract/process-result';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Disposition, dispositionOf, hitStepResult } from './disposition.ts';

describe('dispositionOf', () => {
  it.each([
    { said: null, disposition: 'open' },
    { said: 'TRUE_POSITIVE', disposition: 'open' },
    { said: 'FALSE_POSITIVE', disposition: 'cleared' },
    { said: 'CLEAR', disposition: 'cleared' },
    { said: 'FALSE_POSITIVE_ACCEPT', disposition: 'accepted' },
    { said: 'FALSE_POSITIVE_REJECT', disposition: 'rejected' },
    { said: 'REJECTED', disposition: 'rejected' },
    { said: 'toString', disposition: 'open' },
    { said: 'cleared', disposition: 'open' },
  ])('is $disposition for $said', ({ said, disposition }) => {
    expect(dispositionOf(said)).toBe(disposition);
  });

  it('clears nothing that an officer called true', () => {
    for (const said of ManualStatus.options.filter((word) => word.startsWith('TRUE_'))) {
      expect(dispositionOf(said)).not.toBe('cleared');
    }
  });
});

describe('hitStepResult', () => {
  const BY_RANK = ['HIT', 'HIT_REJECTED', 'HIT_ACCEPTED', 'CLEARED'];
  const any = fc.constantFrom<Disposition>('open', 'rejected', 'accepted', 'cleared');

  it('is that of the worst hit, in any order, and CLEAR without one', () => {
    expect(hitStepResult([])).toBe('CLEAR');
    fc.assert(
      fc.property(fc.array(any, { minLength: 1 }), (standing) => {
        const alone = standing.map((one) => BY_RANK.indexOf(hitStepResult([one])));
        expect(BY_RANK.indexOf(hitStepResult(standing))).toBe(Math.min(...alone));
        expect(hitStepResult([...standing].reverse())).toBe(hitStepResult(standing));
      }),
    );
  });
});
