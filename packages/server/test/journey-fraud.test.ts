import { createAndExecuteWorkflow, executeWorkflow } from '@probity/contract/operations/executions';
import {
  decideAmlResults,
  decideFraudResults,
  listResults,
} from '@probity/contract/operations/results';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestApp, testApp } from './test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await testApp();
});
afterAll(() => test.close());

const path = { serviceName: 'KYC', workflowName: 'Risk-Screening' };

/** Somebody with a sign of fraud, and the results that say so. */
async function suspect() {
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
  return { entityId, ids };
}

it.each([
  ['FALSE_POSITIVE_ACCEPT', 'FALSE_POSITIVE_ACCEPT', 'HIT_ACCEPTED'],
  ['TRUE_POSITIVE_REJECT', 'TRUE_POSITIVE_REJECT', 'HIT_REJECTED'],
  // Words of the publisher's text that its enum does not have.
  ['FALSE_POSITIVE', 'FALSE_POSITIVE_ACCEPT', 'HIT_ACCEPTED'],
  ['TRUE_POSITIVE', 'TRUE_POSITIVE_REJECT', 'HIT_REJECTED'],
  ['UNKNOWN', 'UNKNOWN', 'HIT'],
])('takes an officer’s %s into the next run', async (sent, kept, result) => {
  const { entityId, ids } = await suspect();
  const body = { processResults: ids, manualStatus: sent };
  const isBeyondContract = sent !== kept || sent === 'UNKNOWN';
  const called = { path: { entityId }, body, isBeyondContract };
  const decided = await test.ok(decideFraudResults, 200, called);
  expect(decided.processResults.map(({ manualStatus }) => manualStatus)).toEqual(
    ids.map(() => kept),
  );
  const again = await test.ok(executeWorkflow, 200, { path: { ...path, entityId } });
  const next = again.workflowResult?.workflowStepResults?.find(
    ({ stepName }) => stepName === 'FRAUD',
  );
  expect(next?.result).toBe(result);
  expect(test.violations).toEqual([]);
});

it('takes a word about AML hits that only the text has for the nearest one', async () => {
  const individual = {
    name: { givenName: 'Zorvan', middleName: 'Ilmere', familyName: 'Kaltezmar' },
    dateOfBirth: { year: '1961', month: '03', day: '14' },
  };
  const screening = { serviceName: 'KYC', workflowName: 'AML-Screening' };
  const body = { individual };
  const first = await test.ok(createAndExecuteWorkflow, 200, { path: screening, body });
  const entityId = first.individual?.entityId ?? '';
  const { processResults } = await test.ok(listResults, 200, { path: { entityId } });
  const ids = processResults.flatMap(({ processResultId }) => processResultId ?? []);
  const said = { processResults: ids, manualStatus: 'FALSE_POSITIVE_ACCEPT' };
  const called = { path: { entityId }, body: said, isBeyondContract: true };
  const decided = await test.ok(decideAmlResults, 200, called);
  expect(decided.processResults).toMatchObject([{ manualStatus: 'FALSE_POSITIVE' }]);
  const again = await test.ok(executeWorkflow, 200, { path: { ...screening, entityId } });
  expect(again.workflowResult?.status).toBe('PASS');
});
