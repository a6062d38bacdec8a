import type { Context } from '../../kernel/context.ts';
import type { EffectRow, Effects } from '../../kernel/effect.ts';
import { moveData } from '../audit/audit-data.ts';
import { toAuditEventRow } from '../audit/audit-event.store.ts';
import { type AuditFact, auditEventOf } from '../audit/audit-event.ts';
import { listValidResults, toProcessResultRow } from '../results/process-result.store.ts';
import type { ProcessResult } from '../results/process-result.ts';
import { stateAfter } from '../service-profiles/service-profile.ts';
import { riskEffects } from './assess-run.command.ts';
import { aboutRun } from './audit/about-run.ts';
import { stepFacts } from './audit/step-audit.ts';
import { toExecutionEndRow } from './execution.store.ts';
import type { EndWorkflow, Execution } from './execution.ts';
import { type ExecutionReport, type Outcome, reportOf } from './execution-report.ts';
import type { RunContext } from './run-context.ts';
import type { RunMaterial } from './start-execution.command.ts';
import type { StepEnd, StepEndWithRows } from './step-result.ts';

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
export function stepEndedRows(
  run: RunContext,
  { entity, execution }: RunMaterial,
  { end, rows }: StepEndWithRows,
): EffectRow[] {
  const before = { status: execution.given.before?.status ?? null };
  const watched = (rows.monitoring_subscription ?? []).map(
    ({ type, status }): AuditFact => ({
      type: 'SERVICE_PROFILE_UPDATE',
      stepName: end.step.stepName,
      detail: { monitoringType: type, monitoringStatus: status },
    }),
  );
  const outdated = [
    ...(rows.process_result_stale ?? []),
    ...(rows.process_result_expired ?? []),
  ].map(({ process_result_id: id }) => String(id));
  const facts = [...stepFacts(end, { ...before, outdated }), ...watched];
  return facts.map((fact) =>
    toAuditEventRow(auditEventOf(run, entity.vault, { ...aboutRun(execution), ...fact })),
  );
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
  const { workflowExecutionId, serviceKey } = execution;
  const processResultIds = [...new Set(ends.flatMap(({ step }) => step.processResultIds))];
  const report = reportOf(ends);
  const end = { workflowExecutionId, outcome, endedAt, endWorkflow, processResultIds, report };
  const { audit_event: riskAudit = [], ...risk } = riskEffects(run, material, ends);
  const ended = endFacts(execution, { outcome, ends, report, endedAt }).map((fact) =>
    toAuditEventRow(auditEventOf(run, entity.vault, { ...aboutRun(execution), ...fact })),
  );
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
    audit_event: [...riskAudit, ...ended],
  };
}

/** That a run ended, and what is other than before it: its status, and where the profile stands. */
function endFacts(
  execution: Execution,
  {
    outcome,
    ends,
    report,
    endedAt,
  }: Pick<RunEnded, 'outcome' | 'ends'> & { report: ExecutionReport; endedAt: Date },
): AuditFact[] {
  const { workflowExecutionId, given, startedAt } = execution;
  const last = ends.findLast(({ risk }) => risk)?.risk?.draft;
  const about = { objectType: 'RESULT_WORKFLOW', objectId: workflowExecutionId, status: outcome };
  const completed: AuditFact = {
    type: 'WORKFLOW_COMPLETE',
    ...about,
    ...(last && { riskLevel: last.override?.level ?? last.level }),
    elapsedMs: Math.max(0, endedAt.getTime() - startedAt.getTime()),
    detail: {
      description: `The workflow ended: ${outcome}.`,
      profileState: stateAfter('INIT', outcome),
      steps: report.steps,
      ...(last && { riskScore: last.score }),
    },
  };
  const { status, profileState } = given.before ?? { status: null, profileState: 'INIT' };
  const changed: AuditFact = {
    type: 'WORKFLOW_STATUS_CHANGE',
    ...about,
    detail: { previousStatus: status, newStatus: outcome },
  };
  const to = stateAfter(profileState, outcome);
  const moved: AuditFact = {
    type: 'SERVICE_PROFILE_STATE_CHANGE',
    detail: { previousState: profileState, newState: to, data: moveData(profileState, to) },
  };
  return [
    completed,
    ...(status === outcome ? [] : [changed]),
    ...(to === profileState ? [] : [moved]),
  ];
}
