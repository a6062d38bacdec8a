import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from './database/test-database.ts';
import { DEMO_CUSTOMER_ID, settleDemoTenant } from './demo-tenant.ts';
import { hashOfKey } from './features/tenants/api-key.ts';
import { findKeyOwner } from './features/tenants/tenant.store.ts';
import { systemClock } from './kernel/clock.ts';
import { newUlid } from './kernel/id.ts';
import { masterKeyFrom } from './kernel/seal.ts';
import { systemStatement } from './kernel/statement.ts';
import { vaultsOf } from './kernel/vault.ts';
import { readShippedWorkflows } from './workflows/shipped-workflows.ts';

const URL = 'http://127.0.0.1:8080';
const vaults = vaultsOf(masterKeyFrom(Buffer.alloc(32, 7)));
const COUNT_KEYS = systemStatement<{ n: number }>(
  'test-count-keys',
  'select count(*)::int as n from api_key',
);

const REVOKE_ALL = systemStatement<never>('test-revoke', 'update api_key set revoked_at = now()');

let test: TestDatabase;
let dataDir: string;
beforeEach(async () => {
  test = await testDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'probity-demo-'));
});
afterEach(async () => {
  await test.drop();
  await rm(dataDir, { recursive: true, force: true });
});

async function settle(url = URL, folder = dataDir) {
  const { system } = test.database;
  const ctx = { system, vaults, requestId: newUlid(), now: systemClock };
  return settleDemoTenant(ctx, { dataDir: folder, url, shipped: await readShippedWorkflows() });
}

const file = () => join(dataDir, 'demo-credentials.json');
const keys = async () => (await test.database.system.one(COUNT_KEYS))?.n;

async function opens(apiKey: string): Promise<boolean> {
  const owner = await findKeyOwner(test.database.system, hashOfKey(apiKey));
  return owner?.owner.tenantId === DEMO_CUSTOMER_ID;
}

describe('the demo tenant', () => {
  it('is made once, with a key that only its owner reads', async () => {
    const first = await settle();
    expect(first).toEqual({
      isNew: true,
      credentials: { customerId: DEMO_CUSTOMER_ID, apiKey: expect.any(String), url: URL },
    });
    expect(await opens(first.credentials.apiKey)).toBe(true);
    expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual(first.credentials);
    if (process.platform !== 'win32') expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect(await readdir(dataDir)).toEqual(['demo-credentials.json']);

    expect(await settle()).toEqual({ ...first, isNew: false });
    expect(await keys()).toBe(1);
  });

  it('keeps its key when the server moves, and says where it is now', async () => {
    const { credentials } = await settle();
    const moved = await settle('http://127.0.0.1:9999');

    expect(moved).toEqual({
      isNew: false,
      credentials: { ...credentials, url: 'http://127.0.0.1:9999' },
    });
    expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual(moved.credentials);
  });

  it.each([
    ['lost', async () => rm(file())],
    ['empty', async () => writeFile(file(), '')],
    ['cut off', async () => writeFile(file(), '{"customerId":"x",')],
    ['of another shape', async () => writeFile(file(), '[1]')],
    ['without a key', async () => writeFile(file(), JSON.stringify({ customerId: 'x', url: URL }))],
  ])('gets a new key where the file was %s, and the old one still opens', async (_, spoil) => {
    const before = await settle();
    await spoil();
    const after = await settle();

    expect(after.isNew).toBe(true);
    expect(after.credentials.apiKey).not.toBe(before.credentials.apiKey);
    expect(await opens(before.credentials.apiKey)).toBe(true);
    expect(await opens(after.credentials.apiKey)).toBe(true);
    expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual(after.credentials);
  });

  it('is one tenant, however many servers start at once', async () => {
    const folders = await Promise.all(
      Array.from({ length: 4 }, (_, n) => mkdtemp(join(dataDir, `${n}-`))),
    );
    const all = await Promise.all(folders.map((folder) => settle(URL, folder)));

    expect(new Set(all.map(({ credentials }) => credentials.customerId)).size).toBe(1);
    for (const { credentials } of all) expect(await opens(credentials.apiKey)).toBe(true);
  });

  it('does not replace a key that the operator has revoked', async () => {
    const { credentials } = await settle();
    await test.database.system.all(REVOKE_ALL);
    const after = await settle();

    expect(after).toEqual({ credentials, isNew: false });
    expect(await opens(credentials.apiKey)).toBe(false);
  });

  it('does not take a key in the file for one that opens this database', async () => {
    await settle();
    const stranger = { customerId: DEMO_CUSTOMER_ID, apiKey: 'of another database', url: URL };
    await writeFile(file(), JSON.stringify(stranger));
    const { credentials, isNew } = await settle();

    expect(isNew).toBe(true);
    expect(await opens(credentials.apiKey)).toBe(true);
  });
});
