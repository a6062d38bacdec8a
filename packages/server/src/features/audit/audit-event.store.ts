import type { EffectKind, EffectRow } from '../../kernel/effect.ts';
import {
  type SystemDb,
  systemStatement,
  type TenantDb,
  writeStatement,
} from '../../kernel/statement.ts';
import { contentOf } from './audit-content.ts';
import type { AuditEvent } from './audit-event.ts';

const COLUMNS = `event_id uuid, entity_id uuid, occurred_at timestamptz, type text, level smallint,
  event_status text, request_id text, channel text, object_type text, object_id text,
  service_profile_id uuid, service_name text, workflow_execution_id text, workflow_name text,
  workflow_version integer, lifecycle_phase text, step_name text, step_result_id uuid, status text,
  risk_level text, elapsed_ms bigint, source_key bigint, told text, sealed text, mark text`;

const INTO = `insert into audit_event (tenant_id, event_id, entity_id, occurred_at, type, level,
    event_status, request_id, channel, object_type, object_id, service_profile_id, service_name,
    workflow_execution_id, workflow_name, workflow_version, lifecycle_phase, step_name,
    step_result_id, status, risk_level, elapsed_ms, source_key, told, sealed, mark)`;

const PICK = `e.event_id, e.entity_id, e.occurred_at, e.type, e.level, e.event_status, e.request_id,
    e.channel, e.object_type, e.object_id, e.service_profile_id, e.service_name,
    e.workflow_execution_id, e.workflow_name, e.workflow_version, e.lifecycle_phase, e.step_name,
    e.step_result_id, e.status, e.risk_level, e.elapsed_ms, e.source_key, e.told,
    decode(e.sealed, 'base64'), decode(e.mark, 'base64')`;

/**
 * Audit events that commit with a checkpoint. Writing an event locks its chain: chain by chain, so that no
 * two statements wait for each other.
 */
export const AUDIT_EVENT_EFFECT: EffectKind = {
  name: 'audit_event',
  columns: COLUMNS,
  sql: (rows) => `${INTO} select e.tenant_id, ${PICK} from ${rows} e
    order by e.tenant_id, coalesce(e.entity_id, e.tenant_id), e.run_id, e.ordinal`,
};

const INSERT = `${INTO} select $1::uuid, ${PICK} from jsonb_to_recordset($2::jsonb) as e(${COLUMNS})`;

const INSERT_AUDIT_EVENTS = writeStatement<never>('insert-audit-events', INSERT);

/** Writes what happened, in the caller's transaction: the change and its record commit together. */
export async function insertAuditEvents(
  db: TenantDb,
  events: readonly AuditEvent[],
): Promise<void> {
  if (!db.isTransaction) throw new Error('An audit event needs the transaction of its change.');
  const byChain = [...events].sort((one, other) => compare(one.entityId, other.entityId));
  await db.all(INSERT_AUDIT_EVENTS, [JSON.stringify(byChain.map(toAuditEventRow))]);
}

function compare(one: string | null, other: string | null): number {
  const [left, right] = [one ?? '', other ?? ''];
  return left < right ? -1 : left > right ? 1 : 0;
}

const INSERT_SYSTEM_AUDIT_EVENTS = systemStatement<never>('insert-system-audit-events', INSERT);

/** As {@link insertAuditEvents}, for what the operator does to a tenant. */
export async function insertTenantAuditEvent(
  db: SystemDb,
  tenantId: string,
  event: AuditEvent,
): Promise<void> {
  await db.all(INSERT_SYSTEM_AUDIT_EVENTS, [tenantId, JSON.stringify([toAuditEventRow(event)])]);
}

export function toAuditEventRow(event: AuditEvent): EffectRow {
  const { subject, tenantId, occurredAt, sealed, markOf } = event;
  const columns = {
    event_id: event.eventId,
    entity_id: event.entityId,
    occurred_at: event.occurredAt.toISOString(),
    type: event.type,
    level: event.level,
    event_status: event.eventStatus,
    request_id: event.requestId,
    channel: event.channel,
    object_type: subject.objectType ?? null,
    object_id: subject.objectId ?? null,
    service_profile_id: subject.serviceProfileId ?? null,
    service_name: subject.serviceName ?? null,
    workflow_execution_id: subject.workflowExecutionId ?? null,
    workflow_name: subject.workflowName ?? null,
    workflow_version: subject.workflowVersion ?? null,
    lifecycle_phase: subject.lifecyclePhase ?? null,
    step_name: subject.stepName ?? null,
    step_result_id: subject.stepResultId ?? null,
    status: subject.status ?? null,
    risk_level: subject.riskLevel ?? null,
    elapsed_ms: subject.elapsedMs ?? null,
    source_key: event.sourceKey,
    told: event.told,
  };
  const marked = { ...columns, tenant_id: tenantId, occurred_at: `${occurredAt.getTime()}000` };
  return {
    ...columns,
    sealed: sealed?.toString('base64') ?? null,
    mark: markOf(contentOf(marked, sealed)).toString('base64'),
  };
}
