import { randomBytes } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../src/database/test-database.ts';
import {
  buildServer,
  postmasterOf,
  type ServerProcess,
  ServerProcesses,
} from './test-server-process.ts';

const KEY = randomBytes(32).toString('base64');
const processes = new ServerProcesses();
let dataDir: string;
let test: TestDatabase;
beforeAll(async () => {
  await buildServer();
  dataDir = join(await processes.folder(), 'data');
  await mkdir(dataDir, { mode: 0o711 });
  test = await testDatabase();
}, 120_000);
afterAll(async () => {
  await processes.remove();
  await test?.drop();
}, 120_000);

function start(environment: Readonly<Record<string, string>>): ServerProcess {
  return processes.start({ PROBITY_DATA_DIR: dataDir, ...environment });
}

/** What the server says when it ends with an error: the line, without warnings of libraries. */
async function complaintOf(server: ServerProcess): Promise<string[]> {
  expect(await server.exit).toEqual({ code: 1, signal: null });
  expect(server.stdout()).not.toContain('ready');
  return server
    .stderr()
    .split('\n')
    .filter((line) => line !== '' && !/^\(node:\d+\)|^\(Use `node --trace/.test(line));
}

describe('a start with a bad setting', () => {
  it.each([
    ['PROBITY_PORT', 'http'],
    ['PROBITY_HOST', 'http://127.0.0.1'],
    ['PROBITY_LOG_LEVEL', 'loud'],
    ['PROBITY_DATA_DIR', ''],
    ['PROBITY_MASTER_KEY', 'not base64, and not 32 bytes either, is it'],
    ['PROBITY_OPERATOR_KEY', 'short'],
    ['PROBITY_LIST_MAX_AGE_HOURS', '0'],
    ['PROBITY_DATABASE_POOL', '91'],
    ['PROBITY_LIST_SYNC_HOURS', 'daily'],
    ['HTTPS_PROXY', 'gateway:3128'],
    ['PROBITY_PROT', '8080'],
    ['DATABASE_URL', 'mysql://localhost/probity'],
  ])('is refused in one line: %s=%s', async (name, value) => {
    const lines = await complaintOf(start({ [name]: value }));
    expect(lines).toEqual([
      expect.stringMatching(new RegExp(`^Probity cannot start\\. .*${name}`)),
    ]);
    if (value.length > 4) expect(lines.join()).not.toContain(value);
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('is told of every one, each in a line', async () => {
    const lines = await complaintOf(
      start({ PROBITY_PORT: 'x', PROBITY_HOST: '/', PROBITY_X: '1' }),
    );
    expect(lines).toHaveLength(3);
  });

  it('is refused where a database has no master key, and told how to make one', async () => {
    const lines = await complaintOf(start({ DATABASE_URL: test.url }));
    expect(lines).toEqual([expect.stringMatching(/PROBITY_MASTER_KEY is required.*openssl rand/)]);
  });

  it('is refused where the database cannot be reached', async () => {
    const DATABASE_URL = 'postgres://nobody:hidden@127.0.0.1:1/none';
    const lines = await complaintOf(start({ DATABASE_URL, PROBITY_MASTER_KEY: KEY }));
    expect(lines).toEqual([expect.stringMatching(/^Probity cannot start\. The database is not/)]);
    expect(lines.join()).not.toContain('hidden');
  }, 60_000);
});

describe('a database of another master key', () => {
  it('is refused in one line, and opened with its own', async () => {
    const environment = { DATABASE_URL: test.url, PROBITY_MASTER_KEY: KEY };
    const first = start(environment);
    await first.ready();
    expect(await first.end('SIGTERM')).toEqual({ code: 0, signal: null });

    const other = { ...environment, PROBITY_MASTER_KEY: randomBytes(32).toString('base64') };
    expect(await complaintOf(start(other))).toEqual([
      'Probity cannot start. PROBITY_MASTER_KEY is not the key of this database: ' +
        'set the one of its first start.',
    ]);
    const again = start(environment);
    await again.ready();
    expect(await again.end('SIGTERM')).toEqual({ code: 0, signal: null });
  }, 180_000);
});

describe('a port that is taken', () => {
  const taken = createServer();
  beforeAll(
    () => new Promise<void>((resolve) => void taken.listen(0, '127.0.0.1', () => resolve())),
  );
  afterAll(() => new Promise<void>((resolve) => void taken.close(() => resolve())));

  it('ends the start in one line, and the database with it', async () => {
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const folder = join(await processes.folder(), 'data');
    const server = start({ PROBITY_DATA_DIR: folder, PROBITY_PORT: String(port) });

    expect(await complaintOf(server)).toEqual([
      'Probity cannot start. The port is taken by another program: set PROBITY_PORT to a free one.',
    ]);
    expect(await readdir(folder)).toContain('postgresql-18');
    expect(await postmasterOf(folder)).toBeNull();
  }, 120_000);
});
