import type { Individual } from '@probity/contract/individual';
import type { z } from 'zod';
import type { Call } from '../engine/program.ts';
import type { StepEnd, StepEndWithRows } from '../features/executions/step-result.ts';
import type { CaptureRecords } from '../features/idv/run-capture.command.ts';
import type { MonitoringType, Subscription } from '../features/monitoring/monitoring.ts';
import type { ProcessResult } from '../features/results/process-result.ts';
import type { KnownRisk } from '../features/risk/assess-risk.ts';
import type { PublishedRiskProfile } from '../features/risk/risk-profile.ts';
import type { Route } from '../features/workflow-definitions/route.ts';
import type { StepNeeds } from '../features/workflow-definitions/step-needs.ts';
import type { StepLeads } from '../features/workflow-definitions/validate-definition.ts';
import type { LifecyclePhase } from '../features/workflow-definitions/workflow-definition.ts';
import type { Clock } from '../kernel/clock.ts';
import type { EffectRow } from '../kernel/effect.ts';
import type { FraudProvider } from '../providers/fraud-provider.ts';
import type { IdentityProvider } from '../providers/identity-provider.ts';
import type { IdvProvider } from '../providers/idv-provider.ts';
import type { LookupProvider } from '../providers/lookup-provider.ts';
import type { MatchlistProvider } from '../providers/matchlist-provider.ts';
import type { PeopleProvider } from '../providers/people-provider.ts';
import type { PhotoReader } from '../providers/photo-reader.ts';
import type { VisaProvider } from '../providers/visa-provider.ts';
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
  /** This installation's lists first, then the operator's vendors in their order. */
  readonly watchlists: readonly WatchlistProvider[];
  /** In the operator's order, which is the order of a waterfall. */
  readonly identity: readonly IdentityProvider[];
  readonly idv: readonly IdvProvider[];
  readonly fraud: readonly FraudProvider[];
  readonly visa: readonly VisaProvider[];
  readonly lookup: readonly LookupProvider[];
  /** What reads the photos of documents; nobody where it is absent. */
  readonly photos?: PhotoReader;
  readonly people: PeopleProvider;
  readonly matchlists: MatchlistProvider;
};

/** Nobody to ask. */
export const NO_PROVIDERS: Capabilities = {
  watchlists: [],
  identity: [],
  idv: [],
  fraud: [],
  visa: [],
  lookup: [],
  people: { name: 'nobody', findDuplicates: nobodyThere },
  matchlists: { name: 'nobody', find: nobodyThere },
};

/** What the platform keeps of the run's person and tenant, for the few steps that need it. */
export type RunRecords = {
  /** Where the run goes on. @throws RouteRefused where it cannot */
  routeTo(workflowName: string): Promise<Route>;
  riskProfile(profileName: string): Promise<PublishedRiskProfile | undefined>;
  /** What earlier runs left of the person's risk within the service. */
  knownRisk(): Promise<KnownRisk & { readonly previousLevel: string | null }>;
  /** Runs of this workflow for this person, this one among them. */
  attempts(): Promise<number>;
  /** What the person is watched for, in every service. */
  subscriptions(): Promise<readonly Subscription[]>;
  /** Switches watching on or off within the service, with the step. */
  monitoringRow(type: MonitoringType, status: Subscription['status']): EffectRow;
  /** The person's captures of document and face. */
  readonly captures: CaptureRecords;
};
/** A step that needs a source which is not there has not looked, and says so. */
async function nobodyThere(): Promise<never> {
  throw new Error('There is nobody to ask.');
}

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
  /** What the platform keeps and only few steps ask for; a run has it, a step that is tried alone may not. */
  readonly records?: RunRecords;
  /**
   * Asks a source outside this process. The answer (JSON) is committed before it is returned, and a
   * step that is resumed gets the remembered one. Names are unique within the step.
   */
  ask<Answer>(name: string, send: (call: Call) => Promise<Answer>): Promise<Answer>;
  /**
   * Ends the attempt because what the step needs happens outside, such as a person taking a photograph.
   * The step begins again after `forMs`, or as soon as the person's runs are woken; `rows` commit before.
   */
  wait(until: { readonly forMs: number; readonly rows?: StepEndWithRows['rows'] }): never;
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
  /** What it needs with this configuration; left out where it needs nothing. */
  needs?(configuration: Configuration): StepNeeds;
  /** Steps and workflows that it may lead to; left out where it leads nowhere. */
  leadsTo?(configuration: Configuration): StepLeads;
  run(input: StepInput<Configuration>): Promise<StepEndWithRows>;
};
