/** Reads the real list files that a bench is pointed at, through the importers of the server. */
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ListEntry } from '../packages/screening/src/list-entry.ts';
import { LIST_SOURCES } from '../packages/server/src/screening-lists/all-sources.ts';
import type { ListFile } from '../packages/server/src/screening-lists/list-source.ts';

/** The entries of a list file, or of a folder that holds one publication; the source that can read it is used. */
export async function readList(path: string): Promise<ListEntry[]> {
  const files = filesAt(path);
  const refusals: string[] = [];
  for (const source of LIST_SOURCES) {
    try {
      const entries: ListEntry[] = [];
      for await (const entry of source.read(files).entries) entries.push(entry);
      if (entries.length > 0) return entries;
    } catch (error) {
      refusals.push(`${source.id}: ${error instanceof Error ? error.message : 'unreadable'}`);
    }
  }
  throw new Error(`No source reads ${path}: ${refusals.join('; ')}`);
}

function filesAt(path: string): ListFile[] {
  const paths = statSync(path).isDirectory()
    ? readdirSync(path).map((name) => join(path, name))
    : [path];
  return paths.map((file) => ({
    name: basename(file),
    sizeBytes: statSync(file).size,
    open: () => createReadStream(file),
  }));
}
