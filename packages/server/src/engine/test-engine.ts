import { type TestDatabase, testDatabase } from '../database/test-database.ts';
import { type Parameter, type SystemDb, systemStatement } from '../kernel/statement.ts';
import { createEngine, type Engine } from './engine.ts';
import type { EngineOptions } from './engine-options.ts';
import type { Call } from './program.ts';
import { EFFECTS, Log, QUICK, TABLES } from './test-program.ts';

/** A database with the tables of {@link EFFECTS}. */
export async function engineDatabase(): Promise<TestDatabase> {
  const database = await testDatabase({ poolSize: 20, makesTables: true });
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
