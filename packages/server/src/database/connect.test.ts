import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  readStatement,
  type SystemDb,
  systemStatement,
  type TenantDb,
  writeStatement,
} from '../kernel/statement.ts';
import { connectDatabase } from './connect.ts';
import { clientConfig } from './database-address.ts';
import { DatabaseUnavailable, StatementFailed } from './database-failure.ts';
import { emptyTestDatabase, type TestDatabase } from './test-database.ts';

const OWN = '00000000-0000-4000-8000-00000000000a';
const CHILD = '00000000-0000-4000-8000-00000000000b';
const STRANGER = '00000000-0000-4000-8000-00000000000c';

const createNote = systemStatement(
  'test-create',
  'create table note (tenant_id uuid, text text unique, at timestamptz default now())',
);
const emptyNotes = systemStatement('test-empty', 'truncate note');
const allTexts = systemStatement<{ text: string }>(
  'test-all',
  'select text from note order by text',
);
const fail = systemStatement('test-fail', 'select 1 / 0');
const ownPid = systemStatement<{ pid: number }>('test-pid', 'select pg_backend_pid() as pid');
const sleepers = systemStatement<{ count: number }>(
  'test-sleepers',
  `select count(*) as count from pg_stat_activity
   where datname = current_database() and query like '%pg_sleep(30)' and state = 'active'`,
);
const sleep = systemStatement('test-sleep', 'select pg_sleep(30)');
const addNote = writeStatement<{ text: string }>(
  'test-add',
  'insert into note (tenant_id, text) values ($1, $2) returning text',
);
const readNotes = readStatement<{ text: string }>(
  'test-read',
  'select text from note where tenant_id = any($1) and text >= $2 order by text',
);

let test: TestDatabase;
let system: SystemDb;
let own: TenantDb;
beforeAll(async () => {
  test = await emptyTestDatabase();
  system = test.database.system;
  own = system.forTenant({ own: OWN, readable: [OWN, CHILD] });
  await system.all(createNote);
});
beforeEach(async () => {
  await system.all(emptyNotes);
});
afterAll(async () => test.drop());

/** Holds the first caller until the second has come; later ones pass. */
function twoTogether(): () => Promise<void> {
  let open: () => void = () => undefined;
  const bothAreHere = new Promise<void>((resolve) => {
    open = resolve;
  });
  let count = 0;
  return async () => {
    count++;
    if (count === 2) open();
    await bothAreHere;
  };
}

const texts = async () => (await system.all(allTexts)).map(({ text }) => text);
const value = async (sql: string, parameters: Parameters<SystemDb['all']>[1] = []) =>
  (await system.one(systemStatement<{ value: unknown }>(sql, sql), parameters))?.value;

/** Ends a connection from outside, as a failover or an operator does. */
async function terminate(pid: number | undefined): Promise<void> {
  const client = new pg.Client(clientConfig(test.connection));
  await client.connect();
  await client.query('select pg_terminate_backend($1, 5000)', [pid]);
  await client.end();
}

describe('a tenant’s door', () => {
  it('writes as the tenant and reads its own and its children’s rows', async () => {
    for (const tenant of [OWN, CHILD, STRANGER]) {
      await system.forTenant({ own: tenant, readable: [tenant] }).all(addNote, [tenant.slice(-1)]);
    }

    expect(await own.all(readNotes, [''])).toEqual([{ text: 'a' }, { text: 'b' }]);
    expect(await own.one(readNotes, ['b'])).toEqual({ text: 'b' });
    expect(await own.one(readNotes, ['c'])).toBeUndefined();
  });

  it('reads nothing when it may read nothing', async () => {
    await own.all(addNote, ['a']);

    const nobody = system.forTenant({ own: OWN, readable: [] });
    expect(await nobody.all(readNotes, [''])).toEqual([]);
  });

  it('keeps its scope inside a transaction', async () => {
    const read = await own.inTransaction(async (tx) => {
      await tx.one(addNote, ['a']);
      expect([tx.scope, tx.isTransaction]).toEqual([own.scope, true]);
      return tx.all(readNotes, ['']);
    });

    expect(read).toEqual([{ text: 'a' }]);
    expect(own.isTransaction).toBe(false);
  });
});

describe('a transaction', () => {
  it('commits when the work is done, and nobody sees it before', async () => {
    await own.inTransaction(async (tx) => {
      await tx.all(addNote, ['a']);
      expect(await texts()).toEqual([]);
    });

    expect(await texts()).toEqual(['a']);
  });

  it('keeps nothing when the work throws, and passes on what was thrown', async () => {
    const reason = new Error('changed my mind');
    const work = own.inTransaction(async (tx) => {
      await tx.all(addNote, ['a']);
      throw reason;
    });

    await expect(work).rejects.toBe(reason);
    expect(await texts()).toEqual([]);
  });

  it('is joined by transactions inside it, across both doors', async () => {
    const work = system.inTransaction(async (tx) => {
      const tenant = tx.forTenant(own.scope);
      await tenant.inTransaction((inner) => inner.all(addNote, ['a']));
      expect(tenant.isTransaction).toBe(true);
      throw new Error('the outer one fails');
    });

    await expect(work).rejects.toThrow('the outer one fails');
    expect(await texts()).toEqual([]);
  });

  it('does not pretend to have committed after a failure that was swallowed', async () => {
    const work = system.inTransaction(async (tx) => {
      await tx.forTenant(own.scope).all(addNote, ['a']);
      await tx.all(fail).catch(() => undefined);
    });

    await expect(work).rejects.toThrow(/nothing was kept/);
    expect(await texts()).toEqual([]);
  });

  it('lets no straggler write after it has ended', async () => {
    const straggler = deferred();
    let late: Promise<unknown> = Promise.resolve();
    const work = own.inTransaction(async (tx) => {
      late = straggler.promise.then(() => tx.all(addNote, ['late']));
      throw new Error('one branch fails');
    });

    await expect(work).rejects.toThrow('one branch fails');
    straggler.resolve();
    await expect(late).rejects.toThrow(/its transaction has ended/);
    expect(await texts()).toEqual([]);
  });

  it('lets no straggler write after it has committed', async () => {
    const hold = deferred();
    let late: Promise<unknown> = Promise.resolve();
    await own.inTransaction(async (tx) => {
      late = hold.promise.then(() => tx.all(addNote, ['late']));
      await tx.all(addNote, ['in time']);
    });
    hold.resolve();

    await expect(late).rejects.toThrow(/its transaction has ended/);
    expect(await texts()).toEqual(['in time']);
  });

  it('drops what still waits for its turn when the work throws', async () => {
    let waiting: Promise<PromiseSettledResult<unknown>[]> = Promise.resolve([]);
    const work = own.inTransaction(async (tx) => {
      waiting = Promise.allSettled(['a', 'b', 'c'].map((text) => tx.all(addNote, [text])));
      throw new Error('not waiting');
    });

    await expect(work).rejects.toThrow('not waiting');
    expect((await waiting).at(-1)?.status).toBe('rejected');
    expect(await texts()).toEqual([]);
  });

  it('runs what was asked for at once in order, and waits for it', async () => {
    await own.inTransaction(async (tx) => {
      void Promise.all(['a', 'b', 'c'].map((text) => tx.all(addNote, [text])));
    });

    expect(await texts()).toEqual(['a', 'b', 'c']);
  });

  it('gives its connection back, however it ends', async () => {
    const outcomes = Array.from({ length: 40 }, (_, index) =>
      own.inTransaction(async (tx) => {
        await tx.all(addNote, [`n${index % 20}`]); // the second half breaks the unique constraint
      }),
    );
    const settled = await Promise.allSettled(outcomes);

    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    const { total, idle, waiting } = test.database.poolStatus();
    expect([idle, waiting]).toEqual([total, 0]);
    expect(total).toBeLessThanOrEqual(10);
  });
});

describe('two transactions that wait for each other', () => {
  const lockNote = systemStatement<{ text: string }>(
    'test-lock',
    'select text from note where text = $1 for update',
  );

  it('both end well: the one that PostgreSQL chose goes again from its beginning', async () => {
    await own.all(addNote, ['left']);
    await own.all(addNote, ['right']);
    let tries = 0;
    const meeting = twoTogether();
    const lockBoth = (first: string, second: string) =>
      system.inTransaction(async (tx) => {
        tries++;
        await tx.all(lockNote, [first]);
        await meeting();
        await tx.all(lockNote, [second]);
      });

    await Promise.all([lockBoth('left', 'right'), lockBoth('right', 'left')]);

    expect(tries).toBeGreaterThan(2); // a busy machine may have them meet again
  });
});

describe('a lost connection', () => {
  const lost: Error[] = [];
  let small: Awaited<ReturnType<typeof connectDatabase>>;
  beforeEach(async () => {
    lost.length = 0;
    small = await connectDatabase({
      address: test.connection,
      poolSize: 2,
      statementTimeoutMs: 2_000,
      connectTimeoutMs: 3_000,
      onConnectionLost: (error) => lost.push(error),
    });
  });
  afterEach(async () => small.close());

  it('is reported when nobody used it, and replaced', async () => {
    await terminate((await small.system.one(ownPid))?.pid);

    await expect.poll(() => lost.length).toBe(1);
    expect(lost[0]).toBeInstanceOf(DatabaseUnavailable);
    await small.ping();
  });

  it('fails the statement under way as unavailable', async () => {
    const pid = await small.system.one(ownPid);
    const asleep = small.system.all(sleep);
    const outcome = expect(asleep).rejects.toMatchObject({ kind: 'unavailable', code: 'SYS-0503' });
    await expect.poll(async () => (await system.one(sleepers))?.count).toBe(1);
    await terminate(pid?.pid);

    await outcome;
    await small.ping();
  });

  it('fails the transaction that held it, and never lends it again', async () => {
    const work = small.system.inTransaction(async (tx) => {
      await tx.forTenant(own.scope).all(addNote, ['a']);
      await terminate((await tx.one(ownPid))?.pid);
      await tx.all(allTexts);
    });

    await expect(work).rejects.toBeInstanceOf(DatabaseUnavailable);
    expect(await texts()).toEqual([]);
    expect(small.poolStatus().total).toBe(0);
    await small.ping();
  });

  it('fails a commit as unavailable when it is lost before it', async () => {
    const work = small.system.inTransaction(async (tx) => {
      await tx.forTenant(own.scope).all(addNote, ['a']);
      await terminate((await tx.one(ownPid))?.pid);
    });

    await expect(work).rejects.toBeInstanceOf(DatabaseUnavailable);
    expect(await texts()).toEqual([]);
  });

  it('is what a caller hears when no connection is free for too long', async () => {
    const hold = deferred();
    const holders = [1, 2].map(() => small.system.inTransaction(async () => hold.promise));
    const third = small.system.all(ownPid);

    await expect(third).rejects.toBeInstanceOf(DatabaseUnavailable);
    hold.resolve();
    await Promise.all(holders);
  });

  it('is what a statement that takes too long ends with', async () => {
    await expect(small.system.all(sleep)).rejects.toThrow(/took too long/);
  });

  it('is what every caller hears once the pool is closed', async () => {
    await small.close();

    await expect(small.ping()).rejects.toBeInstanceOf(DatabaseUnavailable);
    await expect(small.system.inTransaction(async () => 1)).rejects.toBeInstanceOf(
      DatabaseUnavailable,
    );
  });
});

describe('connectDatabase', () => {
  it.each([
    { when: 'nobody listens', address: { host: '127.0.0.1', port: 1 } },
    { when: 'there is no socket', address: { host: '/nonexistent', port: 5432 } },
  ])('is unavailable when $when', async ({ address }) => {
    const connecting = connectDatabase({ address: { ...address, user: 'u', database: 'd' } });

    await expect(connecting).rejects.toBeInstanceOf(DatabaseUnavailable);
  });

  it('reaches the same database through its URL', async () => {
    const database = await connectDatabase({ address: { url: test.url } });
    await own.all(addNote, ['a']);

    expect(await database.system.all(allTexts)).toEqual([{ text: 'a' }]);
    await database.close();
  });
});

it('refuses a statement whose name PostgreSQL would cut', async () => {
  const long = systemStatement('n'.repeat(64), 'select 1');

  await expect(system.all(long)).rejects.toThrow(/its name is too long/);
});

describe('a value', () => {
  it.each([
    { sql: "select '2024-02-29'::date as value", is: '2024-02-29' },
    { sql: 'select 9007199254740991::int8 as value', is: Number.MAX_SAFE_INTEGER },
    { sql: 'select 9007199254740993::int8 as value', is: 9007199254740993n },
    { sql: 'select array[1, null, 3]::int8[] as value', is: [1, null, 3] },
    { sql: "select '\\x00ff'::bytea as value", is: Buffer.from([0, 255]) },
    { sql: 'select \'{"a":[1]}\'::jsonb as value', is: { a: [1] } },
    { sql: 'select 0.10::numeric as value', is: '0.10' },
    {
      sql: "select '2024-01-01T00:00:00.123+02'::timestamptz as value",
      is: new Date('2023-12-31T22:00:00.123Z'),
    },
  ])('arrives from $sql as it should', async ({ sql, is }) => {
    expect(await value(sql)).toEqual(is);
  });

  it.each([
    { type: 'timestamptz', sent: new Date('2001-02-03T04:05:06.789Z') },
    { type: 'bytea', sent: Buffer.from([0, 1, 254, 255]) },
    { type: 'bytea[]', sent: [Buffer.from([0, 92, 34]), Buffer.of()] },
    { type: 'text[]', sent: ['', 'a,b', '"quoted"', '{\\}', 'null'] },
    { type: 'text[]', sent: [] },
    { type: 'text', sent: "'; drop table note; --" },
    { type: 'int8', sent: 2n ** 62n },
  ])('of $type comes back as it was sent', async ({ type, sent }) => {
    expect(await value(`select $1::${type} as value`, [sent])).toEqual(sent);
  });

  it('is not repeated when it is refused', async () => {
    const refused = value('select $1::text::uuid as value', ['Ada Lovelace']);

    const error = await refused.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StatementFailed);
    expect(error).toMatchObject({ code: '22P02' });
    expect(JSON.stringify(error) + String(error)).not.toContain('Lovelace');
  });

  it('is not repeated when a constraint refuses it', async () => {
    await own.all(addNote, ['Ada Lovelace']);
    const error = await own.all(addNote, ['Ada Lovelace']).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code: '23505', constraint: 'note_text_key', table: 'note' });
    expect(JSON.stringify(error) + String(error)).not.toContain('Lovelace');
  });
});

function deferred(): { readonly promise: Promise<void>; resolve(): void } {
  const resolvers: (() => void)[] = [];
  const promise = new Promise<void>((resolve) => resolvers.push(resolve));
  return { promise, resolve: () => resolvers[0]?.() };
}
