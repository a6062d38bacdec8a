import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemStatement } from '../kernel/statement.ts';
import { connectDatabase, type Database } from './connect.ts';
import { SERVER_ROLE } from './embedded/cluster-address.ts';
import { grantRights, roleOf } from './grant-rights.ts';
import { migrate } from './migrate.ts';
import { emptyTestDatabase, type TestDatabase, withRole } from './test-database.ts';

let test: TestDatabase;
let server: Database;
beforeAll(async () => {
  test = await emptyTestDatabase();
  const address = withRole(test.connection, SERVER_ROLE);
  await migrate(test.connection);
  await grantRights(test.connection, await roleOf(address));
  server = await connectDatabase({ address });
});
afterAll(async () => {
  await server.close();
  await test.drop();
});

const run = (sql: string) => server.system.all(systemStatement(sql.slice(0, 60), sql));

it('is for the role that a connection acts as', async () => {
  expect(await roleOf(withRole(test.connection, SERVER_ROLE))).toBe(SERVER_ROLE);
});

it.each([
  "insert into tenant values ('00000000-0000-4000-8000-00000000000a', null, 'x', true, now())",
  'update tenant set name = name',
  'delete from keyring.entity_key',
  'select from schema_migration',
  'select from audit.chain',
  "select from audit.take_ends('00000000-0000-4000-8000-00000000000a', 1)",
])('lets it %s', async (sql) => {
  await run(sql);
});

it.each([
  'update audit_event set type = type',
  'delete from audit_event',
  'insert into audit.chain select',
  'delete from schema_migration',
  'create table x ()',
  'truncate tenant',
])('does not let it %s', async (sql) => {
  await expect(run(sql)).rejects.toMatchObject({ code: '42501' });
});

it('can be repeated, by several servers at once', async () => {
  const again = [1, 2, 3].map(() => grantRights(test.connection, SERVER_ROLE));
  await Promise.all(again);
  await expect(run('delete from audit_event where true')).rejects.toMatchObject({ code: '42501' });
});
