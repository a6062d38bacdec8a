import type { Effects } from '../kernel/effect.ts';

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
