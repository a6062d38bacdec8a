import { once } from 'node:events';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ListIndex } from '@probity/screening';
import type { SystemDb } from '../../kernel/statement.ts';
import type { IndexJob, IndexReport } from './build-index.worker.ts';
import type { SnapshotPlace } from './index-snapshot.ts';
import { pageEntryTexts } from './list.store.ts';
import {
  findOverlap,
  type KeptRun,
  pageNewEntryTexts,
  type VersionPair,
} from './version-delta.store.ts';

export type IndexedVersion = {
  readonly listId: string;
  readonly version: number;
  /** How many entries the version must hold; fewer means that it was pruned meanwhile. */
  readonly entries: number;
  /** The version that is searched so far: what it shares with the new one is not read again. */
  readonly earlier?: { readonly version: number; readonly index: ListIndex };
};

/** An index, and what was wrong with its snapshot, if there should be one. */
export type MadeIndex = {
  readonly index: ListIndex;
  /** True where no entry had to be read. */
  readonly wasLoaded: boolean;
  /** How many entries were taken over from the earlier version. */
  readonly entriesKept: number;
  readonly snapshotTrouble?: 'damaged' | 'not-written';
};

/**
 * Loads the version's snapshot, or makes the index of its entries, from the earlier version's where they
 * differ little, and leaves a snapshot for the next start. All of it happens in a thread of its own: requests go on meanwhile.
 */
export async function makeListIndex(
  db: SystemDb,
  version: IndexedVersion,
  snapshot: SnapshotPlace | null,
): Promise<MadeIndex> {
  const worker = startWorker();
  try {
    const unusable = snapshot ? await loadIn(worker, snapshot) : 'absent';
    if (typeof unusable !== 'string') return { index: unusable, wasLoaded: true, entriesKept: 0 };
    const sending = { db, version, worker, save: snapshot };
    const [report, entriesKept] = await Promise.all([reportOf(worker), sendEntries(sending)]);
    if (!('index' in report)) throw new Error('The index builder has built no index.');
    const trouble =
      unusable === 'damaged' ? 'damaged' : report.wasSaved ? undefined : 'not-written';
    return {
      index: report.index,
      wasLoaded: false,
      entriesKept,
      ...(trouble !== undefined && { snapshotTrouble: trouble }),
    };
  } finally {
    await worker.terminate();
  }
}

async function loadIn(
  worker: Worker,
  load: SnapshotPlace,
): Promise<ListIndex | 'absent' | 'damaged'> {
  const reported = reportOf(worker);
  worker.postMessage({ load } satisfies IndexJob);
  const report = await reported;
  return 'index' in report ? report.index : report.unusable;
}

/** The next thing that the worker says. */
async function reportOf(worker: Worker): Promise<IndexReport> {
  const listening = new AbortController();
  const { signal } = listening;
  try {
    return await Promise.race([
      once(worker, 'message', { signal }).then(([report]) => report as IndexReport),
      once(worker, 'exit', { signal }).then(([code]) => {
        throw new Error(`The index builder ended early (${code}).`);
      }),
    ]);
  } finally {
    listening.abort();
  }
}

type Sending = {
  readonly db: SystemDb;
  readonly version: IndexedVersion;
  readonly worker: Worker;
  readonly save: SnapshotPlace | null;
};

/** Sends what the worker must know; gives how many entries it keeps of the earlier version. */
async function sendEntries({ db, version, worker, save }: Sending): Promise<number> {
  const post = (job: IndexJob) => worker.postMessage(job);
  const known = await findKept(db, version);
  if (known) post({ base: known.base, kept: known.kept });
  const entriesKept = known?.entries ?? 0;
  let sent = entriesKept;
  for await (const texts of known ? pageNewEntryTexts(db, known) : pageEntryTexts(db, version)) {
    sent += texts.length;
    post({ texts });
  }
  if (sent !== version.entries) throw new Error('The version of the list is not whole any more.');
  post({ listId: version.listId, version: String(version.version), save });
  return entriesKept;
}

/** With fewer of its entries known, an index is built as quickly from nothing. */
const LEAST_KEPT = 0.8;

type Kept = VersionPair & {
  readonly base: ListIndex;
  readonly kept: readonly KeptRun[];
  readonly entries: number;
};

/** What the earlier version's index can give, where it is of the same list, whole, and gives enough. */
async function findKept(
  db: SystemDb,
  { listId, version, entries, earlier }: IndexedVersion,
): Promise<Kept | undefined> {
  if (!earlier || earlier.index.listId !== listId) return undefined;
  const pair = { listId, before: earlier.version, after: version };
  const { entriesBefore, kept } = await findOverlap(db, pair);
  const shared = kept.reduce((sum, { from, to }) => sum + to - from, 0);
  const isSound = entriesBefore === earlier.index.entryCount && shared >= entries * LEAST_KEPT;
  return isSound ? { ...pair, base: earlier.index, kept, entries: shared } : undefined;
}

/**
 * Released, the worker is plain JavaScript. Run from its sources it needs a loader, which Node 20
 * does not apply to the first file of a thread: so a line of JavaScript loads the loader first.
 */
function startWorker(): Worker {
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('./build-index.worker.js', import.meta.url));
  }
  const loaderFolder = pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json'));
  const loader = new URL('./dist/esm/api/index.mjs', loaderFolder).href;
  const file = new URL('./build-index.worker.ts', import.meta.url).href;
  const code = `import('${loader}').then(({ register }) => { register(); return import('${file}'); })`;
  return new Worker(code, { eval: true, execArgv: ['--conditions=source'] });
}
