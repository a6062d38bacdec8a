import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clientConfig, type DatabaseAddress } from '../database-address.ts';
import { EmbeddedPostgresFailed } from './embedded-postgres-failed.ts';
import { findInstalledPrograms } from './installed-postgres.ts';
import { recordedPid } from './postmaster.ts';
import {
  type EmbeddedOptions,
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from './start-embedded-postgres.ts';

const DOOR = fileURLToPath(new URL('./start-embedded-postgres.ts', import.meta.url));
const IS_ROOT = process.getuid?.() === 0;
/** PostgreSQL's own tables are all that is at stake here. */
const QUICK = { fsync: 'off', shared_buffers: '16MB' };

/** A data folder whose cluster is complete and stopped, to be copied: that is faster than `initdb`. */
let seed: string;
let folder: string;
let dataDir: string;
const running: EmbeddedPostgres[] = [];
const owners: ChildProcess[] = [];

beforeAll(async () => {
  seed = await mkdtemp(join(tmpdir(), 'probity-launcher-'));
  await chmod(seed, 0o711);
  const postgres = await startEmbeddedPostgres({ dataDir: seed, settings: QUICK });
  await postgres.stop();
});
afterAll(async () => rm(seed, { recursive: true, force: true }));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probity-launcher-'));
  await chmod(folder, 0o711);
  dataDir = join(folder, 'data');
});
afterEach(async () => {
  for (const owner of owners.splice(0)) owner.kill('SIGKILL');
  await Promise.all(running.splice(0).map((postgres) => postgres.stop()));
  await rm(folder, { recursive: true, force: true });
});

async function start(options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, settings: QUICK, ...options });
  running.push(postgres);
  return postgres;
}

/** Puts a complete cluster, which is not running, where the test's data is. */
function plantCluster(): void {
  execFileSync('cp', ['-a', seed, dataDir]);
}

/** Another process of Probity, in a process group of its own, that has started PostgreSQL. */
async function startOwner(): Promise<ChildProcess> {
  const script = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(DOOR)});
    await startEmbeddedPostgres(${JSON.stringify({ dataDir, settings: QUICK })});
    process.stdout.write('ready');
    setInterval(() => undefined, 1000);`;
  const owner = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', script],
    { stdio: ['ignore', 'pipe', 'inherit'], detached: true },
  );
  owners.push(owner);
  const said = owner.stdout ? await once(owner.stdout, 'data') : [];
  expect(String(said[0])).toBe('ready');
  return owner;
}

async function ask(address: DatabaseAddress, sql: string): Promise<unknown> {
  const client = new pg.Client(clientConfig(address));
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ answer: unknown }>(sql);
    return rows[0]?.answer;
  } finally {
    await client.end();
  }
}

const names = ({ phases }: EmbeddedPostgres) => phases.map(({ name }) => name);
const cluster = () => join(dataDir, 'postgresql-18');
const lockFile = () => join(cluster(), 'postmaster.pid');

/** Ends the postmaster that this test started, and nothing else. */
async function killPostmaster(): Promise<number> {
  const pid = await recordedPid(cluster());
  if (pid === null) throw new Error('There is no postmaster to kill.');
  process.kill(pid, 'SIGKILL');
  return pid;
}

describe('startEmbeddedPostgres', () => {
  it('makes a cluster, keeps its data from start to start, and tells how long each part took', async () => {
    dataDir = join(folder, 'folders', 'to', 'be', 'made');
    const told: string[] = [];
    const first = await start({
      onPhase: (name, milliseconds) => {
        told.push(`${name} ${milliseconds === null ? 'begins' : 'ends'}`);
        expect(milliseconds === null || milliseconds >= 0).toBe(true);
      },
    });
    await ask(first.connection, 'create table kept as select 42 as answer');
    expect(await first.stop()).toBe('stopped');
    expect(existsSync(lockFile())).toBe(false);
    const second = await start();

    expect(await ask(second.connection, 'select answer from kept')).toBe(42);
    expect((await lstat(cluster())).isDirectory()).toBe(true);
    expect(names(first)).toEqual(['find programs', 'create', 'attach', 'start']);
    expect(names(second)).toEqual(['find programs', 'attach', 'start']);
    expect(told.slice(2, 4)).toEqual(['create begins', 'create ends']);
    expect(told.slice(-2)).toEqual(['start begins', 'start ends']);
  });

  it('is careful with data, private, and the same on every machine', async () => {
    process.env.PROBITY_MASTER_KEY = 'not for others';
    const { superuser, connection } = await start({ settings: {} });
    delete process.env.PROBITY_MASTER_KEY;

    const setting = (name: string) => ask(superuser, `select current_setting('${name}') as answer`);
    expect(await setting('fsync')).toBe('on');
    expect(await setting('synchronous_commit')).toBe('on');
    expect(await setting('data_checksums')).toBe('on');
    expect(await setting('listen_addresses')).toBe('');
    expect(await setting('server_encoding')).toBe('UTF8');
    const provider = 'select datlocprovider::text || datlocale as answer from pg_database';
    expect(await ask(superuser, `${provider} where datname = 'probity'`)).toBe('bC.UTF-8');
    const role = 'select rolsuper as answer from pg_roles where rolname = current_user';
    expect(await ask(connection, role)).toBe(false);
    expect((await stat(cluster())).mode & 0o777).toBe(0o700);
    expect((await stat(connection.host)).mode & 0o777).toBe(0o700);
    const environment = await readFile(`/proc/${await recordedPid(cluster())}/environ`, 'utf8');
    expect(environment).not.toContain('not for others');
  });

  it('finds its database again after the process that started it was killed', async () => {
    plantCluster();
    const owner = await startOwner();
    const before = await recordedPid(cluster());
    process.kill(-(owner.pid ?? 0), 'SIGKILL'); // the whole group, as a terminal would
    await once(owner, 'exit');
    const postgres = await start();

    expect(names(postgres)).toEqual(['find programs', 'attach']);
    expect(await recordedPid(cluster())).toBe(before);
    expect(await postgres.stop()).toBe('stopped');
    expect(existsSync(lockFile())).toBe(false);
  });

  it('starts again at once after PostgreSQL itself was killed', async () => {
    plantCluster();
    const first = await start();
    await ask(first.connection, 'create table kept as select 42 as answer');
    await killPostmaster();
    const second = await start();

    expect(await ask(second.connection, 'select answer from kept')).toBe(42);
    expect(names(second)).toEqual(['find programs', 'attach', 'start']);
  });

  it('is not fooled by a killed PostgreSQL that nobody has buried', async () => {
    plantCluster();
    const owner = await startOwner();
    owner.kill('SIGSTOP'); // it cannot wait for its child, which stays behind as a zombie
    const pid = await killPostmaster();
    await expect.poll(() => readFile(`/proc/${pid}/stat`, 'utf8')).toMatch(/\) Z /);
    const postgres = await start();

    expect(await ask(postgres.connection, 'select 42 as answer')).toBe(42);
    expect(await recordedPid(cluster())).not.toBe(pid);
  });

  it('is not fooled by a number that belongs to somebody else by now', async () => {
    plantCluster();
    await start();
    const pid = await killPostmaster();
    const { uid, gid } = await stat(cluster());
    const stranger = spawn('sleep', ['60'], IS_ROOT ? { uid, gid } : {});
    owners.push(stranger);
    await expect.poll(() => existsSync(`/proc/${pid}`)).toBe(false);
    const text = await readFile(lockFile(), 'utf8');
    await writeFile(lockFile(), text.replace(/^\d+/, String(stranger.pid)));
    const postgres = await start();

    expect(await ask(postgres.connection, 'select 42 as answer')).toBe(42);
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  });

  it('lets those that start at once share, and stops with the last of them', async () => {
    const [one, two, three] = await Promise.all([start(), start(), start()]);

    expect(await one.stop()).toBe('left running');
    expect(await two.stop()).toBe('left running');
    expect(await ask(three.connection, 'select 42 as answer')).toBe(42);
    expect(await three.stop()).toBe('stopped');
    expect(await readdir(dataDir)).toEqual(['postgresql-18', 'postgresql-18.log', 'run']);
  });

  it('starts from a copy that was restored, whoever made it', async () => {
    execFileSync('cp', ['-r', seed, dataDir]);
    await chmod(cluster(), 0o700);
    const postgres = await start();

    expect(await ask(postgres.connection, 'select 42 as answer')).toBe(42);
  });

  it('runs on the PostgreSQL that the machine has when there is no package', async () => {
    const programs = findInstalledPrograms();
    const postgres = start({ packaged: null });
    if (programs.length === 0) {
      await expect(postgres).rejects.toThrow(/No PostgreSQL 15 or newer runs here/);
      return;
    }

    const version = await ask(
      (await postgres).superuser,
      "select current_setting('server_version_num')::int / 10000 as answer",
    );
    expect(await readdir(dataDir)).toContain(`postgresql-${String(version)}`);
  });

  it('stops what it started although its own connection was lost', async () => {
    plantCluster();
    const postgres = await start();
    await ask(
      postgres.superuser,
      `select pg_terminate_backend(pid, 5000) as answer from pg_stat_activity
       where application_name = 'probity presence'`,
    );

    expect(await postgres.stop()).toBe('stopped');
    expect(existsSync(lockFile())).toBe(false);
    expect(await postgres.stop()).toBe('stopped');
  });

  it('speaks TCP with a password where there are no sockets', async () => {
    const first = await start({ transport: 'tcp' });
    const second = await start({ transport: 'tcp' });

    expect(names(second)).toEqual(['find programs', 'attach']);
    expect(second.connection).toEqual(first.connection);
    expect(await ask(second.superuser, 'select 42 as answer')).toBe(42);
    expect(await ask(second.connection, 'select 42 as answer')).toBe(42);
    const guess = { ...second.superuser, password: 'guess' };
    await expect(ask(guess, 'select 42 as answer')).rejects.toThrow(/password authentication/);
  });

  it('finds room for its socket when the data folder has a long name', async () => {
    dataDir = join(folder, 'a'.repeat(100), 'data');
    await mkdir(dirname(dataDir), { mode: 0o711 });
    plantCluster();
    const postgres = await start();

    expect(postgres.connection.host).toMatch(/^\/tmp\/probity-[0-9a-f]{16}$/);
    expect((await stat(postgres.connection.host)).mode & 0o777).toBe(0o700);
    await postgres.stop();
    await rm(postgres.connection.host, { recursive: true });
  });

  it.runIf(IS_ROOT)(
    'keeps the cluster elsewhere when its user cannot reach the data folder',
    async () => {
      await chmod(folder, 0o700);
      const first = await start();
      await ask(first.connection, 'create table kept as select 42 as answer');
      await first.stop();
      const home = dirname(await realpath(cluster()));
      const second = await start();

      expect((await lstat(cluster())).isSymbolicLink()).toBe(true);
      expect(home).toMatch(/^\/var\/lib\/probity\/[0-9a-f]{12}$/);
      expect(await ask(second.connection, 'select answer from kept')).toBe(42);
      await second.stop();
      await rm(home, { recursive: true });
    },
  );

  it.each([
    {
      when: 'a file is in the way',
      arrange: async () => writeFile(dataDir, 'a file'),
      says: /data is not a folder/,
    },
    {
      when: 'the data is of another version',
      arrange: async () => {
        await mkdir(join(dataDir, 'postgresql-17'), { recursive: true });
        await writeFile(join(dataDir, 'postgresql-17', 'PG_VERSION'), '17');
      },
      says: /holds the data of PostgreSQL 17, but only PostgreSQL 18 was found/,
    },
    {
      when: 'PostgreSQL refuses a setting',
      arrange: async () => plantCluster(),
      says: /does not start: .*invalid value for parameter "shared_buffers"/,
    },
  ])('says so in one line when $when', async ({ arrange, says }) => {
    await arrange();
    const failure = await start({ settings: { shared_buffers: 'lots' } }).catch(
      (error: unknown) => error,
    );

    expect(failure).toBeInstanceOf(EmbeddedPostgresFailed);
    expect(String(failure)).toMatch(says);
    expect(String(failure)).not.toContain('\n');
  });
});
