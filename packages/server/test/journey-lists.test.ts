import { listListEvents, listLists, retireList } from '@probity/contract/operations/admin-lists';
import { publishWorkflow } from '@probity/contract/operations/admin-workflows';
import { executeWorkflow } from '@probity/contract/operations/executions';
import { getHealth } from '@probity/contract/operations/health';
import { createIndividual } from '@probity/contract/operations/individuals';
import { decideAmlResults, listResults } from '@probity/contract/operations/results';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { systemStatement } from '../src/kernel/statement.ts';
import { type TestApp, testApp } from './test-app.ts';

const HEADER = 'reference,kind,listing,name,aliases,births,nationalities,programmes,remarks';
const LISTED = `${HEADER}\nS-1,person,SANCTION,Solivar Prendick,,1970-03-04,,,\n`;
const OTHER = `${HEADER}\nX-1,person,PEP,Corvan Telmarch,,1970-03-04,,,\n`;
const ALL = { serviceName: 'KYC', workflowName: 'AML-Screening' };
const NAMED = { serviceName: 'KYC', workflowName: 'Named' };
const DEFINITION = {
  ...NAMED,
  workflowId: 'named',
  type: 'aml_screening',
  lifecyclePhase: 'ONBOARDING',
  monitoringTypes: [],
  steps: [
    { name: 'START', type: 'START' },
    { name: 'AML', type: 'AML', configuration: { lists: ['first'] }, dependsOn: ['START'] },
    { name: 'DECISION', type: 'DECISION', dependsOn: ['AML'] },
    { name: 'FINISH', type: 'FINISH', dependsOn: ['DECISION'] },
  ],
};
const DROP_LISTS = systemStatement<never>('test-drop-lists', 'delete from list');

let test: TestApp;
let headers: Record<string, string>;
beforeAll(async () => {
  test = await testApp({ hasSampleList: false });
  headers = { authorization: `Bearer ${test.operatorKey}` };
});
beforeEach(async () => {
  await test.database.system.all(DROP_LISTS);
  await test.importSample(LISTED, 'first');
  await test.importSample(OTHER, 'second');
});
afterAll(() => test.close());

async function create(): Promise<string> {
  const name = { givenName: 'Solivar', familyName: 'Prendick' };
  const dateOfBirth = { year: '1970', month: '03', day: '04' };
  const body = { individual: { name, dateOfBirth } };
  return (await test.ok(createIndividual, 201, { body })).individual.entityId ?? '';
}

async function execute(entityId: string, workflow = ALL) {
  const { workflowResult } = await test.ok(executeWorkflow, 200, {
    path: { entityId, ...workflow },
  });
  const step = workflowResult?.workflowStepResults?.find(({ stepName }) => stepName === 'AML');
  return { status: workflowResult?.status, result: step?.result, errors: step?.errors ?? [], step };
}

async function retire(name: string): Promise<string> {
  const { lists } = await test.ok(listLists, 200, { headers });
  const listId = lists.find((list) => list.name === name)?.listId ?? '';
  await test.ok(retireList, 200, { path: { listId }, headers });
  return listId;
}

it('a retired list is not searched among all, and what rests on it stays decided', async () => {
  const entityId = await create();
  const { step } = await execute(entityId);
  const ids = (step?.processResults ?? []).map(({ processResultId }) => processResultId);
  expect(ids).toHaveLength(1);
  const body = { processResults: ids, manualStatus: 'TRUE_POSITIVE_REJECT' };
  await test.ok(decideAmlResults, 200, { path: { entityId }, body });
  const listId = await retire('first');

  expect(await execute(entityId)).toMatchObject({ result: 'CLEAR' });
  const { processResults } = await test.ok(listResults, 200, { path: { entityId }, query: {} });
  expect(processResults).toMatchObject([
    { processResultId: ids[0], systemStatus: 'VALID', manualStatus: 'TRUE_POSITIVE_REJECT' },
  ]);

  await test.importSample(LISTED, 'first');
  expect(await execute(entityId)).toMatchObject({ result: 'HIT_REJECTED' });
  const { events } = await test.ok(listListEvents, 200, { path: { listId }, headers });
  expect(events.map(({ type, actor }) => `${type} by ${actor}`)).toEqual([
    'restored by installation',
    'retired by operator',
    'imported by installation',
  ]);
});

it('a retired list that a workflow names makes a REVIEW', async () => {
  const { customerId } = test.tenant;
  const published = await test.call(publishWorkflow, {
    body: { customerId, definition: JSON.stringify(DEFINITION) },
    headers,
  });
  expect(published.status).toBeLessThan(300);
  const entityId = await create();
  await retire('first');
  const run = await execute(entityId, NAMED);
  expect(run).toMatchObject({ status: 'REVIEW', result: 'ERROR' });
  expect(run.errors).toMatchObject([{ description: 'List first is retired' }]);
});

it('nobody is cleared where every list is retired', async () => {
  await retire('first');
  await retire('second');
  expect(await execute(await create())).toMatchObject({ status: 'REVIEW', result: 'ERROR' });
});

it('the health of the server tells the age of every list that is searched', async () => {
  await retire('second');
  const freshness = async () => (await test.ok(getHealth, 200)).lists;
  const [list, ...others] = await freshness();
  expect(others).toEqual([]);
  expect(list).toMatchObject({ name: 'first', version: 1, isLoaded: true, isStale: false });
  test.turnForward(30 * 3_600_000);
  const [older] = await freshness();
  expect((older?.ageHours ?? 0) - (list?.ageHours ?? 0)).toBeCloseTo(30, 1);
  expect(older?.confirmedAt).toBe(list?.confirmedAt);
  const { lists } = await test.ok(listLists, 200, { headers });
  expect(lists.find(({ name }) => name === 'first')).toMatchObject({ ageHours: older?.ageHours });

  await test.importSample(LISTED, 'first');
  expect((await freshness())[0]?.ageHours).toBeLessThan(1);
});

it('keeps to the contract throughout', () => {
  // Health is told without a request id.
  expect(test.violations.filter((one) => !one.startsWith('getHealth 200'))).toEqual([]);
});
