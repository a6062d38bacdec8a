import { createHash } from 'node:crypto';
import {
  ENGINE_VERSION,
  judge,
  type ListEntry,
  materialFingerprint,
  type ScreeningMatch,
} from '@probity/screening';
import type { Provider } from './source-call.ts';
import type {
  SilentList,
  VendorWord,
  WatchlistAnswer,
  WatchlistHit,
  WatchlistProvider,
  WatchlistSearch,
} from './watchlist-provider.ts';

/** A list that somebody else keeps. */
export type ListElsewhere = {
  /** `provider/dataset`: the same for as long as the dataset is called so. */
  readonly listId: string;
  /** What the provider is: `yente`, `watchman`; its name where it speaks the protocol. */
  readonly source: string;
  /** In the vendor's own words. */
  readonly version: string;
  /** When its content was last known to be the publisher's; undefined where the vendor does not say. */
  readonly asOf?: Date | undefined;
};

/** An entry of such a list that the vendor brings, with the vendor's word on it. */
export type FoundEntry = VendorWord & { readonly list: ListElsewhere; readonly entry: ListEntry };

/** What one vendor brought. */
export type Brought = {
  readonly found: readonly FoundEntry[];
  /** Lists that were searched, whole. */
  readonly searched: readonly ListElsewhere[];
  /** Lists that were not, and why. */
  readonly silent: readonly SilentList[];
};

/** Up to when a list elsewhere still clears anybody. */
export type Freshness = { readonly now: Date; readonly maxAgeHours: number };

/** Why nothing can be compared with the query; undefined where something can, and asking is of use. */
export function whyNotComparable({
  query,
  profile,
}: WatchlistSearch): Extract<WatchlistAnswer, { outcome: 'not-comparable' }> | undefined {
  const judged = judge([], query, profile);
  return judged.outcome === 'not-comparable' ? judged : undefined;
}

/** A vendor of lists, asked only about what can be compared with anybody. */
export function vendorOfLists(
  name: string,
  serves: Provider['serves'],
  ask: WatchlistProvider['search'],
): WatchlistProvider {
  return {
    name,
    serves,
    isHere: false,
    async search(search, call) {
      call.signal.throwIfAborted();
      return whyNotComparable(search) ?? ask(search, call);
    },
  };
}

/**
 * What a vendor brought as the answer to a search. An entry is a hit where the vendor calls it a match or
 * our own engine does: neither's doubt drops what the other holds for a match. Every entry is shown with the
 * match of our engine, so that a threshold means one thing.
 */
export function answerOf(
  { found, searched, silent }: Brought,
  search: WatchlistSearch,
  freshness: Freshness,
): WatchlistAnswer {
  const wanted = bestOfEach(found).filter(({ entry }) =>
    entry.listings.some(({ kind }) => search.kinds.includes(kind)),
  );
  const listed = wanted.map(({ list: { listId }, entry }) => ({ listId, entry }));
  const judged = judge(listed, search.query, search.profile);
  if (judged.outcome === 'not-comparable') return judged;
  const stale = searched.filter((list) => isStale(list, freshness));
  return {
    outcome: 'answered',
    hits: judged.matches
      .map((match, at) => hitOf(wanted[at] as FoundEntry, match))
      .filter(({ match, vendor }) => vendor?.isMatch || match.match >= search.threshold),
    consulted: searched
      .filter((list) => !stale.includes(list))
      .map(({ listId, version }) => ({ listId, name: listId, version })),
    silent: [
      ...silent,
      ...stale.map(({ listId }) => ({ name: listId, because: 'stale' as const })),
    ],
    engineVersion: ENGINE_VERSION,
  };
}

/** An entry that comes more than once, as for several names of the person, with the vendor's best word. */
function bestOfEach(found: readonly FoundEntry[]): FoundEntry[] {
  const byPlace = new Map<string, FoundEntry>();
  for (const one of found) {
    const place = JSON.stringify([one.list.listId, one.entry.reference]);
    const before = byPlace.get(place);
    const score = Math.max(one.score, before?.score ?? 0);
    const isMatch = one.isMatch || before?.isMatch === true;
    byPlace.set(place, { ...one, score, isMatch });
  }
  return [...byPlace.values()];
}

function hitOf({ list, entry, score, isMatch }: FoundEntry, match: ScreeningMatch): WatchlistHit {
  const { listId, source, version } = list;
  return {
    listId,
    listName: listId,
    source,
    listVersion: version,
    entry,
    materialHash: createHash('sha256').update(materialFingerprint(entry)).digest('hex'),
    match,
    vendor: { score, isMatch },
  };
}

function isStale({ asOf }: ListElsewhere, { now, maxAgeHours }: Freshness): boolean {
  return asOf !== undefined && now.getTime() - asOf.getTime() > maxAgeHours * 3_600_000;
}
