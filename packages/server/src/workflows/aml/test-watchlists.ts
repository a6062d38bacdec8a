import type { ListingKind, ScreeningMatch } from '@probity/screening';
import type {
  WatchlistAnswer,
  WatchlistHit,
  WatchlistProvider,
} from '../../providers/watchlist-provider.ts';

type Given = {
  readonly kinds?: readonly ListingKind[];
  readonly match?: Partial<ScreeningMatch>;
  readonly entry?: Partial<WatchlistHit['entry']>;
  readonly vendor?: WatchlistHit['vendor'];
};

/** A hit on a list of this name, for a sanction unless it says otherwise. */
export function hitOn(list: string, reference: string, given: Given = {}): WatchlistHit {
  const { kinds = ['SANCTION'], match, entry, vendor } = given;
  const name = { full: 'Ada Quill', quality: 'primary' } as const;
  return {
    listId: list,
    listName: list,
    source: 'somewhere',
    listVersion: '7',
    materialHash: `hash of ${reference}`,
    entry: {
      reference,
      kind: 'person',
      names: [name],
      births: [],
      birthPlaces: [],
      genders: [],
      countries: [],
      documents: [],
      addresses: [],
      listings: kinds.map((kind) => ({ kind, authority: 'Somebody', programmes: [] })),
      titles: [],
      relatedParties: [],
      links: [],
      ...entry,
    },
    match: {
      listId: list,
      reference,
      match: 0.9,
      nameScore: 0.9,
      evidenceScore: 0,
      name,
      findings: [],
      ...match,
    },
    ...(vendor && { vendor }),
  };
}

type Answered = Extract<WatchlistAnswer, { outcome: 'answered' }>;

/** An answer of somebody who has one list, of their own name. */
export function listOf(name: string, hits: readonly WatchlistHit[] = []): Answered {
  return {
    outcome: 'answered',
    hits,
    consulted: [{ listId: name, name, version: '7' }],
    silent: [],
    engineVersion: '1.0.0',
  };
}

/** Somebody elsewhere who answers so. */
export function vendorOf(
  name: string,
  search: WatchlistProvider['search'] | WatchlistAnswer,
): WatchlistProvider {
  return {
    name,
    serves: ({ isSandbox }) => isSandbox,
    isHere: false,
    search: typeof search === 'function' ? search : async () => search,
  };
}
