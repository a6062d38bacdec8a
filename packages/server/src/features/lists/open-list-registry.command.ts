import type { SystemDb } from '../../kernel/statement.ts';
import { makeListIndex } from './build-list-index.command.ts';
import { pruneSnapshots, type SnapshotPlace } from './index-snapshot.ts';
import { findEntries, listLists } from './list.store.ts';
import {
  ageHours,
  consultLists,
  type KnownList,
  LIST_MAX_AGE_HOURS,
  type ListRegistry,
  type ListStatus,
  type LoadedList,
  publishedAgeHours,
  type Staleness,
  stateOf,
  visibleTo,
} from './list-registry.ts';
import { keepVersions } from './list-version.store.ts';
import type { EntryPlace, ListVersion, ScreeningList } from './screening-list.ts';

export type ListRegistryTools = {
  readonly db: SystemDb;
  /** A list nobody imported or confirmed for longer than this is not searched; 168 hours. */
  readonly maxAgeHours?: number;
  /** How often the database is asked for new versions; 5 seconds. */
  readonly pollMs?: number;
  /** Where indexes are kept from one start to the next; nowhere if absent. Made when it is needed. */
  readonly snapshotFolder?: string;
  /** Hears of a snapshot that was no use: the list is searched all the same. */
  readonly onSnapshotTrouble?: (trouble: {
    readonly listId: string;
    readonly because: 'damaged' | 'not-written';
  }) => void;
  /** Hears of each version that is searched from now on, and how much of it was known before. */
  readonly onLoad?: (loaded: {
    readonly listId: string;
    readonly version: number;
    readonly entriesKept: number;
  }) => void;
  /** Hears why a list could not be loaded, or the database not be asked; never throws. */
  readonly onFailure?: (failure: { readonly listId?: string; readonly error: unknown }) => void;
};

const AGELESS_SOURCES = new Set(['probity-sample']);

/** The registry of this process, empty until its first refresh. */
export function openListRegistry(tools: ListRegistryTools): ListRegistry {
  const staleness: Staleness = {
    maxAgeHours: tools.maxAgeHours ?? LIST_MAX_AGE_HOURS,
    agelessSources: AGELESS_SOURCES,
  };
  let known: readonly KnownList[] = [];
  let refreshing: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;

  const statusOfAll = (now: Date) => known.map((one) => statusOf(one, now, staleness));
  const refreshNow = async () => {
    const lists = await listLists(tools.db);
    // What is known of every list is renewed at once; each index follows when it is built.
    known = lists.map((list) => carryOver(list, known));
    for (const { list } of known) {
      const next = await bringUpToDate(tools, list, known);
      known = known.map((one) => (one.list.listId === list.listId ? next : one));
    }
    prune(tools, known);
  };
  const keep = versionKeeper(tools.db);
  const refresh = async () => {
    // A refresh under way may have asked the database too early: wait for it, then ask again.
    if (refreshing) await refreshing.catch(() => undefined);
    refreshing ??= refreshNow().finally(() => {
      refreshing = null;
    });
    return refreshing;
  };

  return {
    consult(names, now, tenantId) {
      const seen = new Set(
        visibleTo(
          tenantId,
          known.map(({ list }) => list),
        ),
      );
      return consultLists(
        names,
        known.filter(({ list }) => seen.has(list)),
        (one) => stateOf(one, now, staleness),
      );
    },
    async entries(hits) {
      await keep(hits);
      return findEntries(tools.db, hits);
    },
    status: (now, tenantId) =>
      visibleTo(tenantId, statusOfAll(now)).filter(({ retiredAt }) => retiredAt === null),
    statusOfAll,
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

/** Marks versions as kept, each once in the life of this process. */
function versionKeeper(db: SystemDb) {
  const kept = new Set<string>();
  return async (places: readonly EntryPlace[]) => {
    const fresh = new Map<string, EntryPlace>();
    for (const place of places) {
      const key = `${place.listId}/${place.version}`;
      if (!kept.has(key)) fresh.set(key, place);
    }
    if (fresh.size === 0) return;
    await keepVersions(db, [...fresh.values()]);
    for (const key of fresh.keys()) kept.add(key);
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
  if (!inService || list.retiredAt !== null) return { list, hasFailed: false };
  if (before.loaded?.version === inService.version) return { ...before, hasFailed: false };
  try {
    const loaded = await load(tools, { ...list, earlier: before.loaded }, inService);
    return { list, loaded, hasFailed: false };
  } catch (error) {
    tools.onFailure?.({ listId: list.listId, error });
    return { ...before, hasFailed: true };
  }
}

async function load(
  tools: ListRegistryTools,
  { listId, source, name, earlier }: ScreeningList & { readonly earlier: LoadedList | undefined },
  inService: ListVersion,
): Promise<LoadedList> {
  const { version, importedAt, publishedOn, counts } = inService;
  const made = await makeListIndex(
    tools.db,
    { listId, version, entries: counts.entries, ...(earlier && { earlier }) },
    placeOf(tools, listId, inService),
  );
  const { index, entriesKept, snapshotTrouble: because } = made;
  if (because) tools.onSnapshotTrouble?.({ listId, because });
  tools.onLoad?.({ listId, version, entriesKept });
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

function placeOf(
  { snapshotFolder: folder }: ListRegistryTools,
  listId: string,
  { version, contentHash }: ListVersion,
): SnapshotPlace | null {
  return folder === undefined ? null : { folder, listId, version, contentHash };
}

/** Snapshots of what is no longer in service only take up room; that they stay is no failure. */
function prune(tools: ListRegistryTools, known: readonly KnownList[]): void {
  if (tools.snapshotFolder === undefined) return;
  const kept = known.flatMap(({ list: { listId, inService, retiredAt } }) =>
    inService && retiredAt === null ? (placeOf(tools, listId, inService) ?? []) : [],
  );
  try {
    pruneSnapshots(tools.snapshotFolder, kept, new Date());
  } catch {
    // A folder that is not there yet, or may not be read, holds nothing that must go.
  }
}

function statusOf(one: KnownList, now: Date, staleness: Staleness): ListStatus {
  const { listId, source, name, owner, retiredAt, inService } = one.list;
  return {
    listId,
    source,
    name,
    owner,
    state: stateOf(one, now, staleness),
    ...(one.loaded && {
      loadedVersion: one.loaded.version,
      unreadableNames: one.loaded.index.unreadableNameCount,
    }),
    inService,
    ageHours: inService ? ageHours(inService, now) : null,
    publishedAgeHours: inService ? publishedAgeHours(inService, now) : null,
    retiredAt,
  };
}
