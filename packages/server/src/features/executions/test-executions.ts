import { newUlid, newUuid } from '../../kernel/id.ts';
import { personOf } from '../entities/test-people.ts';
import type { Execution } from './execution.ts';

/** A run that has begun, of a person who is nobody in particular. */
export function testExecution(given: Partial<Execution> = {}): Execution {
  const at = given.startedAt ?? new Date('2026-03-04T05:06:07.000Z');
  const individual = given.given?.individual ?? personOf({ name: { familyName: 'Quill' } });
  return {
    workflowExecutionId: newUlid(),
    entityId: individual.entityId,
    serviceProfileId: newUuid(),
    serviceKey: 'kyc',
    workflowKey: 'aml-screening',
    serviceName: 'KYC',
    workflowName: 'AML-Screening',
    workflowId: 'probity-kyc-aml-screening',
    workflowVersion: 1,
    endWorkflow: null,
    lifecyclePhase: 'ONBOARDING',
    monitoringTypes: ['AML'],
    requestId: newUlid(),
    channel: 'API',
    isManual: false,
    state: 'IN_PROGRESS',
    result: 'IN_PROGRESS',
    status: 'IN_PROGRESS',
    startedAt: at,
    endedAt: null,
    updatedAt: at,
    updatedBy: null,
    startedBy: null,
    override: null,
    processResultIds: [],
    individualRevision: 1,
    summary: null,
    given: { individual, workflowType: 'aml_screening', isSandbox: true },
    report: null,
    ...given,
  };
}
