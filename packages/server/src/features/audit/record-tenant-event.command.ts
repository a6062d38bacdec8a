import type { OperatorContext } from '../../kernel/context.ts';
import { insertTenantAuditEvent } from './audit-event.store.ts';
import { type AuditFact, auditEventOf } from './audit-event.ts';

/** Records what the operator did to a tenant; it concerns no person, so nothing is sealed. */
export async function recordTenantEvent(
  { system, requestId, now }: OperatorContext,
  tenantId: string,
  fact: AuditFact,
): Promise<void> {
  const actor = { channel: 'SYSTEM', username: null } as const;
  await insertTenantAuditEvent(
    system,
    tenantId,
    auditEventOf({ actor, requestId, now }, null, fact),
  );
}
