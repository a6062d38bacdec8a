import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../src/database/test-database.ts';
import { engineDatabase, query, until } from '../src/engine/test-engine.ts';
import type { SystemDb } from '../src/kernel/statement.ts';

const NODE = fileURLToPath(new URL('engine-crash-node.ts', import.meta.url));
const KILLS = 5;
const RUNS_PER_NODE = 20;

let testDb: TestDatabase;
let db: SystemDb;
const children: ChildProcess[] = [];
beforeAll(async () => {
  testDb = await engineDatabase();
  db = testDb.database.system;
  await query(db, 'create table asked (key text not null, payload jsonb not null)');
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => testDb.drop());

/** Collects the runs whose start was acknowledged. */
function startNode(runs: number, acknowledged: Set<string>) {
  const started = spawn(
    process.execPath,
    ['--conditions=source', '--import', 'tsx', NODE, testDb.url, String(runs)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  children.push(started);
  const lines: string[] = [];
  createInterface({ input: started.stdout }).on('line', (line) => {
    lines.push(line);
    if (line.length === 26) acknowledged.add(line);
  });
  return {
    acknowledgements: () => lines.filter((line) => line.length === 26).length,
    fenced: () => lines.filter((line) => line.includes('no longer held')).length,
    signal: (name: 'SIGSTOP' | 'SIGCONT') => started.kill(name),
    kill: async () => {
      const exit = new Promise((resolve) => started.once('exit', resolve));
      started.kill('SIGKILL');
      await exit;
    },
  };
}

async function count(text: string): Promise<number> {
  const [row] = await query<{ n: number }>(db, `select (${text})::int as n`);
  return row?.n ?? 0;
}

/** Every run went through once and to its end; none that was acknowledged is missing. */
async function soundRuns(acknowledged: ReadonlySet<string>): Promise<number> {
  const runs = await query<{ run_id: string; marks: string[] }>(
    db,
    'select run_id, array_agg(mark order by id) as marks from mark group by run_id',
  );
  const whole = ['start', 'step 0', 'step 1', 'step 2', 'step 3', 'finish'];
  const known = new Set(runs.map(({ run_id }) => run_id));
  expect(runs.filter(({ marks }) => marks.join() !== whole.join())).toEqual([]);
  expect([...acknowledged].filter((runId) => !known.has(runId))).toEqual([]);
  expect(await count('select count(*) from engine_memory')).toBe(0);
  expect(
    await query(db, 'select key from asked group by key having count(distinct payload) > 1'),
  ).toEqual([]);
  return runs.length;
}

describe('kill -9', () => {
  it('of one process after the other loses nothing and repeats no effect', async () => {
    const acknowledged = new Set<string>();
    for (let kill = 0; kill < KILLS; kill += 1) {
      const node = startNode(RUNS_PER_NODE, acknowledged);
      // Each round dies further along, from the first start to when most runs have ended.
      const asked = await count('select count(*) from asked');
      const wanted = asked + 1 + kill * 6;
      await until(
        'the node is well at work',
        async () =>
          node.acknowledgements() > 6 + 2 * kill &&
          (await count('select count(*) from asked')) >= wanted,
      );
      await node.kill();
    }
    const interrupted = await count('select count(*) from engine_run');
    const last = startNode(0, acknowledged);
    await until(
      'every run is over',
      async () => (await count('select count(*) from engine_run')) === 0,
    );
    await last.kill();

    const runs = await soundRuns(acknowledged);
    expect(interrupted).toBeGreaterThan(0);
    expect(acknowledged.size).toBeGreaterThanOrEqual(30);
    const repeats = await count('select count(*) - count(distinct key) from asked');
    console.info(
      `${KILLS} kills, ${runs} runs, ${acknowledged.size} acknowledged, ` +
        `${interrupted} interrupted by the last kill, ${repeats} asks repeated.`,
    );
  });
});

describe('a process that is stopped past its lease and then goes on', () => {
  it('is fenced off: another has done its work, and nothing is written twice', async () => {
    const acknowledged = new Set<string>();
    const before = await count('select count(*) from asked');
    const zombie = startNode(RUNS_PER_NODE, acknowledged);
    await until(
      'it is well at work',
      async () => (await count('select count(*) from asked')) > before + 4,
    );
    zombie.signal('SIGSTOP');
    const held = await count('select count(*) from engine_run where is_active');
    const other = startNode(0, acknowledged);
    await until('all is done', async () => (await count('select count(*) from engine_run')) === 0);
    zombie.signal('SIGCONT');
    await until('the zombie knows', () => zombie.fenced() > 0);
    await until(
      'its last starts are done',
      async () => zombie.acknowledgements() === RUNS_PER_NODE,
    );
    await until('all is done', async () => (await count('select count(*) from engine_run')) === 0);
    await zombie.kill();
    await other.kill();

    expect(held).toBeGreaterThan(0);
    const runs = await soundRuns(acknowledged);
    console.info(`${held} runs taken over, ${zombie.fenced()} late commits fenced, ${runs} runs.`);
  });
});
