import {
  listPublishedWorkflows,
  publishWorkflow as publishOperation,
  validateWorkflow,
} from '@probity/contract/operations/admin-workflows';
import { type Mount, mount } from '../../http/mount.ts';
import type { OperatorContext } from '../../kernel/context.ts';
import {
  type StepCatalogue,
  validateDefinitionText,
} from '../workflow-definitions/validate-definition.ts';
import type { PublishedWorkflow } from '../workflow-definitions/workflow-definition.ts';
import { explanationOf, type StepWords } from './explain-definition.ts';
import { publishWorkflow } from './publish-workflow.command.ts';
import { readPublishedWorkflows } from './read-published-workflows.command.ts';

/** What the server knows of step types: how to check them, and how to say what they do. */
export type StepKnowledge = StepWords & { readonly catalogue: StepCatalogue };

/** The operator's workflows: list, check, publish. */
export function publishedWorkflowRoutes(
  mounting: Mount<OperatorContext>,
  { catalogue, explain, needs }: StepKnowledge,
): void {
  mount(mounting, listPublishedWorkflows, async (ctx, { query }) => {
    const workflows = await readPublishedWorkflows(ctx, query);
    return { status: 200, body: { requestId: ctx.requestId, workflows: workflows.map(view) } };
  });

  mount(mounting, validateWorkflow, async (ctx, { body }) => {
    const { requestId } = ctx;
    const validated = validateDefinitionText(body.definition, catalogue);
    if (!validated.isValid) {
      const { problems } = validated;
      return { status: 200, body: { requestId, isValid: false, problems, explanation: [] } };
    }
    const explanation = explanationOf(validated.definition, { explain, needs });
    return { status: 200, body: { requestId, isValid: true, problems: [], explanation } };
  });

  mount(mounting, publishOperation, async (ctx, { body }) => {
    const asked = { tenant: body, text: body.definition };
    const workflow = await publishWorkflow(ctx, catalogue, asked);
    return { status: 201, body: { requestId: ctx.requestId, workflow: view(workflow) } };
  });
}

function view({ definition, version, publishedAt }: PublishedWorkflow) {
  const { serviceName, workflowId, workflowName, type, lifecyclePhase, monitoringTypes } =
    definition;
  return {
    serviceName,
    workflowId,
    workflowName,
    type,
    lifecyclePhase,
    monitoringTypes,
    version: `v${version}`,
    publishedAt: publishedAt.toISOString(),
    definition,
  };
}
