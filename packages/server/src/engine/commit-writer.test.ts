import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../database/test-database.ts';
import type { SystemDb } from '../kernel/statement.ts';
import type { Commit } from './commit.ts';
import { commitWriter } from './commit-writer.ts';
import { Gate } from './gate.ts';
import type { GroupCommit } from './group-commit.ts';
import { engineDatabase, leftovers, marksOf, query } from './test-engine.ts';
import { EFFECTS, newRun } from './test-program.ts';

let testDb: TestDatabase;
let db: SystemDb;
let writer: GroupCommit;
let run: ReturnType<typeof newRun>;
beforeAll(async () => {
  testDb = await engineDatabase();
  db = testDb.database.system;
  const nothing = () => undefined;
  writer = commitWriter(new Gate(db, nothing, nothing), EFFECTS, { nodeId: 'me', leaseMs: 60_000 });
});
afterAll(() => testDb.drop());

/** A run of ours at epoch 1, after one checkpoint. */
beforeEach(async () => {
  run = newRun();
  await writer.submit({ op: 'start', ...run });
  await writer.submit(checkpoint('move', { position: 0 }));
});

function checkpoint(
  op: 'move' | 'park' | 'wait' | 'end',
  more: { epoch?: number; position?: number } = {},
) {
  const { tenantId, runId } = run;
  const key = { tenantId, runId, epoch: 1, position: 1, ...more };
  if (op === 'end') return { op, ...key, effects: { mark: [{ mark: op }] } } satisfies Commit;
  const memories = [{ name: `${op} ${key.position}`, sealed: Buffer.from('learnt') }];
  const count = { attempt: 0, stumbles: 0, wakes: 0, waitMs: 60_000 };
  return { op, ...key, ...count, memories, effects: { mark: [{ mark: op }] } } satisfies Commit;
}

async function standing() {
  const rows = await query<object>(
    db,
    'select is_active, position, epoch, lease_by from engine_run where run_id = $1',
    [run.runId],
  );
  return rows[0];
}

describe.each(['move', 'park', 'wait', 'end'] as const)('a checkpoint that would %s', (op) => {
  it.each([
    { when: 'the run was claimed again', stale: { epoch: 0 }, sql: 'true' },
    { when: 'a newer checkpoint stands', stale: { position: 0 }, sql: 'true' },
    { when: 'an older checkpoint stands', stale: { position: 2 }, sql: 'true' },
    { when: 'another node holds it', stale: {}, sql: `lease_by = 'other'` },
    { when: 'nobody holds it', stale: {}, sql: 'lease_by = null' },
  ])('writes nothing when $when', async ({ stale, sql }) => {
    if (sql !== 'true') {
      await query(db, `update engine_run set ${sql} where run_id = $1`, [run.runId]);
    }
    const before = await standing();

    expect(await writer.submit(checkpoint(op, stale))).toBeUndefined();
    expect(await standing()).toEqual(before);
    expect(await marksOf(db, run.runId)).toEqual(['start', 'move']);
    expect(await leftovers(db, run.runId)).toBe(2);
  });

  it('is written when nothing has changed', async () => {
    expect(await writer.submit(checkpoint(op))).toBeDefined();
    expect(await marksOf(db, run.runId)).toEqual(['start', 'move', op]);
    expect(await leftovers(db, run.runId)).toBe(op === 'end' ? 0 : 3);
  });

  it('does not hold up its neighbours when its own fence fails', async () => {
    const neighbour = newRun();
    const [stale, started] = await Promise.all([
      writer.submit(checkpoint(op, { epoch: 7 })),
      writer.submit({ op: 'start', ...neighbour }),
    ]);

    expect(stale).toBeUndefined();
    expect(started).toEqual({ isActive: true, hasWaiting: false });
    expect(await marksOf(db, neighbour.runId)).toEqual(['start']);
  });
});

describe('the lease', () => {
  const leaseMs = async () => {
    const rows = await query<{ ms: number }>(
      db,
      `select extract(epoch from lease_until - now())::float8 * 1000 as ms
       from engine_run where run_id = $1`,
      [run.runId],
    );
    return rows[0]?.ms ?? Number.NaN;
  };
  const shorten = (to: string) =>
    query(db, `update engine_run set lease_until = now() + $2::interval where run_id = $1`, [
      run.runId,
      to,
    ]);

  it('is extended by a checkpoint when less than half of it is left', async () => {
    await shorten('20 seconds');
    await writer.submit(checkpoint('move'));

    expect(await leaseMs()).toBeGreaterThan(50_000);
  });

  it('is left alone before, so that a checkpoint touches no index', async () => {
    await shorten('40 seconds');
    await writer.submit(checkpoint('move'));

    expect(await leaseMs()).toBeLessThan(41_000);
  });
});
