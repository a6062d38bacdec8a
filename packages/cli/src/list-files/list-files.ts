import type { Stats } from 'node:fs';
import { openAsBlob } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { OutgoingFile } from '@probity/contract/client/request-of';
import { WrongUsage } from '../terminal/refusal.ts';

/** One file of a publication on this machine. */
export type LocalFile = {
  /** Absolute. */
  readonly path: string;
  readonly name: string;
  readonly sizeBytes: number;
};

/**
 * The files that were named, and in the place of a folder all files in it; hidden ones and folders
 * in it are left out.
 *
 * @throws {@link WrongUsage} when something is not there, a folder is empty, or two files have the
 * same name, by which the server could not tell them apart
 */
export async function localFiles(from: string, paths: readonly string[]): Promise<LocalFile[]> {
  const found = await Promise.all(paths.map((path) => filesAt(resolve(from, path))));
  const files = found.flat();
  const names = new Set<string>();
  for (const { name, path } of files) {
    const key = name.toLowerCase();
    if (names.has(key)) throw new WrongUsage(`${path}: another file has the same name.`);
    names.add(key);
  }
  return files;
}

/** As they are sent: read from disk piece by piece while they go out. */
export async function outgoingFiles(files: readonly LocalFile[]): Promise<OutgoingFile[]> {
  return Promise.all(
    files.map(async ({ name, path }) => ({ name, content: await openAsBlob(path) })),
  );
}

async function filesAt(path: string): Promise<LocalFile[]> {
  const found = await statOf(path);
  if (!found.isDirectory()) return [fileOf(path, found)];
  const files: LocalFile[] = [];
  for (const name of (await readdir(path)).sort()) {
    if (name.startsWith('.')) continue;
    const inside = join(path, name);
    const stats = await statOf(inside);
    if (stats.isFile()) files.push(fileOf(inside, stats));
  }
  if (files.length === 0) throw new WrongUsage(`${path}: the folder holds no file.`);
  return files;
}

async function statOf(path: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    const problem = code === 'ENOENT' ? 'there is no such file or folder' : `not readable, ${code}`;
    throw new WrongUsage(`${path}: ${problem}.`, [], { cause });
  }
}

function fileOf(path: string, stats: Stats): LocalFile {
  if (!stats.isFile()) throw new WrongUsage(`${path}: neither a file nor a folder.`);
  return { path, name: basename(path), sizeBytes: stats.size };
}
