import type {
  ListEntry,
  ListingKind,
  ScreeningMatch,
  ScreeningProfileName,
  ScreeningQuery,
} from '@probity/screening';

/** In place of a list's name: every list that the provider has, and at least one. */
export const ALL_LISTS = '*';

/** What a screening step asks for. */
export type WatchlistSearch = {
  readonly query: ScreeningQuery;
  /** Lists by source id or name, or {@link ALL_LISTS}; each must answer, or its silence is reported. */
  readonly lists: readonly string[];
  /** Who asks: of lists that tenants keep for themselves, only this one's are there. */
  readonly tenantId: string;
  /** Whether lists of invented people count. Where they do not, they are as good as absent. */
  readonly isSandbox: boolean;
  /** Parties that are listed for none of these are left out. */
  readonly kinds: readonly ListingKind[];
  /** 0 … 1: matches below are no hits. */
  readonly threshold: number;
  /** How names and evidence are weighed. */
  readonly profile: ScreeningProfileName;
  /** The most hits that may come back; a list with more of them counts as silent. */
  readonly limit: number;
};

/** One listed party that may be the person. */
export type WatchlistHit = {
  readonly listId: string;
  readonly listName: string;
  /** The publisher and format of the list: `ofac-sdn`. */
  readonly source: string;
  readonly listVersion: number;
  readonly entry: ListEntry;
  /** Hash over what is material in the entry; another hash reopens the hit. */
  readonly materialHash: string;
  readonly match: ScreeningMatch;
};

/** A list that should have answered and did not, or did not say everything. */
export type SilentList = {
  readonly name: string;
  readonly because: 'not-loaded' | 'stale' | 'failing' | 'retired' | 'too-many-hits';
};

/**
 * What came back. `silent` is never empty-handed good news: a search with a silent list has not
 * been done, whatever the others found.
 */
export type WatchlistAnswer =
  | {
      readonly outcome: 'answered';
      readonly hits: readonly WatchlistHit[];
      /** Lists that answered in full. */
      readonly consulted: readonly {
        readonly listId: string;
        readonly name: string;
        readonly version: number;
      }[];
      readonly silent: readonly SilentList[];
      readonly engineVersion: string;
    }
  | { readonly outcome: 'not-comparable'; readonly because: string };

/** Somebody who can say whether a person is listed. */
export type WatchlistProvider = {
  readonly name: string;
  search(search: WatchlistSearch, signal: AbortSignal): Promise<WatchlistAnswer>;
};
