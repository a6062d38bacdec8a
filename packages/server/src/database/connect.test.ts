import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemStatement } from '../kernel/statement.ts';
import { type TestDatabase, testDatabase } from './test-database.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(async () => test.drop());

it('answers', async () => {
  await test.database.ping();
  const row = await test.database.system.one(
    systemStatement<{ n: number }>('t', 'select count(*) as n from schema_migration'),
  );

  expect(row?.n).toBeTypeOf('number');
});
