import { NAME_RULES } from '../names/pairing.ts';
import { isSubstantive } from '../names/token.ts';
import { finding, type NameSignal } from '../signal.ts';

/** One word agrees, where at least one of the names has several. */
export const loneWord: NameSignal = {
  name: 'lone-word',
  kind: 'name',
  weight: NAME_RULES.loneWord - 1,
  description: 'Only one word agrees although a name has several.',

  find({ comparison }) {
    const { meetings, lacking, surplus } = comparison;
    const met = meetings.flatMap(({ query }) => query).filter(({ parts }) => isSubstantive(parts));
    const rest = [...lacking, ...surplus].filter(({ parts }) => isSubstantive(parts));
    if (met.length !== 1 || rest.length === 0 || meetings.some(({ how }) => how === 'joined')) {
      return undefined;
    }
    const because = 'Only one word of the name agrees.';
    return finding('lone-word', 'disagrees', [NAME_RULES.loneWord - 1, because]);
  },
};
