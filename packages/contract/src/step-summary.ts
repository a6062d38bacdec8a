import { z } from 'zod';
import { AmlSummary } from './execution/aml-summary.ts';
import { ExecutionOutcome } from './execution/execution-outcome.ts';
import { IdSummary, KycSummary } from './execution/kyc-summary.ts';
import { named } from './wire/named.ts';

export const NAME_MATCH_ORDERS = [
  'FGO',
  'OFG',
  'GOF',
  'FOG',
  'GFO',
  'OGF',
  'FG',
  'FO',
  'GF',
  'OF',
] as const;
export const MATCHLIST_ACTIONS = ['BLOCK', 'ALERT', 'ALLOW', 'REVIEW', 'NONE'] as const;

const line = z.string().optional();
const count = z.int().min(0).optional();

export const MatchlistAction = named(
  'Matchlist-Action',
  'What a list recommends for whoever is on it.',
  z.enum(MATCHLIST_ACTIONS),
);
export type MatchlistAction = z.infer<typeof MatchlistAction>;

const NameValidationSummary = named(
  'Workflow-Step-Summary-NameValidation',
  'How a name in its native language compares with its anglicised forms.',
  z.object({
    stepName: z.literal('NAME_VALIDATION'),
    langCode: line,
    nameMatchOrder: z
      .enum(NAME_MATCH_ORDERS)
      .optional()
      .describe('Order of the parts that matched: family (F), given (G), other (O).'),
  }),
);

const VisaSummary = named(
  'Workflow-Step-Summary-Visa',
  'What the visa register said.',
  z.object({
    stepName: z.literal('VISA'),
    country: z.string().max(3).optional(),
    class: line,
    subClass: line,
    hasExpired: z.boolean().optional(),
    noExpiry: z.boolean().optional(),
    onAllowList: z.boolean().optional(),
    onDenyList: z.boolean().optional(),
  }),
);

const StartSummary = named(
  'Workflow-Step-Summary-Start',
  'The execution began.',
  z.object({
    stepName: z.literal('START'),
    workflowExecutionId: line,
    workflowContextId: line,
  }),
);

const FinishSummary = named(
  'Workflow-Step-Summary-Finish',
  'The execution ended.',
  z.object({ stepName: z.literal('FINISH'), workflowContextId: line }),
);

const DecisionSummary = named(
  'Workflow-Step-Summary-Decision',
  'What the execution came to.',
  z.object({
    stepName: z.literal('DECISION'),
    workflowExecutionResult: ExecutionOutcome.optional(),
  }),
);

const MatchlistCounts = named(
  'Workflow-Step-Summary-Matchlist-Summary',
  'What one matchlist held.',
  z.object({
    matchlistId: line,
    name: line,
    description: line,
    action: MatchlistAction.optional(),
    numMatches: count,
    numFalsePositives: count,
    numTruePositives: count,
    numUnknown: count,
    numUnresolved: count,
  }),
);

const MatchlistSummary = named(
  'Workflow-Step-Summary-Matchlist',
  'What the matchlists held.',
  z.object({
    stepName: z.literal('MATCHLIST'),
    totalMatches: count,
    totalFalsePositives: count,
    totalTruePositives: count,
    totalUnknown: count,
    totalUnresolved: count,
    matchlistSummaries: z.array(MatchlistCounts).optional(),
  }),
);

const DuplicateSummary = named(
  'Workflow-Step-Summary-Duplicate',
  'How many others may be the same person.',
  z.object({
    stepName: z.literal('DUPLICATE'),
    totalDuplicates: count,
    totalFalsePositives: count,
    totalTruePositives: count,
    totalUnresolved: count,
    totalResolved: count,
  }),
);

const ActivitySummary = named(
  'Workflow-Step-Summary-Activity',
  'What the person’s activity raised.',
  z.object({
    stepName: z.literal('ACTIVITY'),
    totalFraud: count,
    totalAML: count,
    totalDevice: count,
  }),
);

const FraudSummary = named(
  'Workflow-Step-Summary-Fraud',
  'The highest risk by kind, and how many of each were evaluated.',
  z.object({
    stepName: z.literal('FRAUD'),
    maximumIpAddressRisk: line,
    numberIpAddressEvaluations: count,
    maximumEmailAddressRisk: line,
    numberEmailAddressEvaluations: count,
    maximumPhoneNumberRisk: line,
    numberPhoneNumberEvaluations: count,
    maximumDeviceRisk: line,
    numberDeviceEvaluations: count,
    numberSessionsEvaluated: z.int().min(0),
    numberSessionsNotEvaluated: z.int().min(0).describe('Left out because there were too many.'),
  }),
);

/** What a step found, in numbers; steps without a shape of their own have no summary. */
export const StepSummary = named(
  'Workflow-Step-Summary',
  'What a step found, in numbers; its shape depends on the step.',
  z.discriminatedUnion('stepName', [
    KycSummary,
    AmlSummary,
    IdSummary,
    NameValidationSummary,
    VisaSummary,
    StartSummary,
    FinishSummary,
    DecisionSummary,
    MatchlistSummary,
    DuplicateSummary,
    ActivitySummary,
    FraudSummary,
  ]),
);
export type StepSummary = z.infer<typeof StepSummary>;
