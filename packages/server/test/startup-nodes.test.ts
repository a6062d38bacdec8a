import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientConfig } from '../src/database/database-address.ts';
import { type TestDatabase, testDatabase } from '../src/database/test-database.ts';
import { readShippedWorkflows } from '../src/workflows/shipped-workflows.ts';
import {
  buildServer,
  credentialsIn,
  customerOf,
  type ServerProcess,
  ServerProcesses,
  until,
} from './test-server-process.ts';

const EXECUTE = 'serviceprofiles/KYC/workflows/AML-Screening/execute';
const individual = { name: { givenName: 'Ilyara', familyName: 'Thornquill' } };
const OPERATOR_KEY = randomBytes(32).toString('hex');

const processes = new ServerProcesses();
let test: TestDatabase;
let masterKey: string;
beforeAll(async () => {
  await buildServer();
  test = await testDatabase();
  masterKey = randomBytes(32).toString('base64');
}, 120_000);
afterAll(async () => {
  await processes.remove();
  await test?.drop();
}, 120_000);

type Node = { readonly server: ServerProcess; readonly url: string; readonly dataDir: string };

/** A node with a data folder of its own, as on another machine. */
async function startNode(): Promise<Node> {
  const dataDir = join(await processes.folder(), 'data');
  const server = processes.start({
    PROBITY_DATA_DIR: dataDir,
    DATABASE_URL: test.url,
    PROBITY_MASTER_KEY: masterKey,
    PROBITY_OPERATOR_KEY: OPERATOR_KEY,
  });
  return { server, url: await server.ready(), dataDir };
}

describe('two nodes on one database', () => {
  it('serve the same tenants, people and runs, each with either key', async () => {
    const [one, other] = await Promise.all([startNode(), startNode()]);
    const [ones, others] = [await credentialsIn(one.dataDir), await credentialsIn(other.dataDir)];
    expect(ones.customerId).toBe(others.customerId);
    const [atOne, atOther] = [customerOf(ones), customerOf(others)];

    const sent = { method: 'POST', body: { individual } };
    const created = await atOne(one.url, '/v2/individuals', sent);
    const person = `/v2/individuals/${created.body.individual?.entityId}`;
    const executed = await atOther(other.url, `${person}/${EXECUTE}`, { method: 'POST' });
    expect([created.status, executed.status]).toEqual([201, 200]);
    expect(executed.body.workflowResult?.status).toBe('REVIEW');
    for (const [url, call] of [
      [one.url, atOther],
      [other.url, atOne],
    ] as const) {
      const results = await call(url, `${person}/results?classes=AML`);
      expect(results.body.meta?.total).toBe(1);
    }

    const made = await fetch(`${one.url}/admin/v1/tenants`, {
      method: 'POST',
      headers: { authorization: `Bearer ${OPERATOR_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Another' }),
    });
    const { tenant, apiKey } = (await made.json()) as {
      tenant: { customerId: string };
      apiKey: { apiKey: string };
    };
    const another = customerOf({ customerId: tenant.customerId, apiKey: apiKey.apiKey });
    const shipped = await readShippedWorkflows();
    const { workflows } = (await another(other.url, '/v2/workflows')).body;
    expect(workflows).toHaveLength(shipped.length);
    expect((await another(other.url, person)).status).toBe(404);
    for (const { server } of [one, other]) {
      expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null });
    }
  }, 180_000);
});

describe('Ctrl-C while a run waits for its lists', () => {
  it('hands the run over, tells who waits, and lets another node finish it', async () => {
    const node = await startNode();
    const call = customerOf(await credentialsIn(node.dataDir));
    const blocker = new pg.Client(clientConfig(test.connection));
    await blocker.connect();
    try {
      // Whoever looks a hit up waits for this lock: a provider that does not answer.
      await blocker.query('begin');
      await blocker.query('lock table list_entry in access exclusive mode');
      const execute = (headers: Readonly<Record<string, string>>) =>
        call(node.url, `/v2/individuals/new/${EXECUTE}`, {
          method: 'POST',
          body: { individual },
          headers,
          timeoutMs: 60_000,
        });
      const background = await execute({ 'X-Frankie-Background': '1' });
      expect(background.status).toBe(202);
      const waiting = execute({});
      const rows = async (sql: string) => (await blocker.query(sql)).rows.length;
      await until(
        'both runs are at work',
        async () =>
          (await rows('select 1 from engine_run where lease_by is not null')) === 2 || undefined,
      );
      node.server.child.kill('SIGINT');
      await until(
        'both runs are handed over',
        async () =>
          (await rows('select 1 from engine_run where lease_by is null')) === 2 || undefined,
      );
      const accepted = await waiting;
      expect([accepted.status, accepted.body.workflowResult]).toEqual([202, undefined]);
      await blocker.query('rollback');
      expect(await node.server.exit).toEqual({ code: 0, signal: null });

      const next = await startNode();
      for (const { body } of [background, accepted]) {
        const path = `/v2/individuals/${body.entityId}/${EXECUTE.replace('execute', `executions/${body.workflowExecutionId}`)}`;
        const result = await until('the run is over', async () => {
          const shown = await call(next.url, path);
          const { workflowResult } = shown.body;
          return workflowResult?.workflowExecutionState === 'COMPLETED'
            ? workflowResult
            : undefined;
        });
        expect(result.status).toBe('REVIEW');
      }
      expect(await next.server.end('SIGTERM')).toEqual({ code: 0, signal: null });
    } finally {
      await blocker.end();
    }
  }, 240_000);
});
