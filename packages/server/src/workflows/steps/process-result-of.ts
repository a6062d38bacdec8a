import type { ProcessResultEvidence } from '../../features/results/evidence.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';
import { newUuid } from '../../kernel/id.ts';
import type { StepInput } from '../step-type.ts';

type Found = Pick<ProcessResult, 'class' | 'result' | 'objectType' | 'objectId' | 'derivedFrom'> & {
  readonly evidence: ProcessResultEvidence;
};

/** A process result that a step has just found, and that nobody has decided yet. */
export function processResultOf(
  { run, step, now }: Pick<StepInput<unknown>, 'run' | 'step' | 'now'>,
  found: Found,
): ProcessResult {
  const at = now();
  return {
    processResultId: newUuid(),
    entityId: run.entityId,
    workflowExecutionId: run.workflowExecutionId,
    serviceKey: run.serviceKey,
    workflowKey: run.workflowKey,
    requestId: run.requestId,
    stepName: step.name,
    stepType: step.type,
    groupId: null,
    state: 'COMPLETED',
    systemStatus: 'VALID',
    manualStatus: null,
    createdAt: at,
    updatedAt: at,
    updatedBy: null,
    ...found,
  };
}

/** Rows that put earlier results out of use, as outdated or as expired, with the step that found it. */
export function outdatedRows(results: readonly ProcessResult[], at: Date) {
  return results.map(({ entityId, processResultId }) => ({
    entity_id: entityId,
    process_result_id: processResultId,
    updated_at: at.toISOString(),
  }));
}

/** Results that this very step of this workflow left before: what it finds now takes their place. */
export function ofThisStep(
  results: readonly ProcessResult[],
  { run, step }: Pick<StepInput<unknown>, 'run' | 'step'>,
): readonly ProcessResult[] {
  return results.filter(
    (result) =>
      result.serviceKey === run.serviceKey &&
      result.workflowKey === run.workflowKey &&
      result.stepName === step.name,
  );
}
