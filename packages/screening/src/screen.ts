import { ALL_ENTRIES, bitsOfKinds } from './candidates/entry-traits.ts';
import { type KeptEntries, ListBuilder } from './candidates/list-builder.ts';
import type { ListIndex } from './candidates/packing/packed-list.ts';
import { LAYOUT_VERSION, readSnapshot, writeSnapshot } from './candidates/packing/snapshot.ts';
import { mostLiftOf } from './evidence.ts';
import { fingerprintOf } from './fingerprint.ts';
import { Judge } from './judge.ts';
import type { EntryKind, ListEntry, ListingKind } from './list-entry.ts';
import { type Asked, ListSearch, type Reading } from './list-search.ts';
import type { ScreeningMatch, ScreeningOutcome } from './match.ts';
import { keysOfName, MOST_KEYS_OF_NAME } from './name-keys.ts';
import { isComparable } from './names/name-comparison.ts';
import { outlinesOf } from './names/outlines.ts';
import { scoreNames } from './names/score-names.ts';
import { readingsOf } from './names/tokenise.ts';
import { compareWritten, type NamesCompared } from './names-compared.ts';
import { PROFILES, type ScreeningProfileName } from './profile.ts';
import type { ScreeningQuery } from './query.ts';
import { groupParties, type PartyGroup } from './same-party.ts';
import { gravestOf, type Severity } from './severity.ts';
import type { SignalDescription } from './signal.ts';
import { SIGNAL_DESCRIPTIONS } from './signals.ts';

export type { KeptEntries } from './candidates/list-builder.ts';
export type { ListIndex } from './candidates/packing/packed-list.ts';
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
  PartyNumber,
  ReferenceLink,
  RelatedParty,
} from './list-entry.ts';
export type { Agreement, Finding, ScreeningMatch, ScreeningOutcome } from './match.ts';
export type { NamesCompared } from './names-compared.ts';
export type { ScreeningProfileName } from './profile.ts';
export type { QueryDocument, QueryName, ScreeningQuery } from './query.ts';
export type { PartyGroup, SameParty } from './same-party.ts';
export type { Severity } from './severity.ts';
export type { SignalDescription, SignalKind } from './signal.ts';

/** The version of matching behaviour: results of one version are reproducible byte for byte. */
export const ENGINE_VERSION = '1.2.0';

/** The version of everything that a snapshot rests on: what another one wrote is built again. */
export const SNAPSHOT_VERSION = `${ENGINE_VERSION}-${LAYOUT_VERSION}`;

/** At and above this match the shipped configuration raises an alert. */
export const SHIPPED_THRESHOLD = 0.8;

export type ScreeningOptions = {
  /** The least match that is reported, 0 to 1. */
  readonly threshold: number;
  /** The most matches that are reported; 100 where absent. */
  readonly limit?: number;
  /** Entries that are listed for none of these are passed over, and count for no limit; all kinds where absent. */
  readonly kinds?: readonly ListingKind[];
  /** `balanced` where absent. */
  readonly profile?: ScreeningProfileName;
};

/** Every signal that can move a match, for showing to officers. */
export const SIGNALS: readonly SignalDescription[] = SIGNAL_DESCRIPTIONS;

/** The threshold for a fuzziness of 0 (exact) to 100 (anything). */
export function thresholdOf(fuzziness: number): number {
  return 1 - Math.min(100, Math.max(0, fuzziness)) / 100;
}

/** How far two names of people agree, whatever their scripts and the order of their words, 0 to 1. */
export function nameLikeness(one: string, other: string): number {
  return scoreNames({ full: one, kind: 'person' }, { full: other, kind: 'person' });
}

/** The words of a person's name in Latin letters, in each way in which the name can be read. */
export function latinReadings(name: string): readonly (readonly string[])[] {
  return readingsOf(name, 'person').map((tokens) => tokens.map(({ text }) => text));
}

/** Makes one version of a list ready for searching. The same entries give the same index. */
export function buildIndex(list: {
  listId: string;
  version: string;
  entries: Iterable<ListEntry>;
}): ListIndex {
  const builder = new ListBuilder();
  for (const entry of list.entries) builder.add(entry);
  return builder.finish(list.listId, list.version);
}

/**
 * The index of the next version of a list, made of the earlier one's where entries stand unchanged, in
 * the order of the new version. Quicker by far than {@link buildIndex}, and the same byte for byte.
 */
export function updateIndex(
  base: ListIndex,
  { version, entries }: { version: string; entries: Iterable<ListEntry | KeptEntries> },
): ListIndex {
  const builder = new ListBuilder(base);
  for (const one of entries) {
    if ('keptFrom' in one) builder.keep(one);
    else builder.add(one);
  }
  return builder.finish(base.listId, version);
}

/** The bytes of an index, for a snapshot on disk. */
export function saveIndex(index: ListIndex): Uint8Array {
  return writeSnapshot(index, ENGINE_VERSION);
}

/**
 * The index that {@link saveIndex} wrote. Throws where the bytes are damaged or of another engine
 * version; the index must then be built again from the list.
 */
export function loadIndex(bytes: Uint8Array): ListIndex {
  return readSnapshot(bytes, ENGINE_VERSION);
}

/**
 * The canonical text of everything in an entry whose change may change a decision: names and aliases,
 * births, nationalities, genders, documents and kinds of listing, in any order. The caller hashes it.
 */
export function materialFingerprint(entry: ListEntry): string {
  return fingerprintOf(entry);
}

/**
 * How grave a hit is if it is the person, 0 to 100: that of its gravest listing, and why. It orders what
 * officers look at and moves no match.
 *
 * @param on the day that it is asked for, as `2026-01-31`: a listing that has ended by then weighs half
 */
export function severityOf(entry: Pick<ListEntry, 'listings'>, on: string): Severity {
  return gravestOf(entry.listings, on);
}

/**
 * Parts list entries, of one search or of any other choice, into the parties that they are about, with
 * what shows it. Names alone never join two entries, and entries that contradict each other in a full
 * birth date, gender or identity number are never one party. The same entries give the same parties in
 * whatever order they come.
 */
export function partiesAmong<Listed extends { readonly key: string; readonly entry: ListEntry }>(
  listed: readonly Listed[],
): readonly PartyGroup<Listed>[] {
  return groupParties(listed);
}

/** The most keys that {@link nameKeys} gives for one name. */
export const MOST_NAME_KEYS = MOST_KEYS_OF_NAME;

/**
 * Keys under which a person's name is found among others that are kept with theirs: of the pairs of names
 * that reach the shipped threshold 995 in 1000 have a key in common, of other pairs one in a hundred. They
 * are the same for a version of the engine, and hold parts of the name: hash them with a key before keeping.
 */
export function nameKeys(name: string): readonly string[] {
  return keysOfName(name);
}

/**
 * How each word of a person's name begins and how it ends, in classes of consonants, in the order of the
 * words: what two spellings of a word mostly have in common. For finding, in combination with other facts.
 */
export function nameOutlines(name: string): readonly string[] {
  return outlinesOf(name);
}

/** Compares two names in clear, outside any list: the same words, weights and signals as a search uses. */
export function compareNamesOf(
  one: string,
  other: string,
  kind: EntryKind = 'person',
): NamesCompared {
  return compareWritten(one, other, kind);
}

/**
 * How well entries match that somebody else has found, one match each in their order, however low: by the
 * rules of {@link screen}, with the words' weights outside any list. For an entry of a list the two differ by
 * as much as the list's own words weigh more or less than anywhere.
 */
export function judge(
  listed: readonly { readonly listId: string; readonly entry: ListEntry }[],
  query: ScreeningQuery,
  profile: ScreeningProfileName = 'balanced',
): ScreeningOutcome {
  const by = new Judge(query, PROFILES[profile]);
  if (!by.canCompare) return NOT_COMPARABLE;
  return {
    outcome: 'screened',
    matches: listed.map(({ listId, entry }) => ({ listId, ...by.match(entry) })),
  };
}

/** Everybody on the lists who may be the one looked for, best first. Pure and deterministic. */
export function screen(
  lists: readonly ListIndex[],
  query: ScreeningQuery,
  options: ScreeningOptions,
): ScreeningOutcome {
  const readings = readingsOfQuery(query);
  if (readings.length === 0) return NOT_COMPARABLE;
  const asked = askedOf(query, readings, options);
  const found = lists.flatMap((list) => searchOf(list).search(asked)).sort(bestFirst);
  const matches = found.slice(0, asked.limit);
  const overflowing = new Set(found.slice(asked.limit).map(({ listId }) => listId));
  return overflowing.size === 0
    ? { outcome: 'screened', matches }
    : { outcome: 'screened', matches, overflowing: [...overflowing] };
}

const NOT_COMPARABLE: ScreeningOutcome = {
  outcome: 'not-comparable',
  because:
    'No name holds a word that can be compared: only titles, particles, initials, legal forms or signs that cannot be read.',
};

const DEFAULT_LIMIT = 100;

/** OFAC's scores rank names differently, so names are looked for further down. */
const OFAC_SLACK = 0.25;

function readingsOfQuery({ names, kind }: ScreeningQuery): Reading[] {
  return names.flatMap(({ full }) =>
    readingsOf(full, kind ?? 'unknown')
      .filter(isComparable)
      .map((tokens) => ({ full, tokens })),
  );
}

function askedOf(
  query: ScreeningQuery,
  readings: readonly Reading[],
  { threshold, limit, kinds, profile: profileName }: ScreeningOptions,
): Asked {
  const profile = PROFILES[profileName ?? 'balanced'];
  const slack = profile.scoresAsOfac ? OFAC_SLACK : mostLiftOf(query, profile);
  const leastName = Math.max(LEAST_NAME, threshold - slack);
  return {
    query,
    readings,
    leastName,
    threshold,
    limit: limit ?? DEFAULT_LIMIT,
    kinds: kinds === undefined ? ALL_ENTRIES : bitsOfKinds(kinds),
    profile,
  };
}

/** No name that agrees less than this is looked for, whatever the threshold. */
const LEAST_NAME = 0.3;

/** Scratch memory of searches, kept as long as its index is. */
const SEARCHES = new WeakMap<ListIndex, ListSearch>();

function searchOf(index: ListIndex): ListSearch {
  const known = SEARCHES.get(index);
  if (known !== undefined) return known;
  const search = new ListSearch(index);
  SEARCHES.set(index, search);
  return search;
}

function bestFirst(one: ScreeningMatch, other: ScreeningMatch): number {
  return (
    other.match - one.match ||
    other.evidenceScore - one.evidenceScore ||
    other.nameScore - one.nameScore ||
    order(one.listId, other.listId) ||
    order(one.reference, other.reference)
  );
}

function order(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
