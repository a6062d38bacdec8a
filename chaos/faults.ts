import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../packages/server/test/test-server-process.ts';
import type { Ledger } from './ledger.ts';
import type { ChaosNode } from './node.ts';
import { MOODS } from './provider.ts';
import type { Stage } from './stage.ts';

/** How often each fault was injected. */
export type FaultCounts = {
  kills: number;
  databaseKills: number;
  pauses: number;
  fullDisks: number;
  /** Starts that failed because of another fault. */
  failedStarts: number;
};

type Faults = {
  readonly stage: Stage;
  readonly ledger: Ledger;
  readonly counts: FaultCounts;
  isOver(): boolean;
};

/** Longer than a lease: who wakes up finds that another server has its runs. */
const PAUSE_MS = [11_000, 16_000] as const;
/** How far the clocks of servers are from the truth; signatures allow for five minutes. */
const MOST_SHIFT_MS = 240_000;
const TRIES = 20;
const FEWEST_ANSWERS = 12;
const LONGEST_START_MS = 20_000;

/** Breaks one thing after the other, in each of these ways at once, until it is over. */
export async function injectFaults(faults: Faults): Promise<void> {
  const { stage } = faults;
  await Promise.all([
    ...stage.nodes.map((node, at) => disturbNode(faults, node, { mayPause: at > 0 })),
    loseDatabase(faults),
    vexProvider(faults),
    ...(stage.disk ? [fillDisk(faults)] : []),
  ]);
}

/** Everything as it should be again: all servers up, the provider in its best mood. */
export async function mend({ stage, counts }: Pick<Faults, 'stage' | 'counts'>): Promise<void> {
  stage.provider.mood = 'well';
  await stage.disk?.free();
  await stage.database.revive();
  for (const node of stage.nodes) {
    node.resume();
    await keepUp(node, counts);
  }
}

async function disturbNode(
  faults: Faults,
  node: ChaosNode,
  { mayPause }: { readonly mayPause: boolean },
): Promise<void> {
  const { counts } = faults;
  while (!faults.isOver()) {
    await keepUp(node, counts);
    await rest(faults, [1_000, 6_000]);
    await atWork(faults, node);
    if (faults.isOver()) return;
    if (mayPause && randomInt(3) === 0) {
      node.pause();
      counts.pauses += 1;
      await rest(faults, PAUSE_MS);
      node.resume();
    } else {
      await node.kill();
      counts.kills += 1;
    }
  }
}

/** Killing who has not begun to work proves little: a while is given for it, not for ever. */
async function atWork(faults: Faults, node: ChaosNode): Promise<void> {
  const givesUpAt = performance.now() + LONGEST_START_MS;
  while (node.answers < FEWEST_ANSWERS && performance.now() < givesUpAt && !faults.isOver()) {
    await sleep(100);
  }
}

/** Starts it where it has ended, each time with another clock, also while the database is away. */
async function keepUp(node: ChaosNode, counts: FaultCounts): Promise<void> {
  for (let tries = 1; !node.isRunning; tries += 1) {
    if (await node.start(randomInt(-MOST_SHIFT_MS, MOST_SHIFT_MS))) return;
    counts.failedStarts += 1;
    if (tries === TRIES) throw new Error(`${node.name} does not start. ${node.lastWords}`);
    await sleep(500);
  }
}

async function loseDatabase(faults: Faults): Promise<void> {
  for (;;) {
    await rest(faults, [10_000, 30_000]);
    if (faults.isOver()) return;
    faults.counts.databaseKills += 1;
    faults.ledger.loseDatabase();
    await faults.stage.database.loseServer();
  }
}

async function vexProvider(faults: Faults): Promise<void> {
  const { provider } = faults.stage;
  while (!faults.isOver()) {
    provider.mood = 'well';
    await rest(faults, [6_000, 14_000]);
    provider.mood = MOODS[randomInt(MOODS.length)] ?? 'well';
    await rest(faults, [1_000, 4_000]);
  }
}

/** PostgreSQL may end because of it: then it is started as an operator would, once there is room. */
async function fillDisk(faults: Faults): Promise<void> {
  const { disk, database } = faults.stage;
  for (;;) {
    await rest(faults, [25_000, 60_000]);
    if (faults.isOver() || !disk) return;
    await disk.fill();
    faults.counts.fullDisks += 1;
    await rest(faults, [1_000, 4_000]);
    await disk.free();
    await until('the disk has room', async () => (await disk.freeBytes()) > 0 || undefined);
    await database.revive();
  }
}

/** For a while between the two, or until it is over. */
async function rest(
  faults: Faults,
  [least, most]: readonly [least: number, most: number],
): Promise<void> {
  const until = performance.now() + randomInt(least, most);
  while (performance.now() < until && !faults.isOver()) await sleep(100);
}
