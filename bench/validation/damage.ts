/** Ways in which a name that somebody gives differs from the one that is listed. */
import { nicknamesOf } from '../../packages/screening/src/names/vocabulary/nicknames.ts';
import { otherSpellings } from './spelling-habits.ts';

/** Numbers from 0 to 1 that look random and are the same in every run. */
export type Random = () => number;

/** A name damaged in one way; undefined where the name cannot be. */
export type Damage = (
  words: readonly string[],
  random: Random,
  writing: string,
) => readonly string[] | undefined;

/** Every kind of damage that is reported, by the name that the report gives it. */
export const DAMAGES: Readonly<Record<string, Damage>> = {
  untouched: (words) => words,
  'typo in one word': (words, random) =>
    changedAt(words, { places: longWords(words), random, change: slip }),
  'typo in every word': (words, random) =>
    words.every((word) => word.length > 3) ? words.map((word) => slip(word, random)) : undefined,
  order: (words) => (words.length > 1 ? [...words].reverse() : undefined),
  'family name first': (words) =>
    words.length > 1 ? [words.at(-1) ?? '', ...words.slice(0, -1)] : undefined,
  /** Spelt by another habit of the writing that the name comes from. */
  transliteration: (words, random, writing) => {
    const ways = words.map((word) => otherSpellings(word, writing));
    const places = ways.flatMap((of, at) => (of.length > 0 ? [at] : []));
    const change: Change = (word) => picked(otherSpellings(word, writing), random) ?? word;
    return changedAt(words, { places, random, change });
  },
  'words joined': (words, random) => {
    if (words.length < 2) return undefined;
    const at = whole(words.length - 1, random);
    return [...words.slice(0, at), `${words[at]}${words[at + 1]}`, ...words.slice(at + 2)];
  },
  'word split': (words, random) => {
    const at = picked(
      words.flatMap((word, place) => (word.length > 6 ? [place] : [])),
      random,
    );
    if (at === undefined) return undefined;
    const word = words[at] ?? '';
    const cut = 3 + whole(word.length - 5, random);
    return [...words.slice(0, at), word.slice(0, cut), word.slice(cut), ...words.slice(at + 1)];
  },
  'middle name dropped': (words, random) => {
    if (words.length < 3) return undefined;
    const at = 1 + whole(words.length - 2, random);
    return words.filter((_, place) => place !== at);
  },
  'initial for the first name': (words) =>
    words.length > 1 && (words[0] ?? '').length > 2
      ? [(words[0] ?? '').charAt(0), ...words.slice(1)]
      : undefined,
  nickname: (words, random) => {
    const places = words.flatMap((word, at) => (nicknamesOf(word).length > 0 ? [at] : []));
    const change: Change = (word) => picked(nicknamesOf(word), random) ?? word;
    return words.length > 1 ? changedAt(words, { places, random, change }) : undefined;
  },
};

type Change = (word: string, random: Random) => string;

/** Changes one of the words, drawn from those in the places given. */
function changedAt(
  words: readonly string[],
  { places, random, change }: { places: readonly number[]; random: Random; change: Change },
): readonly string[] | undefined {
  const at = picked(places, random);
  if (at === undefined) return undefined;
  return words.map((word, place) => (place === at ? change(word, random) : word));
}

function longWords(words: readonly string[]): number[] {
  return words.flatMap((word, at) => (word.length > 3 ? [at] : []));
}

function slip(word: string, random: Random): string {
  const at = 1 + whole(word.length - 1, random);
  const letter = String.fromCharCode(97 + whole(26, random));
  const kind = random();
  if (kind < 0.3) return word.slice(0, at) + word.slice(at + 1);
  if (kind < 0.6) return word.slice(0, at) + letter + word.slice(at + 1);
  if (kind < 0.8) return word.slice(0, at) + letter + word.slice(at);
  return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
}

function picked<T>(from: readonly T[], random: Random): T | undefined {
  return from[whole(from.length, random)];
}

function whole(below: number, random: Random): number {
  return Math.floor(random() * below);
}
