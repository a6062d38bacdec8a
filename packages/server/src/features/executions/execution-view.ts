import type { ExecutionSummary } from '@probity/contract/execution/execution-summary';
import type { WorkflowResult } from '@probity/contract/workflow-result';
import { dispositionOf } from '../results/disposition.ts';
import type { ProcessResult } from '../results/process-result.ts';
import { processResultView } from '../results/process-result-view.ts';
import { sandboxNotes } from '../results/sandbox-mark.ts';
import type { RiskAssessment } from '../risk/risk.ts';
import { riskAssessmentView } from '../risk/risk-view.ts';
import { EXECUTION_SCHEMA_VERSION, type Execution, type ExecutionHead } from './execution.ts';
import type { Issue, StepResult } from './step-result.ts';

/** Officers' words by process result, as they are now. */
export type ManualStatuses = ReadonlyMap<string, string | null>;

/** What executions came to of a person's risk, by execution. */
export type Assessments = ReadonlyMap<string, RiskAssessment>;
const NONE: Assessments = new Map();

/** A whole execution as answers show it, with the results that it rests on as they stand now. */
export function executionView(
  execution: Execution,
  results: ReadonlyMap<string, ProcessResult>,
  assessments: Assessments = NONE,
): WorkflowResult {
  const { report } = execution;
  const statuses = new Map([...results].map(([id, { manualStatus }]) => [id, manualStatus]));
  const view = {
    ...executionSummaryView(execution, statuses, assessments),
    workflowId: execution.workflowId,
    requestId: execution.requestId,
    entityId: execution.entityId,
    entityType: 'INDIVIDUAL',
    serviceProfileId: execution.serviceProfileId,
    endWorkflowId: (execution.endWorkflow ?? execution).workflowId,
    endWorkflowName: (execution.endWorkflow ?? execution).workflowName,
    result: execution.result,
    workflowStepResults: (report?.stepResults ?? []).map((step) =>
      stepResultView(execution, step, results),
    ),
    errors: report?.errors ?? [],
    notes: sandboxNotes((report?.stepResults ?? []).flatMap(visited)),
    createdAt: execution.startedAt.toISOString(),
    updatedAt: execution.updatedAt.toISOString(),
    ...((execution.updatedBy ?? execution.startedBy)
      ? { updatedBy: execution.updatedBy ?? execution.startedBy }
      : {}),
  };
  // As in executionSummaryView.
  return view as object as WorkflowResult;
}

/** The part of an execution that a service profile shows. */
export function executionSummaryView(
  execution: ExecutionHead,
  statuses: ManualStatuses,
  assessments: Assessments = NONE,
): ExecutionSummary {
  const { summary, override, workflowExecutionId, entityId } = execution;
  const assessment = assessments.get(workflowExecutionId);
  const view = {
    schemaVersion: EXECUTION_SCHEMA_VERSION,
    workflowName: execution.workflowName,
    workflowExecutionId: execution.workflowExecutionId,
    workflowExecutionState: execution.state,
    status: execution.status,
    ...(override && {
      statusOverrideAt: override.at.toISOString(),
      statusOverrideRequestId: override.requestId,
      ...(override.by && { statusOverrideBy: override.by }),
    }),
    ...(assessment && { riskAssessment: riskAssessmentView(assessment, entityId) }),
    isManual: execution.isManual,
    steps: summary?.steps ?? NO_STEPS,
    startedAt: execution.startedAt.toISOString(),
    ...(execution.endedAt && { endedAt: execution.endedAt.toISOString() }),
    issues: (summary?.issues ?? []).map((issue) => issueView(execution, issue, statuses)),
    lifecyclePhase: execution.lifecyclePhase,
    monitoringTypes: execution.monitoringTypes,
  };
  // Outcomes and issues were typed when they were made; JSON does not carry their types.
  return view as object as ExecutionSummary;
}

const NO_STEPS = { order: [], passed: [], failed: [], incomplete: [], notApplicable: [] };

function visited({ serviceProviders }: StepResult): string[] {
  return serviceProviders.map(({ provider }) => provider);
}

function stepResultView(
  execution: Execution,
  step: StepResult,
  results: ReadonlyMap<string, ProcessResult>,
): object {
  const { processResultIds, restsOn: _inside, stepType: _inDefinitionOnly, ...shown } = step;
  return {
    ...shown,
    workflowExecutionId: execution.workflowExecutionId,
    requestId: execution.requestId,
    schemaVersion: EXECUTION_SCHEMA_VERSION,
    notes: { ...step.notes, ...sandboxNotes(visited(step)) },
    processResults: processResultIds.flatMap((id) => {
      const result = results.get(id);
      return result ? [processResultView(result)] : [];
    }),
    createdAt: step.endedAt,
    updatedAt: step.endedAt,
  };
}

function issueView(execution: ExecutionHead, issue: Issue, statuses: ManualStatuses): object {
  const { processResultIds, ...shown } = issue;
  return {
    ...shown,
    isCleared: isCleared(issue, processResultIds, statuses),
    workflowExecutionId: execution.workflowExecutionId,
    createdBy: 'system',
    updatedAt: issue.createdAt,
  };
}

/** An issue counts as cleared once officers have resolved every hit behind it. */
function isCleared(issue: Issue, ids: readonly string[], statuses: ManualStatuses): boolean {
  if (issue.isCleared || ids.length === 0) return issue.isCleared;
  return ids.every((id) => dispositionOf(statuses.get(id) ?? null) !== 'open');
}
