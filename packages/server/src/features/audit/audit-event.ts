import type { Context } from '../../kernel/context.ts';
import { newUuid } from '../../kernel/id.ts';
import type { EntityVault } from '../../kernel/vault.ts';

/** The contract's types of audit event. */
export type AuditEventType =
  | 'CUSTOMER_SETUP'
  | 'CUSTOMER_UPDATE'
  | 'ENTITY_CREATE'
  | 'ENTITY_UPDATE'
  | 'ENTITY_PURGE'
  | 'ENTITY_RESULT_UPDATE'
  | 'ENTITY_RESULT_INVALIDATE'
  | 'MATCHLIST_ENTRY'
  | 'SERVICE_PROFILE_CREATE'
  | 'SERVICE_PROFILE_UPDATE'
  | 'SERVICE_PROFILE_STATE_CHANGE'
  | 'WORKFLOW_EVENT'
  | 'WORKFLOW_COMPLETE'
  | 'WORKFLOW_STATUS_CHANGE'
  | 'WORKFLOW_RISK_CHANGE'
  | 'RISK_OVERRIDE'
  | 'OTHER';

/** 1 what happened, 2 why, 3 how. */
export type AuditLevel = 1 | 2 | 3;

/** What happened, before it is sealed. */
export type AuditFact = {
  readonly type: AuditEventType;
  readonly level?: AuditLevel;
  readonly eventStatus?: 'SUCCESS' | 'ERROR' | 'INFO';
  readonly objectType?: string;
  readonly objectId?: string;
  readonly serviceProfileId?: string;
  readonly workflowExecutionId?: string;
  readonly stepName?: string;
  /** Names of fields and enum values, never the values of personal data. Sealed all the same. */
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly userComment?: string;
};

/** One row of the audit, ready to be written. */
export type AuditEvent = {
  readonly eventId: string;
  readonly entityId: string | null;
  readonly occurredAt: Date;
  readonly type: AuditEventType;
  readonly level: AuditLevel;
  readonly eventStatus: string;
  readonly requestId: string;
  readonly channel: string;
  readonly objectType: string | null;
  readonly objectId: string | null;
  readonly serviceProfileId: string | null;
  readonly workflowExecutionId: string | null;
  readonly stepName: string | null;
  readonly sealed: Buffer | null;
};

/** Turns a fact about a person into a row whose detail, comment and author only that person's key opens. */
export function auditEventOf(
  ctx: Pick<Context, 'actor' | 'requestId' | 'now'>,
  vault: EntityVault | null,
  fact: AuditFact,
): AuditEvent {
  const eventId = newUuid();
  const { detail, userComment } = fact;
  const told = { source: ctx.actor.username ?? 'system', detail, userComment };
  return {
    eventId,
    entityId: vault?.entityId ?? null,
    occurredAt: ctx.now(),
    type: fact.type,
    level: fact.level ?? 1,
    eventStatus: fact.eventStatus ?? 'SUCCESS',
    requestId: ctx.requestId,
    channel: ctx.actor.channel,
    objectType: fact.objectType ?? null,
    objectId: fact.objectId ?? null,
    serviceProfileId: fact.serviceProfileId ?? null,
    workflowExecutionId: fact.workflowExecutionId ?? null,
    stepName: fact.stepName ?? null,
    sealed: vault?.seal(`audit_event/${eventId}`, told) ?? null,
  };
}
