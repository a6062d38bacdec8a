import type { AuditTold } from './audit-event.ts';

/** An event as it is read: plain columns, and what could be opened of the rest. */
export type ReadAuditEvent = {
  readonly eventId: string;
  readonly tenantId: string;
  readonly entityId: string | null;
  readonly occurredAt: Date;
  readonly type: string;
  readonly level: number;
  readonly eventStatus: string;
  readonly requestId: string;
  readonly channel: string;
  readonly objectType: string | null;
  readonly objectId: string | null;
  readonly serviceProfileId: string | null;
  readonly serviceName: string | null;
  readonly workflowExecutionId: string | null;
  readonly workflowName: string | null;
  readonly workflowVersion: number | null;
  readonly lifecyclePhase: string | null;
  readonly stepName: string | null;
  readonly stepResultId: string | null;
  readonly status: string | null;
  readonly riskLevel: string | null;
  readonly elapsedMs: number | null;
  readonly chainPlace: number;
  readonly chainHash: string;
  /** Undefined where the person was forgotten, and with them who did it, and the details. */
  readonly told: AuditTold | undefined;
};
