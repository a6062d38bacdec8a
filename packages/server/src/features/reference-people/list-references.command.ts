import type { SystemDb } from '../../kernel/statement.ts';
import { findCustomer, type NamedTenant } from '../tenants/find-customer.command.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { listReferenceSources } from './reference-people.store.ts';
import type { ReferenceSource } from './reference-person.ts';

/** The registers of the tenant that the operator names. */
export async function listReferences(
  system: SystemDb,
  named: NamedTenant,
): Promise<{ readonly tenant: Tenant; readonly sources: readonly ReferenceSource[] }> {
  const tenant = await findCustomer(system, named, 'query');
  const { tenantId } = tenant;
  const db = system.forTenant({ own: tenantId, readable: [tenantId] });
  return { tenant, sources: await listReferenceSources(db) };
}
