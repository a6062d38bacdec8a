import type { Effects } from '../kernel/effect.ts';

/** One run, as whoever loads its program needs to know it. */
export type RunHeader = {
  readonly tenantId: string;
  readonly runId: string;
  /** At most one run of a lane is active; the others wait their turn in the order of their start. */
  readonly lane: string;
  readonly kind: string;
  /** Failed attempts of the task in hand. */
  readonly attempt: number;
};

/** How a task ended: an outcome (JSON) that later tasks may read, and the rows that record it. */
export type TaskEnd<Outcome = unknown> = {
  readonly outcome: Outcome;
  readonly effects?: Effects;
};

/** Why a task is given up. */
export type Silence = {
  readonly reason: 'timeout' | 'error';
  readonly attempts: number;
  /** What the last attempt failed with. */
  readonly lastError: unknown;
};

/** What a call to the outside world gets. */
export type Call = {
  readonly signal: AbortSignal;
  /** `runId/task/name`: the same for every repetition of this ask, on whichever node. */
  readonly idempotencyKey: string;
};

/** What a task may do besides computing. */
export type TaskTools = {
  /** Aborts when the attempt times out or the run is no longer ours. */
  readonly signal: AbortSignal;
  /**
   * Asks the world. The answer (JSON) is committed before it is returned, and a resumed task is given
   * the remembered one. Names are unique within the task.
   */
  ask<Answer>(name: string, send: (call: Call) => Promise<Answer>): Promise<Answer>;
  /**
   * Ends this attempt, because what the task needs has not happened yet. The task is tried again, from
   * its beginning, after `forMs` or as soon as somebody wakes the run; until then the run costs nothing
   * and holds up nobody in its lane. Throws; let it pass.
   */
  wait(until: { readonly forMs: number; readonly effects?: Effects }): never;
  /** The outcome of a task that ended before. */
  outcomeOf<Outcome>(task: string): Outcome | undefined;
};

/**
 * One task of a program.
 *
 * It may run again from its beginning at any time until it has ended, so that between its asks it only
 * computes; its effects are written exactly once.
 */
export type Task<Outcome = unknown> = {
  /** Unique within the program. */
  readonly name: string;
  /** Of one attempt. */
  readonly timeoutMs: number;
  readonly maxAttempts: number;
  run(tools: TaskTools): Promise<TaskEnd<Outcome>>;
  /** Called when every attempt failed or timed out: what silence is recorded as. */
  giveUp(because: Silence): TaskEnd<Outcome>;
};

/** Turns what a run remembers into bytes at rest and back; where a payload is sealed, it is here. */
export type Codec = {
  encode(name: string, value: unknown): Buffer;
  decode(name: string, sealed: Buffer): unknown;
};

/** What a run executes: its tasks, one after the other; how one ends may say which come next. */
export type Program = {
  readonly tasks: readonly Task[];
  readonly codec: Codec;
  /**
   * How the rest of the run follows from a task that has ended: the tasks in place of those that were
   * left, or undefined where it stays as it was.
   *
   * A run that resumes asks again, with what it remembers of the task, and must be told the same; tasks
   * that have ended stay ended, and no name comes twice.
   */
  readonly follow?: (task: string, outcome: unknown) => Promise<readonly Task[] | undefined>;
  /** All tasks have ended: the effects that commit together with the end of the run. */
  finish(outcomes: ReadonlyMap<string, unknown>): Effects;
};

/** Finds the program of a run; `abandon` ends the run without a trace, because its subject is gone. */
export type ProgramLoader = (run: RunHeader) => Promise<Program | { readonly abandon: true }>;
