import type { RiskAssessment as WireAssessment } from '@probity/contract/risk';
import { RISK_SCHEMA_VERSION, type RiskAssessment, standingLevel } from './risk.ts';

/** An assessment as answers show it: `workflowRiskLevel` as it was calculated, `riskLevel` what counts. */
export function riskAssessmentView(assessment: RiskAssessment, entityId: string): WireAssessment {
  const { override, serviceProfileId, createdAt, updatedAt } = assessment;
  return {
    riskAssessmentId: assessment.riskAssessmentId,
    serviceProfileId,
    workflowId: assessment.workflowId,
    workflowExecutionId: assessment.workflowExecutionId,
    entityId,
    schemaVersion: RISK_SCHEMA_VERSION,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    ...(override && { updatedRequestId: override.requestId }),
    ...(override?.by && { updatedBy: override.by }),
    workflowRiskScore: assessment.score,
    workflowRiskLevel: assessment.level,
    riskScore: assessment.score,
    riskLevel: standingLevel(assessment),
    isOutdated: assessment.isOutdated,
    riskFactors: assessment.factors.map((factor) => ({
      riskFactorId: factor.riskFactorId,
      factor: factor.factor,
      value: factor.value,
      score: factor.score,
      description: factor.description,
      workflowExecutionId: factor.workflowExecutionId,
      stepResultId: factor.stepResultId,
      status: factor.status,
      createdAt: factor.createdAt,
      updatedAt: factor.createdAt,
      createdServiceProfileId: serviceProfileId,
      createdWorkflowExecutionId: factor.workflowExecutionId,
      createdStepResultId: factor.stepResultId,
    })),
  };
}
