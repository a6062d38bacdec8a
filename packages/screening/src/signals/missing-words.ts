import { NAME_RULES } from '../names/pairing.ts';
import { finding, type NameSignal, quoted, shareOf } from '../signal.ts';

/** Words that only one of the names has, as a middle name that was left out. */
export const missingWords: NameSignal = {
  name: 'missing-words',
  kind: 'name',
  weight: -0.3,
  description: 'Only one of the names has these words; a middle name left out costs little.',

  find(name) {
    const { lacking, surplus } = name.comparison;
    if (lacking.length > 0 === surplus.length > 0) return undefined;
    const words = [...lacking, ...surplus];
    const where = lacking.length > 0 ? 'not in the listed name' : 'only in the listed name';
    const effect = -NAME_RULES.unmatched * shareOf(words, name);
    return finding('missing-words', 'disagrees', [effect, `${quoted(words)} is ${where}.`]);
  },
};
