import type { Context } from '../../kernel/context.ts';
import type { Effects } from '../../kernel/effect.ts';
import { toAuditEventRow } from '../audit/audit-event.store.ts';
import { auditEventOf } from '../audit/audit-event.ts';
import { listValidResults, toProcessResultRow } from '../results/process-result.store.ts';
import type { ProcessResult } from '../results/process-result.ts';
import { stateAfter } from '../service-profiles/service-profile.ts';
import { riskEffects } from './assess-run.command.ts';
import { toExecutionEndRow } from './execution.store.ts';
import type { EndWorkflow } from './execution.ts';
import { type Outcome, reportOf } from './execution-report.ts';
import type { RunContext } from './run-context.ts';
import type { RunMaterial } from './start-execution.command.ts';
import type { StepEnd } from './step-result.ts';

export function runContextOf({ execution }: RunMaterial, now: Context['now']): RunContext {
  const { channel, startedBy, requestId } = execution;
  return { actor: { channel, username: startedBy }, requestId, now };
}

/** The row of a new process result of the run's person. */
export function newResultRow({ entity, execution }: RunMaterial, result: ProcessResult) {
  return toProcessResultRow(entity.vault, result, execution.individualRevision);
}

/**
 * What is still valid about the run's person of earlier runs, of one class. What this run found itself
 * is not among it, whether or not that has been committed: a run that resumes must see the same.
 */
export async function priorResults(
  ctx: Pick<Context, 'db'>,
  { entity, execution }: RunMaterial,
  resultClass: string,
): Promise<readonly ProcessResult[]> {
  const valid = await listValidResults(ctx.db, entity.vault, resultClass);
  const { workflowExecutionId } = execution;
  return valid.filter((result) => result.workflowExecutionId !== workflowExecutionId);
}

/** The audit of a step that ended; commits with its results. */
export function stepEndedRow(run: RunContext, { entity, execution }: RunMaterial, end: StepEnd) {
  const { step } = end;
  const event = auditEventOf(run, entity.vault, {
    type: 'WORKFLOW_EVENT',
    level: 2,
    eventStatus: step.result === 'ERROR' ? 'ERROR' : 'SUCCESS',
    objectType: 'RESULT_STEP',
    objectId: step.stepResultId,
    workflowExecutionId: execution.workflowExecutionId,
    serviceProfileId: execution.serviceProfileId,
    stepName: step.stepName,
    detail: { stepType: step.stepType, result: step.result, errors: step.errors },
  });
  return toAuditEventRow(event);
}

/** How a run ended: its steps, what they come to, and in which workflow where it is another. */
export type RunEnded = {
  readonly ends: readonly StepEnd[];
  readonly outcome: Outcome;
  readonly endWorkflow?: EndWorkflow | undefined;
};

/** What commits with the end of a run: its report, its outcome, the profile's state and the audit. */
export function endEffects(
  run: RunContext,
  material: RunMaterial,
  { ends, outcome, endWorkflow }: RunEnded,
): Effects {
  const { entity, execution } = material;
  const endedAt = run.now();
  const { workflowExecutionId, serviceProfileId, serviceKey } = execution;
  const processResultIds = [...new Set(ends.flatMap(({ step }) => step.processResultIds))];
  const report = reportOf(ends);
  const end = { workflowExecutionId, outcome, endedAt, endWorkflow, processResultIds, report };
  const completed = auditEventOf(run, entity.vault, {
    type: 'WORKFLOW_COMPLETE',
    objectType: 'RESULT_WORKFLOW',
    objectId: workflowExecutionId,
    workflowExecutionId,
    serviceProfileId,
    detail: { status: outcome, profileState: stateAfter('INIT', outcome), steps: end.report.steps },
  });
  const { audit_event: riskAudit = [], ...risk } = riskEffects(run, material, ends);
  return {
    ...risk,
    execution_end: [toExecutionEndRow(entity.vault, end)],
    profile_state: [
      {
        entity_id: execution.entityId,
        service_key: serviceKey,
        workflow_execution_id: workflowExecutionId,
        // Settled states are left alone by the statement, whatever stands here.
        state: stateAfter('INIT', outcome),
        updated_at: endedAt.toISOString(),
        request_id: run.requestId,
      },
    ],
    audit_event: [...riskAudit, toAuditEventRow(completed)],
  };
}
