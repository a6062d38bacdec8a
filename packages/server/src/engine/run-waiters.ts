import type { RunKey } from './commit.ts';
import { LEFT } from './engine.store.ts';
import type { Gate } from './gate.ts';
import { runKey } from './held-run.ts';

/** Why nobody works on a run any more; one that waits for something outside goes on some day. */
export type RunEnding = 'ended' | 'removed' | 'waiting';

type Waiter = {
  readonly run: RunKey;
  readonly promise: Promise<RunEnding>;
  readonly resolve: (ending: RunEnding) => void;
  readonly reject: (error: unknown) => void;
};

/** Those on this node who wait for the end of a run, whichever node it ends on. */
export class RunWaiters {
  readonly #waiters = new Map<string, Waiter>();

  wait({ tenantId, runId }: RunKey): Promise<RunEnding> {
    const run = { tenantId, runId };
    const known = this.#waiters.get(runKey(run));
    if (known) return known.promise;
    const waiter = { run, ...newDeferred() };
    this.#waiters.set(runKey(run), waiter);
    return waiter.promise;
  }

  settle(run: RunKey, ending: RunEnding): void {
    this.#waiters.get(runKey(run))?.resolve(ending);
    this.#waiters.delete(runKey(run));
  }

  /** Asks the table once for all that somebody waits for: they may have ended elsewhere. */
  async lookUp(gate: Gate, runs: readonly RunKey[] = this.#awaited()): Promise<void> {
    if (runs.length === 0) return;
    const left = await gate.all(LEFT, [
      runs.map(({ tenantId }) => tenantId),
      runs.map(({ runId }) => runId),
    ]);
    for (const { tenant_id, run_id, ending } of left) {
      this.settle({ tenantId: tenant_id, runId: run_id }, ending);
    }
  }

  #awaited(): RunKey[] {
    return [...this.#waiters.values()].map(({ run }) => run);
  }

  /** Nobody will look any more. */
  dismiss(reason: Error): void {
    for (const { reject } of this.#waiters.values()) reject(reason);
    this.#waiters.clear();
  }
}

/** `Promise.withResolvers` needs a newer Node than the oldest one that is supported. */
function newDeferred(): Omit<Waiter, 'run'> {
  let resolve: Waiter['resolve'] = () => undefined;
  let reject: Waiter['reject'] = () => undefined;
  const promise = new Promise<RunEnding>((onEnd, onError) => {
    resolve = onEnd;
    reject = onError;
  });
  return { promise, resolve, reject };
}
