import { getHealth, getLiveness } from '@probity/contract/operations/health';
import { type Mount, mount } from '../../http/mount.ts';
import type { Clock } from '../../kernel/clock.ts';
import { listFreshnessOf } from '../lists/list-freshness.ts';
import type { ListRegistry } from '../lists/list-registry.ts';

export type HealthSources = {
  readonly version: string;
  readonly now: Clock;
  readonly lists: Pick<ListRegistry, 'status'>;
  /** Rejects when the database does not answer. */
  readonly ping: () => Promise<void>;
};

/** Whether the server can do its work: the database answers, and the lists are there and fresh. */
export function healthRoutes(
  mounting: Mount<{ requestId: string }>,
  { version, now, lists, ping }: HealthSources,
): void {
  mount(mounting, getLiveness, async () => ({ status: 200, body: { status: 'alive' } }));
  mount(mounting, getHealth, async () => {
    const database = await pingDatabase(ping);
    const standing = lists.status(now());
    const isDegraded = standing.length === 0 || standing.some(({ state }) => state !== 'ready');
    const status = !database.isReachable ? 'down' : isDegraded ? 'degraded' : 'ok';
    const body = {
      status,
      version,
      database,
      lists: standing.flatMap((list) => listFreshnessOf(list) ?? []),
    };
    return { status: database.isReachable ? 200 : 503, body };
  });
}

async function pingDatabase(ping: HealthSources['ping']) {
  const startedAt = performance.now();
  try {
    await ping();
    return { isReachable: true, latencyMs: Math.round((performance.now() - startedAt) * 10) / 10 };
  } catch {
    return { isReachable: false };
  }
}
