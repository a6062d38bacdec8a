import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ListEntry } from '@probity/screening';
import { describe, expect, it } from 'vitest';
import type { ListFile, ListSource, ListUnreadable } from './list-source.ts';

const FOLDER = fileURLToPath(new URL('../../../../../shared/data/lists', import.meta.url));

/** The suite on the publishers' real files; skipped where they are absent, except in CI. */
export function describeRealLists(name: string, suite: () => void): void {
  describe(name, () => {
    if (existsSync(FOLDER)) suite();
    else if (process.env.CI === 'true') it('has the real lists', () => expect.fail('absent'));
    else it.skip('needs the real lists in ../shared/data/lists', () => undefined);
  });
}

/** The file, or the files of the folder, at that path below the real lists. */
export function realFiles(path: string): ListFile[] {
  const whole = join(FOLDER, path);
  if (!statSync(whole).isDirectory()) return [fileAt(whole)];
  return readdirSync(whole).map((name) => fileAt(join(whole, name)));
}

export function fileAt(path: string): ListFile {
  return {
    name: basename(path),
    sizeBytes: statSync(path).size,
    open: () => createReadStream(path),
  };
}

/** A file that is handed out in pieces of at most `pieceBytes`. */
export function fileOf(name: string, content: string | Buffer, pieceBytes = 65_536): ListFile {
  const bytes = Buffer.from(content);
  return {
    name,
    sizeBytes: bytes.length,
    async *open() {
      for (let at = 0; at < bytes.length; at += pieceBytes) {
        yield bytes.subarray(at, at + pieceBytes);
      }
    },
  };
}

export async function bytesOf(file: ListFile): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of file.open()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export async function entriesOf(
  source: ListSource,
  files: readonly ListFile[],
): Promise<Map<string, ListEntry>> {
  const entries = new Map<string, ListEntry>();
  for await (const entry of source.read(files).entries) {
    expect(entries.has(entry.reference)).toBe(false);
    entries.set(entry.reference, entry);
  }
  return entries;
}

/** The one detail with which the source refuses the files. */
export async function refusalOf(
  source: ListSource,
  files: readonly ListFile[],
): Promise<{ issue: string; issueLocation: string }> {
  try {
    for await (const entry of source.read(files).entries) expect(entry.reference).not.toBe('');
  } catch (cause) {
    const refusal = cause as ListUnreadable;
    expect(refusal.code).toBe('LIST-0400');
    return refusal.details[0] ?? expect.fail('no detail');
  }
  return expect.fail('the files were read');
}
