import { z } from 'zod';
import { MATCHLIST_ATTRIBUTE_TYPES } from '../evidence/counterpart-data.ts';
import { MatchlistEntryState } from '../lists/matchlist.ts';
import { CustomAttributes } from '../person/custom-attributes.ts';
import { EntityType } from '../person/entity-type.ts';
import { RISK_FACTOR_STATUSES, RiskLevel } from '../risk.ts';
import { ProfileState } from '../service-profile.ts';
import { MatchlistAction } from '../step-summary.ts';
import { named } from '../wire/named.ts';

const line = z.string().optional();
const count = z.int().min(0).optional();

const problem = z.object({ code: line, description: line, location: line });

/** What every kind of data has. */
const base = {
  origin: z
    .object({
      entityId: line,
      entityType: EntityType.optional(),
      details: z.array(z.object({ code: line, description: line })).optional(),
    })
    .optional()
    .describe('The other entity from which it came, if it came from one.'),
  errors: z.array(problem).optional(),
};

function dataOf<Type extends string, Shape extends z.ZodRawShape>(
  type: Type,
  [id, description]: readonly [string, string],
  shape: Shape,
) {
  return named(
    `Supplementary-Data-AuditEvent-${id}`,
    description,
    z.object({ type: z.literal(type), ...base, ...shape }),
  );
}

const change = z.object({
  objectId: line,
  objectType: line,
  changeDescription: line.describe('The name of the field, never what it says.'),
});
const changes = z.array(change).optional();
const result = line.describe('How the step ended.');

const summaries = z
  .array(
    z.object({
      sourceNormalized: line,
      objectId: line,
      objectType: line,
      result: line,
      notes: CustomAttributes.optional(),
    }),
  )
  .optional();

const connector = {
  connectorName: line,
  connectorDriverName: line,
  connectorConfiguration: z
    .array(z.object({ configurationKey: line, description: line, value: line }))
    .optional(),
  validationIssues: z.array(problem).optional(),
  resultSummary: summaries,
};

const amlCounts = {
  numHits: count,
  numFalsePositives: count,
  numTruePositives: count,
  numUnknown: count,
  numUnresolved: count,
  numUnresolvedPEP: count,
  numUnresolvedSanction: count,
  numUnresolvedWatchlist: count,
  numUnresolvedAdverseMedia: count,
};

const matchlist = z.object({
  name: line,
  action: MatchlistAction.optional(),
  riskScore: z.number().optional(),
});
const attributes = z.array(z.enum(MATCHLIST_ATTRIBUTE_TYPES)).min(1).optional();
const entry = z.object({
  entryId: z.string().optional(),
  entityId: line,
  entityType: EntityType.optional(),
  reference: line,
  reasons: z.array(z.string()).optional(),
  attributes: attributes.describe('Which attributes it has, never what they say.'),
  state: MatchlistEntryState.optional(),
  batchName: line,
});

export const AuditData = z.discriminatedUnion('type', [
  dataOf('RISK_ASSESSMENT', ['Risk-Assessment', 'What a run came to of the risk.'], {
    previousRisk: z
      .object({ riskScore: z.number().optional(), riskLevel: RiskLevel.optional() })
      .optional(),
    risk: z
      .object({
        level: line,
        contributedScore: z.int().optional(),
        overallScore: z.int().optional(),
        factors: z
          .array(z.object({ factor: z.string(), score: z.int(), value: z.string() }))
          .optional(),
      })
      .optional(),
  }),
  dataOf('KYC', ['KYC', 'What verification by sources came to.'], { requirements: line, result }),
  dataOf('DECISION', ['Decision', 'What a run concludes.'], {
    previous: z.object({ workflowStatus: line }).optional(),
  }),
  dataOf('INDIVIDUAL_CHANGE', ['Individual-Change', 'Which fields changed, and what that undid.'], {
    fieldsAdded: changes,
    fieldsUpdated: changes,
    fieldsInvalidated: changes,
    resultsInvalidated: changes,
    validationIssues: z.array(problem).optional(),
  }),
  dataOf('KYC_CONNECTOR', ['KYC-Connector', 'What one source of identities was asked.'], connector),
  dataOf('RESULT_UPDATE', ['Result-Update', 'What an officer said of results.'], {
    resultsUpdated: z.array(change.extend({ previousStatus: line, newStatus: line })).optional(),
  }),
  dataOf('AML_CONNECTOR', ['AML-Connector', 'What one source of watchlists was asked.'], {
    ...connector,
    ...amlCounts,
  }),
  dataOf('AML', ['AML', 'What screening came to.'], { result, ...amlCounts }),
  dataOf('IDV', ['IDV', 'What a check of documents and faces came to.'], {
    idvRequirements: z.array(z.string()).optional(),
    result,
    notes: CustomAttributes.optional(),
    resultSummary: summaries,
  }),
  dataOf('IDV_CONNECTOR', ['IDV-Connector', 'What one provider of such checks was asked.'], {
    ...connector,
    notes: CustomAttributes.optional(),
  }),
  dataOf('RISK_OVERRIDE', ['Risk-Override', 'An officer’s level in place of the calculated one.'], {
    riskBeforeOverride: z
      .object({ riskScore: z.number().optional(), riskLevel: RiskLevel.optional() })
      .optional(),
    overrideType: z.enum(['SPECIFIC', 'OVERALL']),
    riskAfterOverride: z
      .object({
        level: RiskLevel.optional(),
        score: z.int().optional(),
        factors: z
          .array(
            z.object({
              factor: z.string(),
              score: z.int(),
              value: z.string(),
              manualOverrideScore: z.number().optional(),
              status: z.enum(RISK_FACTOR_STATUSES).optional(),
            }),
          )
          .optional(),
      })
      .optional(),
  }),
  dataOf('MATCHLIST_ENTRY', ['Matchlist-Entry', 'An entry that was added or changed.'], {
    matchlist,
    entry,
  }),
  dataOf('MATCHLIST_ENTRIES', ['Matchlist-Entries', 'Entries that were added at once.'], {
    matchlist: matchlist.optional(),
    entries: z
      .object({
        numOfEntries: z.int().min(2).optional(),
        attributes,
        state: MatchlistEntryState.optional(),
        batchName: line,
      })
      .optional(),
  }),
  dataOf('MATCHLIST_RESULT', ['Matchlist-Result', 'What the matchlists held.'], {
    totalMatches: count,
    matchSummaries: z
      .array(z.object({ matchlist: matchlist.optional(), entries: z.array(entry).optional() }))
      .optional(),
  }),
  dataOf('DUPLICATE', ['Duplicate', 'Who may be the same person.'], {
    result,
    duplicates: z.array(z.object({ entityId: line, processResultId: line })).optional(),
  }),
  dataOf(
    'ENTITY_PROFILE_STATE_UPDATE',
    ['Entity-Profile-State-Change', 'Where a profile stood, and where it stands.'],
    {
      previousState: ProfileState.optional(),
      currentState: ProfileState.optional(),
      processResultId: line,
    },
  ),
  dataOf('FRAUD', ['Fraud', 'Which signs of fraud were found.'], {
    result,
    details: z
      .array(
        z.object({
          checkType: z.enum(['DEVICE', 'IP', 'EMAIL_ADDRESS', 'PHONE_NUMBER']).optional(),
          processResultId: line,
          result: line,
        }),
      )
      .optional(),
  }),
]);
export type AuditData = z.infer<typeof AuditData>;
