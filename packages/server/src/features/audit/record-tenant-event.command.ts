import type { OperatorContext } from '../../kernel/context.ts';
import { insertTenantAuditEvent } from './audit-event.store.ts';
import { type AuditFact, plainEventOf } from './audit-event.ts';

/** Records what the operator did to a tenant; it concerns no person, so nothing is sealed. */
export async function recordTenantEvent(
  { system, vaults, requestId, now }: OperatorContext,
  tenantId: string,
  fact: AuditFact,
): Promise<void> {
  const ctx = { actor: { channel: 'SYSTEM', username: null }, requestId, now } as const;
  const event = plainEventOf(ctx, { tenantId, markOf: vaults.markOf }, fact);
  await insertTenantAuditEvent(system, tenantId, event);
}
