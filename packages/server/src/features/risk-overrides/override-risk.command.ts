import type { AuditData } from '@probity/contract/audit/audit-data';
import { type Context, inTransaction } from '../../kernel/context.ts';
import { insertAuditEvents } from '../audit/audit-event.store.ts';
import { auditEventOf } from '../audit/audit-event.ts';
import { insertComment } from '../comments/comment.store.ts';
import { type CommentInput, commentRowOf } from '../comments/comment.ts';
import { findOwnEntity } from '../entities/entity.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import { lockExecution } from '../executions/execution.store.ts';
import { findLatestAssessment, setRiskOverride } from '../risk/risk.store.ts';
import { type RiskAssessment, RiskNotOverridable, standingLevel } from '../risk/risk.ts';
import type { AssessedLevel } from '../risk/risk-profile.ts';
import { lockServiceProfile } from '../service-profiles/service-profile.store.ts';
import { keyOfService } from '../workflow-definitions/workflow-definition.ts';

type Overriding = {
  readonly entityId: string;
  readonly serviceName: string;
  readonly level: AssessedLevel;
  readonly comment: CommentInput;
};

/**
 * Puts an officer's level in place of the calculated one, on the latest assessment alone; the score and the
 * factors stay. Later runs carry it over until a factor changes.
 *
 * @throws {@link RiskNotOverridable} where nothing was assessed, or a run is under way that assesses anew
 */
export async function overrideRisk(
  ctx: Context,
  { entityId, serviceName, level, comment }: Overriding,
): Promise<RiskAssessment> {
  return inTransaction(ctx, async (tx) => {
    const entity = await findOwnEntity(tx, entityId);
    if (!entity) throw new IndividualNotFound();
    const { vault } = entity;
    const serviceKey = keyOfService(serviceName);
    const profile = await lockServiceProfile(tx.db, vault, serviceKey);
    const latestRun = profile?.latestWorkflowExecutionId;
    if (!profile || !latestRun) throw new RiskNotOverridable('No workflow has been executed');
    const execution = await lockExecution(tx.db, vault, latestRun);
    if (execution?.state === 'IN_PROGRESS') {
      throw new RiskNotOverridable('A workflow is being executed, which assesses the risk anew');
    }
    const assessment = await findLatestAssessment(tx.db, vault, serviceKey);
    if (!assessment) throw new RiskNotOverridable('No execution has assessed the risk');
    const at = tx.now();
    const { requestId, actor } = tx;
    const override = { level, at: at.toISOString(), requestId, by: actor.username };
    const { riskAssessmentId, workflowExecutionId } = assessment;
    await setRiskOverride(tx.db, vault, { riskAssessmentId, override, at });
    const about = { objectType: 'RISK_ASSESSMENT', objectId: riskAssessmentId };
    await insertComment(tx.db, commentRowOf(tx, vault, { ...about, comment }));
    const previousLevel = standingLevel(assessment);
    const types = ['RISK_OVERRIDE', ...(previousLevel === level ? [] : ['WORKFLOW_RISK_CHANGE'])];
    await insertAuditEvents(
      tx.db,
      types.map((type) =>
        auditEventOf(tx, vault, {
          type: type as 'RISK_OVERRIDE' | 'WORKFLOW_RISK_CHANGE',
          ...about,
          workflowExecutionId,
          serviceProfileId: profile.serviceProfileId,
          serviceName: profile.serviceName,
          riskLevel: level,
          detail: {
            scope: 'OVERALL',
            previousLevel,
            newLevel: level,
            riskScore: assessment.score,
            data: overrideData({ assessment, previousLevel, level }),
          },
          ...(comment?.text && { userComment: comment.text }),
        }),
      ),
    );
    return { ...assessment, override, updatedAt: at };
  });
}

type Overridden = {
  readonly assessment: RiskAssessment;
  readonly previousLevel: AssessedLevel | 'UNKNOWN';
  readonly level: AssessedLevel;
};

function overrideData({ assessment, previousLevel, level }: Overridden): AuditData {
  return {
    type: 'RISK_OVERRIDE',
    overrideType: 'OVERALL',
    riskBeforeOverride: { riskScore: assessment.score, riskLevel: previousLevel },
    riskAfterOverride: { level, score: Math.round(assessment.score) },
  };
}
