import { z } from 'zod';
import { WorkflowIssue } from '../issue.ts';
import { RiskAssessment } from '../risk.ts';
import { named } from '../wire/named.ts';
import { Instant } from '../wire/text.ts';
import { LifecyclePhase, MonitoringType } from '../workflow.ts';
import { ExecutionOutcome, ExecutionState } from './execution-outcome.ts';

export const StepsRollUp = named(
  'Workflow-Execution-Steps',
  'The names of the steps that ran, in order, and how they ended.',
  z.object({
    order: z.array(z.string()).optional(),
    passed: z.array(z.string()).optional(),
    failed: z.array(z.string()).optional(),
    incomplete: z.array(z.string()).optional(),
    notApplicable: z.array(z.string()).optional(),
  }),
);
export type StepsRollUp = z.infer<typeof StepsRollUp>;

/** What a service profile tells about one execution; the whole of it is a `Workflow-Result`. */
export const ExecutionSummary = named(
  'Workflow-Execution-Summary',
  'One execution in short.',
  z.object({
    schemaVersion: z.int().optional(),
    workflowName: z.string().optional(),
    workflowExecutionId: z.string().optional(),
    workflowExecutionState: ExecutionState.optional(),
    status: ExecutionOutcome.optional().describe(
      'The outcome that counts: the override where there is one, otherwise the automatic result.',
    ),
    statusOverrideAt: Instant.optional(),
    statusOverrideRequestId: z
      .string()
      .optional()
      .describe('The request that overrode the status. Present only when it is overridden.'),
    statusOverrideBy: z.string().optional(),
    riskAssessment: RiskAssessment.optional(),
    isManual: z.boolean().optional().describe('Whether a person started the execution.'),
    steps: StepsRollUp.optional(),
    startedAt: Instant.optional(),
    endedAt: Instant.optional(),
    issues: z.array(WorkflowIssue).optional(),
    lifecyclePhase: LifecyclePhase.optional(),
    monitoringTypes: z.array(MonitoringType).optional(),
  }),
);
export type ExecutionSummary = z.infer<typeof ExecutionSummary>;
