import type { Context } from '../../kernel/context.ts';
import { type Entity, findEntity } from '../entities/entity.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import { listManualStatuses, listResultsById } from '../results/process-result.store.ts';
import type { ProcessResult } from '../results/process-result.ts';
import { listServiceProfiles } from '../service-profiles/service-profile.store.ts';
import type { ServiceProfile } from '../service-profiles/service-profile.ts';
import { keyOfName } from '../workflow-definitions/workflow-definition.ts';
import { findExecution, listExecutions, listLatestExecutions } from './execution.store.ts';
import { type Execution, type ExecutionHead, ExecutionNotFound } from './execution.ts';
import type { ExecutionFilter } from './execution-filter.ts';
import type { ManualStatuses } from './execution-view.ts';

/** How many executions each service profile shows. */
const SUMMARIES_SHOWN = 20;

/** An execution with the results that it rests on, as they stand now. */
export type ReadExecution = {
  readonly entity: Entity;
  readonly execution: Execution;
  readonly results: ReadonlyMap<string, ProcessResult>;
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
  return { entity, execution, results: await resultsOf(ctx, entity, [execution]) };
}

/** Whether an execution is one of the workflow that a path names. */
export function isOf(
  execution: Execution,
  path: Pick<ExecutionPath, 'serviceName' | 'workflowName'>,
): boolean {
  return (
    execution.serviceKey === keyOfName(path.serviceName) &&
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
  total: number;
}> {
  const entity = await findEntity(ctx, entityId);
  if (!entity) throw new IndividualNotFound();
  const { executions, total } = await listExecutions(ctx.db, entity.vault, filter);
  return { executions, total, results: await resultsOf(ctx, entity, executions) };
}

/** A person's profiles with what their views show. */
export type ReadProfiles = {
  readonly profiles: readonly ServiceProfile[];
  readonly executions: readonly ExecutionHead[];
  readonly statuses: ManualStatuses;
};

export async function readProfiles(ctx: Context, { vault }: Entity): Promise<ReadProfiles> {
  const [profiles, executions] = await Promise.all([
    listServiceProfiles(ctx.db, vault),
    listLatestExecutions(ctx.db, vault, SUMMARIES_SHOWN),
  ]);
  const ids = executions.flatMap(({ processResultIds }) => processResultIds);
  return { profiles, executions, statuses: await listManualStatuses(ctx.db, vault.entityId, ids) };
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
