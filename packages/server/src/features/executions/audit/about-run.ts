import type { AuditSubject } from '../../audit/audit-event.ts';
import type { Execution } from '../execution.ts';

/** What an event of a run is about, whatever else it says. */
export function aboutRun(execution: Omit<Execution, 'given' | 'report'>): AuditSubject {
  return {
    workflowExecutionId: execution.workflowExecutionId,
    workflowName: execution.workflowName,
    workflowVersion: execution.workflowVersion,
    lifecyclePhase: execution.lifecyclePhase,
    serviceProfileId: execution.serviceProfileId,
    serviceName: execution.serviceName,
  };
}
