import { z } from 'zod';
import { named } from '../wire/named.ts';

export const MatchType = named(
  'Workflow-Step-Summary-KYC-MatchRule-Matches-MatchTypes',
  'How one fact fared: never checked is empty, checked in vain is `isChecked` alone.',
  z.object({
    objectId: z.string().optional(),
    objectType: z.string().optional().describe('Such as `curr_addr`, `prev_name` or `PASSPORT`.'),
    matchCount: z.int().optional(),
    matchSources: z.array(z.string()).optional(),
    nonMatchSources: z.array(z.string()).optional(),
    isChecked: z.boolean().optional(),
    isVerified: z.boolean().optional(),
  }),
);
export type MatchType = z.infer<typeof MatchType>;

/** The fields of a group of requirements that KYC and ID summaries share. */
export const MATCH_COUNTS = {
  matchTypes: z
    .record(z.string(), MatchType)
    .optional()
    .describe('By fact: `name`, `address`, `dob`, `gender`.'),
  matchCount: z.int().optional().describe('Sum over `matchTypes`.'),
  matchCountRequired: z.int().optional(),
  hasAllRequiredSourcesMatched: z.boolean().optional(),
  requiredSourcesMatched: z.array(z.string()).optional(),
  requiredSourcesNotMatched: z.array(z.string()).optional(),
  isVerified: z.boolean().optional(),
};

const SourceDetail = named(
  'Workflow-Step-Summary-KYC-Result-Summary-Detail',
  'What one source confirmed.',
  z.object({
    provider: z.string().optional(),
    source: z.string().optional(),
    attributesMatched: z.array(z.string()).optional(),
  }),
);

const RequirementGroup = named(
  'Workflow-Step-Summary-KYC-MatchRule-Matches',
  'One group of requirements of a rule.',
  z.object({
    ...MATCH_COUNTS,
    matchDetails: z.array(SourceDetail).optional(),
    nonMatchDetails: z.array(SourceDetail).optional(),
  }),
);

const MatchRule = named(
  'Workflow-Step-Summary-KYC-MatchRule',
  'One rule that says what has to match, and in how many sources.',
  z.object({
    ruleName: z.string().optional(),
    ruleOrder: z.int().min(1).optional().describe('Priority, from 1.'),
    ruleMatches: z.array(RequirementGroup).optional(),
  }),
);

export const KycSummary = named(
  'Workflow-Step-Summary-KYC',
  'Which rules of electronic verification were met.',
  z.object({
    stepName: z.literal('KYC'),
    matchedRules: z.array(MatchRule).optional(),
    unmatchedRules: z.array(MatchRule).optional(),
  }),
);
export type KycSummary = z.infer<typeof KycSummary>;

const DocumentMatches = named(
  'Workflow-Step-Summary-ID-Matches',
  'How one document fared.',
  MatchType.omit({ objectId: true }),
);

export const IdSummary = named(
  'Workflow-Step-Summary-ID',
  'How the documents fared. Besides the named fields, one entry per document by its id.',
  z.object({ stepName: z.literal('ID'), ...MATCH_COUNTS }).catchall(z.unknown()),
);
export type IdSummary = z.infer<typeof IdSummary>;

/** The entry of one document in an ID summary. */
export type DocumentMatches = z.infer<typeof DocumentMatches>;
