import { listWorkflows as listOperation } from '@probity/contract/operations/workflows';
import { STEP_TYPES } from '@probity/contract/workflow';
import type { TenantContext } from '../../http/caller.ts';
import { type Mount, mount } from '../../http/mount.ts';
import { listWorkflows } from './workflow-definition.store.ts';
import type { PublishedWorkflow, StepDefinition } from './workflow-definition.ts';

/** Which workflows a tenant can execute. */
export function workflowDefinitionRoutes(mounting: Mount<TenantContext>): void {
  mount(mounting, listOperation, async (ctx, { query }) => {
    const published = await listWorkflows(ctx.db, ctx.db.scope.own, query.serviceName);
    const withDefinition = query.include.includes('workflowDefinition');
    const workflows = published.map((workflow) => workflowView(workflow, withDefinition));
    return { status: 200, body: { requestId: ctx.requestId, workflows } };
  });
}

function workflowView({ definition, version, publishedAt }: PublishedWorkflow, whole: boolean) {
  const { serviceName, workflowId, workflowName, type, lifecyclePhase, monitoringTypes } =
    definition;
  return {
    serviceName,
    workflowId,
    workflowName,
    type,
    lifecyclePhase,
    monitoringTypes,
    ...(whole && {
      definition: {
        definitionUpdatedAt: publishedAt.toISOString(),
        version: `v${version}`,
        steps: definition.steps.map(stepView),
      },
    }),
  };
}

/** The contract knows fewer types than there are; what it does not name is OTHER, under its own name. */
function stepView(step: StepDefinition) {
  const type = STEP_TYPES.find((known) => known === step.type) ?? 'OTHER';
  return { ...step, type };
}
