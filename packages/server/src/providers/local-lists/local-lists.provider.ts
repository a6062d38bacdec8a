import { ENGINE_VERSION, type ListEntry, type ListingKind, screen } from '@probity/screening';
import type { ListRegistry } from '../../features/lists/list-registry.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { WatchlistAnswer, WatchlistHit, WatchlistProvider } from '../watchlist-provider.ts';

/** Before listings of other kinds are left out, so that they cannot crowd out what was asked for. */
const MOST_MATCHES = 10_000;

/** How the provider names itself in results. */
export const LOCAL_LISTS = 'probity';

/** Screens against the lists that this installation has loaded, in its own process. */
export function localListsProvider(registry: ListRegistry, now: Clock): WatchlistProvider {
  return {
    name: LOCAL_LISTS,

    async search({ query, lists, kinds, threshold, limit }) {
      const { ready, unavailable } = registry.consult(lists, now());
      const found = screen(
        ready.map((list) => list.index),
        query,
        { threshold, limit: MOST_MATCHES },
      );
      if (found.outcome === 'not-comparable') {
        return { outcome: 'not-comparable', because: found.because };
      }
      const byId = new Map(ready.map((list) => [list.listId, list]));
      const details = await registry.entries(
        found.matches.map(({ listId, reference }) => ({
          listId,
          reference,
          version: byId.get(listId)?.version ?? 0,
        })),
      );
      const hits = found.matches.flatMap((match): WatchlistHit[] => {
        const list = byId.get(match.listId);
        const entry = details.get(`${match.listId}/${match.reference}`);
        if (!list || !entry) {
          throw new Error(`List ${match.listId} has no entry ${match.reference} in its version.`);
        }
        if (!isOfKind(entry, kinds)) return [];
        const { listId, name: listName, version: listVersion } = list;
        return [{ listId, listName, listVersion, entry, materialHash: entry.materialHash, match }];
      });
      const consulted = ready.map(({ listId, name, version }) => ({ listId, name, version }));
      const answer: WatchlistAnswer = {
        outcome: 'answered',
        hits: hits.slice(0, limit),
        consulted,
        silent: unavailable,
        engineVersion: ENGINE_VERSION,
      };
      return answer;
    },
  };
}

function isOfKind(entry: ListEntry, kinds: readonly ListingKind[]): boolean {
  return entry.listings.some(({ kind }) => kinds.includes(kind));
}
