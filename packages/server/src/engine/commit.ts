import type { Effects } from '../kernel/effect.ts';

/** One run of one tenant. */
export type RunKey = { readonly tenantId: string; readonly runId: string };

/** What a run learnt, sealed by the codec of its program. */
export type Memory = { readonly name: string; readonly sealed: Buffer };

/** A run as it must stand in the table for a checkpoint to be written. */
type Fenced = RunKey & { readonly epoch: number; readonly position: number };

/** One change of one run with everything that must commit together with it. */
export type Commit = { readonly effects: Effects } & (
  | (RunKey & { readonly op: 'start'; readonly lane: string; readonly kind: string })
  | (Fenced & {
      /**
       * Goes on (`move`), or lets go of the lease for `waitMs`: while its lane stays blocked (`park`), or
       * while others in it go ahead (`wait`).
       */
      readonly op: 'move' | 'park' | 'wait';
      readonly attempt: number;
      readonly stumbles: number;
      /** Wake-ups that the run had had when it was taken up: a later one makes it due at once. */
      readonly wakes: number;
      readonly waitMs: number;
      readonly memories: readonly Memory[];
    })
  | (Fenced & { readonly op: 'end' })
);

/** What became of a commit; undefined stands for one whose fence did not hold: nothing was written. */
export type Committed = {
  readonly isActive: boolean;
  /** Another run waits in the lane that is free now. */
  readonly hasWaiting: boolean;
};
