import { coarseSkeleton, fold } from './sounds/fold.ts';
import { isSubstantive } from './token.ts';
import { readingsOf } from './tokenise.ts';

/** The sounds at each end of a word that its outline keeps. */
const SOUNDS = 2;

/**
 * How the words of a person's name begin and how they end, in classes of consonants: `<sm` and `mt>` for
 * Smith, Smyth and Schmidt. A slip at one end of a word leaves the other end alone, and vowels, order,
 * spelling habits and scripts do not matter. For finding, not scoring.
 */
export function outlinesOf(full: string): readonly string[] {
  const outlines = new Set<string>();
  for (const token of readingsOf(full, 'person').flat()) {
    if (!isSubstantive(token.parts)) continue;
    const skeleton = coarseSkeleton(fold(token.text));
    outlines.add(`<${skeleton.slice(0, SOUNDS)}`);
    outlines.add(`${skeleton.slice(-SOUNDS)}>`);
  }
  return [...outlines];
}
