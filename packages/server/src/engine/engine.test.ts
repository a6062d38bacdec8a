import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../database/test-database.ts';
import type { SystemDb } from '../kernel/statement.ts';
import { engineDatabase, leftovers, marksOf, Nodes, World } from './test-engine.ts';
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
