import { jaroWinkler } from './sounds/jaro-winkler.ts';
import { isSubstantive } from './token.ts';
import type { Word } from './word.ts';

/**
 * Resemblance orders what lies beneath this score and never lifts a name above it: no alert comes of
 * words that merely look alike.
 */
export const RESEMBLANCE_CEILING = 0.74;

/** Jaro-Winkler below this is chance. */
const CHANCE = 0.58;
const FULL_LIFT = 0.9;

/**
 * The score of two names whose unanswered words are not quite unlike each other: Starkey stands nearer
 * to Starmer than to Jones, although neither is the same name.
 */
export function withResemblance(
  score: number,
  lacking: readonly Word[],
  surplus: readonly Word[],
): number {
  if (score >= RESEMBLANCE_CEILING || score === 0) return score;
  const [few, many] = lacking.length <= surplus.length ? [lacking, surplus] : [surplus, lacking];
  const free = new Set(many.filter(isPlain));
  let weight = 0;
  let alike = 0;
  for (const word of few.filter(isPlain)) {
    const nearest = nearestOf(word, free);
    const pairWeight = (word.weight + (nearest?.word.weight ?? word.weight)) / 2;
    weight += pairWeight;
    if (nearest === undefined) continue;
    free.delete(nearest.word);
    alike += pairWeight * Math.max(0, (nearest.likeness - CHANCE) / (1 - CHANCE));
  }
  if (weight === 0) return score;
  return score + (RESEMBLANCE_CEILING - score) * FULL_LIFT * (alike / weight);
}

function isPlain({ parts, written, original }: Word): boolean {
  return isSubstantive(parts) && written === undefined && original === undefined;
}

function nearestOf(
  word: Word,
  others: ReadonlySet<Word>,
): { word: Word; likeness: number } | undefined {
  let nearest: { word: Word; likeness: number } | undefined;
  for (const other of others) {
    const likeness = jaroWinkler(word.text, other.text);
    if (likeness > (nearest?.likeness ?? 0)) nearest = { word: other, likeness };
  }
  return nearest;
}
