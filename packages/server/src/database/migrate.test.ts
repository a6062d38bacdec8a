import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemStatement } from '../kernel/statement.ts';
import { MigrationRefused, migrate } from './migrate.ts';
import { emptyTestDatabase, type TestDatabase } from './test-database.ts';

const tables = systemStatement<{ name: string }>(
  'test-tables',
  `select table_name as name from information_schema.tables
   where table_schema = 'public' order by table_name`,
);

let test: TestDatabase;
let folder: string;
beforeEach(async () => {
  test = await emptyTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'probity-migrations-'));
});
afterEach(async () => {
  await test.drop();
  await rm(folder, { recursive: true, force: true });
});

const write = (file: string, sql: string) => writeFile(join(folder, file), sql);
const run = () => migrate(test.connection, folder);
const tableNames = async () => (await test.database.system.all(tables)).map(({ name }) => name);

describe('migrate', () => {
  it('does nothing when there is nothing to do', async () => {
    expect(await run()).toEqual([]);
    expect(await tableNames()).toEqual(['schema_migration']);
  });

  it('applies what is new, in order, once', async () => {
    await write('0002-more.sql', 'alter table a add column y int; create table b ()');
    await write('0001-first.sql', 'create table a (x int)');
    expect(await run()).toEqual(['0001-first', '0002-more']);
    await write('0003-last.sql', 'create table c ()');

    expect(await run()).toEqual(['0003-last']);
    expect(await run()).toEqual([]);
    expect(await tableNames()).toEqual(['a', 'b', 'c', 'schema_migration']);
  });

  it('lets nodes that start together take turns', async () => {
    // Without the lock both would create the tables, and one would fail.
    for (const number of [1, 2, 3, 4, 5]) {
      await write(`000${number}-t.sql`, `create table t${number} (); select pg_sleep(0.02)`);
    }
    const applied = await Promise.all(Array.from({ length: 6 }, () => run()));

    expect(applied.flat().sort()).toEqual(['0001-t', '0002-t', '0003-t', '0004-t', '0005-t']);
  });

  it('keeps nothing of a step that fails, and all of those before it', async () => {
    await write('0001-good.sql', 'create table good ()');
    await write('0002-bad.sql', 'create table bad (); select nonsense');

    await expect(run()).rejects.toThrow(/migration 0002-bad failed: column "nonsense"/);
    expect(await tableNames()).toEqual(['good', 'schema_migration']);
    await write('0002-bad.sql', 'create table bad ()');
    expect(await run()).toEqual(['0002-bad']);
  });

  it('holds nobody up who is at work with a table that it changes', async () => {
    await write('0001-table.sql', 'create table busy (x int)');
    await run();
    await write('0002-column.sql', 'alter table busy add column y int');
    const read = systemStatement('test-read-busy', 'select x from busy');
    const waiters = systemStatement<{ n: number }>(
      'test-waiters',
      `select count(*)::int as n from pg_locks l join pg_class c on c.oid = l.relation
       where c.relname = 'busy' and not l.granted`,
    );
    let migrating: Promise<readonly string[]> | undefined;
    await test.database.system.inTransaction(async (tx) => {
      await tx.all(read);
      migrating = run();
      await expect
        .poll(async () => (await test.database.system.one(waiters))?.n, { timeout: 20_000 })
        .toBe(1);
      // Behind the step that waits this would wait as well, for as long as the transaction takes.
      await test.database.system.all(read);
    });
    expect(await migrating).toEqual(['0002-column']);
  });

  it('refuses a step that was edited after it had run', async () => {
    await write('0001-first.sql', 'create table a ()');
    await run();
    await appendFile(join(folder, '0001-first.sql'), '\n-- harmless?');
    await write('0002-next.sql', 'create table b ()');

    await expect(run()).rejects.toThrow(MigrationRefused);
    await expect(run()).rejects.toThrow(/0001-first was edited/);
    expect(await tableNames()).toEqual(['a', 'schema_migration']);
  });

  it('takes other line ends for the same text', async () => {
    await write('0001-first.sql', 'create table a (\n)');
    await run();
    await write('0001-first.sql', 'create table a (\r\n)');

    expect(await run()).toEqual([]);
  });

  it('refuses a database that is ahead of the program', async () => {
    await write('0001-first.sql', 'create table a ()');
    await run();
    await rm(join(folder, '0001-first.sql'));

    await expect(run()).rejects.toThrow(/0001-first .* is missing here/);
  });

  it('refuses a step that was slipped in before one that has run', async () => {
    await write('0002-second.sql', 'create table b ()');
    await run();
    await write('0001-late.sql', 'create table a ()');

    await expect(run()).rejects.toThrow(/0001-late comes before 0002-second/);
  });

  it.each([
    { files: ['0001-a.sql', '0001-b.sql'], says: /Two migrations have the number of 0001-b/ },
    { files: ['1-a.sql'], says: /1-a.sql needs a name such as/ },
    { files: ['0001-A.sql'], says: /0001-A.sql needs a name/ },
    { files: ['0001-a.sql.bak'], says: /0001-a.sql.bak needs a name/ },
  ])('refuses the files $files', async ({ files, says }) => {
    for (const file of files) await write(file, 'create table x ()');

    await expect(run()).rejects.toThrow(says);
    expect(await tableNames()).toEqual([]);
  });

  it('refuses to run without its folder', async () => {
    await expect(migrate(test.connection, join(folder, 'gone'))).rejects.toThrow(
      /The migrations cannot be read/,
    );
  });
});
