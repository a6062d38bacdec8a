import type { ProcessResult as WireProcessResult } from '@probity/contract/process-result';
import type { ProcessResult } from './process-result.ts';
import { sandboxNotes } from './sandbox-mark.ts';

/** Version of the shape in which a process result is kept. */
const PROCESS_RESULT_SCHEMA_VERSION = 1;

/** A process result as answers show it. What it rests on beside the publisher's words stays inside. */
export function processResultView(result: ProcessResult): WireProcessResult {
  const { providerResult, supplementaryData, errors, notes, riskFactors } = result.evidence;
  const view = {
    processResultId: result.processResultId,
    schemaVersion: PROCESS_RESULT_SCHEMA_VERSION,
    entityId: result.entityId,
    requestId: result.requestId,
    stepName: result.stepName,
    stepType: result.stepType,
    objectType: result.objectType,
    objectId: result.objectId,
    createdAt: result.createdAt.toISOString(),
    updatedAt: result.updatedAt.toISOString(),
    ...(result.groupId && { groupId: result.groupId }),
    ...(providerResult && { providerResult }),
    result: result.result,
    class: result.class,
    ...(supplementaryData && { supplementaryData }),
    errors: errors ?? [],
    notes: { ...notes, ...sandboxNotes([nameOf(providerResult)]) },
    systemStatus: result.systemStatus,
    ...(result.manualStatus && { manualStatus: result.manualStatus }),
    state: result.state,
    riskFactors: riskFactors ?? [],
    ...(result.updatedBy && { updatedBy: result.updatedBy }),
  };
  // The enums were checked when the result was made; columns of text do not carry their types.
  return view as object as WireProcessResult;
}

function nameOf(providerResult: object | undefined): string | undefined {
  if (!providerResult || !('name' in providerResult)) return undefined;
  return typeof providerResult.name === 'string' ? providerResult.name : undefined;
}
