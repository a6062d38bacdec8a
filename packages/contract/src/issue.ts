import { z } from 'zod';
import { named } from './wire/named.ts';
import { Instant } from './wire/text.ts';

export const ISSUE_CATEGORIES = [
  'AML',
  'BAD_DATA',
  'BIOMETRICS',
  'BLOCKLISTED',
  'DECEASED',
  'DEVICE',
  'DOCUMENT',
  'DUPLICATE',
  'EXPIRY',
  'FRAUD',
  'IDV',
  'INFORMATIONAL',
  'KYC',
  'SYSTEM',
  'VERIFY',
  'VISA',
  'WATCHLIST',
  'ACTIVITY',
] as const;

export const ISSUE_TYPES = [
  'AML_ISSUE',
  'BAD_DATA_ADDRESS',
  'BAD_DATA_DOB',
  'BAD_DATA_EMAIL',
  'BAD_DATA_ID',
  'BAD_DATA_MOBILE',
  'BAD_DATA_NAME',
  'BLOCKED',
  'COMPROMISED_DOCUMENT',
  'CREDIT_HEADER',
  'DATA_COMPARISON',
  'DATA_CONSISTENCY',
  'DATA_VALIDATION',
  'DENY_LIST',
  'DECEASED',
  'DEVICE_FRAUD_MATCH',
  'DEVICE_INVALID',
  'DOCUMENT_COMPARISON',
  'DUPLICATE',
  'FRAUD_CHECK',
  'FRAUD_DEVICE',
  'FRAUD_IP_ADDRESS',
  'FRAUD_EMAIL_ADDRESS',
  'FRAUD_PHONE_NUMBER',
  'FRAUD_ISSUE',
  'FRAUD_LIST',
  'IMAGE_INTEGRITY',
  'INTERNAL_MATCH',
  'LIVENESS_DETECTION',
  'MATCHED_EXTERNAL',
  'MATCHED_INTERNAL',
  'MATCHED_SHARED',
  'MEDIA',
  'NOT_FOUND',
  'OCR',
  'PARTIAL',
  'PEP',
  'REQUIRES_AML',
  'REQUIRES_IDV',
  'REQUIRES_KYC',
  'REQUIRES_VISA',
  'SANCTION',
  'SERVICE_ERROR',
  'SERVICE_TIMEOUT',
  'VISA_FAILED',
  'VISUAL_AUTHENTICITY',
  'WATCHLIST',
  'ACTIVITY_AML',
  'ACTIVITY_FRAUD',
  'ACTIVITY_DEVICE',
] as const;

/** INFO, REVIEW (a person must look), BLOCK (nothing further runs), WARNING (does not block), CRITICAL, ERROR. */
export const ISSUE_SEVERITIES = [
  'INFO',
  'REVIEW',
  'BLOCK',
  'WARNING',
  'CRITICAL',
  'ERROR',
] as const;

export const IssueCategory = named(
  'Workflow-Issue-Category',
  'The area an issue belongs to.',
  z.enum(ISSUE_CATEGORIES),
);
export type IssueCategory = z.infer<typeof IssueCategory>;

export const IssueType = named('Workflow-Issue-Type', 'What the issue is.', z.enum(ISSUE_TYPES));
export type IssueType = z.infer<typeof IssueType>;

export const IssueSeverity = named(
  'Workflow-Issue-Severity',
  'What an issue asks for: REVIEW asks a person to look, BLOCK stops what would follow, WARNING does not.',
  z.enum(ISSUE_SEVERITIES),
);
export type IssueSeverity = z.infer<typeof IssueSeverity>;

export const WorkflowIssue = named(
  'Workflow-Issue',
  'Something an execution asks a person about.',
  z.object({
    issueId: z.string().optional(),
    category: IssueCategory,
    issue: IssueType,
    severity: IssueSeverity,
    workflowExecutionId: z.string().optional(),
    stepResultId: z.string().optional().describe('The step that raised it.'),
    isCleared: z.boolean().optional().describe('Whether a person has dealt with it.'),
    createdAt: Instant.optional(),
    createdBy: z.string().optional(),
    updatedAt: Instant.optional(),
    updatedBy: z.string().optional(),
    updatedRequestId: z.string().optional(),
  }),
);
export type WorkflowIssue = z.infer<typeof WorkflowIssue>;
