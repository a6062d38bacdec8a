import { createAndExecuteWorkflow, executeWorkflow } from '@probity/contract/operations/executions';
import { decideFraudResults } from '@probity/contract/operations/results';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestApp, testApp } from './test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await testApp();
});
afterAll(() => test.close());

it('shows a sign of fraud, and takes an officer’s word on it into the next run', async () => {
  const path = { serviceName: 'KYC', workflowName: 'Risk-Screening' };
  const individual = {
    name: { givenName: 'Ada', familyName: 'Quill' },
    dateOfBirth: { year: '1980', month: '05', day: '17' },
    emailAddresses: [{ email: 'ada@mailinator.com', type: 'PERSONAL' }],
  };
  const first = await test.ok(createAndExecuteWorkflow, 200, { path, body: { individual } });
  const { entityId = '', workflowStepResults = [] } = first.workflowResult ?? {};
  const fraud = workflowStepResults.find(({ stepName }) => stepName === 'FRAUD');
  expect(fraud?.result).toBe('HIT');
  const ids = (fraud?.processResults ?? []).flatMap(({ processResultId, result }) =>
    result === 'HIT' && processResultId ? [processResultId] : [],
  );
  expect(ids.length).toBeGreaterThan(0);

  const body = { processResults: ids, manualStatus: 'FALSE_POSITIVE_ACCEPT' as const };
  const decided = await test.ok(decideFraudResults, 200, { path: { entityId }, body });
  expect(decided.processResults.map(({ manualStatus }) => manualStatus)).toEqual(
    ids.map(() => 'FALSE_POSITIVE_ACCEPT'),
  );
  const again = await test.ok(executeWorkflow, 200, { path: { ...path, entityId } });
  const next = again.workflowResult?.workflowStepResults?.find(
    ({ stepName }) => stepName === 'FRAUD',
  );
  expect(next?.result).toBe('HIT_ACCEPTED');
  expect(test.violations).toEqual([]);
});
