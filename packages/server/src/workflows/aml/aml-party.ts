import { partiesAmong, type SameParty } from '@probity/screening';
import type { IncomingHit } from '../../features/results/merge-hits.ts';
import type { WatchlistHit } from '../../providers/watchlist-provider.ts';

/** One party that may be the person, by all of the list entries that name it. */
export type AmlParty = IncomingHit & {
  /** The best match first. */
  readonly hits: readonly [WatchlistHit, ...WatchlistHit[]];
  /** What shows that the entries are one party; nothing where there is one entry. */
  readonly proofs: readonly SameParty[];
};

/** The parties that a search found, the best match first. */
export function partiesOf(hits: readonly WatchlistHit[]): AmlParty[] {
  const listed = hits.map((hit) => ({
    key: JSON.stringify([hit.listId, hit.entry.reference]),
    entry: hit.entry,
    hit,
  }));
  return partiesAmong(listed).flatMap(({ members, proofs }) => {
    const [best, ...others] = members.map(({ hit }) => hit);
    if (!best) return [];
    return [{ hits: [best, ...others], members: [best, ...others].map(memberOf), proofs }];
  });
}

function memberOf({ listId, entry, materialHash, match }: WatchlistHit) {
  return { listId, reference: entry.reference, materialHash, match };
}
