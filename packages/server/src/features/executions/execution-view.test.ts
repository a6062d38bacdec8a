import { EXECUTION_OUTCOMES } from '@probity/contract/execution/execution-outcome';
import { AML_MANUAL_STATUSES } from '@probity/contract/process-result';
import { ServiceProfile as WireProfile } from '@probity/contract/service-profile';
import { STEP_OUTCOMES, WorkflowResult } from '@probity/contract/workflow-result';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { personOf } from '../entities/test-people.ts';

import { storedHit } from '../results/test-results.ts';
import type { ProfileState, ServiceProfile } from '../service-profiles/service-profile.ts';
import type { Execution, ExecutionState } from './execution.ts';
import { reportOf } from './execution-report.ts';
import { executionSummaryView, executionView } from './execution-view.ts';
import { serviceProfileView } from './service-profile-view.ts';
import { stepEndOf } from './step-end.ts';
import type { Issue } from './step-result.ts';
import { testExecution } from './test-executions.ts';

const AT = new Date('2026-03-04T05:06:07.000Z');

const issueOf = (processResultIds: readonly string[], isCleared = false) => ({
  category: 'AML',
  issue: 'SANCTION',
  severity: 'WARNING' as const,
  processResultIds,
  isCleared,
});

/** A run that has ended, with one screening step. */
function ended(
  issues: readonly Pick<
    Issue,
    'category' | 'issue' | 'severity' | 'processResultIds' | 'isCleared'
  >[],
  more: Partial<Execution> = {},
): Execution {
  const processResultIds = issues.flatMap((issue) => issue.processResultIds);
  const { end } = stepEndOf({ name: 'SCREEN', type: 'AML', startedAt: AT }, () => AT, {
    result: 'HIT',
    objectType: 'INDIVIDUAL',
    summary: { totalHits: processResultIds.length },
    errors: [{ code: 'CHECK-0503', description: 'List x is not loaded' }],
    serviceProviders: [
      {
        provider: 'p',
        result: 'HIT',
        order: 1,
        startedAt: AT.toISOString(),
        endedAt: AT.toISOString(),
      },
    ],
    processResultIds,
    issues,
  });
  const report = reportOf([end]);
  return testExecution({
    state: 'COMPLETED',
    result: 'REVIEW',
    status: 'REVIEW',
    endedAt: AT,
    processResultIds,
    summary: report,
    report,
    ...more,
  });
}

const resultsOf = (...said: (string | null)[]) => {
  const results = said.map((manualStatus) => storedHit({ manualStatus }));
  return new Map(results.map((result) => [result.processResultId, result]));
};

describe('executionView', () => {
  it('keeps to the contract, whatever the run came to', () => {
    const anyName = fc.constantFrom('officer@example.org', null);
    const anyExecution = fc
      .record({
        result: fc.constantFrom(...EXECUTION_OUTCOMES),
        status: fc.constantFrom(...EXECUTION_OUTCOMES),
        state: fc.constantFrom<ExecutionState>('COMPLETED', 'ERROR', 'TIMEOUT', 'CANCELED'),
        startedBy: anyName,
        updatedBy: anyName,
        override: fc.option(
          fc.record({ at: fc.constant(AT), requestId: fc.constant('r'), by: anyName }),
        ),
        said: fc.array(fc.constantFrom(null, ...AML_MANUAL_STATUSES), { maxLength: 3 }),
        step: fc.constantFrom(...STEP_OUTCOMES),
        isRunning: fc.boolean(),
      })
      .map(({ said, isRunning, ...more }) => {
        const results = resultsOf(...said);
        const issues = [issueOf([...results.keys()]), issueOf([])];
        return { results, execution: isRunning ? testExecution(more) : ended(issues, more) };
      });
    fc.assert(
      fc.property(anyExecution, ({ execution, results }) => {
        const view = executionView(execution, results);
        expect(WorkflowResult.parse(view)).toEqual(JSON.parse(JSON.stringify(view)));
      }),
    );
  });

  it('shows a run that is under way as such, without steps', () => {
    expect(executionView(testExecution(), new Map())).toMatchObject({
      workflowExecutionState: 'IN_PROGRESS',
      status: 'IN_PROGRESS',
      result: 'IN_PROGRESS',
      steps: { order: [], passed: [] },
      workflowStepResults: [],
    });
  });

  it('shows the override beside the automatic outcome', () => {
    const override = { at: AT, requestId: '01JOVERRIDE', by: 'bo@example.org' };
    const view = executionView(ended([], { status: 'PASS', override }), new Map());
    expect(view).toMatchObject({
      result: 'REVIEW',
      status: 'PASS',
      statusOverrideAt: AT.toISOString(),
      statusOverrideRequestId: '01JOVERRIDE',
      statusOverrideBy: 'bo@example.org',
    });
    expect(executionView(ended([]), new Map())).not.toHaveProperty('statusOverrideRequestId');
  });

  it('shows the results of a step as they stand now', () => {
    const results = resultsOf('FALSE_POSITIVE');
    const [step] =
      executionView(ended([issueOf([...results.keys()])]), results).workflowStepResults ?? [];
    expect(step).toMatchObject({
      stepName: 'SCREEN',
      processResults: [{ manualStatus: 'FALSE_POSITIVE', result: 'HIT' }],
    });
    expect(step).not.toHaveProperty('stepType');
  });
});

describe('an issue', () => {
  const isCleared = (said: (string | null)[], known = said) => {
    const all = resultsOf(...said);
    const some = new Map([...all].slice(0, known.length));
    const statuses = new Map([...some].map(([id, { manualStatus }]) => [id, manualStatus]));
    const { issues } = executionSummaryView(ended([issueOf([...all.keys()])]), statuses);
    return issues?.[0]?.isCleared;
  };

  it.each([
    { said: [null], cleared: false },
    { said: ['FALSE_POSITIVE', null], cleared: false },
    { said: ['TRUE_POSITIVE'], cleared: false },
    { said: ['UNKNOWN'], cleared: false },
    { said: ['FALSE_POSITIVE', 'TRUE_POSITIVE_REJECT'], cleared: true },
    { said: ['UNKNOWN_ACCEPT'], cleared: true },
  ])('is cleared: $cleared, once officers have said $said', ({ said, cleared }) => {
    expect(isCleared(said)).toBe(cleared);
  });

  it('is not cleared by a result that cannot be found', () => {
    expect(isCleared(['FALSE_POSITIVE', 'FALSE_POSITIVE'], ['FALSE_POSITIVE'])).toBe(false);
  });

  it('without hits stays as the run left it', () => {
    const execution = ended([issueOf([]), issueOf([], true)]);
    const { issues } = executionSummaryView(execution, new Map());
    expect(issues?.map((issue) => issue.isCleared)).toEqual([false, true]);
  });
});

describe('serviceProfileView', () => {
  const person = personOf({
    name: { givenName: 'Ada', familyName: 'Quill' },
    addresses: [{ country: 'NZL' }],
    externalReferences: [
      { type: 'SYSTEM', name: 's', value: 'not this' },
      { name: 'c', value: 'C-1' },
    ],
  });
  const profileOf = (more: Partial<ServiceProfile> = {}): ServiceProfile => ({
    serviceProfileId: '00000000-0000-4000-8000-00000000f001',
    entityId: person.entityId,
    serviceKey: 'kyc',
    serviceName: 'KYC',
    state: 'INIT',
    currentWorkflowId: null,
    currentWorkflowName: null,
    latestWorkflowExecutionId: null,
    createdAt: AT,
    createdRequestId: 'r',
    createdBy: null,
    updatedAt: AT,
    updatedRequestId: 'r',
    updatedBy: null,
    officers: {},
    ...more,
  });
  const show = (profile: ServiceProfile, executions: readonly Execution[] = []) =>
    serviceProfileView(profile, { individual: person, executions, statuses: new Map() });

  it('shows the person, their own reference, and the runs of this service alone', () => {
    const other = testExecution({ serviceKey: 'aml', serviceName: 'AML' });
    const own = ended([]);
    expect(show(profileOf(), [own, other])).toMatchObject({
      entityName: 'Ada Quill',
      country: 'NZL',
      customerReference: 'C-1',
      workflowSummaries: [{ workflowExecutionId: own.workflowExecutionId }],
    });
  });

  it('leaves out what is not there yet', () => {
    expect(show(profileOf())).not.toHaveProperty('latestWorkflowExecutionId');
    expect(show(profileOf())).not.toHaveProperty('assignee');
  });

  it('keeps to the contract in every state', () => {
    const states: ProfileState[] = [
      'INIT',
      'AUTO',
      'ACTIVE',
      'ARCHIVED',
      'BLOCKLISTED',
      'INACTIVE',
      'DELETED',
      'DUPLICATE',
    ];
    for (const state of states) {
      const officers = { assignee: 'a@example.org', reviewer: 'b@example.org' };
      for (const profile of [
        profileOf({ state }),
        profileOf({ state, officers, createdBy: 'c' }),
      ]) {
        const view = show(profile, [ended([issueOf(['x'])]), testExecution()]);
        expect(WireProfile.parse(view)).toEqual(view);
      }
    }
  });
});
