import { MATCHLIST_ENTRY_STATES, MATCHLIST_STATES } from '@probity/contract/lists/matchlist';
import type { Context } from '../../kernel/context.ts';
import { findMatchlist, listMatchlists } from './matchlist.store.ts';
import {
  EntryNotFound,
  type Matchlist,
  type MatchlistEntry,
  MatchlistNotFound,
} from './matchlist.ts';
import { type EntryFilter, findEntry, listEntries } from './matchlist-entry.store.ts';

/** A tenant's lists: those in use unless states are named; a state that is not known counts as unsaid. */
export async function readMatchlists(
  ctx: Context,
  states: readonly string[] | undefined,
): Promise<Matchlist[]> {
  const asked = knownOf(MATCHLIST_STATES, states) ?? ['ACTIVE'];
  return (await listMatchlists(ctx.db)).filter(({ state }) => asked.includes(state));
}

type Asked = Omit<EntryFilter, 'matchlistId' | 'states'> & {
  readonly listName: string;
  readonly states?: readonly string[] | undefined;
};

/** One page of a list's entries. Deleted ones are there for whoever asks for them, or for one entry. */
export async function readEntries(
  ctx: Context,
  { listName, states, ...filter }: Asked,
): Promise<MatchlistEntry[]> {
  const list = await findMatchlist(ctx.db, listName);
  if (!list) throw new MatchlistNotFound();
  const unsaid =
    filter.entryId === undefined ? (['ACTIVE', 'EXPIRED'] as const) : MATCHLIST_ENTRY_STATES;
  const asked = knownOf(MATCHLIST_ENTRY_STATES, states) ?? unsaid;
  return listEntries(ctx, { ...filter, matchlistId: list.matchlistId, states: asked });
}

/** One entry of a list, in whatever state. @throws {@link EntryNotFound} */
export async function readEntry(
  ctx: Context,
  listName: string,
  entryId: string,
): Promise<MatchlistEntry> {
  const list = await findMatchlist(ctx.db, listName);
  if (!list) throw new MatchlistNotFound();
  const entry = await findEntry(ctx, list.matchlistId, entryId);
  if (!entry) throw new EntryNotFound();
  return entry;
}

function knownOf<State extends string>(
  known: readonly State[],
  asked: readonly string[] | undefined,
): readonly State[] | undefined {
  if (asked === undefined || asked.length === 0) return undefined;
  const words = new Set(asked.map((word) => word.toUpperCase()));
  const meant = known.filter((state) => words.has(state));
  return meant.length > 0 ? meant : undefined;
}
