import { z } from 'zod';
import { stepEndOf } from '../../features/executions/step-end.ts';
import type { StepType } from '../step-type.ts';

const StartConfiguration = z.strictObject({});

/** Opens the run. */
export const startStep: StepType<z.output<typeof StartConfiguration>> = {
  type: 'START',
  description: 'Opens the run.',
  timeoutMs: 5_000,
  maxAttempts: 3,
  configuration: StartConfiguration,
  explain: () => ['Opens the run with the person as they are now.'],

  async run({ step, run, now }) {
    return stepEndOf({ ...step, startedAt: now() }, now, {
      result: 'COMPLETE',
      summary: { workflowExecutionId: run.workflowExecutionId },
    });
  },
};
