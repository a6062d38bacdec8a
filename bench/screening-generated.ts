/** A generated list, and people to look for on it, for sizes that no real list at hand has. */
import type { ListEntry } from '../packages/screening/src/list-entry.ts';
import { damaged, populationOf, randomOf } from './scale-names-population.ts';

type Row = Record<string, string>;

const PREFIX = 'generated:';
const POSITIVES = 600;
const NEGATIVES = 6000;

/** How many names are wanted of a list called `generated:100000`; undefined for any other. */
export function generatedSize(list: string): number | undefined {
  return list.startsWith(PREFIX) ? Number(list.slice(PREFIX.length)) : undefined;
}

/** The people of a generated list. */
export function generatedEntries(names: number): ListEntry[] {
  const population = populationOf(names);
  return Array.from({ length: names }, (_, id) => population.entry(id));
}

/** Damaged names of listed people, and people drawn from the same names who are most likely not listed. */
export function generatedPeople(entries: readonly ListEntry[]): {
  positives: Row[];
  negatives: Row[];
} {
  const random = randomOf(11);
  const step = Math.max(1, Math.floor(entries.length / POSITIVES));
  const positives = entries
    .filter((_, at) => at % step === 0)
    .map(({ names }): Row => {
      const full = names[0]?.full ?? '';
      return { full_name: damaged(full, random), listed_name: full };
    });
  const strangers = populationOf(entries.length + 1);
  const negatives = Array.from({ length: NEGATIVES }, (): Row => ({ full_name: strangers.name() }));
  return { positives, negatives };
}
