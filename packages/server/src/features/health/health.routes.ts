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
  /** Whether requests were refused a moment ago because there were too many. */
  readonly isBusy: () => boolean;
  /** Whether the server is about to stop. */
  readonly isLeaving: () => boolean;
};

/**
 * Whether the server can do its work: the database answers, the lists are there and fresh, and
 * nobody has to be turned away. It answers also where others are.
 */
export function healthRoutes(
  mounting: Mount<{ requestId: string }>,
  { version, now, lists, ping, isBusy, isLeaving }: HealthSources,
): void {
  mount(mounting, getLiveness, async () => ({ status: 200, body: { status: 'alive' } }));
  mount(mounting, getHealth, async () => {
    const database = await pingDatabase(ping);
    const standing = lists.status(now());
    const areListsThere = standing.length > 0 && standing.every(({ state }) => state === 'ready');
    const isDegraded = !areListsThere || isBusy();
    const isDown = !database.isReachable || isLeaving();
    const status = isDown ? 'down' : isDegraded ? 'degraded' : 'ok';
    const body = {
      status,
      version,
      database,
      isBusy: isBusy(),
      lists: standing.flatMap((list) => listFreshnessOf(list) ?? []),
    };
    return { status: isDown ? 503 : 200, body };
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
