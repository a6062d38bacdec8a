import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../database/test-database.ts';
import { newUuid } from '../kernel/id.ts';
import type { SystemDb } from '../kernel/statement.ts';
import {
  deferred,
  engineDatabase,
  leftovers,
  marksOf,
  Nodes,
  query,
  until,
  World,
} from './test-engine.ts';
import { newRun, program, task } from './test-program.ts';

let testDb: TestDatabase;
let db: SystemDb;
const nodes = new Nodes();
beforeAll(async () => {
  testDb = await engineDatabase();
  db = testDb.database.system;
});
afterEach(() => nodes.stop());
afterAll(() => testDb.drop());

const mark = (...marks: string[]) => ({ mark: marks.map((text) => ({ mark: text })) });

describe('a run', () => {
  it('writes its effects in order, and leaves nothing behind', async () => {
    const world = new World();
    const tasks = [
      task('first', () => ({ outcome: 1, effects: mark('first') })),
      task('second', async ({ ask, outcomeOf }) => {
        const answer = await ask('world', (call) => world.answer(call, outcomeOf('first')));
        return { outcome: answer, effects: mark('second') };
      }),
    ];
    const finish = (outcomes: ReadonlyMap<string, unknown>) =>
      mark(`finish ${JSON.stringify([...outcomes])}`);
    const engine = nodes.add({ db, load: async () => program(tasks, finish) });

    const run = newRun();
    const { whenEnded } = await engine.start(run);

    expect(await whenEnded).toBe('ended');
    expect(await marksOf(db, run.runId)).toEqual([
      'start',
      'first',
      'second',
      'finish [["first",1],["second",{"to":1}]]',
    ]);
    expect(await leftovers(db, run.runId)).toBe(0);
    expect(world.calls).toEqual([{ key: `${run.runId}/second/world`, payload: 1 }]);
  });

  it('goes on with other tasks where the end of one says so', async () => {
    const named = (name: string) =>
      task(name, () => ({ outcome: `did ${name}`, effects: mark(name) }));
    const followed: string[] = [];
    const engine = nodes.add({
      db,
      load: async () => ({
        ...program([named('a'), named('b'), named('c')]),
        async follow(name, outcome) {
          followed.push(`${name}: ${outcome}`);
          return name === 'a' ? [named('c'), named('d')] : undefined;
        },
      }),
    });
    const run = newRun();
    const { whenEnded } = await engine.start(run);

    expect(await whenEnded).toBe('ended');
    expect(await marksOf(db, run.runId)).toEqual(['start', 'a', 'c', 'd', 'finish']);
    expect(followed).toEqual(['a: did a', 'c: did c', 'd: did d']);
  });

  it('is not led back to a task that has ended', async () => {
    const again = task('again', () => ({ outcome: null }));
    const engine = nodes.add({
      db,
      load: async () => ({ ...program([again]), follow: async () => [again] }),
    });
    const run = newRun();
    await engine.start(run);
    await until('it stumbles', async () => {
      const rows = await query<{ stumbles: number }>(
        db,
        'select stumbles from engine_run where run_id = $1',
        [run.runId],
      );
      return (rows[0]?.stumbles ?? 0) > 0;
    });
    expect(await marksOf(db, run.runId)).toEqual(['start']);
    await engine.remove(db, run.tenantId, { runIds: [run.runId] });
  });

  it('takes two commits when its tasks ask nothing, and one more per ask', async () => {
    const asking = task('asking', async ({ ask }) => ({ outcome: await ask('a', async () => 1) }));
    const pure = [1, 2, 3, 4, 5].map((n) => task(`pure ${n}`, () => ({ outcome: n })));
    const engine = nodes.add({
      db,
      load: async ({ kind }) => program(kind === 'pure' ? pure : [...pure, asking]),
    });

    await (await engine.start(newRun({ kind: 'pure' }))).whenEnded;
    const afterPure = await engine.status();
    await (await engine.start(newRun({ kind: 'asking' }))).whenEnded;
    const afterAsking = await engine.status();

    expect(afterPure.commits).toBe(2);
    expect(afterAsking.commits).toBe(5);
  });
});

describe('a node', () => {
  it('works on no more claimed runs at once than it may, and still gets through them all', async () => {
    const tenantId = newUuid();
    await query(
      db,
      `insert into engine_run (tenant_id, run_id, lane, kind, is_active, lease_until)
       select $1, 'run ' || n, 'lane ' || n, 'test', true, now() from generate_series(1, 60) n`,
      [tenantId],
    );
    let atOnce = 0;
    let mostAtOnce = 0;
    const work = task('work', async () => {
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      await new Promise((resolve) => setTimeout(resolve, 1));
      atOnce -= 1;
      return { outcome: null };
    });
    // Only the first poll happens within the test: room that becomes free is used at once.
    const engine = nodes.add({
      db,
      maxClaimed: 7,
      pollMs: 600_000,
      load: async () => program([work]),
    });
    engine.open();
    await until('all have ended', async () => (await engine.status()).live === 0);

    expect(mostAtOnce).toBe(7);
  });

  it('counts what it sees', async () => {
    const answer = deferred();
    const waiting = task('waiting', async () => ({ outcome: await answer.promise }));
    const engine = nodes.add({ db, load: async () => program([waiting]) });
    const [tenantId, lane] = [newUuid(), 'lane'];
    const endings = [];
    for (let n = 0; n < 3; n += 1) {
      endings.push((await engine.start(newRun({ tenantId, lane }))).whenEnded);
    }
    const { oldestAgeMs, ...status } = await engine.status();
    answer.resolve();
    await Promise.all(endings);

    const expected = { live: 3, active: 1, waiting: 2, stuck: 0, held: 1, takeovers: 0 };
    expect(status).toMatchObject({ ...expected, commits: 3 });
    expect(oldestAgeMs).toBeGreaterThanOrEqual(0);
    expect((await engine.status()).live).toBe(0);
  });

  it('tells at once that a run has ended before anybody asked', async () => {
    const engine = nodes.add({ db, waiterPollMs: 600_000, load: async () => program([]) });
    const run = newRun();
    const started = await engine.start(run);
    await until('the run is over', async () => (await engine.status()).live === 0);

    expect(await started.whenEnded).toBe('ended');
  });
});
