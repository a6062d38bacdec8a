import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../src/database/test-database.ts';
import { wakeRuns } from '../src/engine/engine.store.ts';
import type { Program } from '../src/engine/program.ts';
import {
  engineDatabase,
  leftovers,
  marksOf,
  Nodes,
  query,
  until,
} from '../src/engine/test-engine.ts';
import { newRun, program, task } from '../src/engine/test-program.ts';
import type { SystemDb } from '../src/kernel/statement.ts';

const A_MONTH = 30 * 24 * 3_600_000;

let test: TestDatabase;
let db: SystemDb;
const nodes = new Nodes();
beforeAll(async () => {
  test = await engineDatabase();
  db = test.database.system;
});
afterEach(() => nodes.stop());
afterAll(() => test.drop());

type Run = ReturnType<typeof newRun>;

/** The world outside the engine: whether what runs wait for has happened, and how often one looked. */
class Outside {
  hasHappened = false;
  looks = 0;
  forMs = A_MONTH;

  program(): Program {
    return program([
      task('before', () => ({ outcome: null, effects: { mark: [{ mark: 'before' }] } })),
      task('capture', async ({ ask, wait }) => {
        await ask('start', async () => ({ session: 1 }));
        this.looks += 1;
        if (!this.hasHappened) wait({ forMs: this.forMs, effects: { mark: [{ mark: 'waits' }] } });
        return { outcome: 'captured', effects: { mark: [{ mark: 'captured' }] } };
      }),
    ]);
  }
}

async function wake({ tenantId, lane }: Run): Promise<number> {
  return (await wakeRuns(db.forTenant({ own: tenantId, readable: [tenantId] }), lane)).length;
}

async function standing({ runId }: Run) {
  const [row] = await query<{ is_active: boolean; is_waiting: boolean; lease_by: string | null }>(
    db,
    'select is_active, is_waiting, lease_by from engine_run where run_id = $1',
    [runId],
  );
  return row;
}

describe('a run that waits for something outside', () => {
  it('is held by nobody, tells who waits for it, and goes on when it is woken', async () => {
    const outside = new Outside();
    const node = nodes.add({ db, load: async () => outside.program() });
    node.open();
    const run = newRun();
    expect(await (await node.start(run)).whenEnded).toBe('waiting');
    expect(await standing(run)).toEqual({ is_active: false, is_waiting: true, lease_by: null });
    expect(await node.status()).toMatchObject({ outside: 1, waiting: 0, active: 0, held: 0 });

    outside.hasHappened = true;
    expect(await wake(run)).toBe(1);
    await until('it has ended', async () => (await standing(run)) === undefined);
    expect(await marksOf(db, run.runId)).toEqual([
      'start',
      'before',
      'waits',
      'captured',
      'finish',
    ]);
    expect(outside.looks).toBe(2);
    expect(await leftovers(db, run.runId)).toBe(0);
  });

  it('looks again when its time has come, without being woken', async () => {
    const outside = new Outside();
    outside.forMs = 20;
    const node = nodes.add({ db, load: async () => outside.program() });
    node.open();
    const run = newRun();
    await node.start(run);
    await until('it has looked three times', () => outside.looks >= 3);
    outside.hasHappened = true;
    await until('it has ended', async () => (await standing(run)) === undefined);
    expect((await marksOf(db, run.runId)).at(-1)).toBe('finish');
  });

  it('loses no call that comes while it is at work', async () => {
    const outside = new Outside();
    const node = nodes.add({
      db,
      load: async () => {
        const { tasks, ...rest } = outside.program();
        const [before, capture] = tasks;
        if (!before || !capture) throw new Error('There are two tasks.');
        const late = task('capture', async (tools) => {
          if (outside.looks > 0) return capture.run(tools);
          // It has found nothing; before it can wait, it happens, and whoever saw it calls.
          outside.looks += 1;
          outside.hasHappened = true;
          await wake(run);
          return tools.wait({ forMs: A_MONTH });
        });
        return { ...rest, tasks: [before, late] };
      },
    });
    node.open();
    const run = newRun();
    await node.start(run);
    await until('it has ended', async () => (await standing(run)) === undefined);
    expect(await marksOf(db, run.runId)).toEqual(['start', 'before', 'captured', 'finish']);
  });

  it('lets others of its lane go ahead, and takes its turn behind the one at work', async () => {
    const outside = new Outside();
    const quick = program([task('quick', () => ({ outcome: null }))]);
    const node = nodes.add({
      db,
      load: async ({ kind }) => (kind === 'quick' ? quick : outside.program()),
    });
    node.open();
    const first = newRun();
    expect(await (await node.start(first)).whenEnded).toBe('waiting');
    const second = { ...newRun({ tenantId: first.tenantId, lane: first.lane }), kind: 'quick' };
    expect(await (await node.start(second)).whenEnded).toBe('ended');
    expect(await standing(first)).toMatchObject({ is_waiting: true });

    outside.hasHappened = true;
    await wake(first);
    await until('both have ended', async () => (await standing(first)) === undefined);
  });

  it('hands its lane to one that was queued behind it', async () => {
    const outside = new Outside();
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const slow = program([
      task('slow', async ({ wait }) => {
        await held;
        return outside.hasHappened ? { outcome: null } : wait({ forMs: A_MONTH });
      }),
    ]);
    const quick = program([task('quick', () => ({ outcome: null }))]);
    // Never opened: nothing but the end of the wait can have taken the second up.
    const node = nodes.add({ db, load: async ({ kind }) => (kind === 'quick' ? quick : slow) });
    const first = newRun();
    await node.start(first);
    const second = { ...newRun({ tenantId: first.tenantId, lane: first.lane }), kind: 'quick' };
    const queued = await node.start(second);
    letGo();
    expect(await queued.whenEnded).toBe('ended');
    expect(await standing(first)).toMatchObject({ is_waiting: true });
  });

  it('is taken up by another node when its own is gone', async () => {
    const outside = new Outside();
    const first = nodes.add({ db, load: async () => outside.program() });
    const run = newRun();
    expect(await (await first.start(run)).whenEnded).toBe('waiting');
    await first.stop({ graceMs: 0 });
    outside.hasHappened = true;
    await wake(run);
    const second = nodes.add({ db, load: async () => outside.program() });
    second.open();
    await until('it has ended', async () => (await standing(run)) === undefined);
    expect(await marksOf(db, run.runId)).toEqual([
      'start',
      'before',
      'waits',
      'captured',
      'finish',
    ]);
  });

  it('costs no attempt: waiting is not failing', async () => {
    const outside = new Outside();
    outside.forMs = 1;
    const node = nodes.add({ db, load: async () => outside.program() });
    node.open();
    const run = newRun();
    await node.start(run);
    await until('it has looked more often than it may fail', () => outside.looks > 5);
    outside.hasHappened = true;
    await until('it has ended', async () => (await standing(run)) === undefined);
    expect((await marksOf(db, run.runId)).slice(-2)).toEqual(['captured', 'finish']);
  });
});
