import { newUuid } from '../../kernel/id.ts';
import type { ProcessResult } from './process-result.ts';

/** In place of a run, a service and a workflow, where there was none. */
const NO_RUN = '';

type Made = Pick<ProcessResult, 'entityId' | 'requestId' | 'class' | 'result' | 'derivedFrom'> &
  Pick<ProcessResult, 'objectType' | 'objectId' | 'evidence'> & {
    /** The step that takes it into account. */
    readonly step: string;
    readonly at: Date;
  } & Partial<Pick<ProcessResult, 'groupId' | 'updatedBy'>>;

/** A process result that came of a request: no run produced it, and nobody has decided it. */
export function resultOfNoRun({ step, at, ...made }: Made): ProcessResult {
  return {
    processResultId: newUuid(),
    workflowExecutionId: NO_RUN,
    serviceKey: NO_RUN,
    workflowKey: NO_RUN,
    stepName: step,
    stepType: step,
    groupId: null,
    state: 'COMPLETED',
    systemStatus: 'VALID',
    manualStatus: null,
    createdAt: at,
    updatedAt: at,
    updatedBy: null,
    ...made,
  };
}
