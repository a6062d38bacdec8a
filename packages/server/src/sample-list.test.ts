import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from './database/test-database.ts';
import { systemClock } from './kernel/clock.ts';
import { systemStatement } from './kernel/statement.ts';
import { settleSampleList } from './sample-list.ts';

type Row = { version: number; entries: number; confirmed_at: Date };
const VERSIONS = systemStatement<Row>(
  'test-sample-versions',
  `select v.version, v.confirmed_at, (select count(*) from list_entry e
     where e.list_id = v.list_id and e.version = v.version)::int as entries
   from list l join list_version v using (list_id) where l.source = 'probity-sample'`,
);

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
});
afterEach(() => test.drop());

const settle = (now = systemClock) => settleSampleList(test.database.system, now);
const versions = () => test.database.system.all(VERSIONS);

describe('the sample list', () => {
  it('is there after the first start, and the same after the second, but fresher', async () => {
    const at = (time: string) => () => new Date(time);
    await settle(at('2026-01-01T00:00:00Z'));
    const first = await versions();
    await settle(at('2026-02-01T00:00:00Z'));
    const second = await versions();

    expect(first).toHaveLength(1);
    expect(first[0]?.entries).toBeGreaterThan(20);
    expect(second).toEqual([{ ...first[0], confirmed_at: new Date('2026-02-01T00:00:00Z') }]);
  });

  it('is one list, however many servers start at once', async () => {
    await Promise.all([settle(), settle(), settle(), settle()]);
    expect(await versions()).toHaveLength(1);
  });
});
