import type { EffectKind, Effects } from '../kernel/effect.ts';
import {
  type SystemDb,
  type SystemStatement,
  systemStatement,
  type TenantDb,
  type TenantStatement,
  writeStatement,
} from '../kernel/statement.ts';
import { lastOfEach } from './effect.ts';
import type { RunHeader } from './program.ts';

/** A run that was just claimed, as it stands in the table. */
export type ClaimedRow = {
  readonly tenant_id: string;
  readonly run_id: string;
  readonly lane: string;
  readonly kind: string;
  readonly position: number;
  readonly epoch: number;
  readonly attempt: number;
  readonly stumbles: number;
  readonly wakes: number;
  /** The node whose lease had run out; null when the run was parked, handed over or waiting. */
  readonly taken_from: string | null;
};

/**
 * Runs whose lease is over; of those that are not active only the first of a lane that has no active
 * run. One that waits for something outside is not in anybody's way until its time has come.
 *
 * Two nodes that pick the same lane at once are told apart by the unique index on active runs; the
 * one that fails has claimed nothing and finds another state at its next try.
 */
function claimStatement(name: string, within: string): SystemStatement<ClaimedRow> {
  return systemStatement(
    name,
    `
with due as materialized (
  select r.tenant_id, r.run_id, r.lease_by from engine_run r
  where r.lease_until <= now() and ${within} (r.is_active or not exists (
    select from engine_run a
    where a.tenant_id = r.tenant_id and a.lane = r.lane and (a.is_active or a.seq < r.seq
      and (not a.is_waiting or a.lease_until <= now()))))
  order by r.lease_until, r.seq
  limit $3::int
  for update skip locked
)
update engine_run r set is_active = true, is_waiting = false, epoch = r.epoch + 1,
  lease_by = $1::text, lease_until = now() + $2::float8 * interval '1 ms'
from due where r.tenant_id = due.tenant_id and r.run_id = due.run_id
returning r.tenant_id, r.run_id, r.lane, r.kind, r.position, r.epoch, r.attempt, r.stumbles,
  r.wakes, due.lease_by as taken_from`,
  );
}

/** $1 node, $2 lease in ms, $3 how many at most. */
export const CLAIM = claimStatement('engine-claim', '');

/** As {@link CLAIM}, within the lane $5 of the tenant $4. */
export const CLAIM_LANE = claimStatement(
  'engine-claim-lane',
  'r.tenant_id = $4::uuid and r.lane = $5::text and',
);

/**
 * Extends the leases of the runs ($3 tenants, $4 runs, $5 epochs) that node $1 still holds, and
 * returns all of those. Rows under a checkpoint are passed over, because waiting for them could
 * deadlock; a checkpoint extends the lease itself.
 */
export const HEARTBEAT = systemStatement<{ readonly tenant_id: string; readonly run_id: string }>(
  'engine-heartbeat',
  `
with held as materialized (
  select r.tenant_id, r.run_id
  from unnest($3::uuid[], $4::text[], $5::int[]) as h (tenant_id, run_id, epoch)
  join engine_run r on r.tenant_id = h.tenant_id and r.run_id = h.run_id
    and r.epoch = h.epoch and r.lease_by = $1::text
),
free as materialized (
  select r.tenant_id, r.run_id, r.epoch
  from engine_run r join held h on h.tenant_id = r.tenant_id and h.run_id = r.run_id
  where r.lease_by = $1::text
  for update of r skip locked
),
extended as (
  update engine_run r set lease_until = now() + $2::float8 * interval '1 ms'
  from free f
  where r.tenant_id = f.tenant_id and r.run_id = f.run_id and r.epoch = f.epoch
)
select tenant_id, run_id from held`,
);

/** Gives runs up as {@link HEARTBEAT} names them, from $2; the new epoch fences off what this node still does. */
export const HAND_OVER = systemStatement<{ readonly run_id: string }>(
  'engine-hand-over',
  `
update engine_run r set lease_by = null, lease_until = now(), epoch = r.epoch + 1
from unnest($2::uuid[], $3::text[], $4::int[]) as h (tenant_id, run_id, epoch)
where r.tenant_id = h.tenant_id and r.run_id = h.run_id and r.epoch = h.epoch and r.lease_by = $1::text
returning r.run_id`,
);

export const RECALL = systemStatement<{ readonly name: string; readonly sealed: Buffer }>(
  'engine-recall',
  'select name, sealed from engine_memory where tenant_id = $1::uuid and run_id = $2::text',
);

/** Of the runs ($1 tenants, $2 runs) those that nobody works on any more, and why. */
export const LEFT = systemStatement<{
  readonly tenant_id: string;
  readonly run_id: string;
  readonly ending: 'ended' | 'removed' | 'waiting';
}>(
  'engine-left',
  `
select w.tenant_id, w.run_id, case
  when r.is_waiting then 'waiting'
  when exists (
    select from engine_removed x where x.tenant_id = w.tenant_id and x.run_id = w.run_id)
  then 'removed' else 'ended' end as ending
from unnest($1::uuid[], $2::text[]) as w (tenant_id, run_id)
left join engine_run r on r.tenant_id = w.tenant_id and r.run_id = w.run_id
where r.run_id is null or r.is_waiting and r.lease_until > now()`,
);

/** The run as it stands: whether a start whose connection died was written after all. */
export const STANDING = systemStatement<{
  readonly epoch: number;
  readonly lease_by: string | null;
  readonly is_active: boolean;
}>(
  'engine-standing',
  'select epoch, lease_by, is_active from engine_run where tenant_id = $1::uuid and run_id = $2::text',
);

/** Runs that failed $1 times in a row outside any task count as stuck. */
export const CENSUS = systemStatement<{
  readonly live: number;
  readonly active: number;
  readonly outside: number;
  readonly stuck: number;
  readonly oldest_age_ms: number | null;
}>(
  'engine-census',
  `
select count(*)::int as live, count(*) filter (where is_active)::int as active,
  count(*) filter (where is_waiting)::int as outside,
  count(*) filter (where stumbles >= $1::int)::int as stuck,
  extract(epoch from now() - min(started_at))::float8 * 1000 as oldest_age_ms
from engine_run`,
);

const REMOVE = writeStatement<{ readonly run_id: string }>(
  'engine-remove',
  `
with gone as (
  delete from engine_run
  where tenant_id = $1::uuid and (run_id = any($2::text[]) or starts_with(lane, $3::text))
  returning tenant_id, run_id
),
forgotten as (
  delete from engine_memory m using gone g where m.tenant_id = g.tenant_id and m.run_id = g.run_id
),
outdated as (
  delete from engine_removed where tenant_id = $1::uuid and removed_at < now() - interval '1 hour'
)
insert into engine_removed (tenant_id, run_id) select tenant_id, run_id from gone
returning run_id`,
);

const WAKE = writeStatement<{ readonly run_id: string }>(
  'engine-wake',
  `
update engine_run
set wakes = wakes + 1, lease_until = case when is_waiting then now() else lease_until end
where tenant_id = $1::uuid and starts_with(lane, $2::text)
returning run_id`,
);

/**
 * Tells runs whose lane starts with a prefix that what they wait for may have happened, inside the
 * caller's transaction; returns their ids. One that is at work looks again before it waits.
 *
 * Do it first in the transaction, as with {@link removeRuns}.
 */
export async function wakeRuns(db: TenantDb, lanePrefix: string): Promise<string[]> {
  const rows = await db.all(WAKE, [lanePrefix]);
  return rows.map(({ run_id }) => run_id);
}

/** Which runs of a tenant: those named, or all whose lane starts with a prefix. */
export type RunSelection = { readonly runIds: readonly string[] } | { readonly lanePrefix: string };

/**
 * Deletes live runs and what they remember inside the caller's transaction; returns how many.
 *
 * Do it first in the transaction: it waits for a checkpoint under way, which must not in turn wait
 * for rows that the transaction has changed already.
 */
export async function removeRuns(
  db: TenantDb | SystemDb,
  tenantId: string,
  selection: RunSelection,
): Promise<number> {
  const tenantDb = 'scope' in db ? db : db.forTenant({ own: tenantId, readable: [tenantId] });
  if (tenantDb.scope.own !== tenantId) throw new Error('These runs belong to another tenant.');
  const removed = await tenantDb.all(REMOVE, [
    'runIds' in selection ? selection.runIds : [],
    // starts_with(lane, null) is null: without a prefix no lane is meant.
    'lanePrefix' in selection ? selection.lanePrefix : null,
  ]);
  return removed.length;
}

/** Nobody holds it yet: it is due, for whoever looks once it is there to be seen. */
const ENQUEUE = writeStatement<never>(
  'engine-enqueue',
  `insert into engine_run (tenant_id, run_id, lane, kind, is_active, lease_until)
   values ($1::uuid, $2::text, $3::text, $4::text, false, now())`,
);

const statements = new WeakMap<EffectKind, TenantStatement<never>>();

/**
 * Writes a run with its effects in a transaction that has other things to write as well: a statement for each kind
 * of effect, in the order in which the kinds are declared.
 */
export async function enqueueRun(
  tx: TenantDb,
  kinds: readonly EffectKind[],
  run: Omit<RunHeader, 'attempt'> & { readonly effects: Effects },
): Promise<void> {
  const { tenantId, runId, lane, kind, effects } = run;
  if (!tx.isTransaction) throw new Error('A run is enqueued in a transaction.');
  if (tx.scope.own !== tenantId) throw new Error('The run belongs to another tenant.');
  const unknown = Object.keys(effects).find((name) => !kinds.some((one) => one.name === name));
  if (unknown !== undefined) throw new Error(`There is no kind of effect "${unknown}".`);
  for (const one of kinds) {
    const rows = lastOfEach(one, tenantId, effects[one.name] ?? []);
    if (rows.length === 0) continue;
    const numbered = rows.map((row, ordinal) => ({ ...row, ordinal }));
    await tx.all(statementOf(one), [JSON.stringify(numbered), runId]);
  }
  await tx.all(ENQUEUE, [runId, lane, kind]);
}

function statementOf(kind: EffectKind): TenantStatement<never> {
  const rows = `rows_of_${kind.name}`;
  const statement =
    statements.get(kind) ??
    writeStatement<never>(
      `engine-effect-${kind.name}`,
      `with ${rows} as (
        select $1::uuid as tenant_id, $3::text as run_id, x.*
        from jsonb_to_recordset($2::jsonb) as x (ordinal int, ${kind.columns})
      )
      ${kind.sql(rows)}`,
    );
  statements.set(kind, statement);
  return statement;
}
