import { parentPort } from 'node:worker_threads';
import { buildIndex, type ListEntry } from '@probity/screening';

/** What the worker hears: pages of entries as JSON texts, then what to call the index. */
export type IndexJob =
  | { readonly texts: readonly string[] }
  | { readonly listId: string; readonly version: string };

/** Builds one index off the request thread, posts it back and ends. */
const pages: Array<readonly string[]> = [];

parentPort?.on('message', (job: IndexJob) => {
  if ('texts' in job) pages.push(job.texts);
  else {
    parentPort?.postMessage(buildIndex({ ...job, entries: entriesOf(pages) }));
    parentPort?.close();
  }
});

function* entriesOf(texts: readonly (readonly string[])[]): Generator<ListEntry> {
  for (const page of texts) {
    for (const text of page) yield JSON.parse(text) as ListEntry;
  }
}
