import type { EffectKind } from '../kernel/effect.ts';
import { newUlid, newUuid } from '../kernel/id.ts';
import type { EngineLogger } from './engine-options.ts';
import type { Codec, Program, Task, TaskEnd, TaskTools } from './program.ts';

/** What the programs of these tests write: a mark for each thing that happened, and one changing row. */
export const EFFECTS: readonly EffectKind[] = [
  {
    name: 'mark',
    columns: 'mark text, owner text',
    sql: (rows) => `insert into mark (tenant_id, run_id, mark, owner)
      select tenant_id, run_id, mark, owner from ${rows} order by run_id, ordinal`,
  },
  {
    name: 'subject',
    columns: 'name text, state text',
    identifiedBy: ['name'],
    sql: (rows) => `insert into subject (tenant_id, name, state, changes)
      select tenant_id, name, state, 1 from ${rows}
      on conflict (tenant_id, name) do update
      set state = excluded.state, changes = subject.changes + 1`,
  },
  {
    name: 'reference',
    columns: 'id text',
    sql: (rows) => `insert into reference (tenant_id, id) select tenant_id, id::uuid from ${rows}`,
  },
];

/** The tables of {@link EFFECTS}. */
export const TABLES = [
  'create table owner (name text primary key)',
  `create table mark (
    id bigint generated always as identity primary key,
    tenant_id uuid not null, run_id text not null,
    mark text not null check (mark <> 'poison'),
    owner text references owner (name))`,
  `create table subject (
    tenant_id uuid not null, name text not null, state text not null, changes int not null,
    primary key (tenant_id, name))`,
  'create table reference (tenant_id uuid not null, id uuid not null)',
];

/** Leases so short that a takeover takes a moment; nothing in a test waits for a fixed time. */
export const QUICK = { leaseMs: 400, pollMs: 30, waiterPollMs: 20, retryBaseMs: 10 };

export const JSON_CODEC: Codec = {
  encode: (_name, value) => Buffer.from(JSON.stringify(value)),
  decode: (_name, sealed) => JSON.parse(sealed.toString()),
};

/** A task with sensible defaults. */
export function task(
  name: string,
  run: (tools: TaskTools) => Promise<TaskEnd> | TaskEnd,
  more: Partial<Omit<Task, 'name' | 'run'>> = {},
): Task {
  return {
    name,
    timeoutMs: 10_000,
    maxAttempts: 3,
    run: async (tools) => run(tools),
    giveUp: ({ reason, attempts }) => ({
      outcome: { silence: reason, attempts },
      effects: { mark: [{ mark: `${name}: ${reason} after ${attempts}` }] },
    }),
    ...more,
  };
}

export function program(tasks: readonly Task[], finish?: Program['finish']): Program {
  return {
    tasks,
    codec: JSON_CODEC,
    finish: finish ?? (() => ({ mark: [{ mark: 'finish' }] })),
  };
}

/** Keeps what was logged. */
export class Log implements EngineLogger {
  readonly lines: { readonly level: string; readonly message: string; readonly fields: object }[] =
    [];
  info(fields: object, message: string): void {
    this.lines.push({ level: 'info', message, fields });
  }
  warn(fields: object, message: string): void {
    this.lines.push({ level: 'warn', message, fields });
  }
  error(fields: object, message: string): void {
    this.lines.push({ level: 'error', message, fields });
  }
}

/** A request to start a run that nothing else knows of. */
export function newRun(more: { lane?: string; kind?: string; tenantId?: string } = {}) {
  const runId = newUlid();
  return {
    tenantId: newUuid(),
    runId,
    lane: `lane ${runId}`,
    kind: 'test',
    effects: { mark: [{ mark: 'start' }] },
    ...more,
  };
}
