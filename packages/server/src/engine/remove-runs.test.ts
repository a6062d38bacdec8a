import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../database/test-database.ts';
import { newUuid } from '../kernel/id.ts';
import type { SystemDb } from '../kernel/statement.ts';
import { deferred, engineDatabase, leftovers, marksOf, Nodes, query } from './test-engine.ts';
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

/** A node whose runs learn something, and then wait for the test. */
function waitingNode() {
  const [answer, isWaiting] = [deferred(), deferred()];
  const asking = task('asking', async ({ ask }) => {
    await ask('first', async () => 'learnt');
    isWaiting.resolve();
    await ask('second', () => answer.promise);
    return { outcome: null, effects: { mark: [{ mark: 'asked' }] } };
  });
  return { engine: nodes.add({ db, load: async () => program([asking]) }), answer, isWaiting };
}

describe('removing runs', () => {
  it('fences what is at work, forgets what it learnt, and tells whoever waits', async () => {
    const { engine, answer, isWaiting } = waitingNode();
    const tenantId = newUuid();
    const run = newRun({ tenantId, lane: 'person 1/a' });
    const { whenEnded } = await engine.start(run);
    const next = newRun({ tenantId, lane: 'person 1/a' });
    const nextEnded = (await engine.start(next)).whenEnded;
    await isWaiting.promise;

    const removed = await db.inTransaction((tx) =>
      engine.remove(tx, tenantId, { lanePrefix: 'person 1/' }),
    );
    answer.resolve();

    expect(removed).toBe(2);
    expect(await whenEnded).toBe('removed');
    expect(await nextEnded).toBe('removed');
    expect(await leftovers(db, run.runId)).toBe(0);
    expect(await marksOf(db, run.runId)).toEqual(['start']);
  });

  it('touches no other lane and no other tenant', async () => {
    const { engine, answer } = waitingNode();
    const tenantId = newUuid();
    const neighbour = newRun({ tenantId, lane: 'person 10/a' });
    const stranger = newRun({ lane: 'person 1/a' });
    const endings = [neighbour, stranger].map(async (run) => (await engine.start(run)).whenEnded);

    const own = db.forTenant({ own: tenantId, readable: [tenantId] });
    expect(await engine.remove(own, tenantId, { lanePrefix: 'person 1/' })).toBe(0);
    expect(await engine.remove(own, tenantId, { runIds: [stranger.runId] })).toBe(0);
    await expect(
      engine.remove(own, stranger.tenantId, { runIds: [stranger.runId] }),
    ).rejects.toThrow('another tenant');
    answer.resolve();

    expect(await Promise.all(endings)).toEqual(['ended', 'ended']);
  });

  it('that is rolled back changes nothing', async () => {
    const { engine, answer, isWaiting } = waitingNode();
    const run = newRun();
    const { whenEnded } = await engine.start(run);
    await isWaiting.promise;

    const rolledBack = db.inTransaction(async (tx) => {
      await engine.remove(tx, run.tenantId, { runIds: [run.runId] });
      throw new Error('changed my mind');
    });
    await expect(rolledBack).rejects.toThrow('changed my mind');
    answer.resolve();

    expect(await whenEnded).toBe('ended');
    expect(await marksOf(db, run.runId)).toEqual(['start', 'asked', 'finish']);
  });

  it('is told to those who wait on another node', async () => {
    const { engine, isWaiting } = waitingNode();
    const run = newRun();
    const { whenEnded } = await engine.start(run);
    await isWaiting.promise;
    const other = nodes.add({ db, load: async () => program([]) });
    await other.remove(db, run.tenantId, { runIds: [run.runId] });

    expect(await whenEnded).toBe('removed');
  });

  it('forgets after an hour that it happened', async () => {
    const { engine } = waitingNode();
    const tenantId = newUuid();
    await query(
      db,
      `insert into engine_removed (tenant_id, run_id, removed_at)
       values ($1, 'old', now() - interval '61 minutes'), ($1, 'recent', now())`,
      [tenantId],
    );
    await engine.remove(db, tenantId, { runIds: [] });

    const left = await query(db, 'select run_id from engine_removed where tenant_id = $1', [
      tenantId,
    ]);
    expect(left).toEqual([{ run_id: 'recent' }]);
  });
});
