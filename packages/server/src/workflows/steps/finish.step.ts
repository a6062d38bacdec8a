import { z } from 'zod';
import { stepEndOf } from '../../features/executions/step-end.ts';
import type { StepType } from '../step-type.ts';

const FinishConfiguration = z.strictObject({});

/** Closes the run. */
export const finishStep: StepType<z.output<typeof FinishConfiguration>> = {
  type: 'FINISH',
  description: 'Closes the run.',
  timeoutMs: 5_000,
  maxAttempts: 3,
  configuration: FinishConfiguration,
  explain: () => ['Closes the run and updates the service profile.'],

  async run({ step, now }) {
    return stepEndOf({ ...step, startedAt: now() }, now, { result: 'COMPLETE', summary: {} });
  },
};
