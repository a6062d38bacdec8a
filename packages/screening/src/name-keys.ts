import { abjadSkeleton, coarseSkeleton, fold } from './names/sounds/fold.ts';
import { isSubstantive, PART, type Token } from './names/token.ts';
import { readingsOf } from './names/tokenise.ts';
import { backgroundShare } from './names/vocabulary/background.ts';
import { nicknameRowsOf } from './names/vocabulary/nicknames.ts';

/** The most keys that one name has. */
export const MOST_KEYS_OF_NAME = 40;

/** Of a longer name only the rarest words are paired. */
const MOST_PAIRED = 4;

/** Sounds at the start of a lone word among which slips are looked for, as the index does. */
const PREFIX = 7;
const TWO_SLIPS_FROM = 6;
const SHORTEST_JOINED = 4;
const LAST_SOUNDS = 1;

/** The keys of a person's name, the most telling first; a long name has more than are given. */
export function keysOfName(name: string): readonly string[] {
  const keys = new Set<string>();
  const readings = readingsOf(name, 'person').map(soundsOf);
  for (const write of [writeWhole, writePairs, writeLone, writeJoins, writeSlips]) {
    for (const reading of readings) write(reading, keys);
  }
  return [...keys].slice(0, MOST_KEYS_OF_NAME);
}

/** A word by its sounds: the consonants by class, those that every script writes, and the names it is short for. */
type Sounds = {
  readonly text: string;
  readonly folded: string;
  readonly coarse: string;
  readonly abjad: string;
};

type Reading = {
  /** The words that carry identity, the rarest where there are many. */
  readonly words: readonly Sounds[];
  readonly initials: readonly string[];
};

function soundsOf(tokens: readonly Token[]): Reading {
  const words = tokens.filter(({ parts }) => isSubstantive(parts)).map(({ text }) => wordOf(text));
  const initials = tokens
    .filter(({ parts }) => (parts & PART.initial) !== 0)
    .map(({ text }) => coarseSkeleton(fold(text)).charAt(0));
  return { words: rarest(words), initials: words.length === 0 ? [] : initials };
}

function wordOf(text: string): Sounds {
  const folded = fold(text);
  return { text, folded, coarse: coarseSkeleton(folded), abjad: abjadSkeleton(folded) };
}

function rarest(words: readonly Sounds[]): readonly Sounds[] {
  if (words.length <= MOST_PAIRED) return words;
  const kept = new Set(
    [...words]
      .sort((one, other) => backgroundShare(one.folded) - backgroundShare(other.folded))
      .slice(0, MOST_PAIRED),
  );
  return words.filter((word) => kept.has(word));
}

/** All words written together, whatever stands between them. */
function writeWhole({ words }: Reading, keys: Set<string>): void {
  if (words.length > 1) keys.add(`c${joined(words)}`);
}

/** Two words that both names hold, one of them roughly; one word and an initial. */
function writePairs({ words, initials }: Reading, keys: Set<string>): void {
  for (const [one, other] of pairsOf(words)) {
    keys.add(both(one.coarse, other.coarse));
    keys.add(`a${both(one.abjad, other.abjad)}`);
    for (const [sure, rough] of [[one, other] as const, [other, one] as const]) {
      keys.add(`${sure.coarse}|${rough.coarse.charAt(0)}`);
      keys.add(`${sure.coarse}>${rough.coarse.slice(-LAST_SOUNDS)}`);
      for (const row of nicknameRowsOf(rough.text)) keys.add(`${sure.coarse}=${row}`);
    }
  }
  for (const { coarse } of words) for (const letter of initials) keys.add(`${coarse}|${letter}`);
}

/** A lone word, with what is left of it when one or two of its sounds are left out. */
function writeLone({ words }: Reading, keys: Set<string>): void {
  const [word, second] = words;
  if (word === undefined || second !== undefined) return;
  keys.add(`c${word.coarse}`);
  for (const row of nicknameRowsOf(word.text)) keys.add(`=${row}`);
  const prefix = word.folded.slice(0, PREFIX);
  keys.add(`p${prefix}`);
  for (const rest of withoutOne(prefix)) keys.add(`p${rest}`);
  if (prefix.length < TWO_SLIPS_FROM) return;
  for (const rest of withoutOne(prefix)) for (const less of withoutOne(rest)) keys.add(`p${less}`);
}

/** Long words by themselves, and neighbours written together: Jean Pierre and Jeanpierre. */
function writeJoins({ words }: Reading, keys: Set<string>): void {
  for (const [at, word] of words.entries()) {
    if (word.coarse.length >= SHORTEST_JOINED) keys.add(`c${word.coarse}`);
    const next = words[at + 1];
    if (next === undefined) continue;
    const coarse = joined([word, next]);
    if (coarse.length >= SHORTEST_JOINED) keys.add(`c${coarse}`);
  }
}

/** Two words that both names hold, one of them with a consonant too many or too few. */
function writeSlips({ words }: Reading, keys: Set<string>): void {
  for (const [one, other] of pairsOf(words)) {
    for (const rest of withoutOne(one.coarse)) keys.add(`d${both(rest, other.coarse)}`);
    for (const rest of withoutOne(other.coarse)) keys.add(`d${both(rest, one.coarse)}`);
  }
}

function pairsOf(words: readonly Sounds[]): Array<readonly [Sounds, Sounds]> {
  return words.flatMap((one, at) => words.slice(at + 1).map((other) => [one, other] as const));
}

function both(one: string, other: string): string {
  return one < other ? `${one}+${other}` : `${other}+${one}`;
}

function joined(words: readonly Sounds[]): string {
  return coarseSkeleton(fold(words.map(({ text }) => text).join('')));
}

function withoutOne(sounds: string): string[] {
  return Array.from(sounds, (_, at) => sounds.slice(0, at) + sounds.slice(at + 1));
}
