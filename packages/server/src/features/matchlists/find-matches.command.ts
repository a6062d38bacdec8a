import type { Individual } from '@probity/contract/individual';
import type { Context } from '../../kernel/context.ts';
import { listWordsAbout } from '../results/counterpart-result.store.ts';
import { leadKeysOf, PERSON_TYPES } from './entry-keys.ts';
import { meetEntries } from './entry-search.store.ts';
import { type EntryMatch, type Matching, matchEntry, matchOwnEntry } from './match-entry.ts';
import { listMatchlists } from './matchlist.store.ts';
import type { Matchlist, MatchlistEntry } from './matchlist.ts';
import { objectsOf } from './person-attributes.ts';

/** Who is sought on which lists, and what counts as being on one. */
export type MatchlistQuery = Matching & {
  readonly tenantId: string;
  readonly entityId: string;
  readonly individual: Individual;
  /** Names in any case; `*` for every list that is in use. */
  readonly lists: readonly string[];
};

/** An entry that fits a person. */
export type MatchlistMatch = EntryMatch & {
  readonly list: Matchlist;
  readonly entry: MatchlistEntry;
  /** What an officer has said of the person and this entry; null where nobody has. */
  readonly word: string | null;
};

/**
 * What was found, and why something may be missing: `unknown-list` is named and there is none in use,
 * `too-many` entries have something in common with the person, `unfiled` ones cannot be found yet.
 */
export type MatchlistMatches = {
  readonly searched: readonly Matchlist[];
  readonly matches: readonly MatchlistMatch[];
  readonly gaps: readonly ('unknown-list' | 'too-many' | 'unfiled')[];
};

export const EVERY_LIST = '*';

/** Looks for a person on the tenant's lists. */
export async function findMatches(
  ctx: Pick<Context, 'db' | 'vaults'>,
  query: MatchlistQuery,
): Promise<MatchlistMatches> {
  const { entityId, individual, match } = query;
  const { lists, isMissingOne } = listsOf(await listMatchlists(ctx.db), query.lists);
  const objects = objectsOf(individual);
  const attributes = objects
    .flatMap((object) => object.attributes)
    .filter(({ type }) => PERSON_TYPES.has(type));
  const keys = [...new Set(attributes.flatMap((attribute) => leadKeysOf(attribute, match)))];
  const [met, words] = await Promise.all([
    meetEntries(ctx, { matchlistIds: lists.map((list) => list.matchlistId), keys, entityId }),
    listWordsAbout(ctx.db, entityId, 'MATCHLIST'),
  ]);
  const byId = new Map(lists.map((list) => [list.matchlistId, list]));
  const matches = met.entries.flatMap((entry): MatchlistMatch[] => {
    const list = byId.get(entry.matchlistId);
    const said = entry.detail.attributes;
    const isOwn = entry.entityId === entityId;
    const found = isOwn ? matchOwnEntry(said, objects) : matchEntry(said, objects, query);
    if (!list || !found) return [];
    return [{ ...found, list, entry, word: words.get(entry.entryId) ?? null }];
  });
  const gaps: MatchlistMatches['gaps'][number][] = [
    ...(isMissingOne ? (['unknown-list'] as const) : []),
    ...(met.isCut ? (['too-many'] as const) : []),
    ...(met.isUnready ? (['unfiled'] as const) : []),
  ];
  return { searched: lists, matches, gaps };
}

function listsOf(all: readonly Matchlist[], named: readonly string[]) {
  const inUse = all.filter(({ state }) => state === 'ACTIVE');
  if (named.includes(EVERY_LIST)) return { lists: inUse, isMissingOne: false };
  const names = new Set(named.map((name) => name.trim().toLowerCase()));
  const lists = inUse.filter(({ name }) => names.has(name.toLowerCase()));
  return { lists, isMissingOne: lists.length < names.size };
}
