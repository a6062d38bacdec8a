import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../src/database/test-database.ts';
import type { Engine } from '../src/engine/engine.ts';
import type { OnBoundary } from '../src/engine/gate.ts';
import type { Program, Task } from '../src/engine/program.ts';
import {
  engineDatabase,
  leftovers,
  marksOf,
  Nodes,
  query,
  until,
  World,
} from '../src/engine/test-engine.ts';
import { newRun, program, task } from '../src/engine/test-program.ts';
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

/** Dies at the n-th boundary of a statement that changes a run; heartbeats come as they like. */
function dyingAt(boundary: number, seen: string[] = []): OnBoundary {
  return (name) => {
    if (!/engine-(commit|claim)/.test(name)) return;
    seen.push(name);
    if (seen.length === boundary) throw new Error('Killed by the test.');
  };
}

/** Everything that can be seen of a run from outside, once it is over. */
async function endState(runId: string, tenantId: string) {
  return {
    marks: await marksOf(db, runId),
    subjects: await query(
      db,
      'select name, state from subject where tenant_id = $1 order by name',
      [tenantId],
    ),
    leftovers: await leftovers(db, runId),
  };
}

/** What each task of a generated program does; a pure task asks nothing. */
type Plan = readonly {
  readonly asks: number;
  readonly failures: number;
  readonly marks: number;
  readonly isGivenUp: boolean;
}[];

/** Failures are counted outside, as a provider's would be: they do not come back after a kill. */
function programOf(plan: Plan, world: World): Program {
  const failures = plan.map((step) => step.failures);
  const tasks = plan.map((step, index): Task => {
    const name = `task ${index}`;
    return task(
      name,
      async ({ ask, outcomeOf }) => {
        const before = outcomeOf(`task ${index - 1}`) ?? null;
        const answers: unknown[] = [];
        for (let n = 0; n < step.asks; n += 1) {
          answers.push(await ask(`ask ${n}`, (call) => world.answer(call, { before, n })));
        }
        if (step.isGivenUp) throw new Error('This task never succeeds.');
        const left = failures[index] ?? 0;
        failures[index] = left - 1;
        if (left > 0) throw new Error('This attempt fails.');
        const marks = Array.from({ length: step.marks }, (_, n) => ({ mark: `${name}.${n}` }));
        return {
          outcome: { asks: answers.length, last: answers.at(-1) ?? null },
          effects: { mark: marks, subject: [{ name: 'shared', state: name }] },
        };
      },
      // Kills do not count as attempts, but an attempt that failed may not have been counted yet.
      { maxAttempts: step.isGivenUp ? 3 : 50 },
    );
  });
  return program(tasks, (outcomes) => ({
    mark: [{ mark: `finish ${JSON.stringify([...outcomes])}` }],
    subject: [{ name: 'shared', state: 'finished' }],
  }));
}

/** Runs a plan on one node after the other, each dying at its boundary; the last one lives. */
async function play(plan: Plan, deaths: readonly number[]) {
  const world = new World();
  const shared = programOf(plan, world);
  const load = async () => shared;
  const run = newRun();
  const seen: string[] = [];
  let engine: Engine | undefined;
  const isGone = async () => (await leftovers(db, run.runId)) === 0;
  for (const [index, death] of [...deaths, Number.POSITIVE_INFINITY].entries()) {
    let isDead = false;
    const kill = dyingAt(death, index === 0 ? seen : []);
    const next = nodes.add({
      db,
      load,
      onBoundary: (name) => {
        try {
          kill(name);
        } catch (error) {
          isDead = true;
          throw error;
        }
      },
    });
    if (index === 0) await next.start(run).catch(() => undefined);
    next.open();
    engine = next;
    await until('the run is over or its node dead', async () => isDead || (await isGone()));
  }
  await until('the run is over', isGone);
  return { run, world, seen, engine, state: await endState(run.runId, run.tenantId) };
}

const STORY: Plan = [
  { asks: 0, failures: 0, marks: 1, isGivenUp: false },
  { asks: 2, failures: 0, marks: 2, isGivenUp: false },
  { asks: 0, failures: 0, marks: 0, isGivenUp: false },
  { asks: 1, failures: 1, marks: 1, isGivenUp: false },
  { asks: 1, failures: 0, marks: 0, isGivenUp: true },
  { asks: 0, failures: 0, marks: 3, isGivenUp: false },
];

describe('a node that is killed', () => {
  it('at any boundary of any commit leaves a run that another node brings to the same end', async () => {
    const undisturbed = await play(STORY, []);
    const boundaries = undisturbed.seen.length;
    expect(boundaries).toBeGreaterThanOrEqual(16);
    expect(undisturbed.state.leftovers).toBe(0);

    for (let boundary = 1; boundary <= boundaries; boundary += 1) {
      const killed = await play(STORY, [boundary]);

      // Before its first commit the run does not exist: the start failed, and nothing happened.
      const expected = boundary === 1 ? { marks: [], subjects: [] } : undisturbed.state;
      expect.soft(killed.state, `killed at ${boundary}`).toEqual({ leftovers: 0, ...expected });
      expect.soft(killed.world.contradictions()).toEqual([]);
      expect.soft(repeated(killed.world)).toBeLessThanOrEqual(1);
      await nodes.stop();
    }
    console.info(`Killed at each of ${boundaries} boundaries.`);
  });

  it('again and again, wherever, changes nothing about the end of any program', async () => {
    const step = fc.record({
      asks: fc.integer({ min: 0, max: 3 }),
      failures: fc.integer({ min: 0, max: 2 }),
      marks: fc.integer({ min: 0, max: 3 }),
      isGivenUp: fc.boolean(),
    });
    const plan = fc.array(step, { minLength: 1, maxLength: 5 });
    // The first death is past the first commit, so that there is a run to bring to its end.
    const deaths = fc
      .tuple(
        fc.integer({ min: 2, max: 20 }),
        fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 2 }),
      )
      .map(([first, rest]) => [first, ...rest]);
    await fc.assert(
      fc.asyncProperty(plan, deaths, async (steps, points) => {
        const undisturbed = await play(steps, []);
        const killed = await play(steps, points);
        await nodes.stop();

        expect(killed.state).toEqual(undisturbed.state);
        expect(killed.world.contradictions()).toEqual([]);
        expect(repeated(killed.world)).toBeLessThanOrEqual(points.length);
      }),
      { numRuns: 25, endOnFailure: false, interruptAfterTimeLimit: 60_000 },
    );
  }, 120_000);
});

/** Asks that were sent more than once: at most the one under way when a node died. */
function repeated(world: World): number {
  return world.calls.length - new Set(world.calls.map(({ key }) => key)).size;
}
