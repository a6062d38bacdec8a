import { parentPort } from 'node:worker_threads';
import {
  buildIndex,
  type KeptEntries,
  type ListEntry,
  type ListIndex,
  updateIndex,
} from '@probity/screening';
import { loadSnapshot, type SnapshotPlace, saveSnapshot } from './index-snapshot.ts';
import type { KeptRun } from './version-delta.store.ts';

/**
 * What the worker hears: first, if there may be one, where a snapshot is; then, if an earlier version is
 * at hand, its index and what is kept of it; then pages of entries as JSON texts, and what to call the
 * index and where to keep it.
 */
export type IndexJob =
  | { readonly load: SnapshotPlace }
  | { readonly base: ListIndex; readonly kept: readonly KeptRun[] }
  | { readonly texts: readonly string[] }
  | { readonly listId: string; readonly version: string; readonly save: SnapshotPlace | null };

/** What the worker says: the index at last, or first that the snapshot does not give it. */
export type IndexReport =
  | { readonly index: ListIndex; readonly wasSaved: boolean }
  | { readonly unusable: 'absent' | 'damaged' };

/** Makes one index off the request thread, posts it back and ends. */
const pages: Array<readonly string[]> = [];
let earlier: { readonly base: ListIndex; readonly kept: readonly KeptRun[] } | undefined;

parentPort?.on('message', (job: IndexJob) => {
  if ('texts' in job) pages.push(job.texts);
  else if ('base' in job) earlier = job;
  else if ('load' in job) {
    const loaded = loadSnapshot(job.load);
    if (typeof loaded === 'string') report({ unusable: loaded });
    else finish({ index: loaded, wasSaved: true });
  } else {
    const { listId, version, save } = job;
    const entries = entriesOf(pages);
    const index = earlier
      ? updateIndex(earlier.base, { version, entries: withKept(earlier.kept, entries) })
      : buildIndex({ listId, version, entries });
    finish({ index, wasSaved: save === null || isSaved(save, index) });
  }
});

/** A disk that refuses costs the next start its time, and nothing else. */
function isSaved(place: SnapshotPlace, index: ListIndex): boolean {
  try {
    saveSnapshot(place, index);
    return true;
  } catch {
    return false;
  }
}

function finish(done: IndexReport): void {
  report(done);
  parentPort?.close();
}

function report(said: IndexReport): void {
  parentPort?.postMessage(said);
}

function* entriesOf(texts: readonly (readonly string[])[]): Generator<ListEntry> {
  for (const page of texts) {
    for (const text of page) yield JSON.parse(text) as ListEntry;
  }
}

/** New entries in the order of their version, with what is kept of the earlier one in its places. */
function* withKept(
  kept: readonly KeptRun[],
  entries: Generator<ListEntry>,
): Generator<ListEntry | KeptEntries> {
  let place = 0;
  for (const { at, from, to } of kept) {
    for (; place < at; place++) {
      const { value, done } = entries.next();
      if (done === true) throw new Error('Entries of the new version are missing.');
      yield value;
    }
    yield { keptFrom: from, keptTo: to };
    place += to - from;
  }
  yield* entries;
}
