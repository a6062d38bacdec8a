import { abjadSimilarity } from './sounds/abjad-similarity.ts';
import { isOneEdit } from './sounds/plain-edit.ts';
import { LEAST_SIMILARITY, type Run, soundSimilarity } from './sounds/sound-distance.ts';
import { PART } from './token.ts';
import { isNickname } from './vocabulary/nicknames.ts';
import type { SpeltWord, Word } from './word.ts';

/** How two words came to agree, from surest to least sure. */
export type WordAgreement =
  | 'same'
  | 'spelling'
  | 'similar'
  | 'transliteration'
  | 'nickname'
  | 'initial'
  | 'none';

/** Two words and how far they are the same word, 0 to 1. */
export type WordSimilarity = { readonly how: WordAgreement; readonly similarity: number };

export const NONE: WordSimilarity = { how: 'none', similarity: 0 };
const SAME: WordSimilarity = { how: 'same', similarity: 1 };
const SAME_SPELLING: WordSimilarity = { how: 'spelling', similarity: 0.975 };
const SAME_INITIAL: WordSimilarity = { how: 'initial', similarity: 0.6 };
const SAME_READING: WordSimilarity = { how: 'transliteration', similarity: 0.6 };
const READING_AND_LATIN: WordSimilarity = { how: 'transliteration', similarity: 0.92 };
const SAME_NICKNAME: WordSimilarity = { how: 'nickname', similarity: 0.8 };

/** A reading must be closer than a spelling, for it is only one of several. */
const LEAST_READING = 0.82;
const READING_TRUST = 0.93;
const PLAIN_EDIT_COST = 0.95;
/** Words of fewer letters are other words with each slip. */
const SHORTEST_FOR_PLAIN_EDIT = 4;
/** A word so short may have lost a letter of a longer one, but not its first: Lui is Luis, ABC is not NABC. */
const SHORTEST_THAT_LOST = 3;
const PLAIN_EDIT_MATTERS_BELOW = 0.9;

/** How far two words are the same word; the order of the two does not matter. */
export function compareWords(one: Word, other: Word): WordSimilarity {
  if (one.original !== undefined && other.original !== undefined)
    return compareOriginals(one, other);
  const isReading = one.original !== undefined || other.original !== undefined;
  if (one.text.length === 1 || other.text.length === 1) return compareInitials(one, other);
  if (one.text === other.text) return isReading ? READING_AND_LATIN : SAME;
  if (((one.parts | other.parts) & (PART.legalForm | PART.number)) !== 0) return NONE;
  if ((one.written === undefined) !== (other.written === undefined))
    return compareAbjad(one, other);
  if (one.folded === other.folded) return isReading ? READING_AND_LATIN : SAME_SPELLING;
  return isReading ? compareReadings(one, other) : compareSpellings(one, other);
}

function compareOriginals(one: Word, other: Word): WordSimilarity {
  if (one.original === other.original) return SAME;
  return one.text === other.text ? SAME_READING : NONE;
}

function compareInitials(one: Word, other: Word): WordSimilarity {
  if (one.text === other.text) return SAME;
  if (((one.parts | other.parts) & PART.number) !== 0) return NONE;
  if (one.text.length === other.text.length) return NONE;
  const isSameLetter =
    one.text.charCodeAt(0) === other.text.charCodeAt(0) ||
    one.sounds.codes[0] === other.sounds.codes[0];
  return isSameLetter ? SAME_INITIAL : NONE;
}

function compareAbjad(one: Word, other: Word): WordSimilarity {
  const similarity =
    one.written === undefined
      ? abjadSimilarity(other.written ?? NOTHING_WRITTEN, one.sounds)
      : abjadSimilarity(one.written, other.sounds);
  return similarity < LEAST_SIMILARITY ? NONE : { how: 'transliteration', similarity };
}

const NOTHING_WRITTEN = new Uint8Array(0);

function compareReadings(one: Word, other: Word): WordSimilarity {
  const similarity = soundSimilarity(one.sounds, other.sounds);
  if (similarity < LEAST_READING) return NONE;
  return { how: 'transliteration', similarity: similarity * READING_TRUST };
}

function compareSpellings(one: Word, other: Word): WordSimilarity {
  const longest = Math.max(one.text.length, other.text.length);
  const trust = one.written === undefined ? 1 : longest < 5 ? 0.6 : 0.8;
  const similarity = spellingSimilarity(one, other) * trust;
  const isKnown = one.written === undefined && isNickname(one.text, other.text);
  if (isKnown && similarity < SAME_NICKNAME.similarity) return SAME_NICKNAME;
  return similarity === 0 ? NONE : { how: 'similar', similarity };
}

/** How alike two spellings are, 0 to 1; 0 below {@link LEAST_SIMILARITY}. */
export function spellingSimilarity(one: SpeltWord, other: SpeltWord): number {
  return withPlainEdit(soundSimilarity(one.sounds, other.sounds), one, other);
}

/** As {@link spellingSimilarity}, for a caller that has compared the sounds already. */
export function withPlainEdit(sound: number, one: SpeltWord, other: SpeltWord): number {
  let similarity = sound;
  const longest = Math.max(one.letters.length, other.letters.length);
  if (similarity < PLAIN_EDIT_MATTERS_BELOW && maySlip(one.letters, other.letters)) {
    similarity = Math.max(similarity, 1 - PLAIN_EDIT_COST / (longest + 0.5));
  }
  return similarity < LEAST_SIMILARITY ? 0 : similarity;
}

function maySlip(one: Run, other: Run): boolean {
  const shortest = Math.min(one.length, other.length);
  if (shortest < SHORTEST_THAT_LOST) return false;
  if (shortest < SHORTEST_FOR_PLAIN_EDIT) {
    if (one.length === other.length) return false;
    if (one.codes[one.start] !== other.codes[other.start]) return false;
  }
  return isOneEdit(one, other);
}
