import type { Observer } from '../kernel/observer.ts';
import { AttemptTimedOut, attemptTask, TaskWaits } from './attempt.ts';
import { type BackOff, backOffMs } from './back-off.ts';
import type { Committed } from './commit.ts';
import { describeError } from './commit-failure.ts';
import { NO_EFFECTS } from './effect.ts';
import type { EngineLogger } from './engine-options.ts';
import type { HeldRun } from './held-run.ts';
import type { Journal } from './journal.ts';
import type { Call, Program, Task, TaskEnd, TaskTools } from './program.ts';
import { sleep } from './sleep.ts';

/** How the work on a run ended: with the run, or with a wait that any node may take up again. */
export type RunEnd =
  | { readonly ended: true; readonly committed: Committed }
  | { readonly ended: false; readonly waits?: Committed };

export type RunProgramOptions = {
  readonly run: HeldRun;
  readonly program: Program;
  readonly journal: Journal;
  readonly retry: BackOff;
  /** A longer wait lets go of the lease. */
  readonly longestWaitMs: number;
  /** Aborts when this node stops: a run that waits is then parked. */
  readonly stopping: AbortSignal;
  /** Hears why attempts fail: a task that is given up says only that it was. */
  readonly logger: Pick<EngineLogger, 'warn'>;
  readonly observer: Pick<Observer, 'span'>;
};

/** Runs what is left of a program. Throws what the run cannot go on from; its lease is still held. */
export async function runProgram(options: RunProgramOptions): Promise<RunEnd> {
  const { program, journal } = options;
  const outcomes = new Map<string, unknown>();
  let left = program.tasks;
  assertDistinct(left, outcomes);
  for (;;) {
    const [task, ...rest] = left;
    if (!task) break;
    const ended = await outcomeOf(task, outcomes, options);
    if (ended === 'parked') return { ended: false };
    if ('waits' in ended) return { ended: false, waits: ended.waits };
    outcomes.set(task.name, ended.outcome);
    left = (await program.follow?.(task.name, ended.outcome)) ?? rest;
    assertDistinct(left, outcomes);
  }
  const committed = await journal.checkpoint({ op: 'end' }, program.finish(outcomes));
  return { ended: true, committed };
}

/** As it is remembered, or as the task ends now. */
async function outcomeOf(
  task: Task,
  outcomes: ReadonlyMap<string, unknown>,
  options: RunProgramOptions,
): Promise<{ readonly outcome: unknown } | { readonly waits: Committed } | 'parked'> {
  const { journal, run } = options;
  const remembered = journal.recall(taskMemory(task.name));
  if (remembered) return { outcome: remembered.value };
  const end = await runTask(task, outcomes, options);
  if (end === 'parked' || 'waits' in end) return end;
  const outcome = toJson(end.outcome);
  run.attempt = 0;
  journal.note(taskMemory(task.name), outcome, end.effects ?? NO_EFFECTS);
  return { outcome };
}

function assertDistinct(left: readonly Task[], ended: ReadonlyMap<string, unknown>): void {
  const names = new Set(left.map(({ name }) => name));
  if (names.size < left.length || left.some(({ name }) => ended.has(name))) {
    throw new Error('Two tasks of a program share a name.');
  }
}

async function runTask(
  task: Task,
  outcomes: ReadonlyMap<string, unknown>,
  options: RunProgramOptions,
): Promise<TaskEnd | 'parked' | { readonly waits: Committed }> {
  const { run, journal, observer } = options;
  for (;;) {
    try {
      const facts = { 'task.name': task.name, 'task.attempt': run.attempt + 1 };
      const end = await observer.span('task', facts, () =>
        attemptTask(task, run, (signal) =>
          toolsFor({ task, signal, outcomes, run, journal, observer }),
        ),
      );
      journal.assertSound();
      return end;
    } catch (error) {
      journal.assertSound();
      if (error instanceof TaskWaits) return { waits: await waitOutside(error, options) };
      const end = failed(task, error, options);
      if (end) return end;
      if ((await waitForRetry(options)) === 'parked') return 'parked';
    }
  }
}

/** Counts a failed attempt; what the task's silence is recorded as, once it was the last. */
function failed(
  task: Task,
  error: unknown,
  { run, logger }: RunProgramOptions,
): TaskEnd | undefined {
  run.attempt += 1;
  const why = { runId: run.runId, task: task.name, attempt: run.attempt };
  logger.warn({ ...why, ...describeError(error) }, 'An attempt of a task failed.');
  if (run.attempt < task.maxAttempts) return undefined;
  const reason = error instanceof AttemptTimedOut ? 'timeout' : 'error';
  return task.giveUp({ reason, attempts: run.attempt, lastError: error });
}

async function waitOutside(
  { forMs, effects }: TaskWaits,
  { run, journal }: RunProgramOptions,
): Promise<Committed> {
  run.attempt = 0;
  return journal.checkpoint({ op: 'wait', waitMs: forMs }, effects);
}

async function waitForRetry({ run, journal, ...options }: RunProgramOptions) {
  const waitMs = backOffMs(options.retry, run.attempt);
  if (waitMs <= options.longestWaitMs) {
    await journal.checkpoint({ op: 'move' });
    const leftMs = await sleep(waitMs, [options.stopping, run.abort.signal]);
    journal.assertSound();
    if (leftMs === 0) return 'waited';
    await journal.checkpoint({ op: 'park', waitMs: leftMs });
    return 'parked';
  }
  await journal.checkpoint({ op: 'park', waitMs });
  return 'parked';
}

type ToolsOptions = {
  readonly task: Task;
  readonly signal: AbortSignal;
  readonly outcomes: ReadonlyMap<string, unknown>;
  readonly run: HeldRun;
  readonly journal: Journal;
  readonly observer: Pick<Observer, 'span'>;
};

function toolsFor(options: ToolsOptions): TaskTools {
  const { task, signal, outcomes } = options;
  const asked = new Set<string>();
  return {
    signal,
    wait(until): never {
      throw new TaskWaits(until);
    },
    outcomeOf: <Outcome>(name: string) => outcomes.get(name) as Outcome | undefined,
    ask<Answer>(name: string, send: (call: Call) => Promise<Answer>) {
      const isRepeated = asked.has(name);
      asked.add(name);
      const answer = isRepeated
        ? Promise.reject(new Error(`Task ${task.name} asks "${name}" twice.`))
        : askOnce(name, send, options);
      // A task that failed elsewhere may never look at it; that must not end the process.
      answer.catch(() => undefined);
      return answer as Promise<Answer>;
    },
  };
}

async function askOnce(
  name: string,
  send: (call: Call) => Promise<unknown>,
  { task, signal, run, journal, observer }: ToolsOptions,
): Promise<unknown> {
  const place = `${encodeURIComponent(task.name)}/${encodeURIComponent(name)}`;
  const remembered = journal.recall(`ask/${place}`);
  if (remembered) return remembered.value;

  signal.throwIfAborted();
  const idempotencyKey = `${run.runId}/${place}`;
  run.asking += 1;
  const sent = observer.span('ask', { 'ask.name': name }, () => send({ signal, idempotencyKey }));
  const answer = toJson(
    await sent.finally(() => {
      run.asking -= 1;
    }),
  );
  // An answer that comes after the attempt was aborted belongs to nobody.
  signal.throwIfAborted();
  journal.note(`ask/${place}`, answer);
  await journal.checkpoint({ op: 'move' });
  return answer;
}

function taskMemory(task: string): string {
  return `task/${encodeURIComponent(task)}`;
}

/** As it will be remembered, so that a run which resumes sees what one that went through saw. */
function toJson(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}
