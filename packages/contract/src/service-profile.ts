import { z } from 'zod';
import { ExecutionSummary } from './execution/execution-summary.ts';
import { named } from './wire/named.ts';
import { filledText, Instant, NAME_LENGTH, text } from './wire/text.ts';
import { MonitoringType } from './workflow.ts';

/** INIT nothing has run; AUTO something has, and it did not pass; ACTIVE the latest execution passed. */
export const PROFILE_STATES = [
  'INIT',
  'AUTO',
  'ACTIVE',
  'ARCHIVED',
  'BLOCKLISTED',
  'INACTIVE',
  'DELETED',
  'DUPLICATE',
] as const;
/** What a profile can be set to: it is no longer dealt with, for now or for good. */
export const SET_ASIDE_STATES = ['ARCHIVED', 'INACTIVE'] as const;
export const SUBSCRIPTION_STATUSES = ['ENABLED', 'DISABLED'] as const;

export const ProfileState = named(
  'Service-Profile-State',
  'Where the person stands in the service.',
  z.enum(PROFILE_STATES),
);
export type ProfileState = z.infer<typeof ProfileState>;

export const Subscription = named(
  'Service-Profile-Subscription',
  'Whether the person is monitored in the service, and for what.',
  z.object({
    serviceProfileId: z.string().optional(),
    status: z.enum(SUBSCRIPTION_STATUSES).optional(),
    type: MonitoringType.optional(),
    workflowName: z.string().optional(),
    workflowId: z.string().optional(),
    enabledAt: Instant.optional(),
    enabledRequestId: z.string().optional(),
    enabledBy: z.string().optional(),
    disabledAt: Instant.optional(),
    disabledRequestId: z.string().optional(),
    disabledBy: z.string().optional(),
  }),
);
export type Subscription = z.infer<typeof Subscription>;

export const ServiceProfile = named(
  'Service-Profile',
  'A person within one service, such as onboarding.',
  z.object({
    serviceProfileId: z.string().optional(),
    serviceName: z.string().optional(),
    state: ProfileState.optional(),
    entityId: z.string().optional(),
    entityName: z.string().optional().describe('Name of the person, for display.'),
    entityType: z.string().optional(),
    organizationType: z.string().optional(),
    country: z.string().optional(),
    customerReference: z
      .string()
      .optional()
      .describe('Value of the external reference of type CUSTOMER.'),
    assignee: z.string().optional().describe('The officer who is to approve.'),
    reviewer: z.string().optional().describe('The officer who is to review.'),
    currentWorkflowId: z.string().optional(),
    currentWorkflowName: z.string().optional(),
    latestWorkflowExecutionId: z.string().optional().describe('Absent when nothing has run.'),
    latestRiskAssessmentId: z.string().optional().describe('Absent without a valid assessment.'),
    workflowSummaries: z.array(ExecutionSummary).optional().describe('Executions, newest first.'),
    subscriptions: z.array(Subscription).optional(),
    schemaVersion: z.int().optional(),
    createdAt: Instant.optional(),
    createdRequestId: z.string().optional(),
    createdBy: z.string().optional(),
    updatedAt: Instant.optional(),
    updatedBy: z.string().optional(),
    updatedRequestId: z.string().optional(),
  }),
);
export type ServiceProfile = z.infer<typeof ServiceProfile>;

export const ServiceProfilePatch = named(
  'Service-Profile-Patch',
  'What of a service profile to change.',
  z.object({
    assignee: text(NAME_LENGTH)
      .optional()
      .describe('The officer who is to approve. Empty: nobody is.'),
    reviewer: text(NAME_LENGTH)
      .optional()
      .describe('The officer who is to review. Empty: nobody is.'),
    currentWorkflowName: filledText(NAME_LENGTH)
      .optional()
      .describe('A published workflow of the service.'),
    state: z.enum(SET_ASIDE_STATES).optional().describe('Sets the profile aside.'),
  }),
);
export type ServiceProfilePatch = z.infer<typeof ServiceProfilePatch>;
