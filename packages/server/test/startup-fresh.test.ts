import { stat } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildServer,
  credentialsIn,
  customerOf,
  isPostgres,
  postmasterOf,
  type ServerProcess,
  ServerProcesses,
  until,
} from './test-server-process.ts';

const PEOPLE = '/v2/individuals';
const EXECUTE = 'serviceprofiles/KYC/workflows/AML-Screening/execute';

const processes = new ServerProcesses();
let dataDir: string;
beforeAll(async () => {
  await buildServer();
  dataDir = join(await processes.folder(), 'data');
}, 120_000);
afterAll(() => processes.remove(), 120_000);

function start(more: Readonly<Record<string, string>> = {}): ServerProcess {
  return processes.start({ PROBITY_DATA_DIR: dataDir, ...more });
}

async function modeOf(name: string): Promise<number> {
  return (await stat(join(dataDir, name))).mode & 0o777;
}

/** Stops the server as Ctrl-C does, and makes sure that nothing of it is left. */
async function stopCleanly(server: ServerProcess): Promise<void> {
  const pid = await postmasterOf(dataDir);
  expect(pid !== null && (await isPostgres(pid))).toBe(true);
  expect(await server.end('SIGINT')).toEqual({ code: 0, signal: null });
  expect(server.stdout()).toContain('Probity has stopped.');
  expect(await postmasterOf(dataDir)).toBeNull();
  expect(pid !== null && (await isPostgres(pid))).toBe(false);
}

describe('a data folder from its first start on', () => {
  let entityId: string | undefined;

  it('is made within a minute, with secrets that only the owner reads', async () => {
    const begunAt = performance.now();
    const server = start();
    const url = await server.ready();
    expect(performance.now() - begunAt).toBeLessThan(60_000);
    console.info(/Started in .*/.exec(server.stdout())?.[0]);

    expect(server.stdout()).toMatch(
      /Started in \d+ ms \(database \d+ ms, migrations \d+ ms, lists \d+ ms\)\./,
    );
    for (const name of ['master-key', 'operator-key', 'demo-credentials.json']) {
      expect([name, await modeOf(name)]).toEqual([name, 0o600]);
    }
    expect((await modeOf('.')) & 0o066).toBe(0);
    const credentials = await credentialsIn(dataDir);
    expect(credentials).toEqual({
      customerId: '00000000-0000-4000-8000-000000000001',
      apiKey: expect.stringMatching(/.{32,}/),
      url,
    });
    expect(server.stdout().split(credentials.apiKey)).toHaveLength(2);
    expect(server.stderr()).not.toContain(credentials.apiKey);

    const call = customerOf(credentials);
    const body = { individual: { name: { givenName: 'Ilyara', familyName: 'Thornquill' } } };
    const created = await call(url, PEOPLE, { method: 'POST', body });
    entityId = created.body.individual?.entityId;
    const executed = await call(url, `${PEOPLE}/${entityId}/${EXECUTE}`, { method: 'POST' });
    expect([created.status, executed.status]).toEqual([201, 200]);
    expect(executed.body.workflowResult?.status).toBe('REVIEW');
    await stopCleanly(server);
  }, 180_000);

  it('is used again by the second start, which shows no key', async () => {
    const before = await credentialsIn(dataDir);
    const server = start();
    const url = await server.ready();
    const credentials = await credentialsIn(dataDir);

    expect(credentials).toEqual({ ...before, url });
    expect(server.stdout()).not.toContain(credentials.apiKey);
    expect(server.stdout()).not.toMatch(/API key|new secret/);
    const known = await customerOf(credentials)(url, `${PEOPLE}/${entityId}`);
    expect(known.body.individual?.name?.familyName).toBe('Thornquill');
    await stopCleanly(server);
  }, 180_000);

  it('is shared by two servers, of which the last one stops the database', async () => {
    const first = start();
    const firstUrl = await first.ready();
    const second = start();
    const secondUrl = await second.ready();
    expect(secondUrl).not.toBe(firstUrl);
    const call = customerOf(await credentialsIn(dataDir));
    const body = { individual: { name: { familyName: 'Shared' } } };
    const { body: created } = await call(firstUrl, PEOPLE, { method: 'POST', body });
    const path = `${PEOPLE}/${created.individual?.entityId}`;
    expect((await call(secondUrl, path)).status).toBe(200);

    expect(await first.end('SIGTERM')).toEqual({ code: 0, signal: null });
    expect((await call(secondUrl, path)).status).toBe(200);
    await stopCleanly(second);
  }, 180_000);
});

/** A request of which the server has the headers, and not yet the body. */
async function halfSent(url: string, body: string) {
  const { customerId, apiKey } = await credentialsIn(dataDir);
  const sending = request(`${url}${PEOPLE}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      expect: '100-continue',
      api_key: apiKey,
      'X-Frankie-CustomerID': customerId,
    },
  });
  const status = new Promise<number | undefined>((resolve) => {
    sending.once('response', (response) => resolve(response.resume().statusCode));
    sending.once('error', () => resolve(undefined));
  });
  const isThere = new Promise<void>((resolve) => sending.once('continue', resolve));
  sending.flushHeaders();
  await isThere;
  sending.write(body.slice(0, 5));
  return { status, finish: () => sending.end(body.slice(5)) };
}

describe('Ctrl-C', () => {
  const body = JSON.stringify({ individual: { name: { familyName: 'Inflight' } } });

  it('lets requests end that are there, and takes no new ones', async () => {
    const server = start();
    const url = await server.ready();
    const call = customerOf(await credentialsIn(dataDir));
    const half = await Promise.all([halfSent(url, body), halfSent(url, body)]);
    const executions = Array.from({ length: 25 }, () =>
      call(url, `${PEOPLE}/new/${EXECUTE}`, { method: 'POST', body: JSON.parse(body) }).catch(
        () => 'refused' as const,
      ),
    );
    await Promise.race(executions);
    server.child.kill('SIGINT');
    await until('the server knows', async () => server.stdout().includes('Stopping') || undefined);
    const late = await call(url, '/v2/workflows').catch(() => 'refused' as const);
    for (const one of half) one.finish();

    expect(await Promise.all(half.map(({ status }) => status))).toEqual([201, 201]);
    expect(late === 'refused' ? 503 : late.status).toBe(503);
    const statuses = (await Promise.all(executions)).map((one) =>
      one === 'refused' ? one : one.status,
    );
    expect(statuses.filter((status) => ![200, 202, 503, 'refused'].includes(status))).toEqual([]);
    expect(statuses).toContain(200);
    await server.exit;
    await stopped(server);
  }, 180_000);

  it('does not wait for ever for a request that never ends', async () => {
    const server = start();
    const url = await server.ready();
    const half = await halfSent(url, body);
    server.child.kill('SIGINT');

    expect(await half.status).not.toBe(201);
    await stopped(server);
  }, 180_000);

  it.each(['a first start', 'a later start'])(
    'during %s stops what was begun',
    async (which) => {
      const folder = which === 'a first start' ? join(await processes.folder(), 'data') : dataDir;
      const server = processes.start({ PROBITY_DATA_DIR: folder });
      await until('the database runs', async () => (await postmasterOf(folder)) ?? undefined);
      server.child.kill('SIGINT');

      expect(await server.exit).toEqual({ code: 0, signal: null });
      expect(server.stdout()).not.toContain('ready');
      expect(server.stderr()).not.toContain('cannot start');
      expect(await postmasterOf(folder)).toBeNull();
    },
    180_000,
  );

  it('leaves a data folder that starts again', async () => {
    const server = start();
    await server.ready();
    await stopCleanly(server);
  }, 180_000);
});

async function stopped(server: ServerProcess): Promise<void> {
  expect(await server.exit).toEqual({ code: 0, signal: null });
  expect(server.stdout()).toContain('Probity has stopped.');
  expect(await postmasterOf(dataDir)).toBeNull();
}
