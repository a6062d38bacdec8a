import { z } from 'zod';
import { ExecutionOutcome, ExecutionState } from './execution/execution-outcome.ts';
import { ExecutionSummary } from './execution/execution-summary.ts';
import { Attribute } from './person/custom-attributes.ts';
import { EntityType } from './person/entity-type.ts';
import { ProcessResult } from './process-result.ts';
import { StepSummary } from './step-summary.ts';
import { named } from './wire/named.ts';
import { Instant } from './wire/text.ts';

export const STEP_OUTCOMES = [
  'UNCHECKED',
  'SKIPPED',
  'MISSING_DATA',
  'PASS',
  'FAIL',
  'COMPLETE',
  'INCOMPLETE',
  'MATCH',
  'NO_MATCH',
  'PARTIAL',
  'CLEAR',
  'HIT',
  'CLEARED',
  'EXPIRED',
  'CLEAR_REVIEW',
  'HIT_ACCEPTED',
  'HIT_REJECTED',
  'NOT_APPLICABLE',
  'ERROR',
] as const;

/** What a step is about. */
export const STEP_OBJECT_TYPES = [
  'NAME',
  'ADDRESS',
  'DATE_OF_BIRTH',
  'ORGANIZATION',
  'DOCUMENT',
  'EMAIL_ADDRESS',
  'PHONE_NUMBER',
  'DEVICE',
  'INDIVIDUAL',
] as const;

export const StepOutcome = named(
  'Workflow-Step-ResultEnum',
  'How a step ended. CLEAR, HIT and CLEARED are about lists of people; MATCH, PARTIAL and NO_MATCH about sources that confirm.',
  z.enum(STEP_OUTCOMES),
);
export type StepOutcome = z.infer<typeof StepOutcome>;

export const StepObjectType = named(
  'Workflow-Execution-ObjectTypeEnum',
  'What kind of thing a step is about.',
  z.enum(STEP_OBJECT_TYPES),
);
export type StepObjectType = z.infer<typeof StepObjectType>;

export const WorkflowError = named(
  'Workflow-Errors',
  'Something that went wrong on the way, or data that is missing.',
  z.object({
    code: z.string().optional(),
    description: z.string().optional(),
    location: z.string().optional(),
  }),
);
export type WorkflowError = z.infer<typeof WorkflowError>;

export const ProviderAttempt = named(
  'Service-Providers',
  'A provider that a step asked; providers are asked one after the other.',
  z.object({
    provider: z.string().optional(),
    result: z.string().optional(),
    order: z.int().optional(),
    startedAt: Instant.optional(),
    endedAt: Instant.optional(),
  }),
);
export type ProviderAttempt = z.infer<typeof ProviderAttempt>;

const StepRiskFactor = named(
  'Workflow-Step-Risk-Result-Detail',
  'A fact that the step added to the risk.',
  z.object({ factor: z.string(), score: z.int(), value: z.string() }),
);

export const StepRisk = named(
  'Workflow-Step-Risk-Result',
  'What a step added to the risk.',
  z.object({
    level: z.string().optional().describe('Of the execution so far.'),
    contributedScore: z.int().optional(),
    overallScore: z.int().optional().describe('Of the execution so far.'),
    factors: z.array(StepRiskFactor).optional(),
  }),
);
export type StepRisk = z.infer<typeof StepRisk>;

const notes = z.record(z.string(), Attribute).optional();

export const StepResult = named(
  'Workflow-Execution-Step-Result',
  'How one step of an execution ended, and what it rests on.',
  z.object({
    stepResultId: z.string().optional(),
    workflowExecutionId: z.string().optional(),
    stepName: z.string().optional(),
    requestId: z.string().optional(),
    objectType: StepObjectType.optional(),
    objectId: z.string().optional(),
    schemaVersion: z.int().optional(),
    startedAt: Instant.optional(),
    endedAt: Instant.optional(),
    serviceProviders: z.array(ProviderAttempt).optional(),
    result: StepOutcome.optional(),
    errors: z.array(WorkflowError).optional(),
    summary: StepSummary.optional(),
    risk: StepRisk.optional(),
    notes,
    processResults: z.array(ProcessResult).optional(),
    createdAt: Instant.optional(),
    updatedAt: Instant.optional(),
    updatedBy: z.string().optional(),
  }),
);
export type StepResult = z.infer<typeof StepResult>;

/** The whole of one execution: the summary that a service profile shows, and everything behind it. */
export const WorkflowResult = named(
  'Workflow-Result',
  'One execution of a workflow: its outcome, its steps and the evidence they rest on.',
  ExecutionSummary.extend({
    workflowExecutionId: z.string().describe('ULID.'),
    workflowId: z.string(),
    workflowName: z.string().describe('The workflow that was asked for.'),
    endWorkflowId: z.string().optional(),
    endWorkflowName: z.string().optional().describe('The workflow in which it ended.'),
    requestId: z.string().describe('The request that started it.'),
    entityId: z.string(),
    entityType: EntityType,
    serviceProfileId: z.string(),
    schemaVersion: z.int(),
    startedAt: Instant,
    workflowExecutionState: ExecutionState,
    result: ExecutionOutcome.describe('The automatic outcome; an override leaves it as it is.'),
    workflowStepResults: z.array(StepResult).optional(),
    errors: z.array(WorkflowError).optional(),
    notes,
    createdAt: Instant,
    updatedAt: Instant.optional(),
    updatedBy: z.string().optional(),
  }),
);
export type WorkflowResult = z.infer<typeof WorkflowResult>;
