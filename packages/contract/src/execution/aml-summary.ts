import { z } from 'zod';
import { named } from '../wire/named.ts';
import { Instant } from '../wire/text.ts';

const line = z.string().optional();
const count = z.int().min(0).optional();

const SearchParameters = named(
  'Workflow-Step-Summary-AML-Search-Parameters',
  'What the provider was asked for.',
  z.object({
    name: line,
    givenName: line,
    otherName: line,
    familyName: line,
    dateOfBirth: line,
    address: line,
    gender: line,
    nationality: line,
    idNumber: line,
    idType: line,
    idCountry: line,
    placeOfBirth: line,
    placeOfResidence: line,
    fuzziness: line.describe('A percentage or a level, in the provider’s own terms.'),
  }),
);

const unresolvedByKind = {
  numUnresolvedPEP: count,
  numUnresolvedSanction: count,
  numUnresolvedWatchlist: count,
  numUnresolvedAdverseMedia: count,
};

export const AmlProviderSummary = named(
  'Workflow-Step-Summary-AML-ProviderSummary',
  'What one provider of screening found.',
  z.object({
    name: line,
    lastRetrievedAt: Instant.optional().describe('May be before the execution started.'),
    numHits: count,
    numFalsePositives: count,
    numTruePositives: count,
    numUnknown: count,
    numUnresolved: count.describe('Hits that no officer has said anything about.'),
    pepCountries: z.array(z.string()).optional(),
    sanctionCountries: z.array(z.string()).optional(),
    watchlistCountries: z.array(z.string()).optional(),
    adverseMediaCountries: z.array(z.string()).optional(),
    ...unresolvedByKind,
    searchQuery: SearchParameters.optional(),
  }),
);
export type AmlProviderSummary = z.infer<typeof AmlProviderSummary>;

export const AmlSummary = named(
  'Workflow-Step-Summary-AML',
  'What screening found. A hit of several kinds counts once among the hits, and in each kind.',
  z.object({
    stepName: z.literal('AML'),
    totalHits: count,
    totalFalsePositives: count,
    totalTruePositives: count,
    totalUnknown: count,
    totalUnresolved: count,
    ...unresolvedByKind,
    providerSummaries: z.array(AmlProviderSummary).optional(),
  }),
);
export type AmlSummary = z.infer<typeof AmlSummary>;
