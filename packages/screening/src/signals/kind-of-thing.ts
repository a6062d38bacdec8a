import { type EvidenceSignal, finding } from '../signal.ts';

const DISAGREES = -0.25;

/** A person is not a ship of the same name. */
export const kindOfThing: EvidenceSignal = {
  name: 'kind-of-thing',
  kind: 'evidence',
  weight: DISAGREES,
  lift: 0,
  description: 'One is a person, the other an organisation, a ship or an aircraft.',

  isAsked: ({ kind }) => kind !== undefined && kind !== 'unknown',

  compare({ kind = 'unknown' }, entry) {
    if (kind === 'unknown' || entry.kind === 'unknown') {
      return finding('kind-of-thing', 'missing', [0, 'It is not said what one of the two is.']);
    }
    return kind === entry.kind
      ? finding('kind-of-thing', 'agrees', [0, `Both are of the kind “${kind}”.`])
      : finding('kind-of-thing', 'disagrees', [
          DISAGREES,
          `The listed one is of the kind “${entry.kind}”.`,
        ]);
  },
};
