import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient } from '@probity/contract/client';
import { listLists } from '@probity/contract/operations/admin-lists';
import { operatorKey } from '../connection/data-folder.ts';
import { uploadList } from '../list-files/upload-list.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { withProgress } from '../terminal/with-progress.ts';
import type { DemoList } from './demo-list.ts';
import { DemoFailed, type Story } from './story.ts';

/** A server can take a while to make a big list ready for searching. */
const LOADED_WITHIN_MS = 120_000;
const EVERY_MS = 200;

type Import = {
  readonly terminal: Terminal;
  readonly story: Story;
  readonly url: string;
  readonly signal: AbortSignal;
};

/** Imports the list that was named and waits until the server searches it. */
export async function importDemoList(
  { terminal, story, url, signal }: Import,
  { files, source }: DemoList,
): Promise<void> {
  await story.point('The list is imported', async (point) => {
    const client = createClient({ url, operatorKey: await operatorKey(terminal), channel: 'cli' });
    const { status, body } = await uploadList(terminal, client, { files, source, signal });
    const { list, change } = body;
    point.fact('list', `${list.name} (${list.source})`);
    point.fact('outcome', status === 201 ? 'imported' : 'in service already');
    point.fact('version', list.version);
    point.fact('published', list.publishedOn);
    point.fact('entries', list.entryCount);
    point.fact('names', list.nameCount);
    point.fact('added', change.added);
    await withProgress(terminal, 'Making the list ready for searching', () =>
      untilLoaded(client, list.listId, signal),
    );
  });
}

async function untilLoaded(client: Client, listId: string, signal: AbortSignal): Promise<void> {
  const givesUpAt = performance.now() + LOADED_WITHIN_MS;
  for (;;) {
    const { body } = await client.call(listLists, { signal });
    const list = body.lists.find((known) => known.listId === listId);
    if (list?.isLoaded) return;
    if (performance.now() > givesUpAt) {
      throw new DemoFailed(
        `The server does not search the list after ${LOADED_WITHIN_MS / 1000} s.`,
      );
    }
    await sleep(EVERY_MS, undefined, { signal });
  }
}
