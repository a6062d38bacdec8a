import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../src/database/test-database.ts';
import { masterKeyFrom } from '../src/kernel/seal.ts';
import { systemStatement } from '../src/kernel/statement.ts';
import { vaultsOf } from '../src/kernel/vault.ts';
import {
  buildServer,
  credentialsIn,
  customerOf,
  type ServerProcess,
  ServerProcesses,
  until,
} from './test-server-process.ts';

const PEOPLE_BEFORE = 12_000;
const processes = new ServerProcesses();
const [before, after] = [randomBytes(32), randomBytes(32)];
const operatorKey = randomBytes(32).toString('hex');
let test: TestDatabase;
let dataDir: string;

beforeAll(async () => {
  await buildServer();
  test = await testDatabase();
  dataDir = `${await processes.folder()}/data`;
}, 120_000);
afterAll(async () => {
  await processes.remove();
  await test?.drop();
}, 120_000);

const serverWith = (keys: Readonly<Record<string, string>>): ServerProcess =>
  processes.start({
    DATABASE_URL: test.url,
    PROBITY_OPERATOR_KEY: operatorKey,
    PROBITY_DATA_DIR: dataDir,
    PROBITY_LOG_LEVEL: 'error',
    ...keys,
  });
const both = {
  PROBITY_MASTER_KEY: before.toString('base64'),
  PROBITY_MASTER_KEY_NEXT: after.toString('base64'),
};

const FILL = systemStatement<never>(
  'test-fill-keyring',
  `insert into keyring.entity_key (tenant_id, entity_id, wrapped)
   select $1::uuid, id, wrapped from unnest($2::uuid[], $3::bytea[]) as n (id, wrapped)`,
);
const LEFT = systemStatement<{ n: number }>(
  'test-left',
  `select count(*)::int as n from keyring.entity_key where get_byte(wrapped, 0) <> 2`,
);
const left = async () => (await test.database.system.one(LEFT))?.n ?? Number.NaN;

/** Keys of people of another time, so that there is something to be killed in the middle of. */
async function fillKeyring(): Promise<void> {
  const vaults = vaultsOf(masterKeyFrom(before));
  const tenantId = randomUUID();
  const ids = Array.from({ length: PEOPLE_BEFORE }, () => randomUUID());
  const wrapped = ids.map((id) => vaults.create(tenantId, id).wrapped);
  await test.database.system.all(FILL, [tenantId, ids, wrapped]);
}

async function masterKey(url: string, path = '') {
  const answer = await fetch(`${url}/admin/v1/master-key${path}`, {
    method: path === '' ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${operatorKey}` },
  });
  expect(answer.ok, await answer.clone().text()).toBe(true);
  const body = (await answer.json()) as { masterKey: { generation: number; left: number } };
  return body.masterKey;
}

type Ask = ReturnType<typeof customerOf>;

/** People come and are read back for as long as it runs; what fails is kept. */
class Load {
  readonly people: string[] = [];
  readonly failures: string[] = [];
  isStopped = false;
  url = '';

  async run(ask: Ask): Promise<void> {
    while (!this.isStopped) {
      const { url } = this;
      try {
        await this.once(url, ask);
      } catch (error) {
        // A server that was killed answers nobody; one that is there has no excuse.
        if (url === this.url && url !== '') this.failures.push(String(error));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  async once(url: string, ask: Ask): Promise<void> {
    const body = { individual: { name: { givenName: 'Ada', familyName: 'Quill' } } };
    const made = await ask(url, '/v2/individuals', { method: 'POST', body });
    const entityId = made.body.individual?.entityId;
    if (!entityId) throw new Error(`create ${made.status} ${JSON.stringify(made.body)}`);
    this.people.push(entityId);
    const someone = this.people[Math.floor(Math.random() * this.people.length)] ?? '';
    const read = await ask(url, `/v2/individuals/${someone}`);
    if (read.status !== 200) throw new Error(`read ${read.status}`);
  }
}

describe('the master key is changed while servers run', () => {
  it('without a failed request, and goes on after its server was killed', async () => {
    const first = serverWith(both);
    const firstUrl = await first.ready();
    await fillKeyring();
    const credentials = await credentialsIn(dataDir);
    const ask = customerOf(credentials);
    const load = new Load();
    load.url = firstUrl;
    const driving = [load.run(ask), load.run(ask)];

    await until('people are there', async () => {
      expect(load.failures).toEqual([]);
      return load.people.length > 20 ? true : undefined;
    });
    expect(await masterKey(firstUrl, '/rotate')).toMatchObject({ generation: 1 });
    await until('some keys are wrapped anew', async () => {
      const now = await left();
      return now < PEOPLE_BEFORE ? now : undefined;
    });
    load.url = '';
    await first.end('SIGKILL');
    const leftByTheKilled = await left();
    expect(leftByTheKilled).toBeGreaterThan(0);

    const second = serverWith(both);
    load.url = await second.ready();
    const readBefore = load.people.length;
    await until('everything is wrapped anew', async () =>
      (await left()) === 0 ? true : undefined,
    );
    await until('people came and were read meanwhile', async () =>
      load.people.length > readBefore + 20 ? true : undefined,
    );
    expect(await masterKey(load.url)).toMatchObject({ generation: 1, left: 0 });
    load.isStopped = true;
    await Promise.all(driving);
    expect(load.failures).toEqual([]);
    await second.end('SIGTERM');

    const refused = serverWith({ PROBITY_MASTER_KEY: before.toString('base64') });
    expect(await refused.exit).toMatchObject({ code: 1 });
    expect(refused.stderr()).toContain('PROBITY_MASTER_KEY is not the key of this database');

    const third = serverWith({ PROBITY_MASTER_KEY: after.toString('base64') });
    const url = await third.ready();
    for (const entityId of load.people) {
      const { status, body } = await ask(url, `/v2/individuals/${entityId}`);
      expect([status, body.individual?.name?.familyName]).toEqual([200, 'Quill']);
    }
    await third.end('SIGTERM');
  }, 240_000);
});
