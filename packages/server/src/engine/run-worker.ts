import { backOffMs } from './back-off.ts';
import type { Commit } from './commit.ts';
import { CommitUnknown, describeError, LeaseLost } from './commit-failure.ts';
import { NO_EFFECTS } from './effect.ts';
import { RECALL } from './engine.store.ts';
import type { EngineSettings } from './engine-options.ts';
import type { Gate } from './gate.ts';
import type { GroupCommit } from './group-commit.ts';
import type { HeldRun } from './held-run.ts';
import { Journal } from './journal.ts';
import type { Codec } from './program.ts';
import { type RunEnd, runProgram } from './run-program.ts';

export type RunWorkerOptions = {
  readonly settings: EngineSettings;
  readonly gate: Gate;
  readonly commits: GroupCommit;
  /** Aborts when this node stops. */
  readonly stopping: AbortSignal;
};

/** After so many failures in a row outside any task a run counts as stuck, and is tried seldom. */
export const STUCK_AFTER = 20;
const STUMBLE_LIMIT_MS = 30_000;
const STUCK_LIMIT_MS = 600_000;

/** Works on runs that this node holds, and decides what becomes of one that cannot go on. */
export class RunWorker {
  readonly #options: RunWorkerOptions;

  constructor(options: RunWorkerOptions) {
    this.#options = options;
  }

  /** Never rejects: a run that fails is parked, or left to whoever finds its lease run out. */
  async work(run: HeldRun): Promise<RunEnd> {
    const { tenantId, runId, kind, epoch } = run;
    const facts = { 'tenant.id': tenantId, 'run.id': runId, 'run.kind': kind, 'run.epoch': epoch };
    try {
      return await this.#options.settings.observer.span('run', facts, () => this.#run(run));
    } catch (error) {
      await this.#leave(run, error);
      return { ended: false };
    }
  }

  async #run(run: HeldRun): Promise<RunEnd> {
    const { settings, commits, stopping } = this.#options;
    const { tenantId, runId, lane, kind, attempt } = run;
    const program = await settings.load({ tenantId, runId, lane, kind, attempt });
    if ('abandon' in program) {
      const { epoch, position } = run;
      const end: Commit = { op: 'end', tenantId, runId, epoch, position, effects: NO_EFFECTS };
      const committed = await commits.submit(end);
      if (!committed) throw new LeaseLost();
      return { ended: true, committed };
    }
    const journal = new Journal({
      run,
      codec: program.codec,
      commit: (commit) =>
        settings.observer.span('commit', { 'commit.op': commit.op }, () => commits.submit(commit)),
      remembered: await this.#recall(run, program.codec),
    });
    const retry = { baseMs: settings.retryBaseMs, limitMs: settings.retryLimitMs };
    const longestWaitMs = settings.leaseMs / 3;
    const { logger, observer } = settings;
    return runProgram({
      run,
      program,
      journal,
      retry,
      longestWaitMs,
      stopping,
      logger,
      observer,
    });
  }

  /** A run without a checkpoint remembers nothing. */
  async #recall(run: HeldRun, codec: Codec): Promise<ReadonlyMap<string, unknown>> {
    if (run.position === 0) return new Map();
    const rows = await this.#options.gate.all(RECALL, [run.tenantId, run.runId]);
    return new Map(rows.map(({ name, sealed }) => [name, codec.decode(name, sealed)]));
  }

  async #leave(run: HeldRun, error: unknown): Promise<void> {
    const { settings, gate } = this.#options;
    if (gate.isClosed) return;
    if (error instanceof LeaseLost) {
      settings.logger.info(
        { runId: run.runId },
        'A run is no longer held here; its work is dropped.',
      );
      return;
    }
    if (error instanceof CommitUnknown) {
      const fields = { runId: run.runId, ...describeError(error.cause) };
      settings.logger.warn(fields, 'The outcome of a commit is unknown; its lease will run out.');
      return;
    }
    await this.#stumble(run, error);
  }

  /** Parks the run without what it had noted, which may be what the database refuses. */
  async #stumble(run: HeldRun, error: unknown): Promise<void> {
    const { settings, commits } = this.#options;
    const { tenantId, runId, epoch, position, attempt, wakes } = run;
    const stumbles = run.stumbles + 1;
    const fields = { runId, kind: run.kind, stumbles, ...describeError(error) };
    settings.logger.error(fields, 'A run failed outside its tasks; it is tried again later.');

    const limitMs = stumbles < STUCK_AFTER ? STUMBLE_LIMIT_MS : STUCK_LIMIT_MS;
    const waitMs = backOffMs({ baseMs: settings.retryBaseMs, limitMs }, stumbles);
    const park = { op: 'park', waitMs, attempt, stumbles, wakes, memories: [] } as const;
    try {
      await commits.submit({ ...park, tenantId, runId, epoch, position, effects: NO_EFFECTS });
    } catch (failure) {
      const why = { runId, ...describeError(failure) };
      settings.logger.warn(why, 'A run could not be parked; its lease will run out.');
    }
  }
}
