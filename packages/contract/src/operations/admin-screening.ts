import { z } from 'zod';
import { RequestId } from '../error.ts';
import type { Operation } from '../operation.ts';
import { named } from '../wire/named.ts';
import { OPERATOR_ERRORS } from './admin-tenants.ts';
import { Nothing } from './path.ts';

export const ScreeningSignal = named(
  'Admin-Screening-Signal',
  'One thing that the screening engine looks at.',
  z.object({
    name: z.string(),
    weight: z.number().describe('What it adds to a score at full strength; may be negative.'),
    description: z.string(),
    kind: z.string().describe('What it speaks for or about, such as a name or a date.'),
  }),
);
export type ScreeningSignal = z.infer<typeof ScreeningSignal>;

/** Tells what scores are made of. */
export const listSignals = {
  operationId: 'listSignals',
  method: 'GET',
  path: '/admin/v1/screening/signals',
  summary: 'List screening signals',
  tag: 'Operator: screening lists',
  access: 'operator',
  parameters: Nothing,
  query: Nothing,
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: {
    200: z.object({
      requestId: RequestId,
      engineVersion: z.string(),
      signals: z.array(ScreeningSignal),
    }),
  },
  errors: OPERATOR_ERRORS,
} satisfies Operation;
