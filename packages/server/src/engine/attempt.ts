import type { Effects } from '../kernel/effect.ts';
import type { HeldRun } from './held-run.ts';
import type { Task, TaskEnd, TaskTools } from './program.ts';

/** Thrown through a task that has to wait: not a failure, and not counted as one. */
export class TaskWaits extends Error {
  readonly forMs: number;
  readonly effects: Effects | undefined;

  constructor({ forMs, effects }: { readonly forMs: number; readonly effects?: Effects }) {
    super('The task waits for something outside.');
    this.forMs = forMs;
    this.effects = effects;
  }
}

/** An attempt of a task took longer than it may. */
export class AttemptTimedOut extends Error {
  constructor(timeoutMs: number) {
    super(`The attempt took longer than ${timeoutMs} ms.`);
  }
}

/**
 * One attempt. Ends at the time-out or when the run is lost, whether or not the task listens to its
 * signal; what it still does afterwards is ignored.
 */
export async function attemptTask(
  task: Task,
  run: HeldRun,
  toolsFor: (signal: AbortSignal) => TaskTools,
): Promise<TaskEnd> {
  const { signal: lost } = run.abort;
  const attempt = new AbortController();
  const giveIn = () => attempt.abort(lost.reason);
  const timer = setTimeout(
    () => attempt.abort(new AttemptTimedOut(task.timeoutMs)),
    task.timeoutMs,
  );
  lost.addEventListener('abort', giveIn, { once: true });
  try {
    lost.throwIfAborted();
    return await Promise.race([task.run(toolsFor(attempt.signal)), whenAborted(attempt.signal)]);
  } catch (error) {
    // A task that listens fails with words of its own; the time-out is what happened.
    throw attempt.signal.aborted ? attempt.signal.reason : error;
  } finally {
    clearTimeout(timer);
    lost.removeEventListener('abort', giveIn);
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
