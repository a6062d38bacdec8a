import { type Signing, takeCheckpoints } from './take-checkpoints.command.ts';

export type CheckpointSchedule = {
  start(): void;
  /** Signs once more, and resolves when nothing is under way any more. */
  stop(): Promise<void>;
  /** Signs what is there to be signed; at most one such round is under way at a time. */
  round(): Promise<void>;
};

export type CheckpointTools = Signing & {
  readonly everySeconds: number;
  readonly onFailure: (error: unknown) => void;
};

/** Signs the audit now and then while the server runs; of several servers one signs each time. */
export function checkpointSchedule(tools: CheckpointTools): CheckpointSchedule {
  let timer: NodeJS.Timeout | null = null;
  let underWay: Promise<void> | null = null;
  const round = () => {
    underWay ??= takeCheckpoints(tools)
      .then(() => undefined)
      .catch(tools.onFailure)
      .finally(() => {
        underWay = null;
      });
    return underWay;
  };
  return {
    round,
    start() {
      timer ??= setInterval(() => void round(), tools.everySeconds * 1_000).unref();
    },
    async stop() {
      const wasStarted = timer !== null;
      if (timer) clearInterval(timer);
      timer = null;
      await underWay;
      if (wasStarted) await round();
    },
  };
}
