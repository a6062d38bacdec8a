import { z } from 'zod';
import { named } from './wire/named.ts';
import { Instant } from './wire/text.ts';

export const RISK_LEVELS = ['UNKNOWN', 'LOW', 'MEDIUM', 'HIGH', 'UNACCEPTABLE'] as const;
/** VALID counts; STALE came from data that changed; OVERRIDDEN counts with a person's score; DISCARDED was dropped within the run. */
export const RISK_FACTOR_STATUSES = ['VALID', 'STALE', 'OVERRIDDEN', 'DISCARDED'] as const;

export const RiskLevel = named('Risk-Level', 'How risky an entity is.', z.enum(RISK_LEVELS));
export type RiskLevel = z.infer<typeof RiskLevel>;

export const RiskFactor = named(
  'Risk-Factor',
  'One scored fact that a risk score is made of.',
  z.object({
    riskFactorId: z.string().optional(),
    factor: z.string().optional().describe('Name of the fact.'),
    value: z.string().optional(),
    score: z.number().optional(),
    description: z.string().optional(),
    workflowExecutionId: z.string().optional(),
    stepResultId: z.string().optional(),
    manualOverrideScore: z.number().optional().describe('Counts instead of `score`.'),
    status: z
      .enum(RISK_FACTOR_STATUSES)
      .optional()
      .describe('Only VALID and OVERRIDDEN factors count.'),
    createdAt: Instant.optional(),
    updatedAt: Instant.optional(),
    updatedBy: z.string().optional(),
    updatedRequestId: z.string().optional(),
    createdServiceProfileId: z.string().optional(),
    createdWorkflowExecutionId: z.string().optional(),
    createdStepResultId: z.string().optional(),
  }),
);
export type RiskFactor = z.infer<typeof RiskFactor>;

export const RiskAssessment = named(
  'Risk-Assessment',
  'The risk of an entity as it stood at the end of one execution.',
  z.object({
    riskAssessmentId: z.string().optional(),
    serviceProfileId: z.string(),
    workflowId: z.string(),
    workflowExecutionId: z.string(),
    entityId: z.string(),
    schemaVersion: z.int().optional(),
    createdAt: Instant.optional(),
    updatedAt: Instant.optional(),
    updatedBy: z.string().optional(),
    updatedRequestId: z.string().optional(),
    workflowRiskScore: z.number().optional().describe('Sum of the factors of this execution.'),
    workflowRiskLevel: RiskLevel.optional(),
    riskScore: z.number().optional().describe('Of the entity, over its executions.'),
    riskLevel: RiskLevel.optional(),
    isOutdated: z
      .boolean()
      .optional()
      .describe('Whether something it was made of has changed since.'),
    riskFactors: z.array(RiskFactor).optional(),
  }),
);
export type RiskAssessment = z.infer<typeof RiskAssessment>;
