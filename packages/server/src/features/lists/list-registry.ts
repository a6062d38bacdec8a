import type { ListIndex } from '@probity/screening';
import type {
  EntryPlace,
  ListOwner,
  ListVersion,
  ScreeningList,
  StoredEntry,
} from './screening-list.ts';

/** One version of a list, made ready for searching in this process. */
export type LoadedList = {
  readonly listId: string;
  readonly source: string;
  readonly name: string;
  readonly version: number;
  readonly index: ListIndex;
  readonly importedAt: Date;
  readonly publishedOn?: string;
};

/**
 * Why a list cannot be searched: it is not there (yet), nobody has imported or confirmed it for too
 * long, its newest version could not be loaded, or the operator has retired it.
 */
export type ListUnavailability = 'not-loaded' | 'stale' | 'failing' | 'retired';

/** How one list stands, for operators. */
export type ListStatus = {
  readonly listId: string;
  readonly source: string;
  readonly name: string;
  /** The tenant that keeps the list for itself; null where it is everybody's. */
  readonly owner: ListOwner | null;
  readonly state: 'ready' | ListUnavailability;
  /** The version that is searched here; absent until one is loaded. */
  readonly loadedVersion?: number;
  /** Names in that version that no search can find. */
  readonly unreadableNames?: number;
  readonly inService: ListVersion | null;
  /** Hours since the list was imported or confirmed; null where it never was. */
  readonly ageHours: number | null;
  /** Hours since the day on which it was published began; null where the publisher does not say. */
  readonly publishedAgeHours: number | null;
  readonly retiredAt: Date | null;
};

/** The lists as they lie in memory, one index each; what it cannot answer for it names. */
export type ListRegistry = {
  /**
   * By list id, list name or source id, in upper or lower case, as far as the tenant may see: what others keep
   * for themselves is not there. Nothing asked for is ever dropped, and a private list stands in for
   * no shared one: both answer to the name that they have in common. A retired list is silent where
   * it is named; a source stands for those of its lists that are not retired, if there are any.
   */
  consult(names: readonly string[], now: Date, tenantId: string): ListConsultation;
  /**
   * Full entries for hits, by `listId/reference`; an entry whose version was pruned since is absent.
   * Versions in which somebody was found are kept from then on.
   */
  entries(hits: readonly EntryPlace[]): Promise<ReadonlyMap<string, StoredEntry>>;
  /** The shared lists, and those that this tenant keeps for itself, if one is given; not retired ones. */
  status(now: Date, tenantId?: string): readonly ListStatus[];
  /** Also what any tenant keeps for itself, and retired lists: for the operator. */
  statusOfAll(now: Date): readonly ListStatus[];
  /** Loads what is new; resolves when this process searches what the database has in service. */
  refresh(): Promise<void>;
  /** Refreshes every few seconds from now on. */
  start(): void;
  stop(): void;
};

export type ListConsultation = {
  readonly ready: readonly LoadedList[];
  readonly unavailable: ReadonlyArray<{
    readonly name: string;
    readonly because: ListUnavailability;
  }>;
};

/** What is known of one list: what the database says, and what was loaded of it. */
export type KnownList = {
  readonly list: ScreeningList;
  readonly loaded?: LoadedList;
  readonly hasFailed: boolean;
};

/** Those of the lists that a tenant may see: shared ones, and its own. */
export function visibleTo<Owned extends { readonly owner: ListOwner | null }>(
  tenantId: string | undefined,
  lists: readonly Owned[],
): Owned[] {
  return lists.filter(({ owner }) => owner === null || owner.tenantId === tenantId);
}

/** How old a list may be unless the operator says otherwise. */
export const LIST_MAX_AGE_HOURS = 168;

export type Staleness = {
  readonly maxAgeHours: number;
  /** Sources whose lists do not age: invented ones. */
  readonly agelessSources: ReadonlySet<string>;
};

/** How a list stands at a time. A list that fails to load its newest version is not searched. */
export function stateOf(known: KnownList, now: Date, staleness: Staleness): ListStatus['state'] {
  const { inService, source, retiredAt } = known.list;
  if (retiredAt !== null) return 'retired';
  if (known.hasFailed) return 'failing';
  if (!known.loaded || !inService) return 'not-loaded';
  const isAgeless = staleness.agelessSources.has(source);
  const age = ageHours(inService, now);
  return !isAgeless && age > staleness.maxAgeHours ? 'stale' : 'ready';
}

/** Answers for each name asked; a source id stands for every list of that source. */
export function consultLists(
  names: readonly string[],
  known: readonly KnownList[],
  state: (list: KnownList) => ListStatus['state'],
): ListConsultation {
  const ready = new Map<string, LoadedList>();
  const unavailable: Array<{ name: string; because: ListUnavailability }> = [];
  if (names.length === 0) unavailable.push({ name: 'any list', because: 'not-loaded' });
  for (const name of names) {
    const key = name.trim().toLowerCase();
    const named = listsNamed(key, known);
    if (named.length === 0) unavailable.push({ name, because: 'not-loaded' });
    for (const one of named) {
      const standing = state(one);
      if (standing === 'ready' && one.loaded) ready.set(one.list.listId, one.loaded);
      else {
        const because = standing === 'ready' ? 'not-loaded' : standing;
        unavailable.push({ name: one.list.name, because });
      }
    }
  }
  return { ready: [...ready.values()], unavailable };
}

function listsNamed(key: string, known: readonly KnownList[]): KnownList[] {
  const exactly = known.filter(
    ({ list }) => list.listId.toLowerCase() === key || list.name.toLowerCase() === key,
  );
  const ofSource = known.filter(({ list }) => list.source.toLowerCase() === key);
  const searched = ofSource.filter(({ list }) => list.retiredAt === null);
  return [...new Set([...exactly, ...(searched.length > 0 ? searched : ofSource)])];
}

/** Since the version was imported or its content last confirmed. */
export function ageHours({ confirmedAt }: ListVersion, now: Date): number {
  return Math.max(0, now.getTime() - confirmedAt.getTime()) / 3_600_000;
}

/** Since the day on which the version was published began, in UTC; null where the publisher does not say. */
export function publishedAgeHours({ publishedOn }: ListVersion, now: Date): number | null {
  if (publishedOn === null) return null;
  return Math.max(0, now.getTime() - Date.parse(publishedOn)) / 3_600_000;
}
