import { type EvidenceSignal, finding } from '../signal.ts';

/** The publisher says that the listed person is dead. It moves no score: lists err, and so do impostors. */
export const deceased: EvidenceSignal = {
  name: 'deceased',
  kind: 'evidence',
  weight: 0,
  lift: 0,
  description: 'The listed person is recorded as dead; shown to the officer, moving nothing.',

  isAsked: () => true,

  compare(_query, entry) {
    const because =
      entry.isDeceased === true
        ? 'The listed person is recorded as dead.'
        : 'The listed person is not recorded as dead.';
    return finding('deceased', 'missing', [0, because]);
  },
};
