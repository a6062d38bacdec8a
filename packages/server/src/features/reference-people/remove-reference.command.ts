import type { OperatorContext } from '../../kernel/context.ts';
import { recordTenantEvent } from '../audit/record-tenant-event.command.ts';
import { findCustomer, type NamedTenant } from '../tenants/find-customer.command.ts';
import { lockReferenceSource, removeReferenceSource } from './reference-people.store.ts';
import { ReferenceNotFound } from './reference-person.ts';

/** Removes a register with its people and their key. @throws {@link ReferenceNotFound} */
export async function removeReference(
  ctx: OperatorContext,
  named: NamedTenant,
  source: string,
): Promise<void> {
  const { tenantId } = await findCustomer(ctx.system, named, 'query');
  await ctx.system.inTransaction(async (system) => {
    const tx = system.forTenant({ own: tenantId, readable: [tenantId] });
    await lockReferenceSource(tx, source);
    if (!(await removeReferenceSource(tx, source))) throw new ReferenceNotFound();
    await recordTenantEvent({ ...ctx, system }, tenantId, {
      type: 'CUSTOMER_UPDATE',
      objectType: 'REGISTER',
      detail: { register: { source }, change: 'REMOVED' },
    });
  });
}
