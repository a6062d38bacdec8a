/**
 * What naming a request costs: executions without `Idempotency-Key`, with a new one, and sent again under one that
 * has been answered, in turns over one connection, each with the statements that it takes.
 *
 * `npm run -s bench:repeated [-- --runs <n>]`
 */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { DEMO_CUSTOMER_ID } from '../packages/server/src/demo-tenant.ts';
import { systemClock } from '../packages/server/src/kernel/clock.ts';
import { settleSampleList } from '../packages/server/src/sample-list.ts';
import { percentile } from './screening-timing.ts';
import { withServedApp } from './served-app.ts';
import type { timedDb } from './timed-db.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '300' } } });
const RUNS = Number(values.runs);
const WARM_UP = 50;
const PERSON = { name: { givenName: 'Jane', familyName: 'Citizenly' }, nationality: 'AUS' };
const EXECUTE = 'serviceprofiles/KYC/workflows/AML-Screening/execute';

await withServedApp(
  (system) => settleSampleList(system, systemClock),
  async ({ url, apiKey, timed }) => {
    const figures = await measure(url, apiKey, timed);
    process.stdout.write(`${JSON.stringify({ runs: RUNS, ...figures })}\n`);
  },
);

type Measured = { readonly times: number[]; statements: number };

async function measure(url: string, apiKey: string, timed: ReturnType<typeof timedDb>) {
  const headers = {
    api_key: apiKey,
    'X-Frankie-CustomerID': DEMO_CUSTOMER_ID,
    'content-type': 'application/json',
  };
  const post = async (path: string, body: object, key?: string) => {
    const answer = await fetch(`${url}/v2/individuals${path}`, {
      method: 'POST',
      headers: { ...headers, ...(key && { 'Idempotency-Key': key }) },
      body: JSON.stringify(body),
    });
    const read = (await answer.json()) as { individual: { entityId: string } };
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return read;
  };
  const kinds = ['withoutKey', 'withKey', 'again'] as const;
  const all = Object.fromEntries(
    kinds.map((kind): [string, Measured] => [kind, { times: [], statements: 0 }]),
  );
  for (let run = 0; run < WARM_UP + RUNS; run++) {
    let [path, key] = ['', ''];
    for (const kind of kinds) {
      if (kind !== 'again') {
        const { individual } = await post('', { individual: PERSON });
        [path, key] = [`/${individual.entityId}/${EXECUTE}`, randomUUID()];
      }
      timed.reset();
      const startedAt = performance.now();
      await post(path, {}, kind === 'withoutKey' ? undefined : key);
      const took = performance.now() - startedAt;
      const measured = all[kind];
      if (run < WARM_UP || !measured) continue;
      measured.times.push(took);
      measured.statements += timed.statements();
    }
  }
  return Object.fromEntries(
    Object.entries(all).map(([kind, { times, statements }]) => [
      kind,
      {
        p50Ms: round(percentile(times, 0.5)),
        p99Ms: round(percentile(times, 0.99)),
        statements: round(statements / RUNS),
      },
    ]),
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
