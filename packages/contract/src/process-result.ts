import { z } from 'zod';
import { ProviderResult } from './evidence/provider-result.ts';
import { Attribute } from './person/custom-attributes.ts';
import { SupplementaryData } from './supplementary-data.ts';
import { named } from './wire/named.ts';
import { Instant } from './wire/text.ts';

export const PROCESS_RESULT_STATES = ['IN_PROGRESS', 'COMPLETED', 'TIMEOUT', 'ERROR'] as const;

/** VALID counts; STALE is about data that has changed since; the MARKED ones were set aside. */
export const SYSTEM_STATUSES = [
  'VALID',
  'EXPIRED',
  'STALE',
  'MARKED_INVALID',
  'MARKED_IGNORE',
] as const;

export const PROCESS_OUTCOMES = [
  'MATCH',
  'PARTIAL_MATCH',
  'INVALID_MATCH',
  'NO_MATCH',
  'CLEAR',
  'HIT',
  'BAD_DATA',
  'CREATED',
  'UPDATED',
  'DELETED',
  'FAIL',
  'NOT_APPLICABLE',
  'SUSPECTED',
  'REJECTED',
  'MANUAL',
  'CLEAR_AUTO',
  'OVERRIDE',
] as const;

export const PROCESS_RESULT_CLASSES = [
  'KYC',
  'ID',
  'IDV',
  'AML',
  'FRAUDLIST',
  'FRAUDCHECK',
  'FRAUD',
  'DEVICE',
  'MOBILE',
  'EMAIL',
  'LOOKUP',
  'CREATE',
  'UPDATE',
  'DELETE',
  'KYB',
  'DUPLICATE',
  'BLOCKLIST',
  'SUPPORTING_DOC',
  'MATCHLIST',
  'VISA',
  'ACTIVITY',
] as const;

/** What an officer can say about an AML hit; `_ACCEPT` and `_REJECT` also decide about the person. */
export const AML_MANUAL_STATUSES = [
  'TRUE_POSITIVE',
  'FALSE_POSITIVE',
  'TRUE_POSITIVE_ACCEPT',
  'TRUE_POSITIVE_REJECT',
  'UNKNOWN',
  'UNKNOWN_ACCEPT',
  'UNKNOWN_REJECT',
] as const;
export const DUPLICATE_MANUAL_STATUSES = [
  'FALSE_POSITIVE',
  'TRUE_POSITIVE_ACCEPT',
  'TRUE_POSITIVE_REJECT',
] as const;
export const MATCHLIST_MANUAL_STATUSES = ['FALSE_POSITIVE', 'TRUE_POSITIVE_REJECT'] as const;
export const IDV_MANUAL_STATUSES = ['CLEAR', 'REJECTED'] as const;
export const FRAUD_MANUAL_STATUSES = [
  'FALSE_POSITIVE_ACCEPT',
  'FALSE_POSITIVE_REJECT',
  'TRUE_POSITIVE_ACCEPT',
  'TRUE_POSITIVE_REJECT',
] as const;
export const SUPPORTING_DOCUMENT_STATUSES = ['APPROVED', 'REJECTED', 'NEEDS_ATTENTION'] as const;
const KYC_MANUAL_STATUSES = ['PASS', 'FAIL'] as const;

export const AmlManualStatus = named(
  'Process-Result-Manual-StatusEnum-AML',
  'What an officer says about an AML hit. The bare words classify it, `_ACCEPT` and `_REJECT` also decide about the person.',
  z.enum(AML_MANUAL_STATUSES),
);
export type AmlManualStatus = z.infer<typeof AmlManualStatus>;

export const DuplicateManualStatus = named(
  'Process-Result-Manual-StatusEnum-Duplicate',
  'FALSE_POSITIVE: two people. TRUE_POSITIVE_ACCEPT: one person, this entity is kept. TRUE_POSITIVE_REJECT: one person, the other entity is kept.',
  z.enum(DUPLICATE_MANUAL_STATUSES),
);

/**
 * As it is sent. `TRUE_POSITIVE` does not say who is kept: the one who was known before is, and the person
 * at hand is not let through.
 */
export const DuplicateManualStatusInput = named(
  'Process-Result-Manual-StatusEnum-Duplicate-Input',
  'As it is sent: `TRUE_POSITIVE` is taken for `TRUE_POSITIVE_REJECT`.',
  z.enum([...DUPLICATE_MANUAL_STATUSES, 'TRUE_POSITIVE']).transform(withoutBareWord),
);

/** What earlier pages of the contract's publisher say is taken, and never answered. */
function withoutBareWord<S extends string>(
  sent: S,
): Exclude<S, 'TRUE_POSITIVE'> | 'TRUE_POSITIVE_REJECT' {
  if (sent === 'TRUE_POSITIVE') return 'TRUE_POSITIVE_REJECT';
  return sent as Exclude<S, 'TRUE_POSITIVE'>;
}

/**
 * As it is sent. `TRUE_POSITIVE` means that the person is the one on the list, who is rejected. What a page of the
 * publisher says besides is kept as it is said: the words are those about AML hits, and mean the same.
 */
export const MatchlistManualStatusInput = named(
  'Process-Result-Manual-StatusEnum-Matchlist-Input',
  'As it is sent: `TRUE_POSITIVE` is taken for `TRUE_POSITIVE_REJECT`, the others as about AML hits.',
  z.enum(AML_MANUAL_STATUSES).transform(withoutBareWord),
);

/** As it is sent. Where the publisher's text has a word that its enum does not have, the nearest one is meant. */
export const AmlManualStatusInput = named(
  'Process-Result-Manual-StatusEnum-AML-Input',
  'As it is sent: `FALSE_POSITIVE_ACCEPT` is taken for `FALSE_POSITIVE`.',
  z
    .enum([...AML_MANUAL_STATUSES, 'FALSE_POSITIVE_ACCEPT'])
    .transform((sent) => (sent === 'FALSE_POSITIVE_ACCEPT' ? 'FALSE_POSITIVE' : sent)),
);

export const FraudManualStatus = named(
  'Process-Result-Manual-StatusEnum-Fraud',
  'Whether the finding is right, and whether the person is accepted with it.',
  z.enum(FRAUD_MANUAL_STATUSES),
);

/** What the bare words of the publisher's text come to: a sign that is right lets nobody through. */
const BARE_FRAUD_WORDS = {
  FALSE_POSITIVE: 'FALSE_POSITIVE_ACCEPT',
  TRUE_POSITIVE: 'TRUE_POSITIVE_REJECT',
  UNKNOWN: 'UNKNOWN',
} as const;

export const FraudManualStatusInput = named(
  'Process-Result-Manual-StatusEnum-Fraud-Input',
  'As it is sent: `FALSE_POSITIVE` is taken for `FALSE_POSITIVE_ACCEPT`, `TRUE_POSITIVE` for `TRUE_POSITIVE_REJECT`; `UNKNOWN` leaves the finding open.',
  z
    .enum([...FRAUD_MANUAL_STATUSES, 'FALSE_POSITIVE', 'TRUE_POSITIVE', 'UNKNOWN'])
    .transform((sent) => (isBare(sent) ? BARE_FRAUD_WORDS[sent] : sent)),
);

function isBare(word: string): word is keyof typeof BARE_FRAUD_WORDS {
  return Object.hasOwn(BARE_FRAUD_WORDS, word);
}

export const IdvManualStatus = named(
  'Process-Result-Manual-StatusEnum-IDV',
  'CLEAR: nothing more to do. REJECTED: the document or the face does not hold.',
  z.enum(IDV_MANUAL_STATUSES),
);

export const SupportingDocumentStatus = named(
  'Process-Result-Manual-StatusEnum-Supporting-Document',
  'What an officer says about a supporting document.',
  z.enum(SUPPORTING_DOCUMENT_STATUSES),
);
export type SupportingDocumentStatus = z.infer<typeof SupportingDocumentStatus>;

export const ManualStatus = named(
  'Process-Result-Manual-StatusEnum',
  'What an officer has said about the result; absent until one has.',
  z.enum([
    ...new Set([
      ...AML_MANUAL_STATUSES,
      ...KYC_MANUAL_STATUSES,
      ...IDV_MANUAL_STATUSES,
      ...SUPPORTING_DOCUMENT_STATUSES,
      ...DUPLICATE_MANUAL_STATUSES,
      ...MATCHLIST_MANUAL_STATUSES,
      ...FRAUD_MANUAL_STATUSES,
    ]),
  ]),
);
export type ManualStatus = z.infer<typeof ManualStatus>;

export const ProcessOutcome = named(
  'Process-ResultEnum',
  'What the provider answered.',
  z.enum(PROCESS_OUTCOMES),
);
export type ProcessOutcome = z.infer<typeof ProcessOutcome>;

export const ProcessResultClass = named(
  'Process-Result-ClassEnum',
  'What kind of check it comes from.',
  z.enum(PROCESS_RESULT_CLASSES),
);
export type ProcessResultClass = z.infer<typeof ProcessResultClass>;

export const SystemStatus = named(
  'Process-Result-System-StatusEnum',
  'Whether the result may still be used. STALE: what it is about has changed since.',
  z.enum(SYSTEM_STATUSES),
);
export type SystemStatus = z.infer<typeof SystemStatus>;

export const ProcessResultState = named(
  'Process-Result-StateEnum',
  'Whether the provider answered. Only COMPLETED has an outcome that counts.',
  z.enum(PROCESS_RESULT_STATES),
);
export type ProcessResultState = z.infer<typeof ProcessResultState>;

export const ProcessResultError = named(
  'Process-Result-Error',
  'What went wrong when the provider was asked.',
  z.object({
    code: z.string().optional(),
    description: z.string().optional(),
    location: z.string().optional(),
  }),
);
export type ProcessResultError = z.infer<typeof ProcessResultError>;

export const ProcessRiskFactor = named(
  'Process-Risk-Factor-Value',
  'A fact that risk is made of.',
  z.object({ factor: z.string(), value: z.string() }),
);
export type ProcessRiskFactor = z.infer<typeof ProcessRiskFactor>;

/** What one provider said about one thing: the atom of evidence. It belongs to the person, and executions refer to it. */
export const ProcessResult = named(
  'Process-Result-Object',
  'What one provider said about one thing. It belongs to the person, and later executions may use it again.',
  z.object({
    processResultId: z.string().optional(),
    schemaVersion: z.int().optional(),
    entityId: z.string().optional(),
    requestId: z.string().optional().describe('The request whose execution produced it.'),
    stepName: z.string().optional(),
    stepType: z.string().optional(),
    objectType: z.string().optional().describe('What kind of thing was checked.'),
    objectId: z.string().optional().describe('Which one was checked.'),
    createdAt: Instant.optional(),
    updatedAt: Instant.optional(),
    groupId: z.string().optional(),
    providerResult: ProviderResult.optional(),
    result: ProcessOutcome.optional(),
    class: ProcessResultClass.optional(),
    supplementaryData: SupplementaryData.optional(),
    errors: z.array(ProcessResultError).optional(),
    notes: z.record(z.string(), Attribute).optional(),
    systemStatus: SystemStatus.optional(),
    manualStatus: ManualStatus.optional(),
    state: ProcessResultState.optional(),
    riskFactors: z.array(ProcessRiskFactor).optional(),
    updatedBy: z.string().optional(),
  }),
);
export type ProcessResult = z.infer<typeof ProcessResult>;
