/** One import in a process of its own, so that its peak memory is its own; see `lists.ts`. */
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { connectDatabase } from '../packages/server/src/database/connect.ts';
import type { DatabaseAddress } from '../packages/server/src/database/database-address.ts';
import { buildListIndex } from '../packages/server/src/features/lists/build-list-index.command.ts';
import { importList } from '../packages/server/src/features/lists/import-list.command.ts';
import { LIST_SOURCES } from '../packages/server/src/screening-lists/all-sources.ts';

/** Seconds with two decimals, megabytes of 10^6 bytes of resident memory. */
export type ListMeasure = {
  readonly list: string;
  readonly source: string;
  readonly entries: number;
  readonly names: number;
  /** Reading and mapping alone, without the database. */
  readonly readSeconds: number;
  readonly importSeconds: number;
  readonly indexSeconds: number;
  readonly idleMegabytes: number;
  readonly peakMegabytes: number;
};

type Job = { readonly source: string; readonly path: string; readonly address: DatabaseAddress };

const { source, path, address } = JSON.parse(process.argv[2] ?? '{}') as Job;
const paths = statSync(path).isDirectory()
  ? readdirSync(path).map((name) => join(path, name))
  : [path];
const files = paths.map((file) => ({
  name: basename(file),
  sizeBytes: statSync(file).size,
  open: () => createReadStream(file),
}));
const seconds = (since: number) => Math.round((performance.now() - since) / 10) / 100;
const megabytes = () => Math.round(process.resourceUsage().maxRSS / 1000);

const database = await connectDatabase({ address });
const idleMegabytes = megabytes();
const importing = performance.now();
const done = await importList(
  { db: database.system, now: () => new Date() },
  { source, files, acceptsFewerEntries: true },
);
const importSeconds = seconds(importing);
const peakMegabytes = megabytes();

const reading = performance.now();
let entries = 0;
const publication = LIST_SOURCES.find(({ id }) => id === source)?.read(files);
for await (const entry of publication?.entries ?? []) entries += entry.names.length > 0 ? 1 : 0;
const readSeconds = seconds(reading);

const indexing = performance.now();
const { listId, version, counts } = done;
await buildListIndex(database.system, { listId, version, entries: counts.entries });
const indexSeconds = seconds(indexing);
await database.close();

const measure: ListMeasure = {
  list: basename(path),
  source,
  entries,
  names: counts.names,
  readSeconds,
  importSeconds,
  indexSeconds,
  idleMegabytes,
  peakMegabytes,
};
console.log(JSON.stringify(measure));
