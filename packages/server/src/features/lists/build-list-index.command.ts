import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ListIndex } from '@probity/screening';
import type { SystemDb } from '../../kernel/statement.ts';
import type { IndexJob } from './build-index.worker.ts';
import { pageEntryTexts } from './list.store.ts';

export type IndexedVersion = {
  readonly listId: string;
  readonly version: number;
  /** How many entries the version must hold; fewer means that it was pruned meanwhile. */
  readonly entries: number;
};

/** Makes one list version ready for searching, in a thread of its own: requests go on meanwhile. */
export async function buildListIndex(db: SystemDb, version: IndexedVersion): Promise<ListIndex> {
  const worker = startWorker();
  try {
    const built = new Promise<ListIndex>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`The index builder ended early (${code}).`)));
    });
    const [index] = await Promise.all([built, sendEntries(db, version, worker)]);
    return index;
  } finally {
    await worker.terminate();
  }
}

async function sendEntries(db: SystemDb, version: IndexedVersion, worker: Worker): Promise<void> {
  const post = (job: IndexJob) => worker.postMessage(job);
  let sent = 0;
  for await (const texts of pageEntryTexts(db, version)) {
    sent += texts.length;
    post({ texts });
  }
  if (sent !== version.entries) throw new Error('The version of the list is not whole any more.');
  post({ listId: version.listId, version: String(version.version) });
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
