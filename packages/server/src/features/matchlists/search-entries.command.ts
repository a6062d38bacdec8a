import type { MatchlistSearch } from '@probity/contract/lists/matchlist';
import type { Context } from '../../kernel/context.ts';
import type { EntryAttribute } from './entry-attribute.ts';
import { keysOfAttribute } from './entry-keys.ts';
import { meetEntries } from './entry-search.store.ts';
import { bestValue } from './match-entry.ts';
import { listMatchlists } from './matchlist.store.ts';
import {
  type FoundEntry,
  type Matchlist,
  type MatchlistEntry,
  SearchListUnknown,
} from './matchlist.ts';

export type FoundEntries = {
  readonly lists: readonly Matchlist[];
  /** All that were found, in order. */
  readonly found: readonly FoundEntry[];
};

/** Alike in less than this is not alike. */
const LEAST_LIKENESS = 0.75;

/** Searches the active entries of lists for those with which something agrees. */
export async function searchEntries(
  ctx: Context,
  { search, filter }: MatchlistSearch,
): Promise<FoundEntries> {
  const lists = listsIn(await listMatchlists(ctx.db), filter);
  const { type, attributes } = search;
  const keys = attributes.flatMap((attribute) => keysOfAttribute(attribute, type));
  const met = await meetEntries(ctx, {
    matchlistIds: lists.map(({ matchlistId }) => matchlistId),
    keys,
  });
  const found = met.entries.flatMap((entry) => foundEntry(entry, attributes, type) ?? []);
  return { lists, found: type === 'FUZZY' ? [...found].sort(surestFirst) : found };
}

function listsIn(
  lists: readonly Matchlist[],
  { listScope, searchLists = [] }: MatchlistSearch['filter'],
): readonly Matchlist[] {
  const inUse = lists.filter(({ state }) => state === 'ACTIVE');
  if (listScope === 'ALL') return inUse;
  if (listScope === 'DEFAULT') return inUse.filter(({ isDefault }) => isDefault);
  const ids = new Set(inUse.map(({ matchlistId }) => matchlistId));
  const unknown = [...searchLists.entries()].filter(([, id]) => !ids.has(id));
  if (unknown.length > 0) throw new SearchListUnknown(unknown.map(([at]) => at));
  return inUse.filter(({ matchlistId }) => searchLists.includes(matchlistId));
}

function foundEntry(
  entry: MatchlistEntry,
  asked: readonly EntryAttribute[],
  match: 'EXACT' | 'FUZZY',
): FoundEntry | undefined {
  const least = match === 'EXACT' ? 1 : LEAST_LIKENESS;
  const attributes = entry.detail.attributes
    .map((attribute) => ({ attribute, confidence: bestValue(attribute, asked, match) }))
    .filter(({ confidence }) => confidence >= least);
  if (attributes.length === 0) return undefined;
  const fits = asked.map((one) => bestValue(one, entry.detail.attributes, match));
  const sum = fits.filter((fit) => fit >= least).reduce((total, fit) => total + fit, 0);
  return { entry, attributes, confidence: Math.round((1_000 * sum) / asked.length) / 1_000 };
}

function surestFirst(one: FoundEntry, other: FoundEntry): number {
  const order = one.entry.entryId < other.entry.entryId ? -1 : 1;
  return other.confidence - one.confidence || order;
}
