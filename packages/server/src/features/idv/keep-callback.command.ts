import { wakeRuns } from '../../engine/engine.store.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { SystemDb } from '../../kernel/statement.ts';
import { laneOf } from '../executions/execution.ts';
import { findCaptured } from './idv-check.store.ts';
import { forgetCallbacks, takeCallback } from './provider-callback.store.ts';

/** A message whose signature has been checked: a session of the provider's may have a result. */
export type ProviderCallback = {
  readonly provider: string;
  readonly sessionId: string;
  readonly messageId: string;
};

/** What became of it. `unknown`: nobody's session yet, and whoever keeps it asks anyway. */
export type CallbackTaken = 'woken' | 'repeated' | 'unknown';

const DAY_MS = 24 * 60 * 60_000;
/** Longer than any run waits. */
const KEPT_MS = 40 * DAY_MS;

/**
 * Wakes the runs of whom the session is about, once for each message. All of it is committed before the
 * provider hears that its message has arrived; a run that is at work looks again before it waits.
 */
export async function keepCallback(
  { system, now }: { readonly system: SystemDb; readonly now: Clock },
  { provider, sessionId, messageId }: ProviderCallback,
): Promise<CallbackTaken> {
  return system.inTransaction(async (tx) => {
    const at = now();
    if (!(await takeCallback(tx, { provider, messageId, at }))) return 'repeated';
    await forgetCallbacks(tx, new Date(at.getTime() - KEPT_MS));
    const captured = await findCaptured(tx, { provider, sessionId });
    if (!captured) return 'unknown';
    const { tenantId, entityId } = captured;
    const db = tx.forTenant({ own: tenantId, readable: [tenantId] });
    await wakeRuns(db, laneOf(entityId, ''));
    return 'woken';
  });
}
