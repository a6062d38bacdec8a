import { z } from 'zod';
import { named } from '../wire/named.ts';
import { Instant } from '../wire/text.ts';

export const InformationSource = named(
  'Information-Source',
  'Where an element of a person came from.',
  z.object({
    sourceId: z.string().optional(),
    type: z.string().optional(),
    source: z.string().optional(),
    description: z.string().optional(),
    provider: z.string().optional(),
    providerReference: z.string().optional(),
    createdAt: Instant.optional(),
    requestedAt: Instant.optional().describe('When the provider was asked.'),
    generatedAt: Instant.optional().describe('When the source made the information.'),
    retrievedAt: Instant.optional().describe('When the information arrived.'),
    updatedAt: Instant.optional(),
    isAuthoritative: z.boolean().optional().describe('Whether the source decides what is true.'),
    isManual: z.boolean().optional().describe('Whether a person entered it.'),
  }),
);
export type InformationSource = z.infer<typeof InformationSource>;
