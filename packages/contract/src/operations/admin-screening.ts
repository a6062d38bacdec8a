import { z } from 'zod';
import { RequestId } from '../error.ts';
import type { Operation } from '../operation.ts';
import { named } from '../wire/named.ts';
import { Uuid } from '../wire/text.ts';
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

export const ReplayDifference = named(
  'Admin-Replay-Difference',
  'Something in which a replayed screening differs from what is kept.',
  z.object({
    listing: z.string().describe('The list entry: the name of its list and its number there.'),
    field: z.string().describe('What differs, such as `match` or `findings.0.effect`.'),
    kept: z.string().describe('Before. Texts that quote the person are shown by fingerprints.'),
    replayed: z.string().describe('Now.'),
  }),
);
export type ReplayDifference = z.infer<typeof ReplayDifference>;

/** Proves that a screening hit can be found again as it is kept. */
export const replayScreening = {
  operationId: 'replayScreening',
  method: 'POST',
  path: '/admin/v1/screening/replay',
  summary: 'Run the search behind a screening hit again',
  description:
    'Makes the indexes of exactly those versions of the lists that the hit rests on, runs the same search on them and compares what it says of the hit, byte for byte, with what is kept. Changes nothing. Takes seconds for large lists.',
  tag: 'Operator: screening lists',
  access: 'operator',
  parameters: Nothing,
  query: Nothing,
  body: z.object({ processResultId: Uuid.describe('The hit, of any tenant.') }),
  bodyPresence: 'required',
  background: false,
  answers: {
    200: z.object({
      requestId: RequestId,
      processResultId: z.string(),
      engineVersion: z.string().describe('That of this server.'),
      outcome: z
        .enum(['identical', 'differs', 'impossible'])
        .describe('`impossible`: a version, the engine or the evidence is not what it was.'),
      because: z.string().describe('The outcome in words.'),
      differences: z.array(ReplayDifference),
    }),
  },
  errors: OPERATOR_ERRORS,
} satisfies Operation;
