import type { FastifyInstance } from 'fastify';
import type { Engine } from './engine/engine.ts';
import { endedWithin } from './kernel/ended-within.ts';

/** How long requests and runs in flight may take to end before runs are handed over. */
export const GRACE_MS = 5_000;
const CLOSE_IDLE_EVERY_MS = 50;

/**
 * Requests that are there end, those that wait for a run among them; then runs are handed over,
 * and who still waits for one hears that it goes on without them. A caller that never finishes
 * sending is cut off.
 */
export async function stopInOrder(http: FastifyInstance, engine: Engine): Promise<void> {
  const begunAt = performance.now();
  // A connection whose last answer is out would be held open for the next request.
  const closing = setInterval(() => http.server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS);
  const answered = http.close().finally(() => clearInterval(closing));
  await endedWithin(answered, GRACE_MS);
  const leftMs = Math.max(0, GRACE_MS - (performance.now() - begunAt));
  await engine.stop({ graceMs: leftMs }).finally(async () => {
    if (!(await endedWithin(answered, GRACE_MS))) http.server.closeAllConnections();
    await answered;
  });
}
