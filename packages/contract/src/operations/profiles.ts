import { z } from 'zod';
import { CommentInput } from '../comment.ts';
import { RequestId } from '../error.ts';
import type { Operation } from '../operation.ts';
import { RISK_LEVELS, RiskAssessment } from '../risk.ts';
import { ServiceProfile, ServiceProfilePatch, SUBSCRIPTION_STATUSES } from '../service-profile.ts';
import { named } from '../wire/named.ts';
import { Instant, several } from '../wire/text.ts';
import { LifecyclePhase, MonitoringType } from '../workflow.ts';
import { EntityPath, EntityWorkflowPath, Nothing, TENANT_ERRORS } from './path.ts';

const tag = 'Service profiles';

const ProfilePath = EntityWorkflowPath.omit({ workflowName: true });
const ProfileAnswer = z.object({ requestId: RequestId, serviceProfile: ServiceProfile });

/** Reads where a person stands in one service. */
export const getProfile = {
  operationId: 'getProfile',
  method: 'GET',
  path: '/v2/individuals/{entityId}/serviceprofiles/{serviceName}',
  summary: 'Read a service profile',
  tag,
  access: 'tenant',
  parameters: ProfilePath,
  query: Nothing,
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: { 200: ProfileAnswer },
  errors: TENANT_ERRORS,
} satisfies Operation;

/** Changes who looks after a profile, and what is to be done with it. */
export const updateProfile = {
  operationId: 'updateProfile',
  method: 'PATCH',
  path: '/v2/individuals/{entityId}/serviceprofiles/{serviceName}',
  summary: 'Change a service profile',
  description:
    'Changes the fields that are sent and leaves the rest. A profile that was set aside comes back with the next execution of a workflow of its service. 409 where the profile is BLOCKLISTED, DELETED or DUPLICATE, and a state is sent.',
  tag,
  access: 'tenant',
  parameters: ProfilePath,
  query: Nothing,
  body: z.object({
    serviceProfile: ServiceProfilePatch.optional(),
    comment: CommentInput.optional(),
  }),
  bodyPresence: 'required',
  background: false,
  answers: { 200: ProfileAnswer },
  errors: [...TENANT_ERRORS, 409],
} satisfies Operation;

/** Puts an officer's risk level in place of the calculated one. */
export const overrideRiskLevel = {
  operationId: 'overrideRiskLevel',
  method: 'PATCH',
  path: '/v2/individuals/{entityId}/serviceprofiles/{serviceName}/risk',
  summary: 'Override the risk level',
  description:
    'Of the latest assessment alone; the score and the factors stay, and so does `workflowRiskLevel`. The next execution carries the level over unless a factor has changed. 409 while a workflow is being executed, and where none has assessed the risk.',
  tag,
  access: 'tenant',
  parameters: ProfilePath,
  query: z.object({}),
  body: z.object({
    riskLevel: z.enum(RISK_LEVELS.filter((level) => level !== 'UNKNOWN')),
    comment: CommentInput.optional(),
  }),
  bodyPresence: 'required',
  background: false,
  answers: { 200: z.object({ requestId: RequestId, riskAssessment: RiskAssessment }) },
  errors: [...TENANT_ERRORS, 409],
} satisfies Operation;

const SubscriptionStatus = named(
  'Subscription-Status',
  'Whether somebody is watched.',
  z.enum(SUBSCRIPTION_STATUSES),
);

const MonitoredService = named(
  'entity_patch_monitoring_subscriptions_details_response',
  'How the person is watched within one service, and what would run.',
  z.object({
    serviceName: z.string().optional(),
    serviceProfileId: z.string().optional(),
    status: SubscriptionStatus.optional(),
    enabledAt: Instant.optional(),
    enabledRequestId: z.string().optional(),
    enabledBy: z.string().optional(),
    disabledAt: Instant.optional(),
    disabledRequestId: z.string().optional(),
    disabledBy: z.string().optional(),
    workflows: z
      .array(
        z.object({
          workflowName: z.string().optional(),
          workflowId: z.string().optional(),
          lifecyclePhase: LifecyclePhase.optional(),
        }),
      )
      .optional(),
  }),
);

const MonitoredType = named(
  'entity_patch_monitoring_subscriptions_aml_response',
  'How the person is watched for one thing: ENABLED where any service is.',
  z.object({
    subscriptions: z.array(MonitoredService).optional(),
    providers: z.array(z.string()).optional(),
    status: SubscriptionStatus.optional(),
  }),
);

/** Begins or ends watching a person. */
export const toggleMonitoring = {
  operationId: 'toggleMonitoring',
  method: 'PATCH',
  path: '/v2/individuals/{entityId}/monitor',
  summary: 'Switch monitoring on or off',
  description:
    'In all services of the person, for the types that are named or for all. What is so already stays as it is.',
  tag,
  access: 'tenant',
  parameters: EntityPath,
  query: z.object({
    enabled: z.boolean().describe('Whether to watch from now on.'),
    monitoringTypes: several(MonitoringType).optional().describe('All types when absent.'),
  }),
  body: z.object({ comment: CommentInput.optional() }),
  bodyPresence: 'optional',
  background: false,
  answers: {
    200: z.object({
      requestId: RequestId,
      monitoring: z.object({
        AML: MonitoredType.optional(),
        ACTIVITY: MonitoredType.optional(),
      }),
    }),
  },
  errors: TENANT_ERRORS,
} satisfies Operation;
