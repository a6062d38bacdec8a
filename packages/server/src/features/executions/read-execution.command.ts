import type { Context } from '../../kernel/context.ts';
import { type Entity, findEntity } from '../entities/entity.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import { listSubscriptions } from '../monitoring/monitoring.store.ts';
import type { Subscription } from '../monitoring/monitoring.ts';
import { listManualStatuses, listResultsById } from '../results/process-result.store.ts';
import type { ProcessResult } from '../results/process-result.ts';
import { listAssessments, listLatestAssessmentIds } from '../risk/risk.store.ts';
import { listServiceProfiles } from '../service-profiles/service-profile.store.ts';
import type { ServiceProfile } from '../service-profiles/service-profile.ts';
import { keyOfName, keyOfService } from '../workflow-definitions/workflow-definition.ts';
import { findExecution, listExecutions, listLatestExecutions } from './execution.store.ts';
import type { ExecutionFilter } from './execution.ts';
import { type Execution, type ExecutionHead, ExecutionNotFound } from './execution.ts';
import type { Assessments, ManualStatuses } from './execution-view.ts';

/** How many executions each service profile shows. */
const SUMMARIES_SHOWN = 20;

/** An execution with the results that it rests on, as they stand now. */
export type ReadExecution = {
  readonly entity: Entity;
  readonly execution: Execution;
  readonly results: ReadonlyMap<string, ProcessResult>;
  readonly assessments: Assessments;
};

/** Which execution, as a path names it. */
export type ExecutionPath = {
  readonly entityId: string;
  readonly serviceName: string;
  readonly workflowName: string;
  readonly workflowExecutionId: string;
};

/** @throws {@link IndividualNotFound}, {@link ExecutionNotFound} */
export async function readExecution(ctx: Context, path: ExecutionPath): Promise<ReadExecution> {
  const entity = await findEntity(ctx, path.entityId);
  if (!entity) throw new IndividualNotFound();
  return readExecutionOf(ctx, entity, path);
}

/** As {@link readExecution}, for a person who is at hand. @throws {@link ExecutionNotFound} */
export async function readExecutionOf(
  ctx: Context,
  entity: Entity,
  path: Omit<ExecutionPath, 'entityId'>,
): Promise<ReadExecution> {
  const execution = await findExecution(ctx.db, entity.vault, path.workflowExecutionId);
  if (!execution || !isOf(execution, path)) throw new ExecutionNotFound();
  return { entity, execution, ...(await restOf(ctx, entity, [execution])) };
}

/** Whether an execution is one of the workflow that a path names. */
export function isOf(
  execution: Execution,
  path: Pick<ExecutionPath, 'serviceName' | 'workflowName'>,
): boolean {
  return (
    execution.serviceKey === keyOfService(path.serviceName) &&
    execution.workflowKey === keyOfName(path.workflowName)
  );
}

/** One page of executions with their results. @throws {@link IndividualNotFound} */
export async function readExecutions(
  ctx: Context,
  entityId: string,
  filter: ExecutionFilter,
): Promise<{
  executions: Execution[];
  results: ReadonlyMap<string, ProcessResult>;
  assessments: Assessments;
  total: number;
}> {
  const entity = await findEntity(ctx, entityId);
  if (!entity) throw new IndividualNotFound();
  const { executions, total } = await listExecutions(ctx.db, entity.vault, filter);
  return { executions, total, ...(await restOf(ctx, entity, executions)) };
}

/** A person's profiles with what their views show. */
export type ReadProfiles = {
  readonly profiles: readonly ServiceProfile[];
  readonly executions: readonly ExecutionHead[];
  readonly statuses: ManualStatuses;
  readonly assessments: Assessments;
  readonly latestAssessmentIds: ReadonlyMap<string, string>;
  readonly subscriptions: readonly Subscription[];
};

export async function readProfiles(ctx: Context, { vault }: Entity): Promise<ReadProfiles> {
  const [profiles, executions, latestAssessmentIds, subscriptions] = await Promise.all([
    listServiceProfiles(ctx.db, vault),
    listLatestExecutions(ctx.db, vault, SUMMARIES_SHOWN),
    listLatestAssessmentIds(ctx.db, vault.entityId),
    listSubscriptions(ctx.db, vault),
  ]);
  const ids = executions.flatMap(({ processResultIds }) => processResultIds);
  const [statuses, assessments] = await Promise.all([
    listManualStatuses(ctx.db, vault.entityId, ids),
    latestAssessmentIds.size > 0
      ? listAssessments(ctx.db, vault, idsOf(executions))
      : new Map<never, never>(),
  ]);
  return { profiles, executions, statuses, assessments, latestAssessmentIds, subscriptions };
}

const idsOf = (executions: readonly ExecutionHead[]) =>
  executions.map(({ workflowExecutionId }) => workflowExecutionId);

/** What executions are shown with. */
async function restOf(ctx: Context, entity: Entity, executions: readonly Execution[]) {
  const [results, assessments] = await Promise.all([
    resultsOf(ctx, entity, executions),
    listAssessments(ctx.db, entity.vault, idsOf(executions)),
  ]);
  return { results, assessments };
}

async function resultsOf(
  ctx: Context,
  { vault }: Entity,
  executions: readonly Execution[],
): Promise<ReadonlyMap<string, ProcessResult>> {
  const ids = [...new Set(executions.flatMap(({ processResultIds }) => processResultIds))];
  const results = await listResultsById(ctx.db, vault, ids);
  return new Map(results.map((result) => [result.processResultId, result]));
}
