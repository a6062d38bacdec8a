import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importList } from './features/lists/import-list.command.ts';
import type { Clock } from './kernel/clock.ts';
import type { SystemDb } from './kernel/statement.ts';

const SAMPLE = fileURLToPath(new URL('../sample-lists/probity-sample.csv', import.meta.url));

/** Loads the shipped list of invented people, so that a fresh installation has somebody to find. */
export async function settleSampleList(db: SystemDb, now: Clock): Promise<void> {
  const { size: sizeBytes } = await stat(SAMPLE);
  const open = () => createReadStream(SAMPLE) as AsyncIterable<Buffer>;
  const files = [{ name: basename(SAMPLE), sizeBytes, open }];
  await importList({ db, now }, { source: 'probity-sample', files });
}
