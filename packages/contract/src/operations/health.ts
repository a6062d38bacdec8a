import { z } from 'zod';
import type { Operation } from '../operation.ts';
import { named } from '../wire/named.ts';
import { LIST_FRESHNESS } from './admin-lists.ts';
import { Nothing } from './path.ts';

/** `ok` does everything; `degraded` lacks a list or turns callers away; `down` cannot serve. */
export const HEALTH_STATUSES = ['ok', 'degraded', 'down'] as const;

export const Health = named(
  'Health',
  'Whether the server can do its work.',
  z.object({
    status: z
      .enum(HEALTH_STATUSES)
      .describe(
        '`degraded`: a list is stale or not loaded, or `isBusy`. `down`: the database is away, or the server is about to stop.',
      ),
    version: z.string(),
    database: z.object({
      isReachable: z.boolean(),
      latencyMs: z.number().min(0).optional().describe('Absent when it is not reachable.'),
    }),
    isBusy: z
      .boolean()
      .optional()
      .describe('Whether requests were refused in the last ten seconds: there were too many.'),
    lists: z.array(z.object(LIST_FRESHNESS)),
  }),
);
export type Health = z.infer<typeof Health>;

/** Tells that the process answers; needs no key, and no database. */
export const getLiveness = {
  operationId: 'getLiveness',
  method: 'GET',
  path: '/livez',
  summary: 'Liveness',
  description:
    'Answers as long as the process does, also while the database is away: restarting it then helps nobody.',
  tag: 'Health',
  access: 'public',
  parameters: Nothing,
  query: Nothing,
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: { 200: z.object({ status: z.literal('alive') }) },
  errors: [],
} satisfies Operation;

/** Tells whether the server can do its work; needs no key. */
export const getHealth = {
  operationId: 'getHealth',
  method: 'GET',
  path: '/ruok',
  summary: 'Health',
  description: 'Answers 503 with the same body when the server cannot serve.',
  tag: 'Health',
  access: 'public',
  parameters: Nothing,
  query: Nothing,
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: { 200: Health, 503: Health },
  errors: [],
} satisfies Operation;
