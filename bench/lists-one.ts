/** One import in a process of its own, so that its peak memory is its own; see `lists.ts`. */
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { connectDatabase } from '../packages/server/src/database/connect.ts';
import type { DatabaseAddress } from '../packages/server/src/database/database-address.ts';
import { makeListIndex } from '../packages/server/src/features/lists/build-list-index.command.ts';
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
  /** Building the index and writing its snapshot. */
  readonly indexSeconds: number;
  /** Reading the snapshot back, its thread's start included. */
  readonly loadSeconds: number;
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
const indexed = { listId, version, entries: counts.entries };
const snapshotFolder = await mkdtemp(join(tmpdir(), 'probity-bench-indexes-'));
const snapshot = { folder: snapshotFolder, listId, version, contentHash: 'measured' };
await makeListIndex(database.system, indexed, snapshot);
const indexSeconds = seconds(indexing);
const loading = performance.now();
const { wasLoaded } = await makeListIndex(database.system, indexed, snapshot);
const loadSeconds = seconds(loading);
await rm(snapshotFolder, { recursive: true });
if (!wasLoaded) throw new Error('The snapshot of the index was not loaded.');
await database.close();

const measure: ListMeasure = {
  list: basename(path),
  source,
  entries,
  names: counts.names,
  readSeconds,
  importSeconds,
  indexSeconds,
  loadSeconds,
  idleMegabytes,
  peakMegabytes,
};
console.log(JSON.stringify(measure));
