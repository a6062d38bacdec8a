/**
 * What one synchronous AML execution costs over HTTP, and where the time goes.
 *
 * `npm run -s bench:aml [-- --list <folder or file> --source <id> --runs <n>]`. The floor, measured in
 * the same run, is one prepared insert of the same size that commits by itself.
 */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DEMO_CUSTOMER_ID } from '../packages/server/src/demo-tenant.ts';
import { importList } from '../packages/server/src/features/lists/import-list.command.ts';
import { systemClock } from '../packages/server/src/kernel/clock.ts';
import { type SystemDb, systemStatement } from '../packages/server/src/kernel/statement.ts';
import { percentile } from './screening-timing.ts';
import { withServedApp } from './served-app.ts';

const { values } = parseArgs({
  options: {
    list: {
      type: 'string',
      default: fileURLToPath(new URL('../../shared/data/lists/ofac-2021', import.meta.url)),
    },
    source: { type: 'string', default: 'ofac-sdn' },
    runs: { type: 'string', default: '500' },
  },
});
const RUNS = Number(values.runs);
const WARM_UP = 100;
/** Bytes of the two statements that an execution without hits writes, sealed. */
const FLOOR_BYTES = 6_000;

const PEOPLE = {
  clean: { name: { givenName: 'Jane', familyName: 'Citizenly' }, nationality: 'AUS' },
  listed: {
    name: { givenName: 'Ayman', familyName: 'Al Zawahiri' },
    dateOfBirth: { year: '1951', month: '06', day: '19' },
    nationality: 'EGY',
  },
};

await withServedApp(
  async (db) =>
    importList(
      { db, now: systemClock },
      { source: values.source, files: await filesAt(values.list) },
    ),
  async ({ url, apiKey, database, timed }) => {
    const floor = await floorOf(database.system);
    const report: Record<string, unknown> = {
      runs: RUNS,
      floorP50Ms: round(percentile(floor, 0.5)),
    };
    for (const [kind, individual] of Object.entries(PEOPLE)) {
      const times = await measure({
        url,
        apiKey,
        individual,
        onWarm: timed.reset,
      });
      const p50 = percentile(times, 0.5);
      report[kind] = {
        p50Ms: round(p50),
        p99Ms: round(percentile(times, 0.99)),
        ratioToFloor: round(p50 / percentile(floor, 0.5)),
      };
      tell(`${kind}: a statement's mean milliseconds, and how many an execution takes`);
      for (const line of timed.lines(RUNS)) tell(`  ${line}`);
    }
    tell(JSON.stringify(report));
  },
);

type Measuring = {
  readonly url: string;
  readonly apiKey: string;
  readonly individual: object;
  readonly onWarm: () => void;
};

/** Milliseconds of each execution of one person, one after the other, over one connection. */
async function measure({ url, apiKey, individual, onWarm }: Measuring): Promise<number[]> {
  const headers = {
    api_key: apiKey,
    'X-Frankie-CustomerID': DEMO_CUSTOMER_ID,
    'content-type': 'application/json',
  };
  const post = async (path: string, body: object) => {
    const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    const read = (await answer.json()) as { individual: { entityId: string } };
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return read;
  };
  const times: number[] = [];
  for (let run = 0; run < WARM_UP + RUNS; run++) {
    const { entityId } = (await post('/v2/individuals', { individual })).individual;
    if (run === WARM_UP) onWarm();
    const startedAt = performance.now();
    await post(
      `/v2/individuals/${entityId}/serviceprofiles/KYC/workflows/AML-Screening/execute`,
      {},
    );
    if (run >= WARM_UP) times.push(performance.now() - startedAt);
  }
  return times;
}

async function floorOf(db: SystemDb): Promise<number[]> {
  await db.all(
    systemStatement(
      'bench-table',
      'create table bench_floor (id bigint generated always as identity primary key, sealed bytea not null)',
    ),
  );
  const insert = systemStatement('bench-insert', 'insert into bench_floor (sealed) values ($1)');
  const bytes = randomBytes(FLOOR_BYTES);
  const times: number[] = [];
  for (let run = 0; run < WARM_UP + RUNS; run++) {
    const startedAt = performance.now();
    await db.all(insert, [bytes]);
    if (run >= WARM_UP) times.push(performance.now() - startedAt);
  }
  return times;
}

async function filesAt(path: string) {
  const paths = (await stat(path)).isDirectory()
    ? (await readdir(path)).sort().map((name) => join(path, name))
    : [path];
  return Promise.all(
    paths.map(async (file) => ({
      name: basename(file),
      sizeBytes: (await stat(file)).size,
      open: () => createReadStream(file) as AsyncIterable<Buffer>,
    })),
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}
