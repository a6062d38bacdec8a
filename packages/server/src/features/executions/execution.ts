import type { Channel } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import type { Page } from '../../kernel/page.ts';
import type { StoredIndividual } from '../entities/individual.ts';
import type { ProfileState } from '../service-profiles/service-profile.ts';
import type { LifecyclePhase } from '../workflow-definitions/workflow-definition.ts';
import type { ExecutionReport, ExecutionSummary, Outcome } from './execution-report.ts';

/** Version of the shape in which an execution is kept. */
export const EXECUTION_SCHEMA_VERSION = 1;

/** Where the engine is with a run; only for COMPLETED ones does `status` mean anything. */
export type ExecutionState =
  | 'COMPLETED'
  | 'CANCELED'
  | 'TERMINATED'
  | 'ERROR'
  | 'TIMEOUT'
  | 'IN_PROGRESS';

/** An officer's outcome in place of the automatic one. */
export type Override = {
  readonly at: Date;
  readonly requestId: string;
  readonly by: string | null;
};

/** Another workflow that a run went over into, in the version that was in force then. */
export type EndWorkflow = {
  readonly workflowId: string;
  readonly workflowName: string;
  readonly version: number;
};

/** What a run was given and will not see change under it. */
export type Given = {
  readonly individual: StoredIndividual;
  readonly workflowType: string;
  /** Whether the tenant is one for invented people: invented lists count for nobody else. */
  readonly isSandbox: boolean;
  /** How the latest run of the service had ended by then, and where the profile stood. */
  readonly before?: { readonly status: string | null; readonly profileState: ProfileState };
};

/** One run of one workflow for one person, as far as a service profile shows it. */
export type ExecutionHead = {
  readonly workflowExecutionId: string;
  readonly entityId: string;
  readonly serviceProfileId: string;
  readonly serviceKey: string;
  readonly workflowKey: string;
  readonly serviceName: string;
  readonly workflowName: string;
  readonly workflowId: string;
  /** The published version that it started with and keeps. */
  readonly workflowVersion: number;
  /** The workflow in which it goes on since a branch led there; null while it is in its own. */
  readonly endWorkflow: EndWorkflow | null;
  readonly lifecyclePhase: LifecyclePhase;
  readonly monitoringTypes: readonly ('AML' | 'ACTIVITY')[];
  readonly requestId: string;
  readonly channel: Channel;
  readonly isManual: boolean;
  readonly state: ExecutionState;
  /** What the workflow concluded. */
  readonly result: Outcome;
  /** What counts: the result, or the override. */
  readonly status: Outcome;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly updatedAt: Date;
  readonly updatedBy: string | null;
  readonly startedBy: string | null;
  readonly override: Override | null;
  readonly processResultIds: readonly string[];
  /** The revision of the person as they were when the run began. */
  readonly individualRevision: number;
  /** Null while it runs. */
  readonly summary: ExecutionSummary | null;
};

/** A whole run. What it leaves is written once, when it ends; only an override follows. */
export type Execution = ExecutionHead & {
  readonly given: Given;
  /** Null while it runs. */
  readonly report: ExecutionReport | null;
};

/** Which executions of a workflow are asked for. Bounds of time are inclusive. */
export type ExecutionFilter = {
  readonly serviceKey: string;
  readonly workflowKey: string;
  readonly workflowResults?: readonly string[] | undefined;
  readonly workflowExecutionStates?: readonly string[] | undefined;
  readonly startedAtBefore?: Date | undefined;
  readonly startedAtAfter?: Date | undefined;
  readonly endedAtBefore?: Date | undefined;
  readonly endedAtAfter?: Date | undefined;
  readonly page: Page;
};

/** At most one run of a person and a service is active: this names the queue that they stand in. */
export function laneOf(entityId: string, serviceKey: string): string {
  return `${entityId}/${serviceKey}`;
}

/** Whom a lane is about. */
export function entityOfLane(lane: string): string {
  return lane.slice(0, lane.indexOf('/'));
}

export class ExecutionNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'API-1010';

  constructor() {
    super('Workflow execution not found', [
      {
        issue: 'This individual has no such execution of this workflow',
        issueLocation: 'path.workflowExecutionId',
      },
    ]);
  }
}

/** There is nothing to override while the run has not concluded. */
export class ExecutionStillRuns extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VAL-0400';

  constructor() {
    super('The execution is still in progress', [
      {
        issue: 'Can be overridden once its state is no longer IN_PROGRESS',
        issueLocation: 'path.workflowExecutionId',
      },
    ]);
  }
}

/** The profile is in a state in which nothing may run. */
export class ProfileNotExecutable extends DomainError {
  readonly kind = 'not-executable';
  readonly code = 'VAL-0422';

  constructor(state: string) {
    super(`A workflow cannot be executed on a profile in state ${state}`, [
      { issue: `The service profile is ${state}`, issueLocation: 'path.serviceName' },
    ]);
  }
}

/** Another individual is in use in place of this one, in every service. */
export class IndividualIsDuplicate extends DomainError {
  readonly kind = 'not-executable';
  readonly code = 'VAL-0422';

  constructor(survivorId: string) {
    super('A workflow cannot be executed on a duplicate', [
      {
        issue: `The individual is a duplicate of ${survivorId}, which is the one to execute on`,
        issueLocation: 'path.entityId',
      },
    ]);
  }
}
