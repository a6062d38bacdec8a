import { overrideRiskLevel } from '@probity/contract/operations/profiles';
import type { TenantContext } from '../../http/caller.ts';
import { type Mount, mount } from '../../http/mount.ts';
import { riskAssessmentView } from '../risk/risk-view.ts';
import { overrideRisk } from './override-risk.command.ts';

/** The officer's word on a risk level. */
export function riskOverrideRoutes(mounting: Mount<TenantContext>): void {
  mount(mounting, overrideRiskLevel, async (ctx, { parameters, body }) => {
    const { riskLevel: level, comment } = body;
    const assessment = await overrideRisk(ctx, { ...parameters, level, comment });
    const riskAssessment = riskAssessmentView(assessment, parameters.entityId);
    return { status: 200, body: { requestId: ctx.requestId, riskAssessment } };
  });
}
