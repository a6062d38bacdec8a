import type { Context } from '../../kernel/context.ts';
import { newUuid } from '../../kernel/id.ts';
import type { EntityVault, Vaults } from '../../kernel/vault.ts';

/** The contract's types of audit event, as far as they are made here. */
export type AuditEventType =
  | 'CUSTOMER_SETUP'
  | 'CUSTOMER_UPDATE'
  | 'ENTITY_CREATE'
  | 'ENTITY_UPDATE'
  | 'ENTITY_PURGE'
  | 'ENTITY_RESULT_UPDATE'
  | 'ENTITY_RESULT_INVALIDATE'
  | 'GENERATE_REPORT'
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

/** What an event is about, in plain words that outlive the person; enum values, names of settings and ids. */
export type AuditSubject = {
  readonly objectType?: string;
  readonly objectId?: string;
  readonly serviceProfileId?: string;
  readonly serviceName?: string;
  readonly workflowExecutionId?: string;
  readonly workflowName?: string;
  readonly workflowVersion?: number;
  readonly lifecyclePhase?: string;
  readonly stepName?: string;
  readonly stepResultId?: string;
  /** Of the workflow. */
  readonly status?: string;
  readonly riskLevel?: string;
  readonly elapsedMs?: number;
};

/** What happened, before it is sealed. */
export type AuditFact = AuditSubject & {
  readonly type: AuditEventType;
  readonly level?: AuditLevel;
  readonly eventStatus?: 'SUCCESS' | 'ERROR' | 'INFO';
  /** Names of fields and enum values, never the values of personal data. Sealed all the same. */
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly userComment?: string;
};

/** The part of an event that only its person's key opens; of one about no person, plain. */
export type AuditTold = {
  /** Who did it: an officer as they called themselves, or `system`. */
  readonly source: string;
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
  readonly userComment?: string | undefined;
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
  readonly subject: AuditSubject;
  /** By what whoever did it is found again: a keyed hash; null for the system. */
  readonly sourceKey: string | null;
  readonly told: string | null;
  readonly sealed: Buffer | null;
  readonly tenantId: string;
  /** Marks what the event says, so that nobody without the master key can write or alter one unseen. */
  readonly markOf: (content: Buffer) => Buffer;
};

/** Who does what nobody asked for. */
export const SYSTEM = 'system';

/** Turns a fact about a person into a row whose detail, comment and author only that person's key opens. */
export function auditEventOf(
  ctx: Pick<Context, 'actor' | 'requestId' | 'now'>,
  vault: EntityVault,
  fact: AuditFact,
): AuditEvent {
  const { username } = ctx.actor;
  const event = plainEventOf(ctx, vault, fact);
  return {
    ...event,
    entityId: vault.entityId,
    sourceKey: username === null ? null : vault.blindKey(SOURCE_PURPOSE, sourceText(username)),
    told: null,
    sealed: vault.seal(placeOfEvent(event.eventId), toldOf(ctx, fact)),
  };
}

/** Turns a fact that is about no person into a row, which says everything in plain. */
export function plainEventOf(
  ctx: Pick<Context, 'actor' | 'requestId' | 'now'>,
  { tenantId, markOf }: Pick<EntityVault, 'tenantId' | 'markOf'>,
  fact: AuditFact,
): AuditEvent {
  const eventId = newUuid();
  const { type, level = 1, eventStatus = 'SUCCESS', detail, userComment, ...subject } = fact;
  return {
    eventId,
    tenantId,
    entityId: null,
    occurredAt: ctx.now(),
    type,
    level,
    eventStatus,
    requestId: ctx.requestId,
    channel: ctx.actor.channel,
    subject,
    sourceKey: null,
    told: JSON.stringify(toldOf(ctx, { detail, userComment })),
    sealed: null,
    markOf,
  };
}

function toldOf({ actor }: Pick<Context, 'actor'>, said: Partial<AuditTold>): AuditTold {
  const { detail, userComment } = said;
  return { source: actor.username ?? SYSTEM, detail, userComment };
}

const SOURCE_PURPOSE = 'audit source';

/** Where an event's sealed part is kept. */
export function placeOfEvent(eventId: string): string {
  return `audit_event/${eventId}`;
}

/** By what events of somebody are found among a tenant's; null for the system's own. */
export function sourceKeyOf(vaults: Vaults, tenantId: string, source: string): string | null {
  const text = sourceText(source);
  return text === SYSTEM ? null : vaults.blindKey(tenantId, SOURCE_PURPOSE, text);
}

function sourceText(source: string): string {
  return source.trim().toLowerCase();
}
