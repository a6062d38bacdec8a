import { createHash, randomBytes, randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../src/database/test-database.ts';
import { systemStatement } from '../src/kernel/statement.ts';
import {
  type Answered,
  buildServer,
  credentialsIn,
  customerOf,
  type Sent,
  ServerProcesses,
  until,
} from './test-server-process.ts';

const KILLS = 21;
const WORKERS = 4;
const WORKFLOW = 'serviceprofiles/KYC/workflows/AML-Screening';
/** A caller gives up sooner than a dead node's lease ends, so that the drive goes on. */
const PATIENCE_MS = 1_500;
const BACKGROUND = { 'X-Frankie-Background': '1' };
const STATUSES = ['FALSE_POSITIVE', 'TRUE_POSITIVE_ACCEPT', 'TRUE_POSITIVE_REJECT'] as const;

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

async function count(text: string): Promise<number> {
  const name = `count-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  const statement = systemStatement<{ n: number }>(name, `select (${text})::int as n`);
  return (await test.database.system.one(statement))?.n ?? Number.NaN;
}

type Place = { readonly entityId: string };

/** What the servers have promised: it has to be there in the end, whoever was killed. */
class Ledger {
  readonly people: string[] = [];
  /** By execution; `result` where the caller waited for it. */
  readonly executions = new Map<string, Place & { readonly result?: string | undefined }>();
  readonly decisions = new Map<string, Place & { readonly status: string }>();
  readonly overrides = new Map<string, Place & { readonly status: string }>();
  /** Asked once each, so that the last word on it is known. */
  readonly asked = new Set<string>();
  readonly unexpected: string[] = [];
  acknowledged = 0;
  unanswered = 0;

  /** Something that nobody was asked about yet, drawn by lot. */
  draw(from: Iterable<string>): string | undefined {
    const open = [...from].filter((id) => !this.asked.has(id));
    const drawn = open[randomInt(Math.max(1, open.length))];
    if (drawn) this.asked.add(drawn);
    return drawn;
  }
}

type Send = (path: string, sent?: Sent) => Promise<Answered>;

/** One request of any kind; what is acknowledged goes into the ledger. */
async function doSomething(ledger: Ledger, send: Send): Promise<void> {
  const dice = randomInt(10);
  if (dice < 4 || ledger.people.length < 5) await createAndExecute(ledger, send);
  else if (dice < 7) await execute(ledger, send);
  else if (dice < 9) await decide(ledger, send);
  else await override(ledger, send);
}

async function createAndExecute(ledger: Ledger, send: Send): Promise<void> {
  const individual = { name: { givenName: 'Ilyara', familyName: 'Thornquill' } };
  const headers = randomInt(2) === 0 ? BACKGROUND : {};
  note(
    ledger,
    await send(`new/${WORKFLOW}/execute`, { method: 'POST', body: { individual }, headers }),
  );
}

async function execute(ledger: Ledger, send: Send): Promise<void> {
  const entityId = ledger.people[randomInt(ledger.people.length)];
  const headers = randomInt(2) === 0 ? BACKGROUND : {};
  note(
    ledger,
    await send(`${entityId}/${WORKFLOW}/execute`, { method: 'POST', headers }),
    entityId,
  );
}

function note(ledger: Ledger, { status, body }: Answered, known?: string): void {
  const entityId = known ?? body.entityId ?? body.individual?.entityId;
  const id = body.workflowExecutionId ?? body.workflowResult?.workflowExecutionId;
  if ((status !== 200 && status !== 202) || !entityId || !id) return;
  if (!known) ledger.people.push(entityId);
  ledger.executions.set(id, { entityId, result: body.workflowResult?.result });
}

async function decide(ledger: Ledger, send: Send): Promise<void> {
  const entityId = ledger.draw(ledger.people);
  if (!entityId) return;
  const { body } = await send(`${entityId}/results?classes=AML`);
  const ids = (body.processResults ?? []).map(({ processResultId }) => processResultId);
  if (ids.length === 0) return;
  const manualStatus = STATUSES[randomInt(STATUSES.length)] ?? STATUSES[0];
  const said = { processResults: ids, manualStatus, comment: { text: 'decided' } };
  const { status } = await send(`${entityId}/results/aml`, { method: 'PATCH', body: said });
  if (status !== 200) return;
  for (const id of ids) ledger.decisions.set(id, { entityId, status: manualStatus });
}

async function override(ledger: Ledger, send: Send): Promise<void> {
  const done = [...ledger.executions].filter(([, { result }]) => result !== undefined);
  const id = ledger.draw(done.map(([executionId]) => executionId));
  const place = id === undefined ? undefined : ledger.executions.get(id);
  if (!id || !place) return;
  const status = randomInt(2) === 0 ? 'PASS' : 'FAIL';
  const answer = await send(`${place.entityId}/${WORKFLOW}/executions/${id}`, {
    method: 'PATCH',
    body: { status, comment: { text: 'overridden' } },
  });
  if (answer.status === 200) ledger.overrides.set(id, { entityId: place.entityId, status });
}

/** A place for a server; whoever is there is killed again and again. */
class Slot {
  url: string | undefined;
  answers = 0;
}

/** Sends requests to whichever server is there until told to stop. */
async function drive(slots: readonly Slot[], ledger: Ledger, isOver: () => boolean): Promise<void> {
  const call = customerOf(await credentialsIn(environment.PROBITY_DATA_DIR ?? ''));
  while (!isOver()) {
    const slot = slots[randomInt(slots.length)];
    const url = slot?.url;
    if (!slot || !url) {
      await sleep(10);
      continue;
    }
    const send: Send = async (path, sent = {}) => {
      const answer = await call(url, `/v2/individuals/${path}`, {
        ...sent,
        timeoutMs: PATIENCE_MS,
      });
      slot.answers += 1;
      ledger.acknowledged += 1;
      if (answer.status >= 400)
        ledger.unexpected.push(`${answer.status} ${JSON.stringify(answer.body)}`);
      return answer;
    };
    await doSomething(ledger, send).catch(() => {
      ledger.unanswered += 1;
    });
  }
}

/** Starts a server, lets it come to work, kills it, and so on until there were enough. */
async function keepKilling(slot: Slot, mayKill: () => boolean): Promise<void> {
  while (mayKill()) {
    const server = processes.start(environment);
    slot.url = await server.ready();
    const before = slot.answers;
    await until('the server is at work', async () => slot.answers > before + 2 || undefined);
    await sleep(randomInt(500));
    server.child.kill('SIGKILL');
    await server.exit;
    slot.url = undefined;
    expect(server.stderr()).not.toMatch(/unexpectedly|Unhandled|"level":50/);
  }
}

describe('kill -9 of servers at work', () => {
  it('loses nothing that was acknowledged, and does nothing twice', async () => {
    const first = processes.start(environment);
    await first.ready();
    await first.end('SIGTERM');
    const ledger = new Ledger();
    const slots = [new Slot(), new Slot()];
    let kills = 0;
    let isOver = false;
    const mayKill = () => {
      kills += 1;
      return kills <= KILLS;
    };
    const driving = Array.from({ length: WORKERS }, () => drive(slots, ledger, () => isOver));
    try {
      await Promise.all(slots.map((slot) => keepKilling(slot, mayKill)));
    } finally {
      isOver = true;
      await Promise.all(driving);
    }
    const interrupted = await count('select count(*) from engine_run');

    const last = processes.start(environment);
    const url = await last.ready();
    await until('every run is over', async () =>
      (await count('select count(*) from engine_run')) === 0 ? true : undefined,
    );
    console.info(
      `${KILLS} kills, ${ledger.acknowledged} answers, ${ledger.unanswered} lost; ` +
        `${ledger.executions.size} executions, ${ledger.decisions.size} decisions and ` +
        `${ledger.overrides.size} overrides acknowledged; ${interrupted} runs were taken over last`,
    );
    expect(ledger.unexpected).toEqual([]);
    expect(ledger.executions.size).toBeGreaterThan(KILLS);
    expect(ledger.decisions.size).toBeGreaterThan(0);
    expect(ledger.overrides.size).toBeGreaterThan(0);
    await expectEverythingKept(ledger, url);
    await expectNothingDoubled();
    expect(await last.end('SIGTERM')).toEqual({ code: 0, signal: null });
  }, 400_000);
});

async function expectEverythingKept(ledger: Ledger, url: string): Promise<void> {
  const call = customerOf(await credentialsIn(environment.PROBITY_DATA_DIR ?? ''));
  const get = (path: string) => call(url, `/v2/individuals/${path}`);
  for (const [id, { entityId, result }] of ledger.executions) {
    const { status, body } = await get(`${entityId}/${WORKFLOW}/executions/${id}`);
    expect([id, status, body.workflowResult?.workflowExecutionState]).toEqual([
      id,
      200,
      'COMPLETED',
    ]);
    expect(['PASS', 'FAIL', 'REVIEW']).toContain(body.workflowResult?.result);
    if (result !== undefined) expect([id, body.workflowResult?.result]).toEqual([id, result]);
    const overridden = ledger.overrides.get(id);
    if (overridden) expect([id, body.workflowResult?.status]).toEqual([id, overridden.status]);
  }
  for (const entityId of ledger.people) {
    const { status, body } = await get(`${entityId}/results?classes=AML&limit=100`);
    expect([entityId, status]).toEqual([entityId, 200]);
    const results = body.processResults ?? [];
    const references = results.map(({ providerResult }) => providerResult?.reference);
    expect(references).not.toContain(undefined);
    // One execution found them; the later ones found the same, and opened nothing again.
    expect(new Set(references).size).toBe(references.length);
    for (const { processResultId: id, manualStatus } of results) {
      const decided = ledger.decisions.get(id);
      if (decided) expect([id, manualStatus]).toEqual([id, decided.status]);
    }
  }
}

async function expectNothingDoubled(): Promise<void> {
  expect({
    inProgress: await count("select count(*) from workflow_execution where state <> 'COMPLETED'"),
    withoutReport: await count(
      'select count(*) from workflow_execution where sealed_report is null',
    ),
    memories: await count('select count(*) from engine_memory'),
    // Each execution began once and ended once.
    completedOnce: await count(`select count(*) from workflow_execution x where 1 <> (
      select count(*) from audit_event e where e.type = 'WORKFLOW_COMPLETE'
        and e.workflow_execution_id = x.workflow_execution_id)`),
    begunOnce: await count(`select count(*) from workflow_execution x where 1 <> (
      select count(*) from audit_event e where e.type = 'WORKFLOW_EVENT' and e.level = 1
        and e.workflow_execution_id = x.workflow_execution_id)`),
    keyless: await count(`select count(*) from individual i where not exists (
      select from keyring.entity_key k where k.entity_id = i.entity_id)`),
    personless: await count(`select count(*) from keyring.entity_key k where not exists (
      select from individual i where k.entity_id = i.entity_id)`),
    dangling: await count(`select count(*) from workflow_execution x where
      cardinality(x.process_result_ids) <> (select count(*) from process_result p
        where p.process_result_id = any(x.process_result_ids))`),
  }).toEqual({
    inProgress: 0,
    withoutReport: 0,
    memories: 0,
    completedOnce: 0,
    begunOnce: 0,
    keyless: 0,
    personless: 0,
    dangling: 0,
  });
}
