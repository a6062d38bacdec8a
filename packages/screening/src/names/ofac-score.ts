import anyAscii from 'any-ascii';
import { jaroWinkler } from './sounds/jaro-winkler.ts';

/**
 * The score of OFAC's search page as its documentation describes it: Jaro-Winkler over the whole
 * strings, and Jaro-Winkler with Soundex part by part; the higher of the two, in whole hundredths.
 */
export function ofacScore(query: string, listed: string): number {
  const [mine, theirs] = [plain(query), plain(listed)];
  if (mine === '' || theirs === '') return 0;
  const whole = jaroWinkler(mine, theirs);
  return Math.round(Math.max(whole, partsScore(mine.split(' '), theirs.split(' '))) * 100) / 100;
}

/** Every part of the query is given its best part of the listed name; the parts average by length. */
function partsScore(mine: readonly string[], theirs: readonly string[]): number {
  const scores = mine.map((part) => Math.max(...theirs.map((other) => partScore(part, other))));
  const length = mine.reduce((sum, part) => sum + part.length, 0);
  const sum = scores.reduce((total, score, at) => total + score * (mine[at]?.length ?? 0), 0);
  return length === 0 ? 0 : sum / length;
}

/** Parts that do not sound alike are no match, however many letters they share. */
function partScore(part: string, other: string): number {
  return soundex(part) === soundex(other) ? jaroWinkler(part, other) : 0;
}

function plain(name: string): string {
  return anyAscii(name)
    .toUpperCase()
    .replace(/['’`]/gu, '')
    .replace(/[^A-Z0-9]+/gu, ' ')
    .trim();
}

const SOUNDEX: Readonly<Record<string, string>> = {
  B: '1',
  F: '1',
  P: '1',
  V: '1',
  C: '2',
  G: '2',
  J: '2',
  K: '2',
  Q: '2',
  S: '2',
  X: '2',
  Z: '2',
  D: '3',
  T: '3',
  L: '4',
  M: '5',
  N: '5',
  R: '6',
};

function soundex(word: string): string {
  let code = word.charAt(0);
  let last = SOUNDEX[code] ?? '';
  for (const letter of word.slice(1)) {
    const digit = SOUNDEX[letter] ?? '';
    if (digit !== '' && digit !== last) code += digit;
    if (letter !== 'H' && letter !== 'W') last = digit;
  }
  return code.padEnd(4, '0').slice(0, 4);
}
