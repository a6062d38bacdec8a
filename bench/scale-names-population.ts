/** Generated people: words of sounding syllables whose frequencies fall as in real populations. */
import type { ListEntry } from '../packages/screening/src/list-entry.ts';

/** Numbers from 0 to 1 that look random and are the same in every run. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ONSETS = 'b d f g h j k l m n p r s t v z sh ch kh br dr gr kr st tr'.split(' ');
const NUCLEI = 'a a e i o u ai ou'.split(' ');
const CODAS = ['', '', '', 'n', 'r', 'l', 's', 'm', 'd', 'k', 'v'];

const GIVEN_NAMES = 20_000;
const FAMILY_NAMES = 150_000;

/** A population: how many names it draws from, and how. */
export type Population = { readonly name: () => string; readonly entry: (id: number) => ListEntry };

/** People whose given and family names follow Zipf's law. */
export function populationOf(seed: number): Population {
  const words = randomOf(1);
  const given = vocabulary(GIVEN_NAMES, words, [2, 3]);
  const family = vocabulary(FAMILY_NAMES, words, [2, 4]);
  const random = randomOf(seed);
  const drawn = (from: readonly string[]) => from[zipf(from.length, random)] ?? 'anon';
  const name = () => {
    const middle = random() < 0.4 ? ` ${drawn(given)}` : '';
    const second = random() < 0.15 ? ` ${drawn(family)}` : '';
    return `${drawn(given)}${middle} ${drawn(family)}${second}`;
  };
  return { name, entry: (id) => entryOf(id, name(), random) };
}

function vocabulary(
  size: number,
  random: () => number,
  [least, most]: readonly [number, number],
): string[] {
  const words = new Set<string>();
  while (words.size < size) {
    const syllables = least + Math.floor(random() * (most - least + 1));
    words.add(Array.from({ length: syllables }, () => syllable(random)).join(''));
  }
  return [...words];
}

function syllable(random: () => number): string {
  return [ONSETS, NUCLEI, CODAS].map((part) => part[Math.floor(random() * part.length)]).join('');
}

/** A rank by Zipf's law with exponent 1, by inverting the smooth distribution. */
function zipf(size: number, random: () => number): number {
  return Math.min(size - 1, Math.floor((size + 1) ** random()) - 1);
}

function entryOf(id: number, full: string, random: () => number): ListEntry {
  const year = 1930 + Math.floor(random() * 75);
  return {
    reference: `P${id}`,
    kind: 'person',
    names: [{ full, quality: 'primary' }],
    births: [{ from: `${year}-0${1 + (id % 9)}-1${id % 10}` }],
    birthPlaces: [],
    genders: [id % 2 === 0 ? 'MALE' : 'FEMALE'],
    countries: [],
    documents: [],
    addresses: [],
    listings: [],
    titles: [],
    relatedParties: [],
    links: [],
  };
}

/** A name as somebody may write it: a slip, other order, a word left out, or untouched. */
export function damaged(name: string, random: () => number): string {
  const words = name.split(' ');
  const chance = random();
  if (chance < 0.45)
    return words.map((word) => (random() < 0.6 ? slip(word, random) : word)).join(' ');
  if (chance < 0.6) return words.reverse().join(' ');
  if (chance < 0.7 && words.length > 2) return words.filter((_, at) => at !== 1).join(' ');
  return chance < 0.75 ? words.join('') : name;
}

function slip(word: string, random: () => number): string {
  const at = 1 + Math.floor(random() * Math.max(1, word.length - 1));
  const letter = String.fromCharCode(97 + Math.floor(random() * 26));
  const kind = random();
  if (kind < 0.3) return word.slice(0, at) + word.slice(at + 1);
  if (kind < 0.6) return word.slice(0, at) + letter + word.slice(at + 1);
  if (kind < 0.8) return word.slice(0, at) + letter + word.slice(at);
  return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
}
