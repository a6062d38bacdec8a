import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../database/test-database.ts';
import { newUuid } from '../kernel/id.ts';
import type { SystemDb, TenantDb } from '../kernel/statement.ts';
import { engineDatabase, leftovers, marksOf, Nodes, query, until } from './test-engine.ts';
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

const work = task('work', async () => ({ outcome: null, effects: { mark: [{ mark: 'work' }] } }));
const node = () => nodes.add({ db, load: async () => program([work]) });
const ALL = ['start', 'work', 'finish'];

function tenant(tenantId = newUuid()): { tenantId: string; own: TenantDb } {
  return { tenantId, own: db.forTenant({ own: tenantId, readable: [tenantId] }) };
}

describe('a run that is enqueued in a transaction', () => {
  it('is taken up once that has committed, and not before', async () => {
    const engine = node();
    engine.open();
    const { tenantId, own } = tenant();
    const run = newRun({ tenantId });
    await own.inTransaction(async (tx) => {
      await engine.enqueue(tx, run);
      expect(await marksOf(db, run.runId)).toEqual([]);
    });
    expect(await engine.takeUp(run).whenEnded).toBe('ended');
    expect(await marksOf(db, run.runId)).toEqual(ALL);
    expect(await leftovers(db, run.runId)).toBe(0);
  });

  it('is not there where the transaction fails', async () => {
    const engine = node();
    const { tenantId, own } = tenant();
    const run = newRun({ tenantId });
    const failed = own.inTransaction(async (tx) => {
      await engine.enqueue(tx, run);
      throw new Error('meant');
    });
    await expect(failed).rejects.toThrow('meant');
    expect(await marksOf(db, run.runId)).toEqual([]);
    expect(await leftovers(db, run.runId)).toBe(0);
    expect(await engine.takeUp(run).whenEnded).toBe('ended');
    expect(await marksOf(db, run.runId)).toEqual([]);
  });

  it('is found by any node, where the one that enqueued it is gone', async () => {
    const { tenantId, own } = tenant();
    const run = newRun({ tenantId });
    await own.inTransaction((tx) => node().enqueue(tx, run));
    await nodes.stop();
    node().open();
    await until('the run is over', async () => (await marksOf(db, run.runId)).includes('finish'));
    expect(await marksOf(db, run.runId)).toEqual(ALL);
  });

  it('waits for those before it in its lane', async () => {
    const engine = node();
    const { tenantId, own } = tenant();
    const runs = Array.from({ length: 8 }, () => newRun({ tenantId, lane: 'person/a' }));
    const ended = await Promise.all(
      runs.map(async (run, at) => {
        if (at % 2 === 0) return (await engine.start(run)).whenEnded;
        await own.inTransaction((tx) => engine.enqueue(tx, run));
        return engine.takeUp(run).whenEnded;
      }),
    );
    expect(new Set(ended)).toEqual(new Set(['ended']));
    for (const { runId } of runs) expect(await marksOf(db, runId)).toEqual(ALL);
  });

  it('writes the last of several effects on one row, as a checkpoint does', async () => {
    const engine = node();
    const { tenantId, own } = tenant();
    const subject = ['first', 'second'].map((state) => ({ name: 'one', state }));
    const run = { ...newRun({ tenantId }), effects: { subject } };
    await own.inTransaction((tx) => engine.enqueue(tx, run));
    const rows = await query(db, 'select state, changes from subject where tenant_id = $1', [
      tenantId,
    ]);
    expect(rows).toEqual([{ state: 'second', changes: 1 }]);
    await engine.takeUp(run).whenEnded;
  });

  it('needs a transaction of its own tenant, and effects that are known', async () => {
    const engine = node();
    const { tenantId, own } = tenant();
    const run = newRun({ tenantId });
    await expect(engine.enqueue(own, run)).rejects.toThrow('transaction');
    const stranger = tenant().own;
    await expect(stranger.inTransaction((tx) => engine.enqueue(tx, run))).rejects.toThrow('tenant');
    const unknown = { ...run, effects: { nothing: [{ a: 1 }] } };
    await expect(own.inTransaction((tx) => engine.enqueue(tx, unknown))).rejects.toThrow('nothing');
    await engine.stop({ graceMs: 0 });
    await expect(own.inTransaction((tx) => engine.enqueue(tx, run))).rejects.toThrow();
    expect(await leftovers(db, run.runId)).toBe(0);
  });
});
