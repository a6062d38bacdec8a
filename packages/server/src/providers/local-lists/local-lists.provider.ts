import { ENGINE_VERSION, screen } from '@probity/screening';
import type { ListConsultation, ListRegistry } from '../../features/lists/list-registry.ts';
import type { Clock } from '../../kernel/clock.ts';
import {
  ALL_LISTS,
  LOCAL_LISTS,
  type WatchlistAnswer,
  type WatchlistHit,
  type WatchlistProvider,
} from '../watchlist-provider.ts';

/** The source whose people are invented. */
const INVENTED_SOURCE = 'probity-sample';

/** Screens against the lists that this installation has loaded, in its own process. */
export function localListsProvider(registry: ListRegistry, now: Clock): WatchlistProvider {
  return {
    name: LOCAL_LISTS,
    serves: () => true,
    isHere: true,

    async search({ query, lists, kinds, threshold, profile, limit }, call) {
      const { tenantId, isSandbox, signal } = call;
      signal.throwIfAborted();
      const asked = { lists, tenantId, isSandbox, at: now() };
      const { ready, unavailable } = consult(registry, asked);
      const found = screen(
        ready.map((list) => list.index),
        query,
        { threshold, profile, kinds, limit },
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
      const hits = found.matches.map((match): WatchlistHit => {
        const list = byId.get(match.listId);
        const entry = details.get(`${match.listId}/${match.reference}`);
        if (!list || !entry) {
          throw new Error(`List ${match.listId} has no entry ${match.reference} in its version.`);
        }
        const { listId, name: listName, source, version: listVersion } = list;
        const { materialHash } = entry;
        return { listId, listName, source, listVersion, entry, materialHash, match };
      });
      const cutOff = new Set(found.overflowing);
      const consulted = ready.filter(({ listId }) => !cutOff.has(listId));
      const overflowing = ready.filter(({ listId }) => cutOff.has(listId));
      const answer: WatchlistAnswer = {
        outcome: 'answered',
        hits,
        consulted: consulted.map(({ listId, name, version }) => ({ listId, name, version })),
        silent: [
          ...unavailable,
          ...overflowing.map(({ name }) => ({ name, because: 'too-many-hits' as const })),
        ],
        engineVersion: ENGINE_VERSION,
      };
      return answer;
    },
  };
}

type Consulting = {
  readonly lists: readonly string[];
  readonly isSandbox: boolean;
  readonly tenantId: string;
  readonly at: Date;
};

/** Lists of invented people never stand in for real ones: to everybody else they are not loaded. */
function consult(registry: ListRegistry, asked: Consulting): ListConsultation {
  const { lists, isSandbox, tenantId, at } = asked;
  const counts = ({ source }: { source: string }) => isSandbox || source !== INVENTED_SOURCE;
  const names = lists.includes(ALL_LISTS)
    ? registry
        .status(at, tenantId)
        .filter(counts)
        .map(({ listId }) => listId)
    : lists;
  const { ready, unavailable } = registry.consult(names, at, tenantId);
  const invented = ready.filter((list) => !counts(list));
  return {
    ready: ready.filter(counts),
    unavailable: [
      ...unavailable,
      ...invented.map(({ name }) => ({ name, because: 'not-loaded' as const })),
    ],
  };
}
