import type { ManualKycPolicy } from '@probity/contract/operations/admin-manual-kyc';
import type { OperatorContext } from '../../kernel/context.ts';
import { recordTenantEvent } from '../audit/record-tenant-event.command.ts';
import { findCustomer, type NamedTenant } from '../tenants/find-customer.command.ts';
import { findManualPolicy, insertManualPolicy } from './manual-policy.store.ts';
import type { PublishedPolicy } from './manual-policy.ts';

/** Publishes the next version of a tenant's policy. */
export async function publishManualPolicy(
  ctx: OperatorContext,
  { tenant, policy }: { tenant: NamedTenant; policy: ManualKycPolicy },
): Promise<PublishedPolicy> {
  const { tenantId } = await findCustomer(ctx.system, tenant, 'body');
  return ctx.system.inTransaction(async (system) => {
    const published = await insertManualPolicy(system, tenantId, { policy, at: ctx.now() });
    const objectId = `v${published.version}`;
    const fact = { type: 'CUSTOMER_UPDATE', objectType: 'MANUAL_KYC_POLICY', objectId } as const;
    await recordTenantEvent({ ...ctx, system }, tenantId, fact);
    return published;
  });
}

/** The policy that is in force for one tenant. */
export async function showManualPolicy(
  { system }: OperatorContext,
  { tenant }: { tenant: NamedTenant },
): Promise<PublishedPolicy> {
  const { tenantId } = await findCustomer(system, tenant, 'query');
  return findManualPolicy(system.forTenant({ own: tenantId, readable: [tenantId] }));
}
