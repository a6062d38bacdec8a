import { once } from 'node:events';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ListIndex } from '@probity/screening';
import type { SystemDb } from '../../kernel/statement.ts';
import type { IndexJob, IndexReport } from './build-index.worker.ts';
import type { SnapshotPlace } from './index-snapshot.ts';
import { pageEntryTexts } from './list.store.ts';

export type IndexedVersion = {
  readonly listId: string;
  readonly version: number;
  /** How many entries the version must hold; fewer means that it was pruned meanwhile. */
  readonly entries: number;
};

/** An index, and what was wrong with its snapshot, if there should be one. */
export type MadeIndex = {
  readonly index: ListIndex;
  /** True where no entry had to be read. */
  readonly wasLoaded: boolean;
  readonly snapshotTrouble?: 'damaged' | 'not-written';
};

/**
 * Loads the version's snapshot, or builds the index of its entries and leaves a snapshot for the next
 * start. All of it happens in a thread of its own: requests go on meanwhile.
 */
export async function makeListIndex(
  db: SystemDb,
  version: IndexedVersion,
  snapshot: SnapshotPlace | null,
): Promise<MadeIndex> {
  const worker = startWorker();
  try {
    const unusable = snapshot ? await loadIn(worker, snapshot) : 'absent';
    if (typeof unusable !== 'string') return { index: unusable, wasLoaded: true };
    const [report] = await Promise.all([
      reportOf(worker),
      sendEntries({ db, version, worker, save: snapshot }),
    ]);
    if (!('index' in report)) throw new Error('The index builder has built no index.');
    const trouble =
      unusable === 'damaged' ? 'damaged' : report.wasSaved ? undefined : 'not-written';
    return {
      index: report.index,
      wasLoaded: false,
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

async function sendEntries({ db, version, worker, save }: Sending): Promise<void> {
  const post = (job: IndexJob) => worker.postMessage(job);
  let sent = 0;
  for await (const texts of pageEntryTexts(db, version)) {
    sent += texts.length;
    post({ texts });
  }
  if (sent !== version.entries) throw new Error('The version of the list is not whole any more.');
  post({ listId: version.listId, version: String(version.version), save });
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
