import type { Audit } from '@probity/contract/audit/audit-event';
import { OBJECT_TYPES } from '@probity/contract/evidence/counterpart-data';
import { detailsInWords, sentenceOf } from './describe-event.ts';
import type { ReadAuditEvent } from './read-audit-event.ts';

/** Version of the shape in which an event is kept. */
const AUDIT_SCHEMA_VERSION = 1;
const KNOWN_OBJECTS: ReadonlySet<string> = new Set(OBJECT_TYPES);
/** In place of who did it, where the key that says so is destroyed. */
const FORGOTTEN = 'forgotten';

/** An event as answers show it. */
export function auditView(event: ReadAuditEvent): Audit {
  const { told, objectType } = event;
  const { data, functionName, riskScore } = told?.detail ?? {};
  const view = {
    eventId: event.eventId,
    schemaVersion: AUDIT_SCHEMA_VERSION,
    level: event.level,
    requestId: event.requestId,
    type: event.type,
    timestamp: event.occurredAt.toISOString(),
    source: told?.source ?? FORGOTTEN,
    description: sentenceOf(event),
    channel: event.channel,
    eventStatus: event.eventStatus,
    ...present({
      descriptionDetails: detailsOf(event),
      functionName,
      riskScore,
      elapsedTimeInMilliSeconds: event.elapsedMs,
      objectId: event.objectId,
      objectType: objectType !== null && KNOWN_OBJECTS.has(objectType) ? objectType : null,
      entityId: event.entityId,
      entityType: event.entityId && 'INDIVIDUAL',
      serviceProfileId: event.serviceProfileId,
      serviceName: event.serviceName,
      status: event.status,
      workflowExecutionId: event.workflowExecutionId,
      workflowName: event.workflowName,
      workflowVersion: event.workflowVersion === null ? null : `v${event.workflowVersion}`,
      stepResultId: event.stepResultId,
      stepName: event.stepName,
      riskLevel: event.riskLevel,
      lifecyclePhase: event.lifecyclePhase,
      userComment: told?.userComment ? { text: told.userComment } : null,
      supplementaryData: data,
    }),
  };
  // The enums were checked when the event was made; columns of text do not carry their types.
  return view as object as Audit;
}

/** Kinds of objects that the contract has no word for are named among the details. */
function detailsOf(event: ReadAuditEvent): string | null {
  const { objectType } = event;
  const isUnknown = objectType !== null && !KNOWN_OBJECTS.has(objectType);
  const parts = [isUnknown ? `objectType: ${objectType}` : undefined, detailsInWords(event)];
  return parts.filter(Boolean).join('; ') || null;
}

function present(fields: Readonly<Record<string, unknown>>): object {
  const known = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(known);
}
