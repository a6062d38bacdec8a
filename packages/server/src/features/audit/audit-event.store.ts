import type { EffectKind, EffectRow } from '../../kernel/effect.ts';
import {
  type SystemDb,
  systemStatement,
  type TenantDb,
  writeStatement,
} from '../../kernel/statement.ts';
import type { AuditEvent } from './audit-event.ts';

const COLUMNS = `event_id uuid, entity_id uuid, occurred_at timestamptz, type text, level smallint,
  event_status text, request_id text, channel text, object_type text, object_id text,
  service_profile_id uuid, workflow_execution_id text, step_name text, sealed text`;

const INTO = `insert into audit_event (tenant_id, event_id, entity_id, occurred_at, type, level,
    event_status, request_id, channel, object_type, object_id, service_profile_id,
    workflow_execution_id, step_name, sealed)`;

const PICK = `event_id, entity_id, occurred_at, type, level, event_status, request_id, channel,
    object_type, object_id, service_profile_id, workflow_execution_id, step_name,
    decode(sealed, 'base64')`;

/** Audit events that commit with a checkpoint. */
export const AUDIT_EVENT_EFFECT: EffectKind = {
  name: 'audit_event',
  columns: COLUMNS,
  sql: (rows) => `${INTO} select tenant_id, ${PICK} from ${rows} order by ordinal`,
};

const INSERT_AUDIT_EVENTS = writeStatement<never>(
  'insert-audit-events',
  `${INTO} select $1::uuid, ${PICK} from jsonb_to_recordset($2::jsonb) as e(${COLUMNS})`,
);

/** Writes what happened, in the caller's transaction: the change and its record commit together. */
export async function insertAuditEvents(
  db: TenantDb,
  events: readonly AuditEvent[],
): Promise<void> {
  if (!db.isTransaction) throw new Error('An audit event needs the transaction of its change.');
  await db.all(INSERT_AUDIT_EVENTS, [JSON.stringify(events.map(toAuditEventRow))]);
}

const INSERT_SYSTEM_AUDIT_EVENTS = systemStatement<never>(
  'insert-system-audit-events',
  `${INTO} select $1::uuid, ${PICK} from jsonb_to_recordset($2::jsonb) as e(${COLUMNS})`,
);

/** As {@link insertAuditEvents}, for what the operator does to a tenant. */
export async function insertTenantAuditEvent(
  db: SystemDb,
  tenantId: string,
  event: AuditEvent,
): Promise<void> {
  await db.all(INSERT_SYSTEM_AUDIT_EVENTS, [tenantId, JSON.stringify([toAuditEventRow(event)])]);
}

export function toAuditEventRow(event: AuditEvent): EffectRow {
  return {
    event_id: event.eventId,
    entity_id: event.entityId,
    occurred_at: event.occurredAt.toISOString(),
    type: event.type,
    level: event.level,
    event_status: event.eventStatus,
    request_id: event.requestId,
    channel: event.channel,
    object_type: event.objectType,
    object_id: event.objectId,
    service_profile_id: event.serviceProfileId,
    workflow_execution_id: event.workflowExecutionId,
    step_name: event.stepName,
    sealed: event.sealed?.toString('base64') ?? null,
  };
}
