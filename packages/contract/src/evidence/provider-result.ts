import { z } from 'zod';
import { named } from '../wire/named.ts';

const percent = z.number().min(0).max(100);

export const Fuzziness = named(
  'FuzzinessLevel',
  'How far from the query a match may be: 0 exact, 100 anything.',
  z.object({
    normalized: percent.optional(),
    actual: z.string().optional().describe('In the provider’s own terms.'),
  }),
);
export type Fuzziness = z.infer<typeof Fuzziness>;

export const Confidence = named(
  'ConfidenceLevel',
  'How sure the provider is, 0 to 100.',
  z.object({
    normalized: percent.optional(),
    actual: z.string().optional().describe('In the provider’s own terms.'),
  }),
);
export type Confidence = z.infer<typeof Confidence>;

export const ProviderResult = named(
  'Provider-Result',
  'Who said it, from which source, and how sure they are.',
  z.object({
    name: z.string().optional().describe('The provider.'),
    source: z.string().optional().describe('The source, as the provider calls it.'),
    sourceNormalized: z.string().optional().describe('The source by its stable code.'),
    reference: z.string().optional().describe('What the provider calls this answer.'),
    fuzziness: Fuzziness.optional(),
    confidence: Confidence.optional(),
    riskScore: z.number().optional(),
    errorCode: z.string().optional(),
    errorMessage: z.string().optional(),
  }),
);
export type ProviderResult = z.infer<typeof ProviderResult>;
