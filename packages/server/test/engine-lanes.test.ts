import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../src/database/test-database.ts';
import type { RunHeader } from '../src/engine/program.ts';
import { deferred, engineDatabase, Nodes, query, until } from '../src/engine/test-engine.ts';
import { newRun, program, task } from '../src/engine/test-program.ts';
import { newUuid } from '../src/kernel/id.ts';
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

/** Leases that never run out within a test, so that only lanes decide who runs when. */
const LONG_LEASE = { leaseMs: 600_000 };

/** Runs that note when they are at work, and never twice at once in a lane. */
function observedRuns() {
  const order = new Map<string, string[]>();
  const atWork = new Map<string, number>();
  let mostAtOnce = 0;
  const load = async ({ lane, runId }: RunHeader) =>
    program([
      task('work', async ({ ask }) => {
        const running = (atWork.get(lane) ?? 0) + 1;
        atWork.set(lane, running);
        mostAtOnce = Math.max(mostAtOnce, running);
        order.set(lane, [...(order.get(lane) ?? []), runId]);
        await ask('something', async () => new Promise((resolve) => setTimeout(resolve, 2, null)));
        atWork.set(lane, running - 1);
        return { outcome: null };
      }),
    ]);
  return { load, order, mostAtOnce: () => mostAtOnce };
}

async function countLive(tenantId: string): Promise<number> {
  const [row] = await query<{ n: number }>(
    db,
    'select count(*)::int as n from engine_run where tenant_id = $1',
    [tenantId],
  );
  return row?.n ?? Number.NaN;
}

describe('a lane', () => {
  it('runs one after the other, in the order of their start, on whichever node', async () => {
    const start = fc.record({ lane: fc.integer({ min: 0, max: 2 }), node: fc.boolean() });
    const starts = fc.array(start, { minLength: 2, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(starts, async (plan) => {
        const tenantId = newUuid();
        const { load, order, mostAtOnce } = observedRuns();
        const [one, other] = [0, 1].map(() => nodes.add({ db, ...LONG_LEASE, load }));
        one?.open();
        other?.open();
        const expected = new Map<string, string[]>();
        for (const { lane: number, node } of plan) {
          const run = newRun({ tenantId, lane: `lane ${number}` });
          await (node ? one : other)?.start(run);
          expected.set(run.lane, [...(expected.get(run.lane) ?? []), run.runId]);
        }
        await until('all have ended', async () => (await countLive(tenantId)) === 0);
        await nodes.stop();

        expect(order).toEqual(expected);
        expect(mostAtOnce()).toBe(1);
      }),
      { numRuns: 20, interruptAfterTimeLimit: 40_000 },
    );
  }, 60_000);

  it('lets no two in at once when many knock at the same moment', async () => {
    const tenantId = newUuid();
    const { load, order, mostAtOnce } = observedRuns();
    const both = [0, 1].map(() => nodes.add({ db, ...LONG_LEASE, load }));
    for (const engine of both) engine.open();

    const started = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        both[n % 2]?.start(newRun({ tenantId, lane: `lane ${n % 3}` })),
      ),
    );
    const endings = await Promise.all(started.map((run) => run?.whenEnded));

    expect(endings).toEqual(endings.map(() => 'ended'));
    expect([...order.values()].map((runs) => runs.length)).toEqual([10, 10, 10]);
    expect(mostAtOnce()).toBe(1);
  });

  it('goes on at once on the same node, without waiting for a poll', async () => {
    const { load, order } = observedRuns();
    const engine = nodes.add({ db, ...LONG_LEASE, pollMs: 600_000, load });
    engine.open();
    const [tenantId, lane] = [newUuid(), 'lane'];
    const runs = [1, 2, 3, 4].map(() => newRun({ tenantId, lane }));
    const endings = [];
    for (const run of runs) endings.push((await engine.start(run)).whenEnded);
    await Promise.all(endings);

    expect(order.get(lane)).toEqual(runs.map(({ runId }) => runId));
  });

  it('that its node left waiting is taken up by any other, first come first', async () => {
    const tenantId = newUuid();
    const runs = [1, 2, 3].map(() => newRun({ tenantId, lane: 'left behind' }));
    for (const { runId, lane } of runs) {
      await query(
        db,
        `insert into engine_run (tenant_id, run_id, lane, kind, is_active, lease_until)
         values ($1, $2, $3, 'test', false, now())`,
        [tenantId, runId, lane],
      );
    }
    const { load, order, mostAtOnce } = observedRuns();
    for (const engine of [0, 1].map(() => nodes.add({ db, ...LONG_LEASE, load }))) engine.open();
    await until('all have ended', async () => (await countLive(tenantId)) === 0);

    expect(order.get('left behind')).toEqual(runs.map(({ runId }) => runId));
    expect(mostAtOnce()).toBe(1);
  });

  it('of one tenant does not block that of another', async () => {
    const answer = deferred();
    const engine = nodes.add({
      db,
      ...LONG_LEASE,
      load: async ({ kind }) =>
        program(
          kind === 'slow' ? [task('slow', async () => ({ outcome: await answer.promise }))] : [],
        ),
    });
    await engine.start(newRun({ lane: 'shared name', kind: 'slow' }));
    const quick = await engine.start(newRun({ lane: 'shared name' }));

    expect(await quick.whenEnded).toBe('ended');
    answer.resolve();
  });

  it('stays blocked while its active run is parked', async () => {
    const failing = task('failing', () => Promise.reject(new Error('no')), { maxAttempts: 2 });
    const engine = nodes.add({
      db,
      leaseMs: 100,
      retryBaseMs: 600,
      load: async ({ kind }) => program(kind === 'failing' ? [failing] : []),
    });
    engine.open();
    const tenantId = newUuid();
    const first = newRun({ tenantId, lane: 'lane', kind: 'failing' });
    await engine.start(first);
    const second = await engine.start(newRun({ tenantId, lane: 'lane' }));
    let wasParked = false;
    await until('the second has ended', async () => {
      const rows = await query<{ run_id: string; is_active: boolean; lease_by: string | null }>(
        db,
        'select run_id, is_active, lease_by from engine_run where tenant_id = $1 order by seq',
        [tenantId],
      );
      if (rows[0]?.run_id === first.runId) {
        wasParked ||= rows[0].lease_by === null;
        expect(rows.map(({ is_active }) => is_active)).toEqual([true, false]);
      }
      return rows.length === 0;
    });

    expect(wasParked).toBe(true);
    expect(await second.whenEnded).toBe('ended');
  });
});
