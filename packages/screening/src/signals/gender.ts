import { type EvidenceSignal, finding } from '../signal.ts';

const DISAGREES = -0.08;
const AGREES = 0.005;

/** Registers seldom err in the gender, and half of all people share it. */
export const gender: EvidenceSignal = {
  name: 'gender',
  kind: 'evidence',
  weight: DISAGREES,
  lift: AGREES,
  description: 'The genders agree or contradict each other.',

  isAsked: ({ genders }) => (genders ?? []).length > 0,

  compare({ genders = [] }, entry) {
    if (genders.length === 0 || entry.genders.length === 0) {
      return finding('gender', 'missing', [0, 'There are no two genders to compare.']);
    }
    return genders.some((mine) => entry.genders.includes(mine))
      ? finding('gender', 'agrees', [AGREES, 'The genders agree.'])
      : finding('gender', 'disagrees', [DISAGREES, 'The genders differ.']);
  },
};
