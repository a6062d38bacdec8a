import type { OperatorContext } from '../../kernel/context.ts';
import { recordTenantEvent } from '../audit/record-tenant-event.command.ts';
import { findCustomer, type NamedTenant } from '../tenants/find-customer.command.ts';
import { routeProblems } from '../workflow-definitions/route-problems.ts';
import type { StepCatalogue } from '../workflow-definitions/validate-definition.ts';
import { validateDefinitionText } from '../workflow-definitions/validate-definition.ts';
import {
  insertWorkflow,
  listWorkflows,
} from '../workflow-definitions/workflow-definition.store.ts';
import {
  DefinitionRefused,
  type PublishedWorkflow,
} from '../workflow-definitions/workflow-definition.ts';

/** Publishes the next version of a workflow for one tenant. @throws {@link DefinitionRefused} */
export async function publishWorkflow(
  ctx: OperatorContext,
  catalogue: StepCatalogue,
  asked: { tenant: NamedTenant; text: string },
): Promise<PublishedWorkflow> {
  const { tenantId } = await findCustomer(ctx.system, asked.tenant, 'body');
  const validated = validateDefinitionText(asked.text, catalogue);
  if (!validated.isValid) throw new DefinitionRefused(validated.problems);
  const { definition } = validated;
  const beside = await listWorkflows(
    ctx.system.forTenant({ own: tenantId, readable: [tenantId] }),
    tenantId,
    definition.serviceName,
  );
  const others = beside.map((published) => published.definition);
  const problems = routeProblems(definition, others, catalogue);
  if (problems.length > 0) throw new DefinitionRefused(problems);
  return ctx.system.inTransaction(async (system) => {
    const at = ctx.now();
    const published = await insertWorkflow(system, tenantId, { definition, at });
    const objectId = `${definition.workflowId}@v${published.version}`;
    const fact = {
      type: 'CUSTOMER_UPDATE',
      objectType: 'WORKFLOW',
      objectId,
      serviceName: definition.serviceName,
      workflowName: definition.workflowName,
      workflowVersion: published.version,
      detail: { fieldsUpdated: ['definition'] },
    } as const;
    await recordTenantEvent({ ...ctx, system }, tenantId, fact);
    return published;
  });
}
