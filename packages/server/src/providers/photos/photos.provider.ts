import { once } from 'node:events';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { PhotoAnswer, PhotoReader } from '../photo-reader.ts';
import { MOST_BYTES } from './decode-image.ts';

/** Fetches a file's content; undefined where none is kept. */
export type LoadFile = (
  tenantId: string,
  file: { readonly entityId: string; readonly attachmentId: string },
) => Promise<Buffer | undefined>;

/** Heap of one thread, in megabytes; a photo that needs more is not read. */
const HEAP_MB = 768;

/** As results name it. */
export const PHOTO_READER = 'probity-photos';

/** Reads the bytes of a photo when its turn has come. */
export type PhotoQueue = (bytes: Buffer, signal: AbortSignal) => Promise<PhotoAnswer>;

/**
 * Reads photos in this process, one after the other, each in a thread of its own that ends with it:
 * requests go on meanwhile, and a photo that takes too long or too much is cut off.
 */
export function photoQueue(): PhotoQueue {
  let last: Promise<unknown> = Promise.resolve();
  return async (bytes, signal) => {
    if (bytes.length > MOST_BYTES) return { outcome: 'unreadable', because: 'too-large' };
    const turn = last.catch(() => undefined).then(() => readIn(bytes, signal));
    last = turn;
    return turn;
  };
}

/** Reads photos that are kept. */
export function photosProvider(load: LoadFile, read: PhotoQueue = photoQueue()): PhotoReader {
  return {
    name: PHOTO_READER,
    serves: () => true,
    async read(file, call) {
      const bytes = await load(call.tenantId, file);
      if (!bytes) return { outcome: 'unreadable', because: 'not-kept' };
      return read(bytes, call.signal);
    },
  };
}

async function readIn(bytes: Buffer, signal: AbortSignal): Promise<PhotoAnswer> {
  signal.throwIfAborted();
  const worker = startWorker();
  const listening = new AbortController();
  const heard = { signal: AbortSignal.any([signal, listening.signal]) };
  try {
    const answered = once(worker, 'message', heard).then(([answer]) => answer as PhotoAnswer);
    const ended = once(worker, 'exit', heard).then(() => {
      throw new Error('The reader of photos ended early.');
    });
    worker.postMessage(new Uint8Array(bytes));
    return await Promise.race([answered, ended]);
  } finally {
    listening.abort();
    await worker.terminate();
  }
}

/**
 * Released, the worker is plain JavaScript. Run from its sources it needs a loader, which Node 20
 * does not apply to the first file of a thread: so a line of JavaScript loads the loader first.
 */
function startWorker(): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: HEAP_MB };
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('./read-photo.worker.js', import.meta.url), { resourceLimits });
  }
  const loaderFolder = pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json'));
  const loader = new URL('./dist/esm/api/index.mjs', loaderFolder).href;
  const file = new URL('./read-photo.worker.ts', import.meta.url).href;
  const code = `import('${loader}').then(({ register }) => { register(); return import('${file}'); })`;
  return new Worker(code, { eval: true, execArgv: ['--conditions=source'], resourceLimits });
}
