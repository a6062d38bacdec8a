import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../database/test-database.ts';
import { newUuid } from '../../kernel/id.ts';
import { systemStatement } from '../../kernel/statement.ts';
import { forgetExpiredRequests } from './forget-expired.command.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.drop());

const FILL = systemStatement<never>(
  'test-fill-keys',
  `insert into request_key (tenant_id, key_hash, request_hash, request_id, claimed_until, expires_at)
   select $1::uuid, n, n, 'r', now(), now() + case when n <= $2::int then -interval '1 s' else interval '1 h' end
   from generate_series(1, 5000) n`,
);
const LEFT = systemStatement<{ key_hash: string }>(
  'test-left-keys',
  'select key_hash::text from request_key where tenant_id = $1::uuid order by key_hash',
);

it('forgets all that is over and nothing else, and stops when it is told to', async () => {
  const { system } = test.database;
  const tenantId = newUuid();
  await system.all(FILL, [tenantId, 4_990]);
  const failures: unknown[] = [];
  const forgetting = forgetExpiredRequests(system, (error) => void failures.push(error));
  forgetting.start();
  let left: { key_hash: string }[] = [];
  for (let tries = 0; tries < 500 && left.length !== 10; tries += 1) {
    left = await system.all(LEFT, [tenantId]);
  }
  await forgetting.stop();

  expect(left.map(({ key_hash }) => Number(key_hash))).toEqual([
    4_991, 4_992, 4_993, 4_994, 4_995, 4_996, 4_997, 4_998, 4_999, 5_000,
  ]);
  expect(failures).toEqual([]);
});
