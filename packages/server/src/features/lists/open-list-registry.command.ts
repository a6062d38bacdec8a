import type { SystemDb } from '../../kernel/statement.ts';
import { buildListIndex } from './build-list-index.command.ts';
import { findEntries, listLists } from './list.store.ts';
import {
  ageHours,
  consultLists,
  type KnownList,
  type ListRegistry,
  type LoadedList,
  type Staleness,
  stateOf,
} from './list-registry.ts';
import type { ScreeningList } from './screening-list.ts';

export type ListRegistryTools = {
  readonly db: SystemDb;
  /** A list nobody imported or confirmed for longer than this is not searched; 168 hours. */
  readonly maxAgeHours?: number;
  /** How often the database is asked for new versions; 5 seconds. */
  readonly pollMs?: number;
  /** Hears why a list could not be loaded, or the database not be asked; never throws. */
  readonly onFailure?: (failure: { readonly listId?: string; readonly error: unknown }) => void;
};

const AGELESS_SOURCES = new Set(['probity-sample']);

/** The registry of this process, empty until its first refresh. */
export function openListRegistry(tools: ListRegistryTools): ListRegistry {
  const staleness: Staleness = {
    maxAgeHours: tools.maxAgeHours ?? 168,
    agelessSources: AGELESS_SOURCES,
  };
  let known: readonly KnownList[] = [];
  let refreshing: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;

  const refreshNow = async () => {
    const lists = await listLists(tools.db);
    // What is known of every list is renewed at once; each index follows when it is built.
    known = lists.map((list) => carryOver(list, known));
    for (const { list } of known) {
      const next = await bringUpToDate(tools, list, known);
      known = known.map((one) => (one.list.listId === list.listId ? next : one));
    }
  };
  const refresh = async () => {
    // A refresh under way may have asked the database too early: wait for it, then ask again.
    if (refreshing) await refreshing.catch(() => undefined);
    refreshing ??= refreshNow().finally(() => {
      refreshing = null;
    });
    return refreshing;
  };

  return {
    consult: (names, now) => consultLists(names, known, (one) => stateOf(one, now, staleness)),
    entries: (hits) => findEntries(tools.db, hits),
    status: (now) => known.map((one) => statusOf(one, now, staleness)),
    refresh,
    start() {
      timer ??= setInterval(() => {
        if (!refreshing) refresh().catch((error: unknown) => tools.onFailure?.({ error }));
      }, tools.pollMs ?? 5000).unref();
    },
    stop() {
      if (timer) clearInterval(timer);
      timer = null;
    },
  };
}

/** The list as the database has it now, with what is loaded of it already. */
function carryOver(list: ScreeningList, known: readonly KnownList[]): KnownList {
  const before = known.find((one) => one.list.listId === list.listId);
  return { ...before, list, hasFailed: before?.hasFailed ?? false };
}

async function bringUpToDate(
  tools: ListRegistryTools,
  list: ScreeningList,
  known: readonly KnownList[],
): Promise<KnownList> {
  const before = carryOver(list, known);
  const { inService } = list;
  if (!inService) return { list, hasFailed: false };
  if (before.loaded?.version === inService.version) return { ...before, hasFailed: false };
  try {
    return { list, loaded: await load(tools.db, list, inService), hasFailed: false };
  } catch (error) {
    tools.onFailure?.({ listId: list.listId, error });
    return { ...before, hasFailed: true };
  }
}

async function load(
  db: SystemDb,
  { listId, source, name }: ScreeningList,
  { version, importedAt, publishedOn, counts }: NonNullable<ScreeningList['inService']>,
): Promise<LoadedList> {
  const index = await buildListIndex(db, { listId, version, entries: counts.entries });
  return {
    listId,
    source,
    name,
    version,
    index,
    importedAt,
    ...(publishedOn !== null && { publishedOn }),
  };
}

function statusOf(one: KnownList, now: Date, staleness: Staleness) {
  const { listId, source, name, inService } = one.list;
  return {
    listId,
    source,
    name,
    state: stateOf(one, now, staleness),
    ...(one.loaded && { loadedVersion: one.loaded.version }),
    inService,
    ageHours: inService ? ageHours(inService, now) : null,
  };
}
