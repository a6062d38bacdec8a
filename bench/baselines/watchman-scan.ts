/**
 * A linear scan in the manner of Watchman, for comparison only: words whose first letters sound alike
 * are compared by Jaro-Winkler, each list word is used once, and the mean is weighted by word length.
 */
import { jaroWinkler } from '../../packages/screening/src/names/sounds/jaro-winkler.ts';

/** A listed name as the scan keeps it. */
export type ScannedName = { readonly id: number; readonly words: readonly string[] };

const SOUND_CLASSES = ['aeiouy', 'bp', 'ckqx', 'dt', 'fvw', 'gj', 'hk', 'lr', 'mn', 'sz'];
const LENGTH_RATIO = 0.9;
const LENGTH_PENALTY = 0.3;
const UNMATCHED_PENALTY = 0.15;
const GOOD_WORD = 0.85;
const FEW_WORDS = 0.8;
const SHORT_WORD = 3;

/** The names that score at least so much, best first. */
export function watchmanScan(
  names: readonly ScannedName[],
  query: readonly string[],
  threshold: number,
): Array<{ readonly id: number; readonly score: number }> {
  const found: Array<{ id: number; score: number }> = [];
  const joined = withShortWordsJoined(query);
  for (const { id, words } of names) {
    let score = nameScore(query, words);
    if (joined.length !== query.length) score = Math.max(score, nameScore(joined, words));
    if (score >= threshold) found.push({ id, score });
  }
  return found.sort((one, other) => other.score - one.score || one.id - other.id);
}

function nameScore(query: readonly string[], words: readonly string[]): number {
  const pairs: Array<{ mine: number; theirs: number; score: number }> = [];
  query.forEach((word, mine) => {
    words.forEach((other, theirs) => {
      if (soundsAlike(word, other)) pairs.push({ mine, theirs, score: wordScore(word, other) });
    });
  });
  pairs.sort((one, other) => other.score - one.score);
  const usedMine = new Set<number>();
  const usedTheirs = new Set<number>();
  let sum = 0;
  let good = 0;
  for (const { mine, theirs, score } of pairs) {
    if (usedMine.has(mine) || usedTheirs.has(theirs)) continue;
    usedMine.add(mine);
    usedTheirs.add(theirs);
    sum += score * (query[mine]?.length ?? 0);
    if (score >= GOOD_WORD) good++;
  }
  const length = query.reduce((total, word) => total + word.length, 0);
  const unmatched = words.length === 0 ? 0 : (words.length - usedTheirs.size) / words.length;
  const score = (length === 0 ? 0 : sum / length) - UNMATCHED_PENALTY * unmatched;
  return good < 2 && query.length > 1 ? score * FEW_WORDS : score;
}

function wordScore(word: string, other: string): number {
  const ratio = Math.min(word.length, other.length) / Math.max(word.length, other.length);
  return jaroWinkler(word, other) * (ratio < LENGTH_RATIO ? 1 - LENGTH_PENALTY * (1 - ratio) : 1);
}

function soundsAlike(word: string, other: string): boolean {
  const [first, second] = [word.charAt(0), other.charAt(0)];
  if (first === second) return true;
  return SOUND_CLASSES.some((sounds) => sounds.includes(first) && sounds.includes(second));
}

function withShortWordsJoined(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const before = joined.at(-1);
    if (before !== undefined && before.length <= SHORT_WORD)
      joined[joined.length - 1] = before + word;
    else joined.push(word);
  }
  return joined;
}
