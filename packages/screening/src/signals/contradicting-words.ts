import { NAME_RULES } from '../names/pairing.ts';
import { finding, type NameSignal, quoted, shareOf } from '../signal.ts';

/** Words on both sides that no word of the other name answers: another father, another family. */
export const contradictingWords: NameSignal = {
  name: 'contradicting-words',
  kind: 'name',
  weight: -0.6,
  description: 'Each name has words that the other answers with different ones.',

  find(name) {
    const { lacking, surplus } = name.comparison;
    if (lacking.length === 0 || surplus.length === 0) return undefined;
    const share = 2 * Math.min(shareOf(lacking, name), shareOf(surplus, name));
    const effect = -Math.min(1, NAME_RULES.contradiction * share);
    const because = `${quoted(lacking)} stands against ${quoted(surplus)}.`;
    return finding('contradicting-words', 'disagrees', [effect, because]);
  },
};
