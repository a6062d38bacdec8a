import { isSubstantive, PART } from '../names/token.ts';
import type { Word } from '../names/word.ts';
import type { Unit } from './name-scorer.ts';

/** Units by which names are not looked for: not at all, or only among names found by others. */
export type SparedUnits = { readonly skipped?: Unit; readonly last?: Unit };

const NONE_SPARED: SparedUnits = {};

/** Below this threshold one common word out of several can match, so that every word is looked for. */
const LONE_WORDS_MATCH = 0.72;

/** A unit is not walked when it occurs so many times more often than all others together. */
const TOO_COMMON = 12;

/** With a word that weighs less, an initial in place of the other word makes no match. */
const LIGHT_WORD = 0.6;

/**
 * The word of the query that most names hold. A name must hold another word beside it, so that it is
 * looked for last among the names found by the others, or not at all where it is far commoner than they.
 */
export function sparedOf(
  words: readonly Word[],
  units: readonly Unit[],
  threshold: number,
): SparedUnits {
  if (threshold < LONE_WORDS_MATCH) return NONE_SPARED;
  const several = words.filter(({ parts }) => isSubstantive(parts)).length > 1;
  if (!several || words.some(({ parts }) => (parts & PART.initial) !== 0)) return NONE_SPARED;
  const singles = units.filter(({ isJoin, mask }) => !isJoin && (mask & (mask - 1)) === 0);
  const all = units.reduce((sum, { similar }) => sum + similar.posts, 0);
  const [most] = singles.sort((one, other) => other.similar.posts - one.similar.posts);
  if (most === undefined) return NONE_SPARED;
  const isFarCommoner = most.similar.posts > TOO_COMMON * (all - most.similar.posts + 50);
  if (isFarCommoner) return { skipped: most };
  const weight = words[31 - Math.clz32(most.mask)]?.weight ?? 1;
  return weight < LIGHT_WORD ? { last: most } : NONE_SPARED;
}
