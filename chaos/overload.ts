/**
 * One server under five times the load that it can carry: what it turns away, how long what it
 * accepts takes, whether its health tells the truth, and how much memory it needs. The last line is
 * the result.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type LoadRequest, LoadSender, type Outcome, percentile } from './load.ts';
import { someRequest } from './some-request.ts';
import { type Stage, setStage } from './stage.ts';

const CALLERS = 24;
const TIMES = 5;
const TICK_MS = 10;
const MEGABYTE = 1024 * 1024;
/** The bound: requests, bodies and runs that a server holds at once have limits of their own. */
const MOST_MEMORY_MB = 1_024;

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '30' }, json: { type: 'boolean' } },
});
const seconds = Number(values.seconds);

type Loading = { readonly sender: LoadSender; readonly next: () => LoadRequest };

/** As many as a few callers get answered, each sending the next when it has the last. */
async function carry({ sender, next }: Loading, forMs: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const endsAt = performance.now() + forMs;
  const caller = async () => {
    while (performance.now() < endsAt) outcomes.push(await sender.send(next()));
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return outcomes;
}

/** So many a second, whether or not answers come. */
async function pour({ sender, next }: Loading, perSecond: number): Promise<Outcome[]> {
  const sent: Promise<Outcome>[] = [];
  const startedAt = performance.now();
  for (let elapsed = 0; elapsed < seconds * 1_000; elapsed = performance.now() - startedAt) {
    while (sent.length < (elapsed / 1_000) * perSecond) sent.push(sender.send(next()));
    await sleep(TICK_MS);
  }
  return Promise.all(sent);
}

/** Asks for the server's health and memory until told to stop. */
function watch(stage: Stage, url: string) {
  const health: Outcome[] = [];
  let memoryBytes = 0;
  let toldBusy = 0;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      const startedAt = performance.now();
      const answer = await fetch(`${url}/ruok`).catch(() => undefined);
      const body = (await answer?.json().catch(() => undefined)) as
        | { isBusy?: boolean }
        | undefined;
      if (body?.isBusy) toldBusy += 1;
      const tookMs = performance.now() - startedAt;
      health.push({ status: answer?.status ?? 0, tookMs, hasRetryAfter: false });
      memoryBytes = Math.max(memoryBytes, (await stage.nodes[0]?.memoryBytes()) ?? 0);
      await sleep(500);
    }
  })();
  return async () => {
    isOver = true;
    await watching;
    return { health, toldBusy, memoryMb: Math.round(memoryBytes / MEGABYTE) };
  };
}

const isShed = ({ status }: Outcome) => status === 503 || status === 429;
const isGood = ({ status }: Outcome) => status >= 200 && status < 300;

async function overload(stage: Stage): Promise<boolean> {
  const url = stage.nodes[0]?.url ?? '';
  const headers = stage.headers;
  const sender = new LoadSender();
  const loading = { sender, next: () => someRequest(url, headers) };
  await carry(loading, 3_000);
  const calmMs = 10_000;
  const calm = (await carry(loading, calmMs)).filter(isGood);
  const capacity = calm.length / (calmMs / 1_000);
  const stop = watch(stage, url);
  const outcomes = await pour(loading, capacity * TIMES);
  const { health, toldBusy, memoryMb } = await stop();
  sender.close();
  const good = outcomes.filter(isGood);
  const figures = {
    capacityPerSecond: Math.round(capacity),
    calmP50Ms: percentile(calm, 50),
    calmP99Ms: percentile(calm, 99),
    offeredPerSecond: Math.round(outcomes.length / seconds),
    acceptedPerSecond: Math.round(good.length / seconds),
    acceptedP50Ms: percentile(good, 50),
    acceptedP99Ms: percentile(good, 99),
    shed: outcomes.filter(isShed).length,
    shedP99Ms: percentile(outcomes.filter(isShed), 99),
    shedWithoutRetryAfter: outcomes.filter((one) => isShed(one) && !one.hasRetryAfter).length,
    failed: outcomes.filter((one) => !isGood(one) && !isShed(one)).length,
    healthChecks: health.length,
    healthFailed: health.filter(({ status }) => status !== 200).length,
    healthP99Ms: percentile(health, 99),
    healthToldBusy: toldBusy,
    memoryMb,
    memoryBoundMb: MOST_MEMORY_MB,
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  const { shedWithoutRetryAfter, failed, healthFailed } = figures;
  return shedWithoutRetryAfter + failed + healthFailed === 0 && memoryMb <= MOST_MEMORY_MB;
}

const stage = await setStage({
  ...{ nodes: 1, isFailover: false, hasSmallDisk: false },
  // What one tenant may ask for would be the limit otherwise, and not what the server can carry.
  environment: { PROBITY_EXECUTIONS_PER_SECOND: '0' },
});
stage.provider.mood = 'calm';
try {
  process.exitCode = (await overload(stage)) ? 0 : 1;
} finally {
  await stage.close();
}
