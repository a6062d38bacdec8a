import type { ListEntry, ListedName } from './list-entry.ts';
import { compareNames, type NameComparison } from './names/name-comparison.ts';
import { wordsOf } from './names/score-names.ts';
import type { Word } from './names/word.ts';

/** The names of one party, read once however often they are compared. */
export class PartyNames {
  private readonly entry: ListEntry;
  private read: readonly ReadName[] | undefined;

  constructor(entry: ListEntry) {
    this.entry = entry;
  }

  /** In the order of the alphabet, each once. */
  get all(): readonly ReadName[] {
    this.read ??= readNames(this.entry);
    return this.read;
  }
}

type ReadName = {
  readonly full: string;
  readonly isTrusted: boolean;
  readonly readings: readonly (readonly Word[])[];
};

function readNames({ names, kind }: ListEntry): ReadName[] {
  const byText = new Map<string, ListedName>();
  for (const name of names) {
    const known = byText.get(name.full);
    if (known === undefined || known.quality === 'weak') byText.set(name.full, name);
  }
  return [...byText.values()]
    .sort((one, other) => (one.full < other.full ? -1 : 1))
    .map(({ full, quality }) => ({
      full,
      isTrusted: quality !== 'weak',
      readings: wordsOf({ full, kind }),
    }));
}

/** From this mutual score on, two names may be one name written twice. */
const SAME_NAME = 0.85;

/**
 * Every word must be found again as closely as this: brothers and sisters share all of their names
 * but one, and often their birth date, as Jamal and Kamal do.
 */
const SAME_WORD = 0.88;

/**
 * Two names that are one name written twice, the same two whichever party is asked first; names that
 * their publisher does not trust do not count.
 */
export function sameName(one: PartyNames, other: PartyNames): readonly string[] | undefined {
  const [mine, theirs] = [trusted(one), trusted(other)].sort(byText) as [ReadName[], ReadName[]];
  const texts = new Set(theirs.map(({ full }) => full));
  const shared = mine.find(({ full, readings }) => texts.has(full) && readings.some(isWhole));
  if (shared !== undefined) return [shared.full];
  for (const left of mine) {
    const right = theirs.find((name) => isOneName(left, name));
    if (right !== undefined) return [left.full, right.full].sort();
  }
  return undefined;
}

function byText(one: readonly ReadName[], other: readonly ReadName[]): number {
  const text = (names: readonly ReadName[]) => names.map(({ full }) => full).join('\n');
  const [left, right] = [text(one), text(other)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function trusted({ all }: PartyNames): ReadName[] {
  return all.filter(({ isTrusted }) => isTrusted);
}

/** One word alone names too many. */
function isWhole(words: readonly Word[]): boolean {
  return words.length > 1;
}

function isOneName(one: ReadName, other: ReadName): boolean {
  return eachComparison(
    one,
    other,
    ({ score, meetings, lacking, surplus }) =>
      score >= SAME_NAME &&
      meetings.length > 1 &&
      meetings.every(({ similarity }) => similarity >= SAME_WORD) &&
      (lacking.length === 0 || surplus.length === 0),
  );
}

/** From this mutual score on, two names are not those of strangers. */
const KINDRED_NAME = 0.75;

/** Whether any two names of theirs are alike: enough where something else says that they are one. */
export function haveKindredNames(one: PartyNames, other: PartyNames): boolean {
  return one.all.some((mine) =>
    other.all.some((theirs) => eachComparison(mine, theirs, ({ score }) => score >= KINDRED_NAME)),
  );
}

function eachComparison(
  one: ReadName,
  other: ReadName,
  holds: (comparison: NameComparison) => boolean,
): boolean {
  return one.readings.some((mine) =>
    other.readings.some((theirs) => holds(compareNames(mine, theirs))),
  );
}
