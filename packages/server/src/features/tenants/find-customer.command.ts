import type { SystemDb } from '../../kernel/statement.ts';
import { findTenant } from './tenant.store.ts';
import { type Tenant, TenantNotFound } from './tenant.ts';

/** Whom the operator names. */
export type NamedTenant = {
  readonly customerId: string;
  readonly customerChildId?: string | undefined;
};

/** The tenant that a customer, or a customer and one of its children, name. @throws {@link TenantNotFound} */
export async function findCustomer(
  system: SystemDb,
  named: NamedTenant,
  root: 'body' | 'query',
): Promise<Tenant> {
  const { customerId, customerChildId } = named;
  if (customerChildId === undefined) {
    const tenant = await findTenant(system, customerId);
    if (tenant?.parentTenantId === null) return tenant;
    throw new TenantNotFound(`${root}.customerId`);
  }
  const child = await findTenant(system, customerChildId);
  if (child?.parentTenantId === customerId) return child;
  throw new TenantNotFound(`${root}.customerChildId`);
}
