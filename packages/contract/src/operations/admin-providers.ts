import { z } from 'zod';
import { RequestId } from '../error.ts';
import type { Operation } from '../operation.ts';
import { named } from '../wire/named.ts';
import { Instant } from '../wire/text.ts';
import { OPERATOR_ERRORS } from './admin-tenants.ts';
import { Nothing } from './path.ts';

export const ProviderHealth = named(
  'Admin-Provider-Health',
  'How a provider has fared since this server started.',
  z.object({
    breaker: z
      .enum(['closed', 'open', 'half-open'])
      .describe('`open`: it failed several times in a row and is not asked for a while.'),
    lastSuccessAt: Instant.optional(),
    lastFailureAt: Instant.optional(),
    lastFailure: z.string().optional().describe('What it did, such as `answered HTTP 503`.'),
    latencyMs: z.number().min(0).optional().describe('Of its latest answers.'),
  }),
);

export const ProviderStatus = named(
  'Admin-Provider-Status',
  'A provider that the operator has set up.',
  z.object({
    name: z.string(),
    kind: z.string().describe('How it is spoken to: `http`, `veriff`.'),
    capabilities: z.array(z.string()),
    url: z.string(),
    health: ProviderHealth,
  }),
);
export type ProviderStatus = Readonly<
  Omit<z.infer<typeof ProviderStatus>, 'capabilities'> & { capabilities: readonly string[] }
>;

/** Lists the operator's providers with their health. */
export const listProviders = {
  operationId: 'listProviders',
  method: 'GET',
  path: '/admin/v1/providers',
  summary: 'Show providers',
  description:
    'The providers of the settings file, in the order in which they are asked, as this server sees them. Never their secrets.',
  tag: 'Operator: providers',
  access: 'operator',
  parameters: Nothing,
  query: Nothing,
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: { 200: z.object({ requestId: RequestId, providers: z.array(ProviderStatus) }) },
  errors: OPERATOR_ERRORS,
} satisfies Operation;
