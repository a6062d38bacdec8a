import { type TestDatabase, testDatabase } from '../src/database/test-database.ts';
import type { EffectKind } from '../src/engine/effect.ts';
import { createEngine, type Engine } from '../src/engine/engine.ts';
import type { EngineLogger, EngineOptions } from '../src/engine/engine-options.ts';
import type { Call, Codec, Program, Task, TaskEnd, TaskTools } from '../src/engine/program.ts';
import { newUlid, newUuid } from '../src/kernel/id.ts';
import { type Parameter, type SystemDb, systemStatement } from '../src/kernel/statement.ts';

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

const TABLES = [
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

/** A database with the tables of {@link EFFECTS}. */
export async function engineDatabase(): Promise<TestDatabase> {
  const database = await testDatabase({ poolSize: 20 });
  for (const table of TABLES) await query(database.database.system, table);
  return database;
}

export async function query<Row>(
  db: SystemDb,
  text: string,
  parameters: readonly Parameter[] = [],
): Promise<Row[]> {
  return db.all(systemStatement<Row>(text.replaceAll(/\s+/g, ' ').slice(0, 60), text), parameters);
}

/** The marks of a run, in the order in which they were written. */
export async function marksOf(db: SystemDb, runId: string): Promise<string[]> {
  const rows = await query<{ mark: string }>(
    db,
    'select mark from mark where run_id = $1 order by id',
    [runId],
  );
  return rows.map(({ mark }) => mark);
}

/** Rows the engine keeps for a run; 0 when nothing is left of it. */
export async function leftovers(db: SystemDb, runId: string): Promise<number> {
  const [row] = await query<{ n: number }>(
    db,
    `select (select count(*) from engine_run where run_id = $1)::int
      + (select count(*) from engine_memory where run_id = $1)::int as n`,
    [runId],
  );
  return row?.n ?? Number.NaN;
}

/** Waits for a condition, not for a time; gives up after 20 seconds. */
export async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`Waited in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A promise and the way to settle it. */
export function deferred<T = void>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}

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

/** The world outside: remembers who asked what, and answers the same question the same way. */
export class World {
  readonly calls: { readonly key: string; readonly payload: unknown }[] = [];

  async answer(call: Call, payload: unknown): Promise<unknown> {
    this.calls.push({ key: call.idempotencyKey, payload });
    await new Promise((resolve) => setImmediate(resolve));
    return { to: payload };
  }

  /** Keys that came with more than one payload; there must be none. */
  contradictions(): string[] {
    const payloads = new Map<string, Set<string>>();
    for (const { key, payload } of this.calls) {
      const known = payloads.get(key) ?? new Set();
      payloads.set(key, known.add(JSON.stringify(payload)));
    }
    return [...payloads].filter(([, seen]) => seen.size > 1).map(([key]) => key);
  }
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

export type NodeOptions = Omit<Partial<EngineOptions>, 'load'> & {
  readonly db: SystemDb;
  readonly load: EngineOptions['load'];
};

/** Engines of one test, stopped together at its end. */
export class Nodes {
  readonly #engines: Engine[] = [];

  add(options: NodeOptions): Engine {
    const engine = createEngine({ effects: EFFECTS, logger: new Log(), ...QUICK, ...options });
    this.#engines.push(engine);
    return engine;
  }

  async stop(): Promise<void> {
    for (const engine of this.#engines.splice(0)) {
      await engine.stop({ graceMs: 0 }).catch(() => undefined);
    }
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
