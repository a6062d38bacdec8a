import { z } from 'zod';
import { named } from './wire/named.ts';
import { Instant } from './wire/text.ts';

export const LIFECYCLE_PHASES = ['ONBOARDING', 'MONITORING', 'OTHER'] as const;
export const MONITORING_TYPES = ['AML', 'ACTIVITY'] as const;
export const STEP_TYPES = [
  'BLOCKLIST',
  'DUPLICATE',
  'DECISION',
  'BRANCH',
  'MONITOR_TOGGLE',
  'OTHER',
  'KYC',
  'AML',
  'IDV',
  'START',
  'FINISH',
] as const;

export const LifecyclePhase = named(
  'Workflow-LifecyclePhaseEnum',
  'When in the life of a customer the workflow runs.',
  z.enum(LIFECYCLE_PHASES),
);
export type LifecyclePhase = z.infer<typeof LifecyclePhase>;

export const MonitoringType = named(
  'Subscription-Type',
  'What is watched for changes.',
  z.enum(MONITORING_TYPES),
);
export type MonitoringType = z.infer<typeof MonitoringType>;

export const StepType = named('Workflow-Step-Type', 'What a step does.', z.enum(STEP_TYPES));
export type StepType = z.infer<typeof StepType>;

export const WorkflowStep = named(
  'Workflow-Step',
  'One step of a workflow.',
  z.object({
    name: z.string().describe('Unique within the workflow.'),
    description: z.string().optional(),
    version: z.string().optional(),
    type: StepType,
    configuration: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Settings; which ones there are depends on the type.'),
    dependsOn: z.array(z.string()).optional().describe('Names of the steps that must end first.'),
  }),
);
export type WorkflowStep = z.infer<typeof WorkflowStep>;

export const WorkflowDefinition = named(
  'Workflow-Definition',
  'The steps of one published version of a workflow.',
  z.object({
    definitionUpdatedAt: Instant.optional(),
    version: z.string().optional(),
    steps: z.array(WorkflowStep).optional(),
  }),
);
export type WorkflowDefinition = z.infer<typeof WorkflowDefinition>;

export const Workflow = named(
  'Workflow-Lookup',
  'A workflow that can be executed.',
  z.object({
    serviceName: z.string(),
    workflowId: z.string(),
    workflowName: z.string(),
    type: z.string().optional(),
    lifecyclePhase: LifecyclePhase.optional(),
    monitoringTypes: z
      .array(MonitoringType)
      .optional()
      .describe('What starts it while monitoring; absent means everything.'),
    definition: WorkflowDefinition.optional().describe('With `include=workflowDefinition`.'),
  }),
);
export type Workflow = z.infer<typeof Workflow>;
