import { DatabaseUnavailable } from '../database/database-failure.ts';
import type { Effects } from '../kernel/effect.ts';
import { newUlid } from '../kernel/id.ts';
import type { TenantDb } from '../kernel/statement.ts';
import type { Commit, RunKey } from './commit.ts';
import { CommitUnknown, describeError, EngineStopped } from './commit-failure.ts';
import type { Leaseholder } from './commit-statement.ts';
import { commitWriter } from './commit-writer.ts';
import {
  CENSUS,
  CLAIM,
  CLAIM_LANE,
  type ClaimedRow,
  enqueueRun,
  removeRuns,
  STANDING,
} from './engine.store.ts';
import { type EngineOptions, type EngineSettings, toSettings } from './engine-options.ts';
import { EngineKilled, Gate } from './gate.ts';
import type { GroupCommit } from './group-commit.ts';
import type { HeldRun } from './held-run.ts';
import { HeldRuns } from './held-runs.ts';
import type { RunHeader } from './program.ts';
import { type RunEnding, RunWaiters } from './run-waiters.ts';
import { RunWorker, STUCK_AFTER } from './run-worker.ts';
import { sleep } from './sleep.ts';

/** A run to start, with the rows that record that it was asked for. */
export type StartRequest = Omit<RunHeader, 'attempt'> & { readonly effects: Effects };

export type StartedRun = {
  /** Resolves when the run has ended or waits for something outside, wherever it ran. */
  readonly whenEnded: Promise<RunEnding>;
};

export type EngineStatus = {
  readonly live: number;
  readonly active: number;
  /** In a lane, for their turn. */
  readonly waiting: number;
  /** For something outside. */
  readonly outside: number;
  /** Runs that fail again and again outside any task; somebody must look. */
  readonly stuck: number;
  readonly oldestAgeMs: number | null;
  /** On this node. */
  readonly held: number;
  /** Runs that this node took from one that had fallen silent. */
  readonly takeovers: number;
  readonly commits: number;
  /** `commits / statements` is how well commits share. */
  readonly statements: number;
  readonly largestBatch: number;
};

/** Durable runs on PostgreSQL; see `docs/adr/0001-own-engine.md`. */
export type Engine = {
  /** Begins to take up runs that nobody holds. Starting runs works before, too. */
  open(): void;
  /**
   * Resolves when the run is committed together with its effects.
   *
   * @throws the database's error when it refuses an effect: nothing was written.
   * @throws DatabaseUnavailable when it is not known whether the run was written.
   * @throws EngineBusy when this node has had too many runs in hand for a while.
   */
  start(request: StartRequest): Promise<StartedRun>;
  /**
   * Writes a run and its effects in the caller's transaction. Once that has committed, whichever node looks first
   * takes the run up: {@link Engine.takeUp} is the quickest.
   */
  enqueue(tx: TenantDb, request: StartRequest): Promise<void>;
  /** Takes up a run that was enqueued, as soon as its lane is free. */
  takeUp(run: Pick<StartRequest, 'tenantId' | 'runId' | 'lane'>): StartedRun;
  /** Lets runs at work end for so long, then hands the others to whichever node is next. */
  stop(options: { readonly graceMs: number }): Promise<void>;
  status(): Promise<EngineStatus>;
  /** Runs that this node works on at the moment; those that wait for an answer from outside are not counted. */
  atWork(): number;
  remove: typeof removeRuns;
};

export function createEngine(options: EngineOptions): Engine {
  return new EngineNode(toSettings(options));
}

class EngineNode implements Engine {
  readonly remove = removeRuns;
  readonly #settings: EngineSettings;
  readonly #holder: Leaseholder;
  readonly #gate: Gate;
  readonly #commits: GroupCommit;
  readonly #held: HeldRuns;
  readonly #waiters = new RunWaiters();
  readonly #worker: RunWorker;
  /** Aborted when no new work is taken; then when none is done. */
  readonly #stopping = new AbortController();
  readonly #halted = new AbortController();
  readonly #work = new Set<Promise<void>>();
  readonly #starts = new Set<Promise<boolean>>();
  #isOpen = false;
  #claimed = 0;
  #hasBacklog = false;
  #takeovers = 0;

  constructor(settings: EngineSettings) {
    this.#settings = settings;
    this.#holder = { nodeId: newUlid(), leaseMs: settings.leaseMs };
    this.#held = new HeldRuns(this.#holder);
    this.#gate = new Gate(settings.db, settings.onBoundary, () => this.#die());
    this.#commits = commitWriter(this.#gate, settings.effects, this.#holder);
    this.#worker = new RunWorker({
      settings,
      gate: this.#gate,
      commits: this.#commits,
      stopping: this.#stopping.signal,
    });
    void this.#repeat(settings.leaseMs / 3, this.#halted.signal, () => this.#held.beat(this.#gate));
    void this.#repeat(settings.waiterPollMs, this.#halted.signal, () =>
      this.#waiters.lookUp(this.#gate),
    );
  }

  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    void this.#repeat(this.#settings.pollMs, this.#stopping.signal, () => this.#claimDue());
  }

  async start(request: StartRequest): Promise<StartedRun> {
    await this.#held.findRoom(this.#settings.maxHeld, this.#stopping.signal);
    if (this.#stopping.signal.aborted) throw new EngineStopped();
    const { tenantId, runId, lane, kind } = request;
    const isOurs = await track(this.#starts, this.#commitStart({ op: 'start', ...request }));
    if (isOurs) {
      const fresh = { position: 0, epoch: 1, attempt: 0, stumbles: 0, wakes: 0 };
      void this.#hold({ tenantId, runId, lane, kind, ...fresh });
    } else {
      this.#claimLane(request);
    }
    return this.#started({ tenantId, runId });
  }

  async enqueue(tx: TenantDb, request: StartRequest): Promise<void> {
    if (this.#stopping.signal.aborted) throw new EngineStopped();
    await enqueueRun(tx, this.#settings.effects, request);
  }

  takeUp({ tenantId, runId, lane }: Pick<StartRequest, 'tenantId' | 'runId' | 'lane'>): StartedRun {
    this.#claimLane({ tenantId, lane });
    return this.#started({ tenantId, runId });
  }

  async stop({ graceMs }: { readonly graceMs: number }): Promise<void> {
    this.#stopping.abort(new EngineStopped());
    const drained = new AbortController();
    const drain = async () => {
      while (this.#work.size > 0) await Promise.all(this.#work);
      drained.abort();
    };
    void drain();
    await sleep(graceMs, [drained.signal]);
    await Promise.allSettled(this.#starts);
    await this.#held.handOver(this.#gate);
    this.#halt(new EngineStopped());
  }

  atWork(): number {
    return this.#held.atWork;
  }

  async status(): Promise<EngineStatus> {
    const [census] = await this.#gate.all(CENSUS, [STUCK_AFTER]);
    const { live = 0, active = 0, outside = 0, stuck = 0 } = census ?? {};
    const oldestAgeMs = census?.oldest_age_ms ?? null;
    return {
      live,
      active,
      waiting: live - active - outside,
      outside,
      stuck,
      oldestAgeMs,
      held: this.#held.size,
      takeovers: this.#takeovers,
      ...this.#commits.counts,
    };
  }

  #started(run: RunKey): StartedRun {
    const whenEnded = () => this.#whenEnded(run);
    return {
      get whenEnded() {
        return whenEnded();
      },
    };
  }

  /** Only runs that somebody waits for are looked up; one that has ended already, at once. */
  #whenEnded(run: RunKey): Promise<RunEnding> {
    const ending = this.#waiters.wait(run);
    if (!this.#held.has(run)) {
      this.#waiters.lookUp(this.#gate, [run]).catch((error: unknown) => this.#report(error));
    }
    return ending;
  }

  /** Whether the run is ours to work on: active, and held by this node. */
  async #commitStart(commit: Commit): Promise<boolean> {
    for (;;) {
      try {
        const committed = await this.#commits.submit(commit);
        if (committed) return committed.isActive;
        // Another start took the lane at the same moment; the next try finds it taken, and waits.
      } catch (error) {
        if (!(error instanceof CommitUnknown)) throw error;
        return await this.#findStarted(commit, error);
      }
    }
  }

  /** The identifier of a run is made for this start alone: a row that stands is ours. */
  async #findStarted({ tenantId, runId }: RunKey, error: CommitUnknown): Promise<boolean> {
    const [row] = await this.#gate.all(STANDING, [tenantId, runId]);
    if (!row) {
      if (error.cause instanceof DatabaseUnavailable) throw error.cause;
      throw new DatabaseUnavailable('it is not known whether a run was started', { cause: error });
    }
    return row.is_active && row.epoch === 1 && row.lease_by === this.#holder.nodeId;
  }

  #hold(row: Omit<HeldRun, 'abort' | 'asking'>): Promise<void> {
    const run: HeldRun = { ...row, asking: 0, abort: new AbortController() };
    this.#held.add(run);
    return track(this.#work, this.#workOn(run));
  }

  async #workOn(run: HeldRun): Promise<void> {
    const end = await this.#worker.work(run);
    this.#held.delete(run);
    const committed = end.ended ? end.committed : end.waits;
    if (!committed) return;
    this.#waiters.settle(run, end.ended ? 'ended' : 'waiting');
    if (committed.hasWaiting) this.#claimLane(run);
  }

  #claimLane({ tenantId, lane }: Pick<HeldRun, 'tenantId' | 'lane'>): void {
    if (this.#stopping.signal.aborted) return;
    const { nodeId, leaseMs } = this.#holder;
    this.#gate
      .all(CLAIM_LANE, [nodeId, leaseMs, 1, tenantId, lane])
      .then((rows) => this.#adopt(rows))
      .catch((error: unknown) => this.#report(error));
  }

  async #claimDue(): Promise<void> {
    const room = this.#settings.maxClaimed - this.#claimed;
    if (room <= 0) return;
    const { nodeId, leaseMs } = this.#holder;
    this.#claimed += room;
    try {
      const rows = await this.#gate.all(CLAIM, [nodeId, leaseMs, room]);
      this.#hasBacklog = rows.length === room;
      this.#adopt(rows);
    } finally {
      this.#claimed -= room;
    }
  }

  #adopt(rows: readonly ClaimedRow[]): void {
    for (const { tenant_id: tenantId, run_id: runId, taken_from: takenFrom, ...row } of rows) {
      if (takenFrom !== null) {
        this.#takeovers += 1;
        this.#settings.logger.info({ runId, takenFrom }, 'A run was taken over.');
      }
      this.#claimed += 1;
      void this.#hold({ tenantId, runId, ...row }).then(() => this.#makeRoom());
    }
  }

  /** Where more were due than there was room for, the next poll would come late. */
  #makeRoom(): void {
    this.#claimed -= 1;
    if (!this.#hasBacklog || this.#stopping.signal.aborted) return;
    this.#hasBacklog = false;
    this.#claimDue().catch((error: unknown) => this.#report(error));
  }

  #die(): void {
    this.#stopping.abort(new EngineKilled());
    this.#halt(new EngineKilled());
  }

  #halt(reason: Error): void {
    this.#halted.abort(reason);
    this.#held.abortAll(reason);
    this.#waiters.dismiss(reason);
  }

  #report(error: unknown): void {
    if (this.#gate.isClosed) return;
    this.#settings.logger.warn(describeError(error), 'The engine could not reach its runs.');
  }

  async #repeat(everyMs: number, until: AbortSignal, work: () => Promise<void>): Promise<void> {
    while (!until.aborted) {
      await work().catch((error: unknown) => this.#report(error));
      await sleep(everyMs, [until]);
    }
  }
}

/** Keeps the promise in the set until it settles. */
async function track<T>(set: Set<Promise<T>>, promise: Promise<T>): Promise<T> {
  set.add(promise);
  try {
    return await promise;
  } finally {
    set.delete(promise);
  }
}
