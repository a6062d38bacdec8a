import { EXECUTION_OUTCOMES } from '@probity/contract/execution/execution-outcome';
import { describe, expect, it } from 'vitest';
import { type ProfileState, stateAfter } from './service-profile.ts';

const PASSED: readonly string[] = ['PASS', 'APPROVED', 'CLEAR', 'COMPLETE'];

describe('stateAfter', () => {
  it.each<ProfileState>(['INIT', 'AUTO', 'ACTIVE'])('follows every outcome from %s', (state) => {
    for (const outcome of EXECUTION_OUTCOMES) {
      expect(stateAfter(state, outcome)).toBe(PASSED.includes(outcome) ? 'ACTIVE' : 'AUTO');
    }
  });

  it.each<ProfileState>(['BLOCKLISTED', 'DELETED', 'DUPLICATE', 'ARCHIVED', 'INACTIVE'])(
    'leaves %s alone',
    (state) => {
      for (const outcome of EXECUTION_OUTCOMES) expect(stateAfter(state, outcome)).toBe(state);
    },
  );

  it('takes no word that it does not know for a pass', () => {
    for (const status of ['pass', '', 'PASSED', 'toString']) {
      expect(stateAfter('ACTIVE', status)).toBe('AUTO');
    }
  });
});
