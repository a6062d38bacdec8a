import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DatabaseUnavailable } from '../src/database/database-failure.ts';
import type { TestDatabase } from '../src/database/test-database.ts';
import type { Call } from '../src/engine/program.ts';
import {
  deferred,
  engineDatabase,
  leftovers,
  marksOf,
  Nodes,
  query,
  until,
  World,
} from '../src/engine/test-engine.ts';
import { EFFECTS, Log, newRun, program, task } from '../src/engine/test-program.ts';
import type { SystemDb } from '../src/kernel/statement.ts';

let testDb: TestDatabase;
let db: SystemDb;
const nodes = new Nodes();
beforeAll(async () => {
  testDb = await engineDatabase();
  db = testDb.database.system;
});
afterEach(() => nodes.stop());
afterAll(() => testDb.drop());

/** The door of a node whose statements can be held up, as those of a process that is paused. */
function pausable() {
  let gate: Promise<void> = Promise.resolve();
  const paused: SystemDb = {
    ...db,
    all: async (statement, parameters) => {
      await gate;
      return db.all(statement, parameters);
    },
  };
  return {
    db: paused,
    pause: () => {
      const { promise, resolve } = deferred();
      gate = promise;
      return resolve;
    },
  };
}

/** Asks once, and marks the answer; the test decides when each call is answered. */
function askingProgram(send: (call: Call) => Promise<unknown>) {
  const asking = task('asking', async ({ ask }) => {
    const answer = await ask('world', send);
    return { outcome: answer, effects: { mark: [{ mark: `answer ${JSON.stringify(answer)}` }] } };
  });
  return program([asking]);
}

const UNDISTURBED = ['start', 'answer "mine"', 'finish'];
const LONG_LEASE = { leaseMs: 600_000 };

describe('a node that is paused past its lease', () => {
  it('finds its late commit rejected, and has written nothing', async () => {
    const door = pausable();
    const log = new Log();
    const [late, isAsked] = [deferred<unknown>(), deferred()];
    const zombie = nodes.add({
      db: door.db,
      logger: log,
      load: async () =>
        askingProgram(() => {
          isAsked.resolve();
          return late.promise;
        }),
    });
    const run = newRun();
    const { whenEnded } = await zombie.start(run);
    await isAsked.promise;
    const resume = door.pause();
    const other = nodes.add({ db, load: async () => askingProgram(async () => 'mine') });
    other.open();
    await until('the other node has ended it', async () => (await leftovers(db, run.runId)) === 0);

    late.resolve('too late');
    resume();
    await until('the zombie notices', () =>
      log.lines.some(({ message }) => /no longer/.test(message)),
    );

    expect(await marksOf(db, run.runId)).toEqual(UNDISTURBED);
    expect(await leftovers(db, run.runId)).toBe(0);
    expect(await whenEnded).toBe('ended');
    expect((await other.status()).takeovers).toBe(1);
  });

  it('is fenced off although it holds the run again itself', async () => {
    const answers = [deferred<unknown>(), deferred<unknown>()];
    const sent: Call[] = [];
    const engine = nodes.add({
      db,
      ...LONG_LEASE,
      load: async () =>
        askingProgram((call) => {
          sent.push(call);
          return answers[sent.length - 1]?.promise ?? Promise.reject(new Error('once too often'));
        }),
    });
    engine.open();
    const run = newRun();
    await engine.start(run);
    await until('it asks', () => sent.length === 1);
    await query(db, 'update engine_run set lease_until = now() where run_id = $1', [run.runId]);
    await until('it asks again', () => sent.length === 2);

    answers[0]?.resolve('stale');
    answers[1]?.resolve('mine');
    await until('the run is over', async () => (await leftovers(db, run.runId)) === 0);

    expect(await marksOf(db, run.runId)).toEqual(UNDISTURBED);
    expect(sent[0]?.signal.aborted).toBe(true);
    expect(sent[0]?.idempotencyKey).toBe(sent[1]?.idempotencyKey);
  });

  it('keeps its runs as long as its heart beats', async () => {
    const answer = deferred<unknown>();
    const first = nodes.add({
      db,
      leaseMs: 250,
      load: async () => askingProgram(() => answer.promise),
    });
    const other = nodes.add({ db, load: async () => askingProgram(async () => 'theirs') });
    const run = newRun();
    const { whenEnded } = await first.start(run);
    other.open();
    const [before] = await query<{ lease_until: Date }>(
      db,
      'select lease_until from engine_run where run_id = $1',
      [run.runId],
    );
    await until('the first lease would be long over', async () => {
      const [row] = await query<{ isOver: boolean }>(
        db,
        `select now() > $1::timestamptz + interval '500 ms' as "isOver"`,
        [before?.lease_until ?? null],
      );
      return row?.isOver === true;
    });
    answer.resolve('mine');
    await whenEnded;

    expect(await marksOf(db, run.runId)).toEqual(UNDISTURBED);
    expect((await other.status()).takeovers).toBe(0);
  });
});

describe('a node that stops', () => {
  it('lets runs at work end within the grace', async () => {
    const answer = deferred<unknown>();
    const engine = nodes.add({
      db,
      ...LONG_LEASE,
      load: async () => askingProgram(() => answer.promise),
    });
    const run = newRun();
    await engine.start(run);

    const stopped = engine.stop({ graceMs: 60_000 });
    await expect(engine.start(newRun())).rejects.toMatchObject({ kind: 'unavailable' });
    answer.resolve('mine');
    await stopped;

    expect(await marksOf(db, run.runId)).toEqual(UNDISTURBED);
    expect(await leftovers(db, run.runId)).toBe(0);
  });

  it('hands the others over, and another node goes on at once', async () => {
    const [answer, isAsked] = [deferred<unknown>(), deferred()];
    const load = async () =>
      askingProgram(() => {
        isAsked.resolve();
        return answer.promise;
      });
    const engine = nodes.add({ db, ...LONG_LEASE, load });
    const run = newRun();
    const { whenEnded } = await engine.start(run);
    const outcome = expect(whenEnded).rejects.toMatchObject({ kind: 'unavailable' });
    await isAsked.promise;

    await engine.stop({ graceMs: 0 });
    await outcome;
    const other = nodes.add({
      db,
      ...LONG_LEASE,
      load: async () => askingProgram(async () => 'mine'),
    });
    other.open();
    await until('the other node has ended it', async () => (await leftovers(db, run.runId)) === 0);
    answer.resolve('too late');

    expect(await marksOf(db, run.runId)).toEqual(UNDISTURBED);
  });

  it('parks a run that waits for its next attempt, attempts counted', async () => {
    const failing = task('failing', () => Promise.reject(new Error('no')), { maxAttempts: 2 });
    const load = async () => program([failing]);
    const engine = nodes.add({
      db,
      ...LONG_LEASE,
      load,
      retryBaseMs: 100_000,
      retryLimitMs: 100_000,
    });
    const run = newRun();
    await engine.start(run);
    const row = async () =>
      (
        await query<{ attempt: number; lease_by: string | null }>(
          db,
          'select attempt, lease_by from engine_run where run_id = $1',
          [run.runId],
        )
      )[0];
    await until('it has failed once', async () => (await row())?.attempt === 1);

    await engine.stop({ graceMs: 60_000 });

    expect(await row()).toEqual({ attempt: 1, lease_by: null });
  });
});

/** A door that loses the answer to the n-th commit, or the commit itself. */
function losing(what: 'answer' | 'commit', at: number): SystemDb {
  let commits = 0;
  return {
    ...db,
    all: async (statement, parameters) => {
      if (!statement.name.startsWith('engine-commit')) return db.all(statement, parameters);
      commits += 1;
      if (commits !== at) return db.all(statement, parameters);
      if (what === 'answer') await db.all(statement, parameters);
      throw new DatabaseUnavailable('the test cut the line');
    },
  };
}

describe('a commit whose outcome is unknown', () => {
  it('of a start that was written goes on', async () => {
    const engine = nodes.add({
      db: losing('answer', 1),
      load: async () => askingProgram(async () => 'mine'),
    });
    const run = newRun();
    const { whenEnded } = await engine.start(run);

    expect(await whenEnded).toBe('ended');
    expect(await marksOf(db, run.runId)).toEqual(UNDISTURBED);
  });

  it('of a start that was not written is reported', async () => {
    const engine = nodes.add({ db: losing('commit', 1), load: async () => program([]) });
    const run = newRun();

    await expect(engine.start(run)).rejects.toBeInstanceOf(DatabaseUnavailable);
    expect(await marksOf(db, run.runId)).toEqual([]);
    expect(await leftovers(db, run.runId)).toBe(0);
  });

  it.each([
    { what: 'answer', at: 2, commit: 'the answer of an ask' },
    { what: 'commit', at: 2, commit: 'the answer of an ask' },
    { what: 'answer', at: 3, commit: 'the end' },
    { what: 'commit', at: 3, commit: 'the end' },
  ] as const)('of $commit ($what lost) is left to recovery', async ({ what, at }) => {
    const world = new World();
    const asking = task('asking', async ({ ask }) => {
      const outcome = await ask('world', (call) => world.answer(call, 1));
      return { outcome, effects: { mark: [{ mark: 'answer "mine"' }] } };
    });
    const engine = nodes.add({ db: losing(what, at), load: async () => program([asking]) });
    engine.open();
    const run = newRun();
    const { whenEnded } = await engine.start(run);

    expect(await whenEnded).toBe('ended');
    expect(await marksOf(db, run.runId)).toEqual(UNDISTURBED);
    expect(await leftovers(db, run.runId)).toBe(0);
    expect(world.calls.length).toBe(what === 'commit' && at === 2 ? 2 : 1);
  });

  it('because PostgreSQL ended the connection in the middle of it, is resolved', async () => {
    const slow = {
      name: 'slow',
      columns: 'mark text',
      sql: (rows: string) => `insert into mark (tenant_id, run_id, mark)
        select tenant_id, run_id, mark from ${rows} where pg_sleep(30) is not null`,
    };
    const kill = async () => {
      const rows = await query(
        db,
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and wait_event = 'PgSleep'`,
      );
      return rows.length > 0;
    };
    let isFirst = true;
    const finish = () => {
      const effects = isFirst ? { slow: [{ mark: 'lost' }] } : { mark: [{ mark: 'finish' }] };
      isFirst = false;
      return effects;
    };
    const engine = nodes.add({
      db,
      effects: [...EFFECTS, slow],
      load: async () => program([], finish),
    });
    engine.open();

    const neverStarted = newRun();
    const rejected = expect(
      engine.start({ ...neverStarted, effects: { slow: [{ mark: 'lost' }] } }),
    ).rejects.toBeInstanceOf(DatabaseUnavailable);
    await until('the start is cut off', kill);
    await rejected;
    const run = newRun();
    const { whenEnded } = await engine.start(run);
    await until('the end is cut off', kill);

    expect(await whenEnded).toBe('ended');
    expect(await marksOf(db, run.runId)).toEqual(['start', 'finish']);
    expect(await marksOf(db, neverStarted.runId)).toEqual([]);
    expect(await leftovers(db, neverStarted.runId)).toBe(0);
  });
});
