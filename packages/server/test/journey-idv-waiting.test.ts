import { executeWorkflow, getExecution } from '@probity/contract/operations/executions';
import {
  checkIDVStatus,
  getIDVToken,
  initBiometrics,
} from '@probity/contract/operations/idv/captures';
import { getHostedUrl } from '@probity/contract/operations/idv/hosted-url';
import {
  createIndividual,
  deleteIndividual,
  getIndividual,
  updateIndividual,
} from '@probity/contract/operations/individuals';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../src/app.ts';
import { wakeRuns } from '../src/engine/engine.store.ts';
import { systemStatement } from '../src/kernel/statement.ts';
import { type TestApp, testApp, until } from './test-app.ts';
import { CLEAR, LICENCE, PatientProvider, PERSONA, SELFIE_DOCUMENT } from './test-idv.ts';

const WORKFLOW = { serviceName: 'KYC', workflowName: 'KYC-DocumentFace' };
const IMAGES = { IDENTITY: [LICENCE], OTHER: [SELFIE_DOCUMENT] };
const PENDING = { outcome: 'pending', status: 'CHECK_PROCESSING' } as const;

const provider = new PatientProvider();
let test: TestApp;
beforeAll(async () => {
  test = await testApp({ capabilities: { idv: [provider] } });
});
beforeEach(() => {
  provider.answer = PENDING;
  provider.onSubmit = async () => undefined;
  provider.submitted.length = 0;
});
afterAll(() => test.close());

type Path = { readonly entityId: string };

async function newPerson(more: object = { documents: IMAGES }): Promise<Path> {
  const body = { individual: { ...PERSONA, ...more } };
  const { individual } = await test.ok(createIndividual, 201, { body });
  return { entityId: individual.entityId ?? '' };
}

async function park(path: Path) {
  const to = { path: { ...path, ...WORKFLOW } };
  const { workflowExecutionId = '' } = await test.ok(executeWorkflow, 202, to);
  return { ...path, ...WORKFLOW, workflowExecutionId };
}

async function ended(path: Awaited<ReturnType<typeof park>>) {
  return until('the execution has ended', async () => {
    const { workflowResult } = await test.ok(getExecution, 200, { path });
    return workflowResult?.workflowExecutionState === 'IN_PROGRESS' ? undefined : workflowResult;
  });
}

const stepOf = (result: Awaited<ReturnType<typeof ended>>) =>
  result?.workflowStepResults?.find(({ stepName }) => stepName === 'IDV');

let messages = 0;
async function callBack(sessionId: string, message = `message-${++messages}`) {
  const { statusCode } = await test.app.http.inject({
    method: 'POST',
    url: '/callbacks/patient',
    headers: { 'x-message': message, 'content-type': 'application/json' },
    payload: sessionId,
  });
  return statusCode;
}

const RUNS = systemStatement<{ wakes: number; is_waiting: boolean; leads_in_s: number }>(
  'test-waiting-runs',
  `select wakes, is_waiting, extract(epoch from lease_until - now())::float8 as leads_in_s
   from engine_run where starts_with(lane, $1)`,
);
const runOf = async ({ entityId }: Path) => (await test.database.system.all(RUNS, [entityId]))[0];

const sessionOf = () => provider.submitted.at(-1)?.sessionId ?? '';

describe('a provider that takes its time', () => {
  it('is given the images once, and its call ends the wait', async () => {
    const path = await newPerson();
    const parked = await park(path);
    expect(provider.submitted).toHaveLength(1);
    const [submitted] = provider.submitted;
    expect(submitted?.images.map(({ side, mimeType }) => [side, mimeType])).toEqual([
      ['FRONT', 'image/png'],
      ['BACK', 'image/png'],
      [undefined, 'image/png'],
    ]);
    expect(await runOf(path)).toMatchObject({ is_waiting: true });
    expect(await test.ok(checkIDVStatus, 200, { path })).toMatchObject({
      status: 'CHECK_PROCESSING',
    });

    provider.answer = CLEAR;
    expect(await callBack(sessionOf())).toBe(200);
    expect((await ended(parked))?.status).toBe('PASS');
    expect(provider.submitted).toHaveLength(1);
  });

  it('is believed in nothing but that it may be asked again, and twice changes nothing', async () => {
    const path = await newPerson();
    const parked = await park(path);
    const session = sessionOf();
    expect(await callBack(session, 'same')).toBe(200);
    await until('the run waits again', async () =>
      (await runOf(path))?.is_waiting ? true : undefined,
    );
    const before = await runOf(path);
    expect(await callBack(session, 'same')).toBe(200);
    expect((await runOf(path))?.wakes).toBe(before?.wakes);
    // Of another's session nothing is known, and nothing happens.
    expect(await callBack('somebody-elses')).toBe(200);
    expect((await runOf(path))?.wakes).toBe(before?.wakes);
    provider.answer = CLEAR;
    expect(await callBack(session)).toBe(200);
    expect((await ended(parked))?.status).toBe('PASS');
  });

  it('may call before the run waits', async () => {
    provider.onSubmit = async (sessionId) => {
      provider.answer = CLEAR;
      expect(await callBack(sessionId)).toBe(200);
      // What the run hears of its submission is older than the call.
    };
    const path = await newPerson();
    const to = { path: { ...path, ...WORKFLOW } };
    const { workflowResult } = await test.ok(executeWorkflow, 200, to);
    expect(workflowResult?.status).toBe('PASS');
  });

  it('is asked more seldom the longer it takes, and for as long as it cannot be reached', async () => {
    provider.answer = 'offline';
    const path = await newPerson();
    const parked = await park(path);
    const pause = async () => (await runOf(path))?.leads_in_s ?? 0;
    expect(await pause()).toBeLessThanOrEqual(2);
    test.turnForward(8 * 3_600_000);
    const { tenantId } = test.tenant;
    const db = test.database.system.forTenant({ own: tenantId, readable: [tenantId] });
    await wakeRuns(db, path.entityId);
    await until('it waits for an hour', async () => ((await pause()) > 3_000 ? true : undefined));
    expect(await pause()).toBeLessThanOrEqual(3_600);
    provider.answer = 'left alone';
    await wakeRuns(db, path.entityId);
    await until('it waits again', async () => ((await pause()) > 3_000 ? true : undefined));
    provider.answer = CLEAR;
    await wakeRuns(db, path.entityId);
    expect((await ended(parked))?.status).toBe('PASS');
  });

  it('that never has a result leaves the check unfinished, for a person to see', async () => {
    const path = await newPerson();
    const parked = await park(path);
    test.turnForward(31 * 24 * 3_600_000);
    await callBack(sessionOf());
    const result = await ended(parked);
    expect(result?.status).toBe('INCOMPLETE');
    expect(stepOf(result)).toMatchObject({
      result: 'INCOMPLETE',
      errors: [{ code: 'CHECK-0504' }],
      serviceProviders: [{ provider: 'patient', result: 'INCOMPLETE' }],
    });
    expect(result?.issues).toMatchObject([{ category: 'SYSTEM', issue: 'SERVICE_TIMEOUT' }]);
  });

  it('that gives up is told, and nobody passes', async () => {
    const path = await newPerson();
    const parked = await park(path);
    const detail = 'patient has no result: the session was abandoned';
    provider.answer = { outcome: 'silent', because: 'error', detail };
    await callBack(sessionOf());
    const result = await ended(parked);
    expect(result?.status).toBe('REVIEW');
    expect(stepOf(result)).toMatchObject({
      result: 'ERROR',
      errors: [{ code: 'CHECK-0503', description: detail }],
    });
  });

  it('may have said nothing of a part that is wanted: that is no pass either', async () => {
    const path = await newPerson();
    const parked = await park(path);
    provider.answer = { ...CLEAR, components: CLEAR.components.slice(0, 1) };
    await callBack(sessionOf());
    const result = await ended(parked);
    expect([result?.status, stepOf(result)?.result]).toEqual(['INCOMPLETE', 'INCOMPLETE']);
  });
});

describe('captures by the provider itself', () => {
  it('end the wait without an image that is kept here', async () => {
    const path = await newPerson({});
    const parked = await park(path);
    const begun = await test.ok(getIDVToken, 200, { path });
    expect(begun.vendorParameters).toMatchObject({ url: expect.stringContaining('https://') });
    expect(await test.ok(initBiometrics, 200, { path })).toMatchObject({
      status: 'CHECK_PROCESSING',
      workflowExecutionId: parked.workflowExecutionId,
    });
    provider.answer = CLEAR;
    expect(await test.ok(checkIDVStatus, 200, { path })).toMatchObject({ status: 'COMPLETE' });
    const result = await ended(parked);
    expect(result?.status).toBe('PASS');
    expect(provider.submitted).toEqual([]);
    expect(stepOf(result)).toMatchObject({ objectType: 'INDIVIDUAL', objectId: path.entityId });
  });

  it('give somebody who has no name the one on their document', async () => {
    const body = { customerRef: 'nobody-yet' };
    const { entityId } = await test.ok(getHostedUrl, 200, { body });
    const path = { entityId };
    await test.ok(getIDVToken, 200, { path });
    const reading = { given: 'Ada', family: 'Quill', birth: '1990-02-03' };
    provider.answer = { ...CLEAR, reading };
    expect(await test.ok(initBiometrics, 200, { path })).toMatchObject({ status: 'COMPLETE' });
    const { individual } = await test.ok(getIndividual, 200, { path });
    expect(individual).toMatchObject({
      name: { givenName: 'Ada', familyName: 'Quill' },
      dateOfBirth: { normalized: '1990-02-03' },
    });
    const to = { path: { ...path, ...WORKFLOW } };
    const { workflowResult } = await test.ok(executeWorkflow, 200, to);
    expect(workflowResult?.status).toBe('PASS');
    provider.answer = { ...CLEAR, reading: { ...reading, family: 'Other' } };
    await test.ok(initBiometrics, 200, { path });
    const kept = await test.ok(getIndividual, 200, { path });
    expect(kept.individual.name?.familyName).toBe('Quill');
  });

  it('are compared with a birth date that came after they were', async () => {
    const body = { individual: { name: PERSONA.name } };
    const { individual } = await test.ok(createIndividual, 201, { body });
    const path = { entityId: individual.entityId ?? '' };
    await test.ok(getIDVToken, 200, { path });
    const reading = { given: 'James A', family: 'Testone', birth: '1950-01-01' };
    provider.answer = { ...CLEAR, reading };
    const to = { path: { ...path, ...WORKFLOW } };
    const first = await test.ok(executeWorkflow, 200, to);
    expect(first.workflowResult?.status).toBe('PASS');
    const dateOfBirth = { year: '1951', month: '01', day: '01' };
    await test.ok(updateIndividual, 200, { path, body: { individual: { dateOfBirth } } });
    const second = await test.ok(executeWorkflow, 200, to);
    expect(second.workflowResult?.status).toBe('REVIEW');
  });

  it('are offline where the provider cannot be reached', async () => {
    const path = await newPerson({});
    await test.ok(getIDVToken, 200, { path });
    provider.answer = 'offline';
    for (const operation of [initBiometrics, checkIDVStatus]) {
      expect((await test.call(operation, { path })).body).toMatchObject({
        status: 'PROVIDER_OFFLINE',
      });
    }
  });
});

describe('a run that waits', () => {
  it('outlives the node that it began on', async () => {
    const path = await newPerson();
    const { database, masterKey, operatorKey, now, tenant } = test;
    const capabilities = { idv: [provider] };
    const logger = pino({ level: 'silent' });
    const first = await createApp({ database, masterKey, operatorKey, now, logger, capabilities });
    await first.lists.refresh();
    const accepted = await first.http.inject({
      method: 'POST',
      url: `/v2/individuals/${path.entityId}/serviceprofiles/KYC/workflows/KYC-DocumentFace/execute`,
      headers: { api_key: tenant.apiKey, 'X-Frankie-CustomerID': tenant.customerId },
    });
    expect(accepted.statusCode).toBe(202);
    const session = sessionOf();
    await first.close();

    provider.answer = CLEAR;
    expect(await callBack(session)).toBe(200);
    const { workflowExecutionId } = JSON.parse(accepted.payload);
    const result = await ended({ ...path, ...WORKFLOW, workflowExecutionId });
    expect(result?.status).toBe('PASS');
    expect(provider.submitted).toHaveLength(1);
  });

  it('goes with its person', async () => {
    const path = await newPerson();
    await park(path);
    const session = sessionOf();
    const before = await test.rowCounts();
    await test.ok(deleteIndividual, 200, { path });
    const after = await test.rowCounts();
    expect(Number(before.idv_check) - Number(after.idv_check)).toBe(1);
    expect(await runOf(path)).toBeUndefined();
    expect(await callBack(session)).toBe(200);
  });
});

it('keeps to the contract', () => {
  expect(test.violations).toEqual([]);
  const told = test.logs.filter((line) => /Testone|token-of|Quill/.test(line));
  expect(told).toEqual([]);
});
