import type { Context } from '../../kernel/context.ts';
import { MOST_ROUTES, type Route, RouteRefused } from '../workflow-definitions/route.ts';
import {
  findWorkflow,
  findWorkflowOfVersion,
} from '../workflow-definitions/workflow-definition.store.ts';
import { keyOfName, type PublishedWorkflow } from '../workflow-definitions/workflow-definition.ts';
import type { RunMaterial } from './start-execution.command.ts';

/**
 * Where a run goes on when a branch leads into another workflow of its service: the version that is in
 * force now.
 *
 * @param visited keys of the workflows that the run has been in, in order
 * @throws {@link RouteRefused} where there is no such workflow, the run has been in it, or it has gone too far
 */
export async function findRoute(
  ctx: Pick<Context, 'db'>,
  { execution }: RunMaterial,
  to: { readonly workflowName: string; readonly visited: readonly string[] },
): Promise<Route> {
  const { workflowName, visited } = to;
  const { serviceName } = execution;
  const found = await findWorkflow(ctx.db, ctx.db.scope.own, { serviceName, workflowName });
  if (!found) throw new RouteRefused(`There is no workflow ${workflowName} in ${serviceName}`);
  const { definition, version } = found;
  const workflowKey = keyOfName(definition.workflowName);
  if (visited.includes(workflowKey)) {
    throw new RouteRefused(`The run has been in workflow ${definition.workflowName} before`);
  }
  if (visited.length > MOST_ROUTES) {
    throw new RouteRefused(`A run goes on elsewhere ${MOST_ROUTES} times at most`);
  }
  const { workflowId, workflowName: name } = definition;
  return { workflowId, workflowName: name, workflowKey, version };
}

/** The workflow of a route that was taken, as it was then. */
export async function routedWorkflow(
  ctx: Pick<Context, 'db'>,
  { execution }: RunMaterial,
  { workflowKey, version }: Route,
): Promise<PublishedWorkflow> {
  const { serviceKey, workflowExecutionId } = execution;
  const of = { serviceKey, workflowKey, version };
  const found = await findWorkflowOfVersion(ctx.db, ctx.db.scope.own, of);
  if (!found) throw new Error(`A workflow version of execution ${workflowExecutionId} is missing.`);
  return found;
}
