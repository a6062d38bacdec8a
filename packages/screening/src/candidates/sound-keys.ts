import { abjadSkeleton, coarseSkeleton, foldLetters } from '../names/sounds/fold.ts';
import type { Run } from '../names/sounds/sound-distance.ts';
import { soundCodes } from '../names/word.ts';

/** Codes at the start of a word among which slips are looked for. */
const PREFIX = 7;

/** From this length on, two slips among the first codes are looked for. */
const TWO_SLIPS_FROM = 6;
const ONE_SLIP_FROM = 3;

const SALT = {
  prefix: 0x11,
  coarse: 0x5d,
  abjad: 0xb1,
  latin: 0x10b,
  letters: 0x1a3,
  three: 0x2bd,
} as const;

/** The most keys that one word has. */
export const MOST_KEYS = 256;

const scratch = new Uint8Array(64);

/** Keys under which folded words that resemble each other meet. They are written into `keys`; their number is returned. */
export type KeyWriter = { readonly keys: Uint32Array; count: number };

/**
 * The start of a word, and all that is left of it when one or two of its letters are left out: two words
 * that differ by few letters have such a rest in common.
 */
export function writePrefixKeys(
  { codes, start, length }: Run,
  slips: 1 | 2,
  writer: KeyWriter,
): void {
  const prefix = Math.min(PREFIX, length);
  const head = codes.subarray(start, start + prefix);
  write(writer, hash(head, prefix, SALT.prefix));
  if (length < ONE_SLIP_FROM) return;
  for (let first = 0; first < prefix; first++) {
    write(writer, hash(scratch, without(head, prefix, [first, -1]), SALT.prefix));
    if (slips < 2 || length < TWO_SLIPS_FROM) continue;
    for (let second = first + 1; second < prefix; second++) {
      write(writer, hash(scratch, without(head, prefix, [first, second]), SALT.prefix));
    }
  }
}

/** The consonants of a word: words that differ in their vowels alone have them in common. */
export function writeCoarseKey(folded: string, writer: KeyWriter): void {
  const skeleton = coarseSkeleton(folded);
  if (skeleton.length >= 2) write(writer, hashText(skeleton, SALT.coarse));
}

/** The key under which words of a script without vowels are found. */
export function writeAbjadKey(folded: string, writer: KeyWriter): void {
  write(writer, hashText(abjadSkeleton(folded), SALT.abjad));
}

/** The key under which Latin words are found by a word of a script without vowels. */
export function writeLatinKey(folded: string, writer: KeyWriter): void {
  write(writer, hashText(abjadSkeleton(folded), SALT.latin));
}

/**
 * Further starts of a word whose letters, folded one by one, give another word: Ries is found for Ripes,
 * although its ie is read as one sound.
 */
export function writeSingleLetterKeys(text: string, folded: string, writer: KeyWriter): void {
  const letters = foldLetters(text);
  if (letters === folded) return;
  const codes = soundCodes(letters);
  writePrefixKeys({ codes, start: 0, length: codes.length }, 1, writer);
}

/**
 * The letters of a short word in alphabetical order: two letters that changed places, as in Afiz for
 * Faiz, may change every sound of a short word. A word of three letters also meets those of four that
 * have one letter more, whatever becomes of their sounds.
 */
export function writeLettersKey(text: string, writer: KeyWriter): void {
  if (text.length === 3) write(writer, hashText(text, SALT.three));
  if (text.length < 4 || text.length > 6) return;
  write(writer, hashText([...text].sort().join(''), SALT.letters));
  if (text.length > 4) return;
  for (let at = 0; at < text.length; at++) {
    write(writer, hashText(text.slice(0, at) + text.slice(at + 1), SALT.three));
  }
}

/** The key that a folded word shares with itself. */
export function prefixKey(codes: Uint8Array, length: number): number {
  return hash(codes, Math.min(PREFIX, length), SALT.prefix);
}

function write(writer: KeyWriter, key: number): void {
  if (writer.count < MOST_KEYS) writer.keys[writer.count++] = key;
}

function without(
  codes: Uint8Array,
  length: number,
  [first, second]: readonly [number, number],
): number {
  let kept = 0;
  for (let at = 0; at < length; at++) {
    if (at !== first && at !== second) scratch[kept++] = codes[at] as number;
  }
  return kept;
}

function hashText(text: string, salt: number): number {
  const length = Math.min(text.length, scratch.length);
  for (let at = 0; at < length; at++) scratch[at] = text.charCodeAt(at);
  return hash(scratch, length, salt);
}

/** FNV-1a with a final mixing, so that the upper bits can choose a bucket. */
function hash(bytes: Uint8Array, length: number, salt: number): number {
  let value = 0x811c9dc5 ^ salt;
  for (let at = 0; at < length; at++) {
    value = Math.imul(value ^ (bytes[at] as number), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3ce5);
  return (value ^ (value >>> 13)) >>> 0;
}
