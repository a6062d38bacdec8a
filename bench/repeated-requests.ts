/**
 * What naming a request costs: executions without `Idempotency-Key`, with a new one, and sent again under one that
 * has been answered, in turns over one connection, each with the statements that it takes.
 *
 * `npm run -s bench:repeated [-- --runs <n>]`
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { createApp } from '../packages/server/src/app.ts';
import { connectDatabase } from '../packages/server/src/database/connect.ts';
import { startEmbeddedPostgres } from '../packages/server/src/database/embedded/start-embedded-postgres.ts';
import { migrate } from '../packages/server/src/database/migrate.ts';
import { DEMO_CUSTOMER_ID, settleDemoTenant } from '../packages/server/src/demo-tenant.ts';
import { systemClock } from '../packages/server/src/kernel/clock.ts';
import { newUlid } from '../packages/server/src/kernel/id.ts';
import { masterKeyFrom } from '../packages/server/src/kernel/seal.ts';
import { vaultsOf } from '../packages/server/src/kernel/vault.ts';
import { settleSampleList } from '../packages/server/src/sample-list.ts';
import { timedDb } from './timed-db.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '300' } } });
const RUNS = Number(values.runs);
const WARM_UP = 50;
const PERSON = { name: { givenName: 'Jane', familyName: 'Citizenly' }, nationality: 'AUS' };
const EXECUTE = 'serviceprofiles/KYC/workflows/AML-Screening/execute';

const folder = await mkdtemp(join(tmpdir(), 'probity-bench-'));
const postgres = await startEmbeddedPostgres({ dataDir: folder });
try {
  await migrate(postgres.connection);
  const database = await connectDatabase({ address: postgres.connection });
  const timed = timedDb(database.system);
  const masterKey = randomBytes(32);
  const app = await createApp({
    database: { ...database, system: timed.db },
    masterKey,
    operatorKey: randomBytes(32).toString('hex'),
    logger: pino({ level: 'silent' }),
  });
  await settleSampleList(database.system, systemClock);
  await app.open();
  const url = await app.http.listen({ host: '127.0.0.1', port: 0 });
  const vaults = vaultsOf(masterKeyFrom(masterKey));
  const operator = { system: database.system, vaults, requestId: newUlid(), now: systemClock };
  const settled = { dataDir: folder, url, shipped: app.shipped };
  const { credentials } = await settleDemoTenant(operator, settled);
  const figures = await measure(url, credentials.apiKey, timed);
  process.stdout.write(`${JSON.stringify({ runs: RUNS, ...figures })}\n`);
  await app.close();
  await database.close();
} finally {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}

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

function percentile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
