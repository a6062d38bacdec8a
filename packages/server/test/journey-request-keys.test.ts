import type { Operation } from '@probity/contract/operation';
import { createDocument } from '@probity/contract/operations/documents';
import {
  createAndExecuteWorkflow,
  executeWorkflow,
  listExecutions,
  overrideExecution,
  updateAndExecuteWorkflow,
} from '@probity/contract/operations/executions';
import {
  createIndividual,
  deleteIndividual,
  getIndividual,
  updateIndividual,
} from '@probity/contract/operations/individuals';
import { createMatchlistEntries } from '@probity/contract/operations/matchlists/matchlists';
import { searchProfiles } from '@probity/contract/operations/search-profiles';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemStatement } from '../src/kernel/statement.ts';
import { type TestAnswer, type TestApp, type TestCall, testApp } from './test-app.ts';

let test: TestApp;
beforeAll(async () => {
  // Triggers stand for servers that are lost between a commit and its answer.
  test = await testApp({ makesTables: true });
});
afterAll(() => test.close());

const SCREENING = { serviceName: 'KYC', workflowName: 'AML-Screening' };
const OTTOLINE = { name: { givenName: 'Ottoline', familyName: 'Fennimore' } };
const PERSON = { individual: OTTOLINE };

let keys = 0;
const newKey = () => `key-${++keys}`;
const keyed = (key: string, call: TestCall = {}): TestCall => ({
  ...call,
  headers: { ...call.headers, 'Idempotency-Key': key },
});

const send = (operation: Operation, key: string, call?: TestCall) =>
  test.call(operation, keyed(key, call));

async function create() {
  const made = await test.ok(createIndividual, 201, { body: PERSON });
  return { ...SCREENING, entityId: made.individual.entityId ?? '' };
}

const statement = (name: string, text: string) => systemStatement<never>(`test-${name}`, text);
const run = (name: string, text: string) => test.database.system.all(statement(name, text));

/** As if the time had come at which nobody waits for a request any more. */
const abandon = () => run('abandon', `update request_key set claimed_until = '-infinity'`);
/** As if the server were lost between the commit and the answer. */
const losingAnswers = async (work: () => Promise<unknown>) => {
  await run(
    'lose-answers',
    `create function refuse_answer() returns trigger language plpgsql as
       $$ begin if new.sealed is not null then raise 'lost'; end if; return new; end $$`,
  );
  await run(
    'lose-answers-trigger',
    `create trigger lose_answers before update on request_key
       for each row execute function refuse_answer()`,
  );
  await work().finally(async () => {
    await run('find-answers', 'drop trigger lose_answers on request_key');
    await run('find-answers-function', 'drop function refuse_answer()');
  });
};

function expectAgain(again: TestAnswer, first: TestAnswer) {
  expect(again).toMatchObject({ status: first.status, text: first.text });
  expect(again.headers['idempotent-replayed']).toBe('true');
  expect(first.headers).not.toHaveProperty('idempotent-replayed');
}

const CONFLICT = { status: 409, body: { errorCode: 'VAL-0409' } };

describe('a request that is sent twice under one key', () => {
  it('is carried out once and answered twice', async () => {
    const key = newKey();
    const first = await send(createIndividual, key, { body: PERSON });
    const rows = await test.rowCounts();
    const again = await send(createIndividual, key, { body: PERSON });
    expect(first.status).toBe(201);
    expectAgain(again, first);
    expect(await test.rowCounts()).toEqual(rows);
  });

  it.each<[string, Operation, (path: Record<string, string>) => TestCall]>([
    ['an execution', executeWorkflow, (path) => ({ path })],
    ['one in the background', executeWorkflow, (path) => ({ path, background: true })],
    ['one with somebody new', createAndExecuteWorkflow, () => ({ path: SCREENING, body: PERSON })],
    ['ids alone', executeWorkflow, (path) => ({ path, query: { level: 'id' } })],
    [
      'a change and an execution',
      updateAndExecuteWorkflow,
      (path) => ({ path, body: { individual: { phoneNumbers: [{ number: '1' }] } } }),
    ],
    [
      'a change',
      updateIndividual,
      (path) => ({ path, body: { individual: { phoneNumbers: [{ number: '1' }] } } }),
    ],
    [
      'a document',
      createDocument,
      (path) => ({ path, body: { document: { class: 'OTHER', type: 'VISA', country: 'AUS' } } }),
    ],
    [
      'an entry of a matchlist, which is about nobody here',
      createMatchlistEntries,
      () => ({
        path: { matchlistName: 'Blocklist' },
        body: {
          entries: [{ attributes: [{ type: 'EMAIL_ADDRESS', value: `${keys}@example.org` }] }],
        },
      }),
    ],
  ])('whatever it is: %s', async (_, operation, call) => {
    const [path, key] = [await create(), newKey()];
    const asked = call(path);
    const first = await send(operation, key, asked);
    expect(first.status).toBeLessThan(300);
    const rows = await test.rowCounts();
    const again = await send(operation, key, asked);
    expectAgain(again, first);
    const { engine_run: _runs, workflow_execution: before, individual } = rows;
    expect(await test.rowCounts()).toMatchObject({ workflow_execution: before, individual });
  });

  it('is the same in another order of fields, and from another way of writing the path', async () => {
    const key = newKey();
    const first = await send(createIndividual, key, {
      body: { individual: OTTOLINE, comment: { text: 'x' } },
    });
    const again = await send(createIndividual, key, {
      body: { comment: { text: 'x' }, individual: OTTOLINE },
    });
    expectAgain(again, first);
  });

  it('is another for another tenant, at another operation, and under another key', async () => {
    const [key, path, stranger] = [newKey(), await create(), await test.newTenant()];
    const child = await test.newTenant({ parent: test.tenant });
    const answers = [
      await send(createIndividual, key, { body: PERSON }),
      await send(createIndividual, key, { body: PERSON, as: stranger }),
      await send(createIndividual, key, { body: PERSON, as: child }),
      await send(createIndividual, newKey(), { body: PERSON }),
      await send(createAndExecuteWorkflow, key, { body: PERSON, path }),
    ];
    for (const { headers, status } of answers) {
      expect(status).toBeLessThan(300);
      expect(headers).not.toHaveProperty('idempotent-replayed');
    }
    const ids = answers.map(({ body }) => Object(body).individual.entityId);
    expect(new Set(ids).size).toBe(answers.length);
  });

  it('is refused where anything of it is different, and nothing is done', async () => {
    const [key, path, other] = [newKey(), await create(), await create()];
    await send(executeWorkflow, key, { path, body: { comment: { text: 'x' } } });
    const rows = await test.rowCounts();
    const different: TestCall[] = [
      { path, body: { comment: { text: 'y' } } },
      { path },
      { path: other, body: { comment: { text: 'x' } } },
      { path, body: { comment: { text: 'x' } }, query: { level: 'id' } },
      { path, body: { comment: { text: 'x' } }, background: true },
    ];
    for (const call of different) {
      const refused = await send(executeWorkflow, key, call);
      expect(refused).toMatchObject(CONFLICT);
      expect(refused.headers).not.toHaveProperty('retry-after');
    }
    expect(await test.rowCounts()).toEqual(rows);
  });

  it('is new again after a day, and forgotten by then', async () => {
    const [key, other] = [newKey(), newKey()];
    const first = await send(createIndividual, key, { body: PERSON });
    await send(createIndividual, other, { body: PERSON });
    await run('a-day', `update request_key set expires_at = now() - interval '1 second'`);
    const later = await send(createIndividual, key, { body: { individual: OTTOLINE } });
    expect(later.status).toBe(201);
    expect(later.text).not.toBe(first.text);
    expectAgain(await send(createIndividual, key, { body: PERSON }), later);
  });

  it.each(['', 'a b', 'é', 'x'.repeat(256), ' '])('needs a key that is one (%#)', async (key) => {
    const rows = await test.rowCounts();
    const headers = { 'idempotency-key': key, 'content-type': 'application/json' };
    const answer = await test.app.http.inject({
      method: 'POST',
      url: '/v2/individuals',
      headers: {
        ...headers,
        api_key: test.tenant.apiKey,
        'X-Frankie-CustomerID': test.tenant.customerId,
      },
      payload: JSON.stringify(PERSON),
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain('header.Idempotency-Key');
    expect(await test.rowCounts()).toEqual(rows);
  });
});

describe('requests that come at once under one key', () => {
  it.each<[string, Operation, () => Promise<TestCall>]>([
    ['somebody new', createIndividual, async () => ({ body: PERSON })],
    ['an execution', executeWorkflow, async () => ({ path: await create() })],
    [
      'a change and an execution',
      updateAndExecuteWorkflow,
      async () => ({
        path: await create(),
        body: { individual: { phoneNumbers: [{ number: '1' }] } },
      }),
    ],
  ])('are carried out once (%s)', async (_, operation, prepare) => {
    const [key, call] = [newKey(), await prepare()];
    const before = await test.rowCounts();
    const answers = await Promise.all(Array.from({ length: 12 }, () => send(operation, key, call)));
    const done = answers.filter(({ status }) => status < 300);
    const refused = answers.filter(({ status }) => status >= 300);

    expect(done.filter(({ headers }) => !headers['idempotent-replayed'])).toHaveLength(1);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    for (const answer of refused) {
      expect(answer).toMatchObject(CONFLICT);
      expect(answer.headers['retry-after']).toBe('1');
    }
    const after = await test.rowCounts();
    const isExecution = operation !== createIndividual;
    expect((after.individual ?? 0) - (before.individual ?? 0)).toBe(isExecution ? 0 : 1);
    expect((after.workflow_execution ?? 0) - (before.workflow_execution ?? 0)).toBe(
      isExecution ? 1 : 0,
    );
  });
});

describe('a request that was refused', () => {
  it('changed nothing, so that the same one may succeed later', async () => {
    const [key, path] = [newKey(), await create()];
    const gone = { ...path, entityId: '0b6a4d2e-9b1c-4f7a-8a52-0c6f5f2f7d11' };
    expect((await send(executeWorkflow, key, { path: gone })).status).toBe(404);
    expect((await send(executeWorkflow, key, { path: gone })).status).toBe(404);
    expect(await send(executeWorkflow, key, { path })).toMatchObject(CONFLICT);
  });

  it('for its form has not used its key up', async () => {
    const key = newKey();
    expect((await send(createIndividual, key, { body: {} })).status).toBe(400);
    expect((await send(createIndividual, key, { body: PERSON })).status).toBe(201);
  });
});

describe('a request that changes nothing', () => {
  it('is carried out anew, and keeps no answer', async () => {
    const key = newKey();
    const body = { filters: { states: ['AUTO'] } };
    const call = { body, isBeyondContract: true };
    expect((await send(searchProfiles, key, call)).status).toBe(200);
    const again = await send(searchProfiles, key, call);
    expect(again.status).toBe(200);
    expect(again.headers).not.toHaveProperty('idempotent-replayed');
    const other = { ...call, body: { filters: { states: ['INIT'] } } };
    expect(await send(searchProfiles, key, other)).toMatchObject(CONFLICT);
  });
});

describe('a server that is lost', () => {
  it('after the commit of an execution: its run is told, and not begun again', async () => {
    const [key, path] = [newKey(), await create()];
    await losingAnswers(() => send(executeWorkflow, key, { path }));
    const early = await send(executeWorkflow, key, { path });
    expect(early).toMatchObject(CONFLICT);
    expect(early.headers['retry-after']).toBe('1');

    await abandon();
    const { workflowResults } = await test.ok(listExecutions, 200, { path });
    const again = await send(executeWorkflow, key, { path });
    expect(again).toMatchObject({
      status: 202,
      body: {
        entityId: path.entityId,
        workflowExecutionId: workflowResults[0]?.workflowExecutionId,
      },
    });
    const { meta } = await test.ok(listExecutions, 200, { path });
    expect(meta.total).toBe(1);
  });

  it('after the commit of any other change: that it was made is told', async () => {
    const key = newKey();
    let first: TestAnswer | undefined;
    await losingAnswers(async () => {
      first = await send(createIndividual, key, { body: PERSON });
    });
    await abandon();
    const rows = await test.rowCounts();
    const again = await send(createIndividual, key, { body: PERSON });
    expect(again).toMatchObject(CONFLICT);
    expect(again.text).toContain(String(Object(first?.body).requestId));
    expect(await test.rowCounts()).toEqual(rows);
  });

  it('before it did anything: the next one does it', async () => {
    const [key, path] = [newKey(), await create()];
    await run(
      'fail-runs',
      `alter table workflow_execution add constraint never check (false) not valid`,
    );
    const broken = await send(executeWorkflow, key, { path });
    await run('mend-runs', 'alter table workflow_execution drop constraint never');
    expect(broken.status).toBe(500);
    expect((await send(executeWorkflow, key, { path })).status).toBe(200);
  });

  it('only for a while: what it then would do is refused', async () => {
    for (const operation of [
      createIndividual,
      createAndExecuteWorkflow,
      updateAndExecuteWorkflow,
    ]) {
      const [key, path] = [newKey(), await create()];
      const call = { path, body: { individual: OTTOLINE } };
      // While the first one stands still, a second one comes and takes its key.
      await run(
        'steal-key',
        `create function steal_key() returns trigger language plpgsql as
           $$ begin new.request_id := 'another'; return new; end $$`,
      );
      await run(
        'steal-key-trigger',
        `create trigger steal_key before insert on request_key
           for each row execute function steal_key()`,
      );
      const rows = await test.rowCounts();
      const late = await send(operation, key, call);
      await run('give-key-back', 'drop trigger steal_key on request_key');
      await run('give-key-back-function', 'drop function steal_key()');
      expect(late).toMatchObject(CONFLICT);
      expect(await test.rowCounts()).toEqual(rows);
    }
  });
});

describe('a kept answer', () => {
  it('goes with the person whom it is about', async () => {
    const key = newKey();
    const first = await send(createAndExecuteWorkflow, key, { path: SCREENING, body: PERSON });
    const path = { entityId: Object(first.body).individual.entityId };
    await test.ok(deleteIndividual, 200, { path });
    const again = await send(createAndExecuteWorkflow, key, { path: SCREENING, body: PERSON });
    expect(again).toMatchObject({ status: 404, body: { errorCode: 'ENT-1010' } });
    expect((await test.call(getIndividual, { path })).status).toBe(404);
  });

  it('is of its time: what has changed since is not in it', async () => {
    const [key, path] = [newKey(), await create()];
    const first = await send(executeWorkflow, key, { path });
    const { workflowExecutionId } = Object(first.body).workflowResult;
    const body = { status: 'FAIL' };
    await test.ok(overrideExecution, 200, { path: { ...path, workflowExecutionId }, body });
    expectAgain(await send(executeWorkflow, key, { path }), first);
  });
});

it('keeps to the published contract throughout, but for the failure that was meant', () => {
  expect(test.violations).toEqual(['executeWorkflow 500: the server failed']);
});
