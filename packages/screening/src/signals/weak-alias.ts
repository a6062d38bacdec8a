import { finding, type NameSignal } from '../signal.ts';

/** The most that a name its own publisher calls weak can score. */
export const WEAK_ALIAS_CEILING = 0.9;

/** The publisher marks the alias as weak: a nickname that many others bear. */
export const weakAlias: NameSignal = {
  name: 'weak-alias',
  kind: 'name',
  weight: WEAK_ALIAS_CEILING - 1,
  description: 'The publisher calls this alias weak, so it never counts as certain.',

  find({ comparison, listed }) {
    if (listed.quality !== 'weak') return undefined;
    const effect = Math.min(0, WEAK_ALIAS_CEILING - comparison.score);
    return finding('weak-alias', 'disagrees', [effect, 'The publisher calls this alias weak.']);
  },
};
