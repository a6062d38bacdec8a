import type {
  ListEntry,
  ListingKind,
  ScreeningMatch,
  ScreeningProfileName,
  ScreeningQuery,
} from '@probity/screening';
import type { Provider, Silent, SourceCall } from './source-call.ts';

/** How this installation's own lists are named among providers, and in results. */
export const LOCAL_LISTS = 'probity';

/** In place of a list's name: every list that the provider has, and at least one. */
export const ALL_LISTS = '*';

/** What a screening step asks for. */
export type WatchlistSearch = {
  readonly query: ScreeningQuery;
  /**
   * Lists of this installation by source id or name, or {@link ALL_LISTS}; each must answer, or its silence
   * is reported. Of lists elsewhere, those are searched that the operator's settings name.
   */
  readonly lists: readonly string[];
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
  /** Of a list elsewhere `provider/dataset`. */
  readonly listId: string;
  readonly listName: string;
  /**
   * The publisher and format of the list: `ofac-sdn`; of a list elsewhere the kind of provider, or its name where
   * it speaks the protocol.
   */
  readonly source: string;
  readonly listVersion: ListVersionName;
  readonly entry: ListEntry;
  /** Hash over what is material in the entry; another hash reopens the hit. */
  readonly materialHash: string;
  /** By our own engine, whoever found the entry. */
  readonly match: ScreeningMatch;
  /** What the vendor says, where one found it. */
  readonly vendor?: VendorWord;
};

/** A vendor's own word on a hit. Its score is on a scale of its own and is compared with nothing. */
export type VendorWord = {
  /** 0 … 1. */
  readonly score: number;
  readonly isMatch: boolean;
};

/** A number where lists are kept here, the publisher's own word elsewhere. */
export type ListVersionName = number | string;

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
        readonly version: ListVersionName;
      }[];
      readonly silent: readonly SilentList[];
      readonly engineVersion: string;
    }
  | { readonly outcome: 'not-comparable'; readonly because: string }
  | Silent;

/** Somebody who can say whether a person is listed. */
export type WatchlistProvider = Provider & {
  /** Whether it answers from this process: then its answer is not committed before the step goes on. */
  readonly isHere: boolean;
  /** @throws SourceUnavailable where asking again may help */
  search(search: WatchlistSearch, call: SourceCall): Promise<WatchlistAnswer>;
};
