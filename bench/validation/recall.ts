/** How many of the listed are found when their names are damaged, list by list. */
import { scriptOf } from '../../packages/screening/src/names/scripts/script.ts';
import {
  buildIndex,
  type ListEntry,
  type ListIndex,
  screen,
} from '../../packages/screening/src/screen.ts';
import { randomOf } from '../scale-names-population.ts';
import { DAMAGES } from './damage.ts';
import { originOf } from './writing-of.ts';

/** Matches below are of no interest: no configuration alerts there. */
export const LOWEST = 0.65;

/** One query and what came of it: the match of the right party where it came first, else 0. */
export type Asked = {
  readonly group: string;
  readonly list: string;
  /** The writing that the listed name comes from, as far as the countries of the entry tell. */
  readonly writing: string;
  readonly match: number;
};

export type NamedList = { readonly name: string; readonly entries: readonly ListEntry[] };

/** Up to `most` people of the list, spread over it, each damaged in every way that fits. */
export function recallUnderDamage(list: NamedList, most: number): Asked[] {
  const index = indexOf(list.entries);
  const bearers = bearersOf(list.entries);
  const random = randomOf(11);
  const people = spread(
    list.entries.filter(({ kind, names }) => kind === 'person' && isLatin(names[0]?.full ?? '')),
    most,
  );
  return people.flatMap((entry) => {
    const words = (entry.names[0]?.full ?? '')
      .toLowerCase()
      .split(/[\s,]+/u)
      .filter(Boolean);
    const writing = originOf(entry);
    return Object.entries(DAMAGES).flatMap(([group, damage]) => {
      const asked = damage(words, random, writing);
      if (!asked) return [];
      const match = rightMatch(index, asked.join(' '), rightOnes(bearers, entry));
      return [{ group, list: list.name, writing, match }];
    });
  });
}

/**
 * Names of people in other scripts, asked of a list that knows the Latin ones only. Names of companies are
 * often translated rather than transliterated, and are left out.
 */
export function recallAcrossScripts(list: NamedList): Asked[] {
  const people = list.entries.filter(({ kind }) => kind === 'person');
  const latin = people.map((entry) => ({
    ...entry,
    names: entry.names.filter(({ full }) => isLatin(full)),
  }));
  const index = indexOf(latin.filter(({ names }) => names.length > 0));
  const bearers = bearersOf(latin);
  return people.flatMap((entry, at) => {
    const known = latin[at];
    if (!known || known.names.length === 0) return [];
    return entry.names
      .filter(({ full }) => !isLatin(full))
      .map(({ full }) => ({
        group: writingOf(full),
        list: list.name,
        writing: originOf(entry),
        match: rightMatch(index, full, rightOnes(bearers, known)),
      }));
  });
}

function indexOf(entries: readonly ListEntry[]): ListIndex {
  return buildIndex({ listId: 'validation', version: '1', entries });
}

function rightMatch(index: ListIndex, full: string, right: ReadonlySet<string>): number {
  const found = screen([index], { names: [{ full }] }, { threshold: LOWEST, limit: 5 });
  const [first] = found.outcome === 'screened' ? found.matches : [];
  return first && right.has(first.reference) ? first.match : 0;
}

/** Two parties may bear one name: either is the right answer to it. */
function bearersOf(entries: readonly ListEntry[]): ReadonlyMap<string, readonly string[]> {
  const bearers = new Map<string, string[]>();
  for (const { names, reference } of entries) {
    for (const { full } of names) {
      const key = full.toLowerCase();
      bearers.set(key, [...(bearers.get(key) ?? []), reference]);
    }
  }
  return bearers;
}

function rightOnes(
  bearers: ReadonlyMap<string, readonly string[]>,
  { names, reference }: ListEntry,
): ReadonlySet<string> {
  return new Set([reference, ...(bearers.get((names[0]?.full ?? '').toLowerCase()) ?? [])]);
}

function isLatin(name: string): boolean {
  return scriptOf(name) === 'latin';
}

/** The writing in the words of the Unicode standard. */
function writingOf(name: string): string {
  const known = [
    ['Cyrillic', /\p{Script=Cyrillic}/u],
    ['Arabic', /\p{Script=Arabic}/u],
    ['Hebrew', /\p{Script=Hebrew}/u],
    ['Hangul', /\p{Script=Hangul}/u],
    ['Kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
    ['Han', /\p{Script=Han}/u],
    ['Greek', /\p{Script=Greek}/u],
    ['Devanagari', /\p{Script=Devanagari}/u],
  ] as const;
  return known.find(([, letters]) => letters.test(name))?.[0] ?? 'other';
}

function spread<T>(items: readonly T[], most: number): T[] {
  const step = Math.max(1, items.length / most);
  return Array.from(
    { length: Math.min(most, items.length) },
    (_, at) => items[Math.floor(at * step)],
  ).flatMap((item) => (item === undefined ? [] : [item]));
}
