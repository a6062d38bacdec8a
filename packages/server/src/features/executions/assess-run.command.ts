import type { Context } from '../../kernel/context.ts';
import type { Effects } from '../../kernel/effect.ts';
import { newUuid } from '../../kernel/id.ts';
import type { EntityVault } from '../../kernel/vault.ts';
import { toAuditEventRow } from '../audit/audit-event.store.ts';
import { auditEventOf } from '../audit/audit-event.ts';
import type { KnownRisk } from '../risk/assess-risk.ts';
import {
  findLatestAssessment,
  listValidFactors,
  toRiskAssessmentRow,
  toRiskFactorRow,
} from '../risk/risk.store.ts';
import { type RiskAssessment, type RiskFactor, standingLevel } from '../risk/risk.ts';
import { aboutRun } from './audit/about-run.ts';
import { countExecutions } from './execution.store.ts';
import type { Execution } from './execution.ts';
import type { RunContext } from './run-context.ts';
import type { RunMaterial } from './start-execution.command.ts';
import type { StepEnd } from './step-result.ts';

/** What a run begins with: factors that hold still, the override that stands, and the level before. */
export async function knownRisk(
  ctx: Pick<Context, 'db'>,
  { entity, execution }: RunMaterial,
): Promise<KnownRisk & { readonly previousLevel: string | null }> {
  const { vault } = entity;
  const [factors, latest] = await Promise.all([
    listValidFactors(ctx.db, vault, execution.serviceKey),
    findLatestAssessment(ctx.db, vault, execution.serviceKey),
  ]);
  // What is outdated was overridden for facts that are so no longer.
  const override = latest && !latest.isOutdated ? latest.override : null;
  return { factors, override, previousLevel: latest ? standingLevel(latest) : null };
}

/** How often this workflow was run for this person, this run among them. */
export function attemptsOf(ctx: Pick<Context, 'db'>, { execution }: RunMaterial): Promise<number> {
  return countExecutions(ctx.db, execution);
}

/** What commits of a run's risk with its end: new factors, replaced ones, the assessment and the audit. */
export function riskEffects(
  run: RunContext,
  { entity, execution }: RunMaterial,
  ends: readonly StepEnd[],
): Effects {
  const assessed = ends.flatMap(({ risk }) => risk ?? []);
  const last = assessed.at(-1);
  if (!last) return {};
  const { workflowExecutionId, serviceProfileId, serviceKey, individualRevision } = execution;
  const { score, level, override, factors } = last.draft;
  const isOurs = (factor: RiskFactor) => factor.workflowExecutionId === workflowExecutionId;
  const discarded = discardedOf(assessed, isOurs);
  const at = run.now();
  const assessment: RiskAssessment = {
    riskAssessmentId: newUuid(),
    serviceKey,
    serviceProfileId,
    workflowId: execution.workflowId,
    workflowExecutionId,
    createdAt: at,
    updatedAt: at,
    isOutdated: false,
    override,
    score,
    level,
    factors: [...factors, ...discarded],
  };
  const { vault } = entity;
  const own = new Set(assessed.flatMap(({ draft }) => draft.factors.filter(isOurs)).map(idOf));
  const replaced = assessed
    .flatMap(({ draft }) => draft.replaced)
    .filter((riskFactorId) => !own.has(riskFactorId));
  return {
    risk_factor: [...factors.filter(isOurs), ...discarded].map((factor) =>
      toRiskFactorRow(vault, factor, { serviceKey, individualRevision }),
    ),
    risk_factor_stale: [...new Set(replaced)].map((riskFactorId) => ({
      entity_id: vault.entityId,
      risk_factor_id: riskFactorId,
      updated_at: at.toISOString(),
    })),
    risk_assessment: [toRiskAssessmentRow(vault, assessment, individualRevision)],
    audit_event: changeAudit(run, { vault, execution, assessment, previous: last.previousLevel }),
  };
}

const idOf = ({ riskFactorId }: RiskFactor) => riskFactorId;

/** Made and dropped within the run: shown, and not counted. */
function discardedOf(
  assessed: readonly NonNullable<StepEnd['risk']>[],
  isOurs: (factor: RiskFactor) => boolean,
): RiskFactor[] {
  const final = new Set(assessed.at(-1)?.draft.factors.map(idOf));
  const dropped = assessed
    .flatMap(({ draft }) => draft.factors)
    .filter((factor) => isOurs(factor) && !final.has(factor.riskFactorId));
  const byId = new Map(dropped.map((factor) => [factor.riskFactorId, factor]));
  return [...byId.values()].map((factor) => ({ ...factor, status: 'DISCARDED' }));
}

type RiskChange = {
  readonly vault: EntityVault;
  readonly execution: Execution;
  readonly assessment: RiskAssessment;
  readonly previous: string | null;
};

function changeAudit(
  run: RunContext,
  { vault, execution, assessment, previous: previousLevel }: RiskChange,
) {
  const level = standingLevel(assessment);
  if (level === previousLevel) return [];
  const event = auditEventOf(run, vault, {
    type: 'WORKFLOW_RISK_CHANGE',
    objectType: 'RISK_ASSESSMENT',
    objectId: assessment.riskAssessmentId,
    ...aboutRun(execution),
    riskLevel: level,
    detail: {
      previousLevel,
      newLevel: level,
      riskScore: assessment.score,
      data: {
        type: 'RISK_ASSESSMENT',
        ...(previousLevel !== null && { previousRisk: { riskLevel: previousLevel } }),
        risk: { level, overallScore: Math.round(assessment.score) },
      },
    },
  });
  return [toAuditEventRow(event)];
}
