import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DatabaseUnavailable, StatementFailed } from '../database/database-failure.ts';
import type { TestDatabase } from '../database/test-database.ts';
import type { Effects } from '../kernel/effect.ts';
import { newUuid } from '../kernel/id.ts';
import type { SystemDb } from '../kernel/statement.ts';
import type { Commit, Committed } from './commit.ts';
import { CommitUnknown } from './commit-failure.ts';
import { NO_EFFECTS } from './effect.ts';
import { GroupCommit } from './group-commit.ts';
import { deferred, engineDatabase, leftovers, marksOf, Nodes, query } from './test-engine.ts';
import { newRun, program } from './test-program.ts';

const DONE: Committed = { isActive: true, hasWaiting: false };

function commitOf(runId: string): Commit {
  const key = { tenantId: newUuid(), runId, lane: runId, kind: 'test' };
  return { op: 'start', ...key, effects: NO_EFFECTS };
}

/** A group commit onto paper: notes the batches, and does with each what the test says. */
function onPaper(answer: (batch: readonly string[]) => Promise<void> | void) {
  const batches: string[][] = [];
  const group = new GroupCommit({
    identities: (commit) => (commit.runId.startsWith('same') ? ['the same row'] : []),
    write: async (batch) => {
      const runIds = batch.map(({ runId }) => runId);
      batches.push(runIds);
      await answer(runIds);
      return new Map(batch.map((_, ordinal) => [ordinal, DONE]));
    },
  });
  return { group, batches };
}

const refusal = (code: string) => new StatementFailed('paper', 'refused', { code });

describe('group commit', () => {
  it('sends what becomes ready together in one statement, and the rest while two are under way', async () => {
    const first = deferred();
    const { group, batches } = onPaper(() => first.promise);
    const submitted = ['a', 'b'].map((runId) => group.submit(commitOf(runId)));
    await new Promise((resolve) => setImmediate(resolve));
    submitted.push(group.submit(commitOf('c')));
    await new Promise((resolve) => setImmediate(resolve));
    submitted.push(...['d', 'e', 'f'].map((runId) => group.submit(commitOf(runId))));
    await new Promise((resolve) => setImmediate(resolve));
    expect(batches).toEqual([['a', 'b'], ['c']]);
    first.resolve();
    await Promise.all(submitted);

    expect(batches).toEqual([['a', 'b'], ['c'], ['d', 'e', 'f']]);
    expect(group.counts).toEqual({ commits: 6, statements: 3, largestBatch: 3 });
  });

  it('puts at most 200 into a statement', async () => {
    const { group, batches } = onPaper(() => undefined);
    await Promise.all(Array.from({ length: 450 }, (_, n) => group.submit(commitOf(`run ${n}`))));

    expect(Math.max(...batches.map(({ length }) => length))).toBe(200);
    expect(new Set(batches.flat()).size).toBe(450);
    expect(batches.flat()).toHaveLength(450);
  });

  it('finds the refused ones among many, and tells only their callers', async () => {
    const { group, batches } = onPaper((batch) => {
      if (batch.some((runId) => runId.startsWith('bad'))) throw refusal('23514');
    });
    const names = Array.from({ length: 64 }, (_, n) =>
      n === 11 || n === 50 ? `bad ${n}` : `${n}`,
    );
    const settled = await Promise.allSettled(names.map((name) => group.submit(commitOf(name))));

    const rejected = names.filter((_, n) => settled[n]?.status === 'rejected');
    expect(rejected).toEqual(['bad 11', 'bad 50']);
    expect(batches.length).toBeLessThan(30);
    expect(new Set(batches.filter((batch) => batch.length === 1).flat()).size).toBe(4);
  });

  it('does not repeat a batch whose connection died', async () => {
    const { group, batches } = onPaper(() => {
      throw new DatabaseUnavailable('the line is dead');
    });
    const settled = await Promise.allSettled(['a', 'b'].map((id) => group.submit(commitOf(id))));

    expect(batches).toEqual([['a', 'b']]);
    for (const result of settled) {
      expect(result).toMatchObject({ status: 'rejected', reason: expect.any(CommitUnknown) });
    }
  });

  it.each([
    { error: refusal(''), because: 'without a SQLSTATE' },
    { error: refusal('EPIPE'), because: 'with the code of a socket' },
    { error: new Error('Something else'), because: 'of another kind' },
  ])('takes an error $because as unknown', async ({ error }) => {
    const { group, batches } = onPaper(() => {
      throw error;
    });

    await expect(group.submit(commitOf('a'))).rejects.toBeInstanceOf(CommitUnknown);
    expect(batches).toHaveLength(1);
  });

  it('repeats what a deadlock undid', async () => {
    let deadlocks = 3;
    const { group } = onPaper(() => {
      deadlocks -= 1;
      if (deadlocks >= 0) throw refusal('40P01');
    });

    expect(await Promise.all(['a', 'b'].map((id) => group.submit(commitOf(id))))).toEqual([
      DONE,
      DONE,
    ]);
  });

  it('keeps changes of one row out of one statement, in their order', async () => {
    const { group, batches } = onPaper(() => undefined);
    const names = ['a', 'same 1', 'b', 'same 2', 'same 3', 'c'];
    await Promise.all(names.map((name) => group.submit(commitOf(name))));

    expect(batches).toEqual([['a', 'same 1', 'b', 'c'], ['same 2'], ['same 3']]);
  });
});

describe('group commit on PostgreSQL', () => {
  let testDb: TestDatabase;
  let db: SystemDb;
  const nodes = new Nodes();
  beforeAll(async () => {
    testDb = await engineDatabase();
    db = testDb.database.system;
  });
  afterEach(() => nodes.stop());
  afterAll(() => testDb.drop());

  it('writes many runs in few statements', async () => {
    const engine = nodes.add({ db, load: async () => program([]) });
    const started = await Promise.all(Array.from({ length: 150 }, () => engine.start(newRun())));
    await Promise.all(started.map(({ whenEnded }) => whenEnded));

    const { commits, statements } = await engine.status();
    expect(commits).toBe(300);
    expect(statements).toBeLessThan(60);
  });

  it.each([
    { what: 'breaks a CHECK', effects: { mark: [{ mark: 'poison' }] }, code: '23514' },
    { what: 'breaks a NOT NULL', effects: { mark: [{}] }, code: '23502' },
    {
      what: 'breaks a foreign key',
      effects: { mark: [{ mark: 'm', owner: 'nobody' }] },
      code: '23503',
    },
    { what: 'holds a bad uuid', effects: { reference: [{ id: 'not a uuid' }] }, code: '22P02' },
    { what: 'holds a NUL character', effects: { mark: [{ mark: 'a\u0000b' }] }, code: '22P05' },
    { what: 'holds half a character', effects: { mark: [{ mark: '\ud800' }] }, code: '22P02' },
  ])(
    'a start that $what fails alone, with the error of the database',
    async ({ effects, code }) => {
      const engine = nodes.add({ db, load: async () => program([]) });
      const bad = newRun();
      const before = Array.from({ length: 20 }, () => newRun());
      const after = Array.from({ length: 20 }, () => newRun());
      const good = [...before, ...after];
      const starts = [...before, { ...bad, effects }, ...after].map((run) => engine.start(run));
      const settled = await Promise.allSettled(starts);
      const [refused, ...others] = settled.filter(({ status }) => status === 'rejected');

      expect(others).toEqual([]);
      expect(refused).toMatchObject({ reason: { constructor: StatementFailed, code } });
      for (const result of settled) {
        if (result.status === 'fulfilled') await result.value.whenEnded;
      }
      expect(await leftovers(db, bad.runId)).toBe(0);
      expect(await marksOf(db, bad.runId)).toEqual([]);
      for (const { runId } of good) expect(await marksOf(db, runId)).toEqual(['start', 'finish']);
    },
  );

  it.each([
    // A bigint is what the type forbids, and what a careless cast lets through.
    { what: 'JSON cannot say', effects: { mark: [{ mark: 1n }] } as object as Effects },
    { what: 'nobody declared', effects: { marks: [{ mark: 'lost' }] } },
  ])('a start with an effect that $what fails alone', async ({ effects }) => {
    const engine = nodes.add({ db, load: async () => program([]) });
    const [good, bad] = [newRun(), newRun()];
    const [kept, refused] = await Promise.allSettled([
      engine.start(good),
      engine.start({ ...bad, effects }),
    ]);

    expect(refused.status).toBe('rejected');
    expect(kept.status).toBe('fulfilled');
    if (kept.status === 'fulfilled') await kept.value.whenEnded;
    expect(await leftovers(db, bad.runId)).toBe(0);
    expect(await marksOf(db, good.runId)).toEqual(['start', 'finish']);
  });

  it('loses no change of a row that many runs change at once', async () => {
    const subject = [{ name: 'popular', state: 'finished' }];
    const engine = nodes.add({ db, load: async () => program([], () => ({ subject })) });
    const tenantId = newUuid();
    const runs = Array.from({ length: 25 }, () => newRun({ tenantId }));
    const started = await Promise.all(runs.map((run) => engine.start(run)));
    await Promise.all(started.map(({ whenEnded }) => whenEnded));

    expect(await query(db, 'select changes from subject where tenant_id = $1', [tenantId])).toEqual(
      [{ changes: 25 }],
    );
  });

  it('refuses a second run of the same name without touching the first', async () => {
    const answer = deferred();
    const engine = nodes.add({
      db,
      load: async () => {
        await answer.promise;
        return program([]);
      },
    });
    const run = newRun();
    const { whenEnded } = await engine.start(run);

    await expect(engine.start({ ...run, lane: 'another' })).rejects.toMatchObject({
      code: '23505',
    });
    answer.resolve();
    await whenEnded;
    expect(await marksOf(db, run.runId)).toEqual(['start', 'finish']);
  });
});
