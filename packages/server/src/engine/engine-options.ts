import type { EffectKind } from '../kernel/effect.ts';
import { type Observer, UNOBSERVED } from '../kernel/observer.ts';
import type { SystemDb } from '../kernel/statement.ts';
import type { OnBoundary } from './gate.ts';
import type { ProgramLoader } from './program.ts';

/** Where the engine says what it does; it never passes a payload. */
export type EngineLogger = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

export type EngineOptions = {
  readonly db: SystemDb;
  readonly load: ProgramLoader;
  /** Every kind of effect that a program or a start may have. */
  readonly effects: readonly EffectKind[];
  readonly logger: EngineLogger;
  /** Hears of runs, tasks, asks and commits as spans. */
  readonly observer?: Pick<Observer, 'span'>;
  /** How long a node that falls silent keeps its runs. */
  readonly leaseMs?: number;
  /** Between two looks for runs that nobody holds. */
  readonly pollMs?: number;
  /** Between two looks for runs that others wait for and that end elsewhere. */
  readonly waiterPollMs?: number;
  /** The wait after the first failure of a task. */
  readonly retryBaseMs?: number;
  /** The longest wait between two attempts of a task. */
  readonly retryLimitMs?: number;
  /** Runs at work that were claimed rather than started here. */
  readonly maxClaimed?: number;
  /** Runs that this node holds before it takes on no more; who starts one waits a little for room. */
  readonly maxHeld?: number;
  readonly onBoundary?: OnBoundary;
};

export type EngineSettings = Required<EngineOptions>;

/** The options with what is not given. */
export function toSettings(options: EngineOptions): EngineSettings {
  return {
    leaseMs: 10_000,
    pollMs: 500,
    waiterPollMs: 250,
    retryBaseMs: 200,
    retryLimitMs: 60_000,
    maxClaimed: 64,
    maxHeld: 1_000,
    onBoundary: () => undefined,
    observer: UNOBSERVED,
    ...options,
  };
}
