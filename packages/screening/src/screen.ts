import anyAscii from 'any-ascii';
import { fingerprintOf } from './fingerprint.ts';
import type { ListEntry, ListedName } from './list-entry.ts';
import type { Finding, ScreeningMatch, ScreeningOutcome } from './match.ts';
import type { ScreeningQuery } from './query.ts';
import type { SignalDescription } from './signal.ts';

export type {
  CountryLink,
  EntryKind,
  Gender,
  ListEntry,
  ListedAddress,
  ListedBirth,
  ListedCountry,
  ListedDocument,
  ListedName,
  Listing,
  ListingKind,
  NameQuality,
  PartialDate,
  ReferenceLink,
  RelatedParty,
} from './list-entry.ts';
export type { Agreement, Finding, ScreeningMatch, ScreeningOutcome } from './match.ts';
export type { QueryDocument, QueryName, ScreeningQuery } from './query.ts';
export type { SignalDescription, SignalKind } from './signal.ts';

/** The version of matching behaviour: results of one version are reproducible byte for byte. */
export const ENGINE_VERSION = '0.1.0';

/** At and above this match the shipped configuration raises an alert. */
export const SHIPPED_THRESHOLD = 0.8;

/** One list version made ready for searching. Plain data: it may be posted to worker threads. */
export type ListIndex = {
  readonly listId: string;
  readonly version: string;
  readonly entryCount: number;
  readonly nameCount: number;
  readonly entries: readonly IndexedEntry[];
};

/** How strictly names and evidence are weighed. */
export type ScreeningProfileName = 'balanced' | 'strict' | 'ofac-tool';

export type ScreeningOptions = {
  /** The least match that is reported, 0 to 1. */
  readonly threshold: number;
  /** The most matches that are reported; 100 where absent. */
  readonly limit?: number;
  readonly profile?: ScreeningProfileName;
};

type IndexedEntry = Pick<ListEntry, 'reference' | 'names' | 'births' | 'kind'>;

/** Every signal that can move a match, for showing to officers. */
export const SIGNALS: readonly SignalDescription[] = [
  {
    name: 'name-agrees',
    kind: 'name',
    weight: 1,
    description: 'How far the words of the two names agree, in any order.',
  },
  {
    name: 'birth-date',
    kind: 'evidence',
    weight: -0.3,
    description: 'Birth dates that agree confirm a match; years that contradict lower it.',
  },
];

/** The threshold for a fuzziness of 0 (exact) to 100 (anything). */
export function thresholdOf(fuzziness: number): number {
  return 1 - Math.min(100, Math.max(0, fuzziness)) / 100;
}

/** Makes one version of a list ready for searching. The same entries give the same index. */
export function buildIndex(list: {
  listId: string;
  version: string;
  entries: Iterable<ListEntry>;
}): ListIndex {
  const entries: IndexedEntry[] = [];
  let nameCount = 0;
  for (const { reference, names, births, kind } of list.entries) {
    entries.push({ reference, names, births, kind });
    nameCount += names.length;
  }
  const { listId, version } = list;
  return { listId, version, entryCount: entries.length, nameCount, entries };
}

/** The bytes of an index, for a snapshot on disk. */
export function saveIndex(index: ListIndex): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(index));
}

/** The index that {@link saveIndex} wrote; throws where the bytes are not one of this engine version. */
export function loadIndex(bytes: Uint8Array): ListIndex {
  return JSON.parse(new TextDecoder().decode(bytes)) as ListIndex;
}

/**
 * The canonical text of everything in an entry whose change may change a decision: names and aliases,
 * births, nationalities, genders, documents and kinds of listing, in any order. The caller hashes it.
 */
export function materialFingerprint(entry: ListEntry): string {
  return fingerprintOf(entry);
}

/** Everybody on the lists who may be the one looked for, best first. Pure and deterministic. */
export function screen(
  lists: readonly ListIndex[],
  query: ScreeningQuery,
  options: ScreeningOptions,
): ScreeningOutcome {
  const wanted = query.names.map(({ full }) => wordsOf(full)).filter((words) => words.length > 0);
  if (wanted.length === 0) {
    return { outcome: 'not-comparable', because: 'No word of the name could be compared.' };
  }
  const matches = lists.flatMap((list) =>
    list.entries.flatMap((entry) => {
      const match = compare(list.listId, entry, { wanted, births: query.births ?? [] });
      return match.match >= options.threshold ? [match] : [];
    }),
  );
  return {
    outcome: 'screened',
    matches: matches.sort(bestFirst).slice(0, options.limit ?? 100),
  };
}

function bestFirst(one: ScreeningMatch, other: ScreeningMatch): number {
  return (
    other.match - one.match ||
    other.evidenceScore - one.evidenceScore ||
    order(one.listId, other.listId) ||
    order(one.reference, other.reference)
  );
}

function order(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

type Wanted = { readonly wanted: readonly string[][]; readonly births: readonly string[] };

function compare(listId: string, entry: IndexedEntry, { wanted, births }: Wanted): ScreeningMatch {
  let best: { name: ListedName; score: number } = { name: { full: '', quality: 'weak' }, score: 0 };
  for (const name of entry.names) {
    const words = wordsOf(name.full);
    const score = Math.max(...wanted.map((mine) => similarity(mine, words)));
    if (score > best.score) best = { name, score };
  }
  const born = birthFinding(births, entry);
  const nameFinding: Finding = {
    signal: 'name-agrees',
    agreement: 'agrees',
    effect: best.score,
    because: `The name agrees with the listed name “${best.name.full}”.`,
  };
  return {
    listId,
    reference: entry.reference,
    match: Math.max(0, best.score + Math.min(0, born.effect)),
    nameScore: best.score,
    evidenceScore: born.effect,
    name: best.name,
    findings: [nameFinding, born],
  };
}

function birthFinding(births: readonly string[], entry: IndexedEntry): Finding {
  const signal = 'birth-date';
  if (births.length === 0 || entry.births.length === 0) {
    return { signal, agreement: 'missing', effect: 0, because: 'No two birth dates to compare.' };
  }
  const gaps = births.flatMap((mine) =>
    entry.births.map(({ from, to }) => {
      const year = Number(mine.slice(0, 4));
      const [first, last] = [Number(from.slice(0, 4)), Number((to ?? from).slice(0, 4))];
      return Math.max(0, first - year, year - last);
    }),
  );
  return Math.min(...gaps) <= 1
    ? { signal, agreement: 'agrees', effect: 0.1, because: 'The birth years agree.' }
    : { signal, agreement: 'disagrees', effect: -0.3, because: 'The birth years disagree.' };
}

const NEVER_ALONE = new Set(
  'mr mrs ms dr prof sheikh haji mullah al el bin ben ibn van von de der la le ltd llc inc ag gmbh sa jr sr'.split(
    ' ',
  ),
);

function wordsOf(name: string): string[] {
  const words = anyAscii(name)
    .toLowerCase()
    .replace(/['’`]/gu, '')
    .split(/[^a-z0-9]+/u)
    .filter((word) => word !== '');
  return words.every((word) => NEVER_ALONE.has(word) || word.length < 2) ? [] : words;
}

/** 0 … 1 over the words of both names, each used once, in any order. */
function similarity(mine: readonly string[], theirs: readonly string[]): number {
  const free = [...theirs];
  let agreed = 0;
  for (const word of mine) {
    const scores = free.map((other) => wordSimilarity(word, other));
    const best = scores.indexOf(Math.max(0, ...scores));
    if (best < 0 || scores[best] === 0) continue;
    agreed += scores[best] ?? 0;
    free.splice(best, 1);
  }
  return (2 * agreed) / (mine.length + theirs.length);
}

function wordSimilarity(one: string, other: string): number {
  if (one === other) return 1;
  const longest = Math.max(one.length, other.length);
  return longest >= 4 && withinOneEdit(one, other) ? 1 - 1 / longest : 0;
}

function withinOneEdit(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  let start = 0;
  while (start < short.length && short[start] === long[start]) start++;
  if (short.length < long.length) return short.slice(start) === long.slice(start + 1);
  const swapped = `${long[start + 1]}${long[start]}${long.slice(start + 2)}`;
  return short.slice(start + 1) === long.slice(start + 1) || short.slice(start) === swapped;
}
