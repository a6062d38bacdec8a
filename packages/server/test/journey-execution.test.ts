import { request as httpRequest } from 'node:http';
import { EXECUTION_OUTCOMES } from '@probity/contract/execution/execution-outcome';
import {
  createAndExecuteWorkflow,
  executeWorkflow,
  getExecution,
  listExecutions,
  overrideExecution,
} from '@probity/contract/operations/executions';
import { createIndividual, getIndividual } from '@probity/contract/operations/individuals';
import { listWorkflows } from '@probity/contract/operations/workflows';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isUlid } from '../src/kernel/id.ts';
import { systemStatement } from '../src/kernel/statement.ts';
import type { WatchlistProvider } from '../src/providers/watchlist-provider.ts';
import { type TestApp, type TestCall, testApp, until } from './test-app.ts';

/** Lists that can be held back, so that a run stays under way until it is let go. */
class HeldLists {
  searches = 0;
  #isHeld = false;
  #waiting: (() => void)[] = [];

  provider(real: WatchlistProvider): WatchlistProvider {
    return {
      ...real,
      search: async (search, signal) => {
        this.searches += 1;
        if (this.#isHeld) await new Promise<void>((resolve) => this.#waiting.push(resolve));
        return real.search(search, signal);
      },
    };
  }

  hold(): void {
    this.#isHeld = true;
  }

  letGo(): void {
    this.#isHeld = false;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  get waiting(): number {
    return this.#waiting.length;
  }
}

let test: TestApp;
const lists = new HeldLists();
beforeAll(async () => {
  test = await testApp({ watchlists: (real) => lists.provider(real) });
});
afterEach(() => lists.letGo());
afterAll(() => test.close());

const CLEAN = { name: { givenName: 'Nobody', familyName: 'Whosoever' } };
const LISTED = {
  name: { givenName: 'Zorvan', middleName: 'Ilmere', familyName: 'Kaltezmar' },
  dateOfBirth: { year: '1961', month: '03', day: '14' },
};
const SCREENING = { serviceName: 'KYC', workflowName: 'AML-Screening' };
const MONITORING = { serviceName: 'AML', workflowName: 'PEP & Sanctions' };

async function create(individual: object = CLEAN): Promise<string> {
  const created = await test.ok(createIndividual, 201, { body: { individual } });
  return created.individual.entityId ?? '';
}

async function execute(entityId: string, workflow = SCREENING, call: TestCall = {}) {
  const { workflowResult } = await test.ok(executeWorkflow, 200, {
    ...call,
    path: { entityId, ...workflow },
  });
  if (!workflowResult) throw new Error('An answer without its result.');
  return workflowResult;
}

async function start(entityId: string, workflow = SCREENING): Promise<string> {
  const call = { path: { entityId, ...workflow }, background: true };
  return (await test.ok(executeWorkflow, 202, call)).workflowExecutionId;
}

async function read(entityId: string, workflowExecutionId: string, workflow = SCREENING) {
  const path = { entityId, workflowExecutionId, ...workflow };
  return (await test.ok(getExecution, 200, { path })).workflowResult;
}

async function ended(entityId: string, workflowExecutionId: string) {
  return until('the execution ends', async () => {
    const result = await read(entityId, workflowExecutionId);
    return result.workflowExecutionState === 'IN_PROGRESS' ? undefined : result;
  });
}

const whenWaiting = (runs: number) =>
  until(`${runs} searches wait`, async () => (lists.waiting === runs ? true : undefined));

async function profileOf(entityId: string, serviceName = 'KYC') {
  const { serviceProfiles } = await test.ok(getIndividual, 200, { path: { entityId } });
  return serviceProfiles.find((profile) => profile.serviceName === serviceName);
}

describe('workflows', () => {
  it('lists those of the tenant, with their definitions where asked', async () => {
    const all = await test.ok(listWorkflows, 200);
    const names = all.workflows.map(({ serviceName, workflowName }) => [serviceName, workflowName]);
    expect(names).toEqual(
      expect.arrayContaining([
        ['AML', 'PEP & Sanctions'],
        ['KYC', 'AML-Screening'],
        ['KYC', 'AML-Screening-Cautious'],
      ]),
    );
    const query = { serviceName: 'kyc', include: 'workflowDefinition' };
    const some = await test.ok(listWorkflows, 200, { query });
    expect(new Set(some.workflows.map(({ serviceName }) => serviceName))).toEqual(new Set(['KYC']));
    expect(JSON.stringify(some.workflows)).toContain('DECISION');
    expect(JSON.stringify(all.workflows)).not.toContain('DECISION');
    const none = await test.ok(listWorkflows, 200, { query: { serviceName: 'no such' } });
    expect(none.workflows).toEqual([]);
  });
});

describe('executing', () => {
  it('finds service and workflow whatever the case of their names', async () => {
    const entityId = await create();
    const result = await execute(entityId, { serviceName: 'kYc', workflowName: 'aml-SCREENING' });

    expect(result).toMatchObject({ workflowName: 'AML-Screening', status: 'PASS' });
    const shouted = { serviceName: 'KYC', workflowName: 'AML-SCREENING' };
    expect(await read(entityId, result.workflowExecutionId, shouted)).toEqual(result);
  });

  it.each([
    [{ serviceName: 'KYC', workflowName: 'no such' }],
    [{ serviceName: 'no such', workflowName: 'AML-Screening' }],
    [{ serviceName: 'AML', workflowName: 'AML-Screening' }],
  ])('answers 404 for %j and writes nothing', async (workflow) => {
    const entityId = await create();
    const before = await test.rowCounts();
    const existing = await test.call(executeWorkflow, { path: { entityId, ...workflow } });
    const fresh = await test.call(createAndExecuteWorkflow, {
      path: workflow,
      body: { individual: CLEAN },
    });

    expect([existing.status, fresh.status]).toEqual([404, 404]);
    expect(existing.body).toMatchObject({ errorCode: 'API-1010' });
    expect(await test.rowCounts()).toEqual(before);
  });

  it('answers with the whole of a run', async () => {
    const entityId = await create(LISTED);
    const call = { path: { entityId, ...SCREENING }, body: { comment: { text: 'first look' } } };
    const headers = { 'X-Frankie-Username': 'officer@example.org', 'X-Frankie-Channel': 'portal' };
    const answer = await test.ok(executeWorkflow, 200, { ...call, headers });
    const { workflowResult: result, serviceProfile, individual } = answer;

    expect(individual).toMatchObject({ entityId, name: { familyName: 'Kaltezmar' } });
    expect(result).toMatchObject({
      entityId,
      workflowExecutionState: 'COMPLETED',
      status: 'REVIEW',
      result: 'REVIEW',
      isManual: true,
      lifecyclePhase: 'ONBOARDING',
      updatedBy: 'officer@example.org',
      requestId: answer.requestId,
      steps: {
        order: ['START', 'AML', 'DECISION', 'FINISH'],
        passed: ['START', 'DECISION', 'FINISH'],
        failed: ['AML'],
        incomplete: [],
        notApplicable: [],
      },
      issues: [{ category: 'AML', issue: 'SANCTION', isCleared: false }],
    });
    expect(isUlid(result?.workflowExecutionId ?? '')).toBe(true);
    expect(serviceProfile).toMatchObject({
      serviceName: 'KYC',
      state: 'AUTO',
      serviceProfileId: result?.serviceProfileId,
      latestWorkflowExecutionId: result?.workflowExecutionId,
      workflowSummaries: [{ workflowExecutionId: result?.workflowExecutionId, status: 'REVIEW' }],
    });
    expect(await read(entityId, result?.workflowExecutionId ?? '')).toEqual(result);
  });

  it('creates and runs in one, with ids alone at level=id', async () => {
    const call = { path: SCREENING, body: { individual: CLEAN } };
    const whole = await test.ok(createAndExecuteWorkflow, 200, call);
    const ids = await test.ok(createAndExecuteWorkflow, 200, { ...call, query: { level: 'id' } });

    expect(whole).toMatchObject({ workflowResult: { status: 'PASS' }, individual: CLEAN });
    expect(whole.serviceProfile?.state).toBe('ACTIVE');
    expect(Object.keys(ids).sort()).toEqual(
      ['entityId', 'requestId', 'status', 'workflowExecutionId'].sort(),
    );
    expect(ids.status).toBe('PASS');
    const { entityId = '', workflowExecutionId = '' } = ids;
    expect((await read(entityId, workflowExecutionId)).status).toBe('PASS');
  });

  it('keeps documents and their files when it creates and runs', async () => {
    const base64 = Buffer.from('a photograph').toString('base64');
    const document = { type: 'PASSPORT', country: 'AUS', attachments: [{ data: { base64 } }] };
    const individual = { ...CLEAN, documents: { IDENTITY: [document] } };
    const call = { path: SCREENING, body: { individual }, query: { level: 'base64' } };
    const answer = await test.ok(createAndExecuteWorkflow, 200, call);

    const [kept] = answer.individual?.documents?.IDENTITY ?? [];
    expect(kept?.attachments).toMatchObject([{ data: { base64 }, retrievalStatus: 'NORMAL' }]);
  });

  it('creates nobody when the person is not valid', async () => {
    const before = await test.rowCounts();
    const call = { path: SCREENING, body: { individual: { name: {} } } };
    for (const background of [false, true]) {
      const answer = await test.call(createAndExecuteWorkflow, { ...call, background });
      expect(answer.status).toBe(400);
    }
    expect(await test.rowCounts()).toEqual(before);
  });

  it('answers 202 in the background, to be asked for until it has ended', async () => {
    const entityId = await create();
    const existing = await test.ok(executeWorkflow, 202, {
      path: { entityId, ...SCREENING },
      background: true,
    });
    const fresh = await test.ok(createAndExecuteWorkflow, 202, {
      path: SCREENING,
      background: true,
      body: { individual: LISTED },
    });

    expect(existing).toMatchObject({ entityId, serviceName: 'KYC' });
    expect((await ended(entityId, existing.workflowExecutionId)).status).toBe('PASS');
    expect((await ended(fresh.entityId, fresh.workflowExecutionId)).status).toBe('REVIEW');
  });

  it('is URGENT for a sanctions hit in monitoring, and CLEAR for nobody', async () => {
    expect((await execute(await create(LISTED), MONITORING)).status).toBe('URGENT');
    expect((await execute(await create(), MONITORING)).status).toBe('CLEAR');
  });

  it('keeps one profile a service when first runs come at once', async () => {
    const entityId = await create();
    const results = await Promise.all(Array.from({ length: 5 }, () => execute(entityId)));
    const { serviceProfiles } = await test.ok(getIndividual, 200, { path: { entityId } });

    expect(serviceProfiles).toHaveLength(1);
    const profileIds = results.map(({ serviceProfileId }) => serviceProfileId);
    expect(new Set(profileIds)).toEqual(new Set([serviceProfiles[0]?.serviceProfileId]));
    const startIds = results.map(({ workflowExecutionId }) => workflowExecutionId);
    expect(startIds).toContain(serviceProfiles[0]?.latestWorkflowExecutionId);
  });

  it('gives no execution of another person, service or workflow', async () => {
    const [one, other] = [await create(), await create()];
    const { workflowExecutionId } = await execute(one);
    const paths = [
      { entityId: other, workflowExecutionId, ...SCREENING },
      { entityId: one, workflowExecutionId, ...MONITORING },
      { entityId: one, workflowExecutionId, ...SCREENING, workflowName: 'AML-Screening-Cautious' },
      { entityId: one, workflowExecutionId: 'nothing', ...SCREENING },
    ];
    for (const path of paths) {
      const answers = [
        await test.call(getExecution, { path }),
        await test.call(overrideExecution, { path, body: { status: 'PASS' } }),
      ];
      for (const answer of answers) {
        expect(answer).toMatchObject({ status: 404, body: { errorCode: 'API-1010' } });
      }
    }
    expect((await read(one, workflowExecutionId)).statusOverrideAt).toBeUndefined();
  });
});

/** Asks over a real connection, since an interim answer is not part of the final one. */
async function askOverSocket(url: URL): Promise<{ interim: number[]; status: number }> {
  const { apiKey, customerId } = test.tenant;
  const headers = { api_key: apiKey, 'X-Frankie-CustomerID': customerId };
  return new Promise((resolve, reject) => {
    const interim: number[] = [];
    const request = httpRequest(url, { headers, agent: false }, (response) => {
      response.resume().on('end', () => resolve({ interim, status: response.statusCode ?? 0 }));
    });
    request.on('information', ({ statusCode }) => interim.push(statusCode));
    request.on('error', reject).end();
  });
}

describe('while it runs', () => {
  it('shows IN_PROGRESS after an interim 102, and nothing of an outcome', async () => {
    const entityId = await create(LISTED);
    const server = await test.app.http.listen({ port: 0, host: '127.0.0.1' });
    lists.hold();
    const workflowExecutionId = await start(entityId);
    await whenWaiting(1);
    const running = await read(entityId, workflowExecutionId);
    const path = `/v2/individuals/${entityId}/serviceprofiles/KYC/workflows/AML-Screening`;
    const url = new URL(`${server}${path}/executions/${workflowExecutionId}`);

    expect(running).toMatchObject({
      workflowExecutionState: 'IN_PROGRESS',
      status: 'IN_PROGRESS',
      result: 'IN_PROGRESS',
      workflowStepResults: [],
    });
    expect(running.endedAt).toBeUndefined();
    expect(await askOverSocket(url)).toEqual({ interim: [102], status: 200 });
    expect((await profileOf(entityId))?.state).toBe('INIT');
    lists.letGo();
    expect((await ended(entityId, workflowExecutionId)).status).toBe('REVIEW');
    expect(await askOverSocket(url)).toEqual({ interim: [], status: 200 });
  });

  it('cannot be overridden', async () => {
    const entityId = await create();
    lists.hold();
    const workflowExecutionId = await start(entityId);
    await whenWaiting(1);
    const path = { entityId, workflowExecutionId, ...SCREENING };
    const answer = await test.call(overrideExecution, { path, body: { status: 'FAIL' } });

    expect(answer).toMatchObject({ status: 400, body: { errorCode: 'VAL-0400' } });
    lists.letGo();
    const result = await ended(entityId, workflowExecutionId);
    expect(result).toMatchObject({ status: 'PASS', result: 'PASS' });
    expect(result.statusOverrideRequestId).toBeUndefined();
  });

  it('keeps the next run of the person and service waiting, and no other', async () => {
    const [one, other] = [await create(), await create()];
    lists.hold();
    const before = lists.searches;
    const first = await start(one);
    await whenWaiting(1);
    const second = await start(one);
    await start(other);
    await start(one, MONITORING);
    await whenWaiting(3);

    expect(lists.searches - before).toBe(3);
    expect((await read(one, second)).workflowStepResults).toEqual([]);
    lists.letGo();
    const [early, late] = [await ended(one, first), await ended(one, second)];
    expect(Date.parse(early.endedAt ?? '')).toBeLessThanOrEqual(Date.parse(late.endedAt ?? ''));
    expect(lists.searches - before).toBe(4);
  });
});

describe('listing', () => {
  it('shows the runs of the workflow newest first, a page at a time', async () => {
    const entityId = await create();
    const made: string[] = [];
    for (let count = 0; count < 5; count++) {
      made.unshift((await execute(entityId)).workflowExecutionId);
    }
    await execute(entityId, { serviceName: 'KYC', workflowName: 'AML-Screening-Cautious' });
    const page = async (query = {}) => {
      const path = { entityId, ...SCREENING };
      const { workflowResults, meta } = await test.ok(listExecutions, 200, { path, query });
      return { ids: workflowResults.map((result) => result.workflowExecutionId), meta };
    };

    expect(await page()).toMatchObject({ ids: made, meta: { page: 1, total: 5, count: 5 } });
    expect(await page({ limit: 2 })).toMatchObject({
      ids: made.slice(0, 2),
      meta: { page: 1, limit: 2, total: 5, count: 2, sort: 'desc' },
    });
    expect(await page({ limit: 2, page: 3 })).toMatchObject({
      ids: made.slice(4),
      meta: { page: 3, total: 5, count: 1 },
    });
    expect(await page({ limit: 2, page: 9 })).toMatchObject({
      ids: [],
      meta: { page: 9, total: 5, count: 0 },
    });
    expect((await page({ sort: 'asc' })).ids).toEqual(made);
  });

  it('filters by result, state and times, both ends inclusive', async () => {
    const entityId = await create();
    const first = await execute(entityId);
    test.turnForward(60_000);
    const second = await execute(entityId);
    const path = { entityId, workflowExecutionId: first.workflowExecutionId, ...SCREENING };
    await test.ok(overrideExecution, 200, { path, body: { status: 'FAIL' } });
    const found = async (query: Record<string, string>) => {
      const call = { path: { entityId, ...SCREENING }, query };
      const { workflowResults } = await test.ok(listExecutions, 200, call);
      return workflowResults.map((result) => result.workflowExecutionId);
    };
    const [one, two] = [first.workflowExecutionId, second.workflowExecutionId];
    const endedAt = { first: first.endedAt ?? '', second: second.endedAt ?? '' };

    expect(await found({ workflowResults: 'PASS' })).toEqual([two, one]);
    expect(await found({ workflowResults: 'REVIEW,PASS' })).toEqual([two, one]);
    expect(await found({ workflowResults: 'REVIEW' })).toEqual([]);
    expect(await found({ workflowExecutionStates: 'COMPLETED,ERROR' })).toEqual([two, one]);
    expect(await found({ workflowExecutionStates: 'IN_PROGRESS' })).toEqual([]);
    expect(await found({ startedAtBefore: first.startedAt })).toEqual([one]);
    expect(await found({ startedAtAfter: second.startedAt })).toEqual([two]);
    expect(await found({ endedAtBefore: endedAt.first })).toEqual([one]);
    expect(await found({ endedAtAfter: endedAt.second })).toEqual([two]);
    const between = { startedAtAfter: first.startedAt, endedAtBefore: endedAt.second };
    expect(await found(between)).toEqual([two, one]);
    expect(await found({ startedAtBefore: '2020-01-01' })).toEqual([]);
  });

  it.each([
    ['workflowResults', 'PASS,NONSENSE'],
    ['workflowExecutionStates', 'nonsense'],
    ['startedAtAfter', 'yesterday'],
    ['page', '0'],
    ['limit', '-1'],
    ['limit', 'ten'],
    ['sort', 'up'],
  ])('refuses %s=%s', async (name, value) => {
    const path = { entityId: await create(), ...SCREENING };
    const answer = await test.call(listExecutions, { path, query: { [name]: value } });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain(`query.${name}`);
  });
});

const COMMENTS = systemStatement<{ object_id: string; request_id: string }>(
  'test-comments',
  'select object_id, request_id from comment where entity_id = $1',
);

describe('overriding', () => {
  const override = async (entityId: string, id: string, call: TestCall) => {
    const path = { entityId, workflowExecutionId: id, ...SCREENING };
    return test.ok(overrideExecution, 200, { ...call, path });
  };

  it.each(EXECUTION_OUTCOMES)('to %s keeps the automatic result beside it', async (status) => {
    const entityId = await create(LISTED);
    const before = await execute(entityId);
    const headers = { 'X-Frankie-Username': 'officer@example.org' };
    const body = { status, comment: { text: 'looked at it' } };
    const id = before.workflowExecutionId;
    const answer = await override(entityId, id, { body, headers });

    expect(answer.workflowResult).toMatchObject({
      status,
      result: 'REVIEW',
      statusOverrideRequestId: answer.requestId,
      statusOverrideBy: 'officer@example.org',
      statusOverrideAt: expect.any(String),
      workflowExecutionState: 'COMPLETED',
      steps: before.steps,
      issues: before.issues,
      workflowStepResults: before.workflowStepResults,
    });
    const isPassed = ['PASS', 'APPROVED', 'CLEAR', 'COMPLETE'].includes(status);
    const profile = await profileOf(entityId);
    expect(profile).toMatchObject({
      state: isPassed ? 'ACTIVE' : 'AUTO',
      workflowSummaries: [{ status, statusOverrideRequestId: answer.requestId }],
    });
    const comments = await test.database.system.all(COMMENTS, [entityId]);
    expect(comments).toEqual([{ object_id: id, request_id: answer.requestId }]);
  });

  it('is UNCHECKED where nothing is said, and nobody where nobody is named', async () => {
    const entityId = await create();
    const { workflowExecutionId } = await execute(entityId);
    const { workflowResult } = await override(entityId, workflowExecutionId, { body: {} });

    expect(workflowResult).toMatchObject({ status: 'UNCHECKED', result: 'PASS' });
    expect(workflowResult.statusOverrideBy).toBeUndefined();
    expect((await profileOf(entityId))?.state).toBe('AUTO');
  });

  it('moves the profile for the latest execution only, and ends with the next run', async () => {
    const entityId = await create(LISTED);
    const first = await execute(entityId);
    const second = await execute(entityId);
    const body = { status: 'PASS' };
    await override(entityId, first.workflowExecutionId, { body });
    expect((await profileOf(entityId))?.state).toBe('AUTO');
    await override(entityId, second.workflowExecutionId, { body });
    expect((await profileOf(entityId))?.state).toBe('ACTIVE');

    expect(await execute(entityId)).toMatchObject({ status: 'REVIEW', result: 'REVIEW' });
    expect((await profileOf(entityId))?.state).toBe('AUTO');
    expect(await read(entityId, second.workflowExecutionId)).toMatchObject({ status: 'PASS' });
  });

  it.each([{ status: 'NONSENSE' }, { status: null }, { status: 'pass' }, []])(
    'refuses %j',
    async (body) => {
      const entityId = await create();
      const { workflowExecutionId } = await execute(entityId);
      const path = { entityId, workflowExecutionId, ...SCREENING };
      expect((await test.call(overrideExecution, { path, body })).status).toBe(400);
      expect((await read(entityId, workflowExecutionId)).statusOverrideAt).toBeUndefined();
    },
  );
});

it('keeps to the published contract throughout', () => {
  expect(test.violations).toEqual([]);
});
