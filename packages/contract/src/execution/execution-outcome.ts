import { z } from 'zod';
import { named } from '../wire/named.ts';

export const EXECUTION_STATES = [
  'COMPLETED',
  'CANCELED',
  'TERMINATED',
  'ERROR',
  'TIMEOUT',
  'IN_PROGRESS',
] as const;

export const EXECUTION_OUTCOMES = [
  'UNCHECKED',
  'IN_PROGRESS',
  'REVIEW',
  'PASS',
  'FAIL',
  'COMPLETE',
  'INCOMPLETE',
  'NEEDS_APPROVAL',
  'APPROVED',
  'REJECTED',
  'BLOCKED',
  'CLEAR',
  'URGENT',
  'MONITOR',
] as const;

/** Whether the machine got through; an outcome counts only when this is COMPLETED. */
export const ExecutionState = named(
  'Workflow-Execution-StateEnum',
  'Whether the execution got through. Its outcome counts only when this is COMPLETED.',
  z.enum(EXECUTION_STATES),
);
export type ExecutionState = z.infer<typeof ExecutionState>;

export const ExecutionOutcome = named(
  'Workflow-Execution-ResultEnum',
  'What an execution means for the person: recommended (PASS, FAIL, REVIEW …) or decided (APPROVED, REJECTED).',
  z.enum(EXECUTION_OUTCOMES),
);
export type ExecutionOutcome = z.infer<typeof ExecutionOutcome>;
