import type { RunKey } from './commit.ts';
import type { RunHeader } from './program.ts';

/** A run that this node holds the lease of, as far as it has come. */
export type HeldRun = Omit<RunHeader, 'attempt'> & {
  readonly epoch: number;
  /** Checkpoints written so far. */
  position: number;
  /** Failed attempts of the task in hand. */
  attempt: number;
  /** Wake-ups when this node took it up. */
  readonly wakes: number;
  /** Failures outside any task since the last checkpoint. */
  stumbles: number;
  /** Questions to the world that are out: while there are some, the run costs nothing here. */
  asking: number;
  /** Aborted when the lease is lost; the reason is thrown in whatever is at work for the run. */
  readonly abort: AbortController;
};

/** Runs of several tenants in one map. */
export function runKey({ tenantId, runId }: RunKey): string {
  return `${tenantId}/${runId}`;
}
