import { z } from 'zod';
import { Comment } from '../comment.ts';
import { RequestId } from '../error.ts';
import { ObjectType } from '../evidence/counterpart-data.ts';
import { ExecutionOutcome } from '../execution/execution-outcome.ts';
import { EntityType } from '../person/entity-type.ts';
import { RiskLevel } from '../risk.ts';
import { named } from '../wire/named.ts';
import { Instant } from '../wire/text.ts';
import { LifecyclePhase } from '../workflow.ts';
import { AuditData } from './audit-data.ts';

export const AUDIT_CHANNELS = ['API', 'PORTAL', 'ONESDK', 'SYSTEM'] as const;

export const AuditChannel = named(
  'AuditEvent-Channel',
  'Where the request came in.',
  z.enum(AUDIT_CHANNELS),
);

export const AuditEventType = named(
  'AuditEvent-Type',
  'What happened.',
  z.enum([
    'CUSTOMER_SETUP',
    'CUSTOMER_UPDATE',
    'ENTITY_CREATE',
    'ENTITY_LOOKUP',
    'ENTITY_PURGE',
    'ENTITY_RESULT_UPDATE',
    'ENTITY_RESULT_INVALIDATE',
    'ENTITY_UPDATE',
    'GENERATE_REPORT',
    'LEGACY_AUDIT',
    'MATCHLIST_ENTRY',
    'PORTAL_ACTION',
    'RISK_OVERRIDE',
    'SERVICE_PROFILE_CREATE',
    'SERVICE_PROFILE_UPDATE',
    'SERVICE_PROFILE_STATE_CHANGE',
    'WORKFLOW_EVENT',
    'WORKFLOW_COMPLETE',
    'WORKFLOW_RISK_CHANGE',
    'WORKFLOW_STATUS_CHANGE',
    'OTHER',
  ]),
);

export const AuditEventStatus = named(
  'AuditEvent-Status',
  'Whether it went well; INFO where that is no question.',
  z.enum(['SUCCESS', 'ERROR', 'INFO']),
);

export const Audit = named(
  'Audit',
  'One thing that happened. Names fields and never says what is in them.',
  z.object({
    eventId: z.guid(),
    schemaVersion: z.int(),
    elapsedTimeInMilliSeconds: z.int().optional(),
    level: z
      .int()
      .describe('1 is what happened, 2 why (what each step came to), 3 how (who was asked).'),
    requestId: RequestId,
    type: AuditEventType,
    timestamp: Instant,
    source: z.string().describe('Who did it, as they called themselves, or `system`.'),
    functionName: z.string().optional(),
    description: z.string(),
    descriptionDetails: z.string().optional(),
    objectId: z.string().optional(),
    objectType: ObjectType.optional(),
    entityId: z.string().optional(),
    batchId: z.string().optional(),
    channel: AuditChannel,
    serviceProfileId: z.string().optional(),
    serviceName: z.string().optional(),
    status: ExecutionOutcome.optional().describe('Of the workflow.'),
    workflowExecutionId: z.string().optional(),
    workflowName: z.string().optional(),
    workflowVersion: z.string().optional(),
    stepResultId: z.string().optional(),
    stepName: z.string().optional(),
    stepVersion: z.string().optional(),
    eventStatus: AuditEventStatus,
    riskScore: z.number().optional(),
    riskLevel: RiskLevel.optional(),
    entityType: EntityType.optional(),
    userComment: Comment.optional(),
    lifecyclePhase: LifecyclePhase.optional(),
    supplementaryData: AuditData.optional(),
  }),
);
export type Audit = z.infer<typeof Audit>;
