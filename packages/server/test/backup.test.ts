import { execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildServer,
  credentialsIn,
  customerOf,
  ServerProcesses,
  until,
} from './test-server-process.ts';

const SCRIPTS = fileURLToPath(new URL('../../../deploy/backup/', import.meta.url));
const processes = new ServerProcesses();
beforeAll(() => buildServer(), 120_000);
afterAll(() => processes.remove(), 120_000);

/** Runs one of the scripts as an operator would. */
async function script(
  name: 'backup.sh' | 'restore.sh',
  folder: string,
  environment: Readonly<Record<string, string>>,
) {
  const env = { PATH: process.env.PATH ?? '', ...environment };
  return promisify(execFile)(join(SCRIPTS, name), [folder], { env });
}

type Kept = { readonly entityId: string; readonly workflowExecutionId: string };

/** Somebody with a run behind them, created and read back over HTTP. */
async function keepSomebody(url: string, dataDir: string): Promise<Kept> {
  const ask = customerOf(await credentialsIn(dataDir));
  const path = '/v2/individuals/new/serviceprofiles/KYC/workflows/AML-Screening/execute';
  const individual = { name: { givenName: 'Ada', familyName: 'Quill' } };
  const { status, body } = await ask(url, path, { method: 'POST', body: { individual } });
  expect(status).toBe(200);
  const entityId = body.individual?.entityId ?? body.entityId ?? '';
  const workflowExecutionId =
    body.workflowResult?.workflowExecutionId ?? body.workflowExecutionId ?? '';
  await expectReadable(url, dataDir, { entityId, workflowExecutionId });
  return { entityId, workflowExecutionId };
}

async function expectReadable(url: string, dataDir: string, { entityId, ...run }: Kept) {
  const ask = customerOf(await credentialsIn(dataDir));
  const person = await ask(url, `/v2/individuals/${entityId}`);
  expect([person.status, person.body.individual?.name?.familyName]).toEqual([200, 'Quill']);
  const results = await ask(
    url,
    `/v2/individuals/${entityId}/serviceprofiles/KYC/workflows/AML-Screening/executions/${run.workflowExecutionId}`,
  );
  expect([results.status, results.body.workflowResult?.status]).toEqual([200, 'PASS']);
}

/** The audit is what the servers wrote, with every mark, chain and signature. */
async function expectIntact(url: string, operatorKey: string): Promise<void> {
  const answer = await fetch(`${url}/admin/v1/audit/verify`, {
    method: 'POST',
    headers: { authorization: `Bearer ${operatorKey}`, 'content-type': 'application/json' },
    body: '{}',
  });
  expect([answer.status, await answer.json()]).toMatchObject([200, { outcome: 'intact' }]);
}

describe('a backup of the embedded database', () => {
  it('is restored elsewhere, and everything reads with the master key alone', async () => {
    const [home, elsewhere] = [await processes.folder(), await processes.folder()];
    const dataDir = join(home, 'data');
    const backup = join(home, 'backup');
    const first = processes.start({ PROBITY_DATA_DIR: dataDir, PROBITY_LIST_SYNC_HOURS: '0' });
    const kept = await keepSomebody(await first.ready(), dataDir);
    const running = script('backup.sh', backup, { PROBITY_DATA_DIR: dataDir });
    await expect(running).rejects.toThrow('stop the server first');
    await first.end('SIGTERM');

    await script('backup.sh', backup, { PROBITY_DATA_DIR: dataDir });
    const names = execFileSync('tar', ['-tf', join(backup, 'data.tar')], { encoding: 'utf8' });
    expect(names).toContain('/PG_VERSION');
    expect(names).not.toMatch(/master-key|operator-key/);

    const restored = join(elsewhere, 'data');
    await script('restore.sh', backup, { PROBITY_DATA_DIR: restored });
    const again = script('restore.sh', backup, { PROBITY_DATA_DIR: restored });
    await expect(again).rejects.toThrow('not empty');
    const keyless = processes.start({ PROBITY_DATA_DIR: restored, PROBITY_LIST_SYNC_HOURS: '0' });
    expect((await keyless.exit).code).toBe(1);
    expect(keyless.stderr()).toContain('master-key is missing');

    await copyFile(join(dataDir, 'master-key'), join(restored, 'master-key'));
    const second = processes.start({ PROBITY_DATA_DIR: restored, PROBITY_LIST_SYNC_HOURS: '0' });
    await expectReadable(await second.ready(), dataDir, kept);
    const operatorKey = await readFile(join(restored, 'operator-key'), 'utf8');
    await expectIntact(await second.ready(), operatorKey);
    await second.end('SIGTERM');

    await writeFile(join(backup, 'data.tar'), 'damaged');
    await rm(restored, { recursive: true });
    await expect(script('restore.sh', backup, { PROBITY_DATA_DIR: restored })).rejects.toThrow(
      'damaged',
    );
  }, 240_000);
});

/** Where Debian's PostgreSQL keeps its programs; stock pg_dump serves no newer server than its own. */
const STOCK = '/usr/lib/postgresql';
const user = process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--'] : [];

async function stockPrograms(): Promise<string | undefined> {
  const majors = existsSync(STOCK) ? await readdir(STOCK) : [];
  const folders = majors.map((major) => join(STOCK, major, 'bin'));
  return folders.find((folder) => existsSync(join(folder, 'initdb')));
}

const programs = await stockPrograms();
// Not every machine has it; the scripts are the same wherever it is.
if (programs !== undefined) {
  describe('a backup of a database of the operator’s', () => {
    it('is taken while servers run, and restored into an empty database', async () => {
      const home = await processes.folder();
      const cluster = await stockCluster(home, programs);
      try {
        await rehearse(home, cluster);
      } finally {
        await cluster.stop();
      }
    }, 240_000);
  });
}

type Cluster = { url(database: string): string; psql(sql: string): void; stop(): Promise<void> };

async function rehearse(home: string, cluster: Cluster): Promise<void> {
  cluster.psql(`create role probity login password 'pass%word'`);
  for (const name of ['here', 'there']) cluster.psql(`create database ${name} owner probity`);
  const keys = {
    PROBITY_MASTER_KEY: randomBytes(32).toString('base64'),
    PROBITY_OPERATOR_KEY: randomBytes(32).toString('hex'),
    PROBITY_LIST_SYNC_HOURS: '0',
  };
  const dataDir = join(home, 'data');
  const environment = { ...keys, PROBITY_DATA_DIR: dataDir };
  const first = processes.start({ ...environment, DATABASE_URL: cluster.url('here') });
  const url = await first.ready();
  const kept = await keepSomebody(url, dataDir);
  const backup = join(home, 'backup');
  await script('backup.sh', backup, { DATABASE_URL: cluster.url('here') });
  await first.end('SIGTERM');
  expect((await readdir(backup)).sort()).toEqual(['SHA256SUMS', 'data.dump', 'keyring.dump']);
  const dataAlone = execFileSync('pg_restore', ['--list', join(backup, 'data.dump')], {
    encoding: 'utf8',
  });
  expect(dataAlone).toContain('TABLE DATA public individual');
  expect(dataAlone).not.toContain('entity_key');

  await script('restore.sh', backup, { DATABASE_URL: cluster.url('there') });
  await expect(
    script('restore.sh', backup, { DATABASE_URL: cluster.url('there') }),
  ).rejects.toThrow('not empty');
  // What the first server has signed since is not in the backup, and its data folder knows that.
  const second = processes.start({
    ...keys,
    PROBITY_DATA_DIR: join(home, 'elsewhere'),
    DATABASE_URL: cluster.url('there'),
  });
  await expectReadable(await second.ready(), dataDir, kept);
  await expectIntact(await second.ready(), keys.PROBITY_OPERATOR_KEY);
  await keepSomebody(await second.ready(), dataDir);
  await second.end('SIGTERM');
}

async function stockCluster(home: string, folder: string): Promise<Cluster> {
  const place = join(home, 'stock');
  await mkdir(place);
  const as = (program: string, ...parameters: string[]) => {
    const [command = '', ...rest] = [...user, join(folder, program), ...parameters];
    return [command, rest] as const;
  };
  if (user.length > 0) execFileSync('chown', ['postgres', place]);
  const data = join(place, 'cluster');
  execFileSync(...as('initdb', '-D', data, '-A', 'trust', '--no-sync'), { stdio: 'ignore' });
  const port = String(20_000 + Math.floor(Math.random() * 20_000));
  const options = ['-k', place, '-p', port, '-c', 'listen_addresses=127.0.0.1', '-F'];
  const server = spawn(...as('postgres', '-D', data, ...options), { stdio: 'ignore' });
  const superuser = user.length > 0 ? 'postgres' : (process.env.USER ?? 'postgres');
  const psql = (sql: string) =>
    void execFileSync('psql', ['-h', place, '-p', port, '-U', superuser, 'postgres', '-Xqc', sql], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  await until('the stock server answers', async () => {
    try {
      psql('select 1');
      return true;
    } catch {
      return undefined;
    }
  });
  return {
    url: (database) => `postgres://probity:pass%25word@127.0.0.1:${port}/${database}`,
    psql,
    async stop() {
      const pid = Number((await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')[0]);
      process.kill(pid, 'SIGINT');
      await new Promise((resolve) => server.once('exit', resolve));
      await rm(place, { recursive: true, force: true });
    },
  };
}
