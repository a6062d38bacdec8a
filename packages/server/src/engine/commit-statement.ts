import { createHash } from 'node:crypto';
import type { EffectKind } from '../kernel/effect.ts';
import { type Parameter, type SystemStatement, systemStatement } from '../kernel/statement.ts';
import type { Commit } from './commit.ts';
import { lastOfEach, rowIdentity } from './effect.ts';

/** `ordinal` is the place of the commit in its batch; a commit whose fence did not hold has no row. */
export type CommitRow = {
  readonly ordinal: number;
  readonly is_active: boolean;
  readonly has_waiting: boolean;
};

/** Who writes, and for how long it then holds what it wrote. */
export type Leaseholder = { readonly nodeId: string; readonly leaseMs: number };

/** Prepared statements cost memory on every connection; past this many, one that fits all serves. */
const MAX_SHAPES = 32;
/** $1 commits, $2 node, $3 lease in ms, $4 memories; effects follow. */
const FIRST_EFFECT_PARAMETER = 5;

/** Writes batches of commits, each batch as one statement that is its own transaction. */
export class CommitStatements {
  readonly #kinds: readonly EffectKind[];
  readonly #holder: Leaseholder;
  readonly #shapes = new Map<string, SystemStatement<CommitRow>>();

  constructor(kinds: readonly EffectKind[], holder: Leaseholder) {
    for (const kind of kinds) assertUsable(kind);
    if (new Set(kinds.map(({ name }) => name)).size < kinds.length) {
      throw new Error('Two kinds of effect share a name.');
    }
    this.#kinds = kinds;
    this.#holder = holder;
  }

  /**
   * The rows that a commit changes in place; commits that share one may not share a statement.
   *
   * @throws when the commit has effects of a kind that was never declared: they would be lost.
   */
  identities(commit: Commit): string[] {
    for (const name of Object.keys(commit.effects)) {
      if (!this.#kinds.some((kind) => kind.name === name)) {
        throw new Error(`There is no kind of effect "${name}".`);
      }
    }
    return this.#kinds
      .filter((kind) => kind.identifiedBy && commit.effects[kind.name])
      .flatMap((kind) =>
        (commit.effects[kind.name] ?? []).map((row) => rowIdentity(kind, commit.tenantId, row)),
      );
  }

  compose(batch: readonly Commit[]): {
    statement: SystemStatement<CommitRow>;
    parameters: Parameter[];
  } {
    const used = this.#kinds.filter(({ name }) => batch.some(({ effects }) => effects[name]));
    const { kinds, statement } = this.#shapeFor(used);
    return {
      statement,
      parameters: [
        JSON.stringify(batch.map(toInput)),
        this.#holder.nodeId,
        this.#holder.leaseMs,
        JSON.stringify(batch.flatMap(toMemories)),
        ...kinds.map((kind) => JSON.stringify(effectRows(kind, batch))),
      ],
    };
  }

  #shapeFor(used: readonly EffectKind[]) {
    const isKnown = this.#shapes.has(shapeOf(used));
    const kinds = isKnown || this.#shapes.size < MAX_SHAPES ? used : this.#kinds;
    const statement = this.#shapes.get(shapeOf(kinds)) ?? prepare(kinds);
    this.#shapes.set(shapeOf(kinds), statement);
    return { kinds, statement };
  }
}

function shapeOf(kinds: readonly EffectKind[]): string {
  return kinds.map(({ name }) => name).join();
}

function prepare(kinds: readonly EffectKind[]): SystemStatement<CommitRow> {
  const text = commitSql(kinds);
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return systemStatement(`engine-commit-${digest}`, text);
}

function assertUsable({ name, columns }: EffectKind): void {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`"${name}" cannot name a kind of effect.`);
  if (/(^|,)\s*(tenant_id|run_id|ordinal|commit_ordinal)\s/i.test(columns)) {
    throw new Error(`Effect ${name} declares a column that every effect has.`);
  }
}

function toInput(commit: Commit, ordinal: number): object {
  const key = { ordinal, op: commit.op, tenant_id: commit.tenantId, run_id: commit.runId };
  if (commit.op === 'start') return { ...key, lane: commit.lane, kind: commit.kind };
  const fenced = { ...key, epoch: commit.epoch, position: commit.position };
  if (commit.op === 'end') return fenced;
  const { attempt, stumbles, wakes, waitMs } = commit;
  return { ...fenced, attempt, stumbles, wakes, wait_ms: waitMs };
}

function toMemories(commit: Commit, commitOrdinal: number): object[] {
  if (commit.op === 'start' || commit.op === 'end') return [];
  return commit.memories.map(({ name, sealed }) => ({
    commit_ordinal: commitOrdinal,
    name,
    sealed: sealed.toString('base64'),
  }));
}

function effectRows(kind: EffectKind, batch: readonly Commit[]): object[] {
  return batch.flatMap((commit, commitOrdinal) =>
    lastOfEach(kind, commit.tenantId, commit.effects[kind.name] ?? []).map((row, ordinal) => ({
      ...row,
      commit_ordinal: commitOrdinal,
      ordinal,
    })),
  );
}

/**
 * Whatever a batch writes is joined with `fence`, the commits whose run stood as expected. Starts are
 * inserted in the order of their lanes, so that two batches cannot wait for each other.
 */
function commitSql(kinds: readonly EffectKind[]): string {
  return `
with input as materialized (
  select * from jsonb_to_recordset($1::jsonb) as i (
    ordinal int, op text, tenant_id uuid, run_id text, lane text, kind text,
    epoch int, position int, attempt int, stumbles int, wakes int, wait_ms float8)
),
started as (
  insert into engine_run (tenant_id, run_id, lane, kind, is_active, lease_by, lease_until)
  select i.tenant_id, i.run_id, i.lane, i.kind, free.is_free,
    case when free.is_free then $2::text end,
    case when free.is_free then now() + $3::float8 * interval '1 ms' else now() end
  from input i cross join lateral (
    select not exists (
      select from engine_run r
      where r.tenant_id = i.tenant_id and r.lane = i.lane and not r.is_waiting) as is_free) free
  where i.op = 'start'
  order by i.tenant_id, i.lane, i.ordinal
  on conflict (tenant_id, lane) where is_active do nothing
  returning tenant_id, run_id, is_active
),
moved as (
  update engine_run r set
    position = r.position + 1, attempt = i.attempt, stumbles = i.stumbles,
    is_active = i.op <> 'wait', is_waiting = i.op = 'wait',
    lease_by = case when i.op = 'move' then r.lease_by end,
    lease_until = case
      when i.op = 'wait' and r.wakes > i.wakes then now()
      when i.op in ('park', 'wait') then now() + i.wait_ms * interval '1 ms'
      when r.lease_until < now() + $3::float8 / 2 * interval '1 ms'
        then now() + $3::float8 * interval '1 ms'
      else r.lease_until end
  from input i
  where i.op in ('move', 'park', 'wait') and ${FENCED}
  returning i.ordinal, r.run_id, r.lane, r.is_waiting
),
ended as (
  delete from engine_run r using input i
  where i.op = 'end' and ${FENCED}
  returning i.ordinal, r.tenant_id, r.run_id, r.lane
),
fence as materialized (
  select i.ordinal, i.tenant_id, i.run_id, s.is_active, false as has_waiting
  from started s join input i on i.tenant_id = s.tenant_id and i.run_id = s.run_id
  union all
  select i.ordinal, i.tenant_id, i.run_id, not m.is_waiting,
    m.is_waiting and ${queued('i.tenant_id', 'm')}
  from moved m join input i on i.ordinal = m.ordinal
  union all
  select e.ordinal, e.tenant_id, e.run_id, false, ${queued('e.tenant_id', 'e')}
  from ended e
),
remembered as (
  insert into engine_memory (tenant_id, run_id, name, sealed)
  select f.tenant_id, f.run_id, m.name, decode(m.sealed, 'base64')
  from jsonb_to_recordset($4::jsonb) as m (commit_ordinal int, name text, sealed text)
  join fence f on f.ordinal = m.commit_ordinal
),
forgotten as (
  delete from engine_memory m using ended e
  where m.tenant_id = e.tenant_id and m.run_id = e.run_id
)${kinds.map(effectSql).join('')}
select ordinal, is_active, has_waiting from fence`;
}

/** Whether another run of the lane could be taken up: those that wait for something outside could not. */
function queued(tenantId: string, of: string): string {
  return `exists (
    select from engine_run w
    where w.tenant_id = ${tenantId} and w.lane = ${of}.lane and w.run_id <> ${of}.run_id
      and not w.is_active and (not w.is_waiting or w.lease_until <= now()))`;
}

const FENCED = `r.tenant_id = i.tenant_id and r.run_id = i.run_id
    and r.epoch = i.epoch and r.position = i.position and r.lease_by = $2::text`;

function effectSql(kind: EffectKind, index: number): string {
  const rows = `rows_of_${kind.name}`;
  return `,
${rows} as (
  select f.tenant_id, f.run_id, x.*
  from jsonb_to_recordset($${index + FIRST_EFFECT_PARAMETER}::jsonb)
    as x (commit_ordinal int, ordinal int, ${kind.columns})
  join fence f on f.ordinal = x.commit_ordinal
),
effect_${kind.name} as (${kind.sql(rows)})`;
}
