import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../src/database/test-database.ts';
import { systemStatement } from '../src/kernel/statement.ts';
import {
  buildServer,
  credentialsIn,
  customerOf,
  type Sent,
  ServerProcesses,
  until,
} from './test-server-process.ts';

const KILLS = 10;
const WORKERS = 4;
const EXECUTE = 'serviceprofiles/KYC/workflows/AML-Screening/execute';
const PATIENCE_MS = 2_000;

const processes = new ServerProcesses();
let test: TestDatabase;
let environment: Readonly<Record<string, string>>;
beforeAll(async () => {
  await buildServer();
  test = await testDatabase();
  environment = {
    DATABASE_URL: test.url,
    PROBITY_MASTER_KEY: randomBytes(32).toString('base64'),
    PROBITY_OPERATOR_KEY: randomBytes(32).toString('hex'),
    PROBITY_DATA_DIR: `${await processes.folder()}/data`,
    PROBITY_LOG_LEVEL: 'error',
    PROBITY_EXECUTIONS_PER_SECOND: '0',
  };
}, 120_000);
afterAll(async () => {
  await processes.remove();
  await test?.drop();
}, 120_000);

const COUNTS = systemStatement<{ people: number; executions: number; updates: number }>(
  'test-counts',
  `select (select count(*) from individual)::int as people,
     (select count(*) from workflow_execution)::int as executions,
     (select count(*) from audit_event where type = 'ENTITY_UPDATE')::int as updates`,
);
/** As if every request under way had been lost long ago: others take their keys while they go on. */
const ABANDON = systemStatement<never>(
  'test-abandon-keys',
  `update request_key set claimed_until = '-infinity' where status is null`,
);

type Wanted = { people: number; executions: number; updates: number };
type Slot = { url: string | undefined; answers: number };

/** How requests ended, once they had been sent often enough. */
const tally = { sent: 0, answered: 0, lost: 0 };

/** Sends one request under one key until it is known what became of it. */
async function insist(slots: readonly Slot[], path: string, sent: Sent) {
  const call = customerOf(await credentialsIn(environment.PROBITY_DATA_DIR ?? ''));
  const headers = { ...sent.headers, 'Idempotency-Key': randomUUID() };
  for (;;) {
    const slot = slots[randomInt(slots.length)];
    if (!slot?.url) {
      await sleep(10);
      continue;
    }
    tally.sent += 1;
    const answer = await call(slot.url, `/v2/individuals${path}`, {
      ...sent,
      headers,
      timeoutMs: PATIENCE_MS,
    }).catch(() => undefined);
    if (!answer) continue;
    slot.answers += 1;
    const said = JSON.stringify(answer.body);
    if (answer.status < 300) {
      tally.answered += 1;
      return answer;
    }
    if (answer.status === 409 && said.includes('has been carried out')) {
      tally.lost += 1;
      return answer;
    }
    if (answer.status !== 409 && answer.status !== 503) throw new Error(`${answer.status} ${said}`);
    await sleep(50);
  }
}

/** Asks for changes of every kind, each of them once as far as it knows. */
async function drive(slots: readonly Slot[], wanted: Wanted, isOver: () => boolean) {
  const body = { individual: { name: { givenName: 'Ottoline', familyName: 'Fennimore' } } };
  const people: string[] = [];
  while (!isOver()) {
    const dice = randomInt(4);
    const background = { 'X-Frankie-Background': `${randomInt(2)}` };
    const entityId = people[randomInt(Math.max(1, people.length))];
    if (dice === 0 || !entityId) {
      wanted.people += 1;
      const made = await insist(slots, '', { method: 'POST', body });
      const id = made.body.individual?.entityId;
      if (id) people.push(id);
    } else if (dice === 1) {
      wanted.people += 1;
      wanted.executions += 1;
      await insist(slots, `/new/${EXECUTE}`, { method: 'POST', body, headers: background });
    } else if (dice === 2) {
      wanted.executions += 1;
      await insist(slots, `/${entityId}/${EXECUTE}`, { method: 'POST', headers: background });
    } else {
      wanted.executions += 1;
      wanted.updates += 1;
      const change = { individual: { phoneNumbers: [{ number: '1' }] } };
      const sent = { method: 'PATCH', body: change, headers: background };
      await insist(slots, `/${entityId}/${EXECUTE}`, sent);
    }
  }
}

async function keepKilling(slot: Slot, mayKill: () => boolean): Promise<void> {
  while (mayKill()) {
    const server = processes.start(environment);
    slot.url = await server.ready();
    const before = slot.answers;
    await until('the server is at work', async () => slot.answers > before + 5 || undefined);
    await sleep(randomInt(400));
    server.child.kill('SIGKILL');
    await server.exit;
    slot.url = undefined;
  }
}

it('does what is asked for under one key exactly once, whoever is killed', async () => {
  const first = processes.start(environment);
  await first.ready();
  const slots: Slot[] = [
    { url: undefined, answers: 0 },
    { url: undefined, answers: 0 },
  ];
  const before = await test.database.system.one(COUNTS);
  await first.end('SIGTERM');
  const wanted: Wanted = { people: 0, executions: 0, updates: 0 };
  let kills = 0;
  let isOver = false;
  const mayKill = () => {
    kills += 1;
    return kills <= KILLS;
  };
  const abandoning = (async () => {
    while (!isOver || slots.some(({ url }) => url)) {
      await test.database.system.all(ABANDON);
      await sleep(randomInt(40));
    }
  })();
  const driving = Array.from({ length: WORKERS }, () => drive(slots, wanted, () => isOver));
  await Promise.all(slots.map((slot) => keepKilling(slot, mayKill)));
  const last = processes.start(environment);
  const url = await last.ready();
  for (const slot of slots) slot.url = url;
  isOver = true;
  await Promise.all(driving);
  for (const slot of slots) slot.url = undefined;
  await abandoning;
  const after = await test.database.system.one(COUNTS);
  console.info(
    `${KILLS} kills; ${tally.sent} requests under ${tally.answered + tally.lost} keys, ` +
      `of ${tally.lost} of which the answer was lost`,
  );
  expect(tally.answered).toBeGreaterThan(KILLS);
  expect({
    people: (after?.people ?? 0) - (before?.people ?? 0),
    executions: (after?.executions ?? 0) - (before?.executions ?? 0),
    updates: (after?.updates ?? 0) - (before?.updates ?? 0),
  }).toEqual(wanted);
  expect(await last.end('SIGTERM')).toEqual({ code: 0, signal: null });
}, 300_000);
