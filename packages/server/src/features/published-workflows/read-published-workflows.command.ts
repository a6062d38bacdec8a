import type { OperatorContext } from '../../kernel/context.ts';
import { findCustomer, type NamedTenant } from '../tenants/find-customer.command.ts';
import { listWorkflows } from '../workflow-definitions/workflow-definition.store.ts';
import type { PublishedWorkflow } from '../workflow-definitions/workflow-definition.ts';

/** The newest version of each workflow of one tenant. */
export async function readPublishedWorkflows(
  { system }: OperatorContext,
  named: NamedTenant,
): Promise<PublishedWorkflow[]> {
  const { tenantId } = await findCustomer(system, named, 'query');
  return listWorkflows(system.forTenant({ own: tenantId, readable: [tenantId] }), tenantId);
}
