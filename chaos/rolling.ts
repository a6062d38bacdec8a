/**
 * Servers are restarted one after the other under load, behind a balancer that goes by their health,
 * and then the schema goes one step ahead of them: no request may fail. The last line is the result.
 */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { migrate } from '../packages/server/src/database/migrate.ts';
import { until } from '../packages/server/test/test-server-process.ts';
import { Balancer } from './balancer.ts';
import { type Outcome, percentile } from './load.ts';
import { someRequest } from './some-request.ts';
import { type Stage, setStage } from './stage.ts';

const CALLERS = 6;
const NODES = 3;
const MIGRATIONS = fileURLToPath(new URL('../packages/server/migrations', import.meta.url));
/** What a later version might add to the tables that are written to most. */
const LATER = ['individual', 'workflow_execution', 'process_result', 'audit_event', 'engine_run']
  .map((table) => `alter table ${table} add column of_later text;\n`)
  .join('');

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '2' }, json: { type: 'boolean' } },
});

async function restartAll(stage: Stage, balancer: Balancer): Promise<number> {
  let unclean = 0;
  for (const node of stage.nodes) {
    const code = await node.stop();
    if (code !== 0) unclean += 1;
    if (!(await node.start(0))) throw new Error(`${node.name} does not start. ${node.lastWords}`);
    await until('all servers are in service', async () =>
      balancer.healthy.length === stage.nodes.length ? true : undefined,
    );
  }
  return unclean;
}

/** The schema of a later version, while the servers of this one go on. */
async function goAhead(stage: Stage): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'probity-later-'));
  try {
    await cp(MIGRATIONS, folder, { recursive: true });
    await writeFile(join(folder, '9999-later.sql'), LATER);
    return await migrate({ url: stage.database.url }, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function roll(stage: Stage): Promise<boolean> {
  for (const node of stage.nodes) if (!node.isRunning) await node.start(0);
  const balancer = new Balancer(stage.nodes);
  await until('the balancer has servers', async () => balancer.healthy.length > 0 || undefined);
  const outcomes: Outcome[] = [];
  let turnedAway = 0;
  let isOver = false;
  const caller = async () => {
    while (!isOver) {
      const outcome = await balancer.send((url) => someRequest(url, stage.headers));
      if (outcome) outcomes.push(outcome);
      else turnedAway += 1;
      if (!outcome) await sleep(50);
    }
  };
  const calling = Array.from({ length: CALLERS }, caller);
  let unclean = 0;
  const rounds = Number(values.rounds);
  for (let round = 0; round < rounds; round += 1) unclean += await restartAll(stage, balancer);
  const migrated = await goAhead(stage);
  await sleep(5_000);
  isOver = true;
  await Promise.all(calling);
  balancer.close();
  const failed = outcomes.filter(({ status }) => status < 200 || status >= 300);
  const figures = {
    requests: outcomes.length,
    restarts: rounds * stage.nodes.length,
    migrations: migrated.length,
    failed: failed.length,
    failedWith: [...new Set(failed.map(({ status }) => status))],
    turnedAway,
    uncleanStops: unclean,
    p50Ms: percentile(outcomes, 50),
    p99Ms: percentile(outcomes, 99),
    violations: stage.nodes.flatMap(({ violations }) => violations).length,
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  return failed.length + turnedAway + unclean + figures.violations === 0 && migrated.length === 1;
}

const stage = await setStage({
  nodes: NODES,
  isFailover: false,
  hasSmallDisk: false,
  environment: { PROBITY_DRAIN_SECONDS: '2' },
});
stage.provider.mood = 'calm';
try {
  process.exitCode = (await roll(stage)) ? 0 : 1;
} finally {
  await stage.close();
}
