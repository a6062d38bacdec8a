import type { SystemDb } from '../../kernel/statement.ts';
import { findCustomer, type NamedTenant } from '../tenants/find-customer.command.ts';
import { lockReferenceSource, removeReferenceSource } from './reference-people.store.ts';
import { ReferenceNotFound } from './reference-person.ts';

/** Removes a register with its people and their key. @throws {@link ReferenceNotFound} */
export async function removeReference(
  system: SystemDb,
  named: NamedTenant,
  source: string,
): Promise<void> {
  const { tenantId } = await findCustomer(system, named, 'query');
  const db = system.forTenant({ own: tenantId, readable: [tenantId] });
  await db.inTransaction(async (tx) => {
    await lockReferenceSource(tx, source);
    if (!(await removeReferenceSource(tx, source))) throw new ReferenceNotFound();
  });
}
