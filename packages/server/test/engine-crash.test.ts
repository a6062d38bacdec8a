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
let child: ChildProcess | undefined;
beforeAll(async () => {
  testDb = await engineDatabase();
  db = testDb.database.system;
  await query(db, 'create table asked (key text not null, payload jsonb not null)');
});
afterEach(() => child?.kill('SIGKILL'));
afterAll(() => testDb.drop());

/** Collects the runs whose start was acknowledged. */
function startNode(runs: number, acknowledged: Set<string>) {
  const started = spawn(
    process.execPath,
    ['--conditions=source', '--import', 'tsx', NODE, testDb.url, String(runs)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  child = started;
  let lines = 0;
  createInterface({ input: started.stdout }).on('line', (line) => {
    lines += 1;
    if (line.length === 26) acknowledged.add(line);
  });
  return {
    acknowledgements: () => lines,
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

    const runs = await query<{ run_id: string; marks: string[] }>(
      db,
      'select run_id, array_agg(mark order by id) as marks from mark group by run_id',
    );
    const whole = ['start', 'step 0', 'step 1', 'step 2', 'step 3', 'finish'];
    expect(interrupted).toBeGreaterThan(0);
    expect(acknowledged.size).toBeGreaterThanOrEqual(30);
    expect(runs.filter(({ marks }) => marks.join() !== whole.join())).toEqual([]);
    expect([...acknowledged].filter((id) => !runs.some(({ run_id }) => run_id === id))).toEqual([]);
    expect(await count('select count(*) from engine_memory')).toBe(0);
    expect(
      await query(db, 'select key from asked group by key having count(distinct payload) > 1'),
    ).toEqual([]);
    const repeats = await count('select count(*) - count(distinct key) from asked');
    console.info(
      `${KILLS} kills, ${runs.length} runs, ${acknowledged.size} acknowledged, ` +
        `${interrupted} interrupted by the last kill, ${repeats} asks repeated.`,
    );
  });
});
