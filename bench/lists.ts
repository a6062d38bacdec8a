/**
 * What importing costs: seconds and peak memory for each real list, each in a process of its own.
 *
 * `npm run -s bench:lists [-- --lists <folder>]`; the folder defaults to `../shared/data/lists`.
 */
import { type StdioOptions, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '../packages/server/src/database/embedded/start-embedded-postgres.ts';
import { migrate } from '../packages/server/src/database/migrate.ts';
import type { ListMeasure } from './lists-one.ts';

const { values } = parseArgs({
  options: {
    lists: {
      type: 'string',
      default: fileURLToPath(new URL('../../shared/data/lists', import.meta.url)),
    },
  },
});

const CASES: ReadonlyArray<[source: string, path: string]> = [
  ['ofac-sdn', 'ofac-2019'],
  ['ofac-sdn', 'ofac-2021'],
  ['un-consolidated', 'un/un-2026-02.xml'],
  ['un-consolidated', 'un/un-2026-08.xml'],
  ['us-csl', 'us-csl/consolidated-2025.csv.gz'],
  ['au-dfat', 'au-dfat/dfat-2026-08.xlsx'],
];

const folder = await mkdtemp(join(tmpdir(), 'probity-bench-'));
const postgres = await startEmbeddedPostgres({ dataDir: folder });
const address = { ...postgres.superuser, database: 'postgres' };
const measures: ListMeasure[] = [];
try {
  await migrate(address);
  for (const [source, path] of CASES) {
    const whole = resolve(values.lists, path);
    if (!existsSync(whole)) throw new Error(`There is no list at ${whole}.`);
    const job = JSON.stringify({ source, path: whole, address });
    const one = fileURLToPath(new URL('./lists-one.ts', import.meta.url));
    const stdio: StdioOptions = ['ignore', 'pipe', 'inherit'];
    const node = ['--import', 'tsx', '--conditions=source', one, job];
    const run = spawnSync(process.execPath, node, { encoding: 'utf8', stdio });
    if (run.status !== 0) throw new Error(`The import of ${path} failed.`);
    const measure = JSON.parse(run.stdout.trim()) as ListMeasure;
    measures.push({ ...measure, list: path });
    console.log(
      `${path}: ${measure.entries} entries, ${measure.names} names; read ${measure.readSeconds} s, ` +
        `import ${measure.importSeconds} s, index ${measure.indexSeconds} s, load ${measure.loadSeconds} s, ` +
        `peak ${measure.peakMegabytes} MB (${measure.idleMegabytes} MB before)`,
    );
  }
} finally {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
console.log(JSON.stringify({ lists: measures }));
