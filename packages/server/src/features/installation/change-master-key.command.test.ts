import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../database/test-database.ts';
import type { MasterKeys } from '../../kernel/master-keys.ts';
import { systemStatement } from '../../kernel/statement.ts';
import { vaultsOf } from '../../kernel/vault.ts';
import {
  changeMasterKey,
  MasterKeyNotChanged,
  masterKeyStanding,
  wrapAnew,
} from './change-master-key.command.ts';
import { followMasterKey } from './follow-master-key.command.ts';
import { MasterKeyRefused, openMasterKeys } from './open-master-keys.command.ts';
import { KEY_TABLES } from './wrapped-key.store.ts';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
});
afterEach(() => test.drop());

const tenantId = '00000000-0000-4000-8000-00000000000a';
const INSERT = systemStatement<never>(
  'test-insert-key',
  'insert into keyring.entity_key (tenant_id, entity_id, wrapped) values ($1, $2, $3)',
);
const ALL = systemStatement<{ entity_id: string; wrapped: Buffer }>(
  'test-all-keys',
  'select entity_id, wrapped from keyring.entity_key',
);
const WRAPPED_COLUMNS = systemStatement<{ name: string }>(
  'test-wrapped-columns',
  `select case table_schema when 'public' then table_name else table_schema || '.' || table_name end as name
   from information_schema.columns where column_name = 'wrapped' and data_type = 'bytea' order by 1`,
);

const open = (...given: Buffer[]) =>
  openMasterKeys({ system: test.database.system, now: () => new Date() }, given);
const hushed = { info: () => undefined, error: () => undefined };

async function keepPeople(keys: MasterKeys, count: number) {
  const vaults = vaultsOf(keys);
  const people = Array.from({ length: count }, () => {
    const entityId = crypto.randomUUID();
    const { vault, wrapped } = vaults.create(tenantId, entityId);
    return { entityId, wrapped, sealed: vault.seal('p', entityId) };
  });
  for (const { entityId, wrapped } of people) {
    await test.database.system.all(INSERT, [tenantId, entityId, wrapped]);
  }
  return people;
}

async function expectReadable(keys: MasterKeys, people: Awaited<ReturnType<typeof keepPeople>>) {
  const rows = await test.database.system.all(ALL);
  const wrapped = new Map(rows.map((row) => [row.entity_id, row.wrapped]));
  for (const { entityId, sealed } of people) {
    const vault = vaultsOf(keys).open(tenantId, entityId, wrapped.get(entityId) ?? Buffer.of());
    expect(vault.unseal('p', sealed)).toBe(entityId);
  }
}

const instantly = { settleMs: -1_000_000, pollMs: 5 };
function follower(keys: MasterKeys, serverId: string) {
  const { system } = test.database;
  return followMasterKey({ system, keys, serverId, logger: hushed, ...instantly });
}
async function untilFinished(keys: MasterKeys): Promise<void> {
  for (;;) {
    const { finishedAt } = await masterKeyStanding(test.database.system, keys);
    if (finishedAt !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('changing the master key', () => {
  it('reaches every table in which keys stand', async () => {
    const columns = await test.database.system.all(WRAPPED_COLUMNS);
    expect(columns.map(({ name }) => name)).toEqual(KEY_TABLES.map(({ name }) => name).sort());
  });

  it('wraps everything anew, after which the new key alone reads everything', async () => {
    const { system } = test.database;
    const [first, second] = [randomBytes(32), randomBytes(32)];
    const keys = await open(first, second);
    const people = await keepPeople(keys, 450);
    await changeMasterKey(system, keys);
    expect(await masterKeyStanding(system, keys)).toMatchObject({ generation: 1, left: 450 });
    people.push(...(await keepPeople(keys, 3)));
    await expectReadable(keys, people);

    const server = follower(keys, 'one');
    await server.start();
    await untilFinished(keys);
    await server.stop();
    expect(await masterKeyStanding(system, keys)).toMatchObject({ left: 0, nextMark: null });
    await expectReadable(await open(second), people);
    await expect(open(first)).rejects.toThrow(MasterKeyRefused);
    await expect(open(randomBytes(32))).rejects.toThrow(MasterKeyRefused);
  });

  it('goes on where it was broken off, also with the new key alone', async () => {
    const { system } = test.database;
    const [first, second] = [randomBytes(32), randomBytes(32)];
    const keys = await open(first, second);
    const people = await keepPeople(keys, 500);
    await changeMasterKey(system, keys);
    await masterKeyStanding(system, keys);
    let batches = 0;
    const left = await wrapAnew(system, keys, {
      isStopped: () => batches === 1,
      onBatch: () => {
        batches += 1;
      },
    });
    expect(left).toBe(300);

    const next = await open(second);
    await expectReadable(next, people);
    expect(await wrapAnew(system, next, { isStopped: () => false })).toBe(0);
    await expectReadable(next, people);
  });

  it('can be done again and again, and look-up hashes stay', async () => {
    const { system } = test.database;
    let secret = randomBytes(32);
    let keys = await open(secret);
    const people = await keepPeople(keys, 5);
    const hash = vaultsOf(keys).blindKey(tenantId, 'names', 'quill');
    for (let change = 1; change <= 3; change++) {
      const next = randomBytes(32);
      keys = await open(secret, next);
      await changeMasterKey(system, keys);
      const server = follower(keys, `server-${change}`);
      await server.start();
      await untilFinished(keys);
      await server.stop();
      secret = next;
      keys = await open(secret);
      expect(await masterKeyStanding(system, keys)).toMatchObject({ generation: change, left: 0 });
    }
    await expectReadable(keys, people);
    expect(vaultsOf(keys).blindKey(tenantId, 'names', 'quill')).toBe(hash);
  });

  it('is refused without another key, and never goes back to one that was in force', async () => {
    const { system } = test.database;
    const [first, second] = [randomBytes(32), randomBytes(32)];
    await expect(changeMasterKey(system, await open(first))).rejects.toThrow(MasterKeyNotChanged);
    const keys = await open(first, second);
    await changeMasterKey(system, keys);
    const server = follower(keys, 'one');
    await server.start();
    await untilFinished(keys);
    await server.stop();
    await expect(changeMasterKey(system, await open(first, second))).rejects.toThrow(
      MasterKeyNotChanged,
    );
  });

  it('waits for every server that is there: to know the key, and to wrap with it', async () => {
    const { system } = test.database;
    const [first, second] = [randomBytes(32), randomBytes(32)];
    const [keys, lagging] = [await open(first, second), await open(first)];
    const other = followMasterKey({ system, keys: lagging, serverId: 'other', logger: hushed });
    await other.start();
    await expect(changeMasterKey(system, keys)).rejects.toThrow(MasterKeyNotChanged);
    await other.stop();
    await changeMasterKey(system, keys);
    expect(await masterKeyStanding(system, keys)).toMatchObject({ generation: 1 });
  });

  it('leaves a damaged key as it is, and says that it is left', async () => {
    const { system } = test.database;
    const keys = await open(randomBytes(32), randomBytes(32));
    await keepPeople(keys, 3);
    const damaged = crypto.randomUUID();
    await system.all(INSERT, [tenantId, damaged, Buffer.alloc(61, 1)]);
    await changeMasterKey(system, keys);
    await masterKeyStanding(system, keys);
    const broken: string[] = [];
    const left = await wrapAnew(system, keys, {
      isStopped: () => false,
      onBroken: ({ keeperId }) => broken.push(keeperId),
    });
    expect([left, broken]).toEqual([1, [damaged]]);
  });
});
