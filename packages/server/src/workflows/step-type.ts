import type { Individual } from '@probity/contract/individual';
import type { z } from 'zod';
import type { StepEnd, StepEndWithRows } from '../features/executions/step-result.ts';
import type { ProcessResult } from '../features/results/process-result.ts';
import type { LifecyclePhase } from '../features/workflow-definitions/workflow-definition.ts';
import type { Clock } from '../kernel/clock.ts';
import type { EffectRow } from '../kernel/effect.ts';
import type { WatchlistProvider } from '../providers/watchlist-provider.ts';

/** The run that a step is part of. */
export type RunFacts = {
  readonly tenantId: string;
  readonly workflowExecutionId: string;
  readonly requestId: string;
  readonly entityId: string;
  readonly serviceKey: string;
  readonly workflowKey: string;
  readonly workflowType: string;
  readonly lifecyclePhase: LifecyclePhase;
  /** Whether the tenant is one for invented people. */
  readonly isSandbox: boolean;
};

/** Sources that steps may consult, by what they can do. */
export type Capabilities = {
  readonly watchlists: WatchlistProvider;
};

/** What a step is given. */
export type StepInput<Configuration> = {
  readonly step: { readonly name: string; readonly type: string };
  readonly configuration: Configuration;
  readonly run: RunFacts;
  /** The person as they were when the run began. */
  readonly individual: Individual;
  /** Steps that have ended, in order. */
  readonly earlier: readonly StepEnd[];
  /** What is still valid of earlier runs, of one class. */
  priorResults(resultClass: string): Promise<readonly ProcessResult[]>;
  /** A new process result as the row that commits with the step. */
  resultRow(result: ProcessResult): EffectRow;
  readonly capabilities: Capabilities;
  readonly now: Clock;
  /** Fires when the attempt has run out of time or the server lost the run. */
  readonly signal: AbortSignal;
};

/**
 * One kind of step. A workflow names it by `type`; this says what its configuration looks like,
 * what it does, and what its silence is recorded as.
 */
export type StepType<Configuration = unknown> = {
  readonly type: string;
  readonly description: string;
  readonly timeoutMs: number;
  readonly maxAttempts: number;
  readonly configuration: z.ZodType<Configuration>;
  /** What it does with this configuration, in sentences. */
  explain(configuration: Configuration): readonly string[];
  run(input: StepInput<Configuration>): Promise<StepEndWithRows>;
};
