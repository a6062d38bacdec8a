import type { RunKey } from './commit.ts';
import { EngineBusy, LeaseLost } from './commit-failure.ts';
import type { Leaseholder } from './commit-statement.ts';
import { HAND_OVER, HEARTBEAT } from './engine.store.ts';
import type { Gate } from './gate.ts';
import { type HeldRun, runKey } from './held-run.ts';
import { sleep } from './sleep.ts';

/** How long a start waits for room, and how often it looks. */
const ROOM_WITHIN_MS = 1_000;
const ROOM_POLL_MS = 20;

/** The runs that this node works on, and their leases. */
export class HeldRuns {
  readonly #holder: Leaseholder;
  readonly #runs = new Map<string, HeldRun>();

  constructor(holder: Leaseholder) {
    this.#holder = holder;
  }

  get size(): number {
    return this.#runs.size;
  }

  /** Those that are worked on here, and do not just wait for an answer from outside. */
  get atWork(): number {
    let count = 0;
    for (const { asking } of this.#runs.values()) if (asking === 0) count += 1;
    return count;
  }

  /**
   * Runs that are held take memory: past so many, a start waits until others have ended.
   *
   * @throws {@link EngineBusy} where that takes too long
   */
  async findRoom(most: number, stopping: AbortSignal): Promise<void> {
    const givesUpAt = performance.now() + ROOM_WITHIN_MS;
    while (this.size >= most && !stopping.aborted) {
      if (performance.now() >= givesUpAt) throw new EngineBusy();
      await sleep(ROOM_POLL_MS, [stopping]);
    }
  }

  has(run: RunKey): boolean {
    return this.#runs.has(runKey(run));
  }

  /** The work on an earlier hold of the same run, whose lease ran out unnoticed, is aborted. */
  add(run: HeldRun): void {
    this.#runs.get(runKey(run))?.abort.abort(new LeaseLost());
    this.#runs.set(runKey(run), run);
  }

  delete(run: HeldRun): void {
    if (this.#runs.get(runKey(run)) === run) this.#runs.delete(runKey(run));
  }

  /** Extends every lease, and aborts the work on runs whose lease is gone. */
  async beat(gate: Gate): Promise<void> {
    const runs = [...this.#runs.values()];
    if (runs.length === 0) return;
    const { nodeId, leaseMs } = this.#holder;
    const rows = await gate.all(HEARTBEAT, [nodeId, leaseMs, ...columnsOf(runs)]);
    const kept = new Set(
      rows.map(({ tenant_id, run_id }) => runKey({ tenantId: tenant_id, runId: run_id })),
    );
    for (const run of runs) {
      if (!kept.has(runKey(run))) run.abort.abort(new LeaseLost());
    }
  }

  /** Gives every run to whichever node claims it first. */
  async handOver(gate: Gate): Promise<void> {
    const runs = [...this.#runs.values()];
    if (runs.length === 0) return;
    await gate.all(HAND_OVER, [this.#holder.nodeId, ...columnsOf(runs)]);
  }

  abortAll(reason: Error): void {
    for (const run of this.#runs.values()) run.abort.abort(reason);
  }
}

function columnsOf(runs: readonly HeldRun[]) {
  return [
    runs.map(({ tenantId }) => tenantId),
    runs.map(({ runId }) => runId),
    runs.map(({ epoch }) => epoch),
  ] as const;
}
