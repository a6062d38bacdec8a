import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type ListIndex, loadIndex, SNAPSHOT_VERSION, saveIndex } from '@probity/screening';

/** Which index a snapshot is of: the version's number alone could come again in a restored database. */
export type SnapshotPlace = {
  readonly folder: string;
  readonly listId: string;
  readonly version: number;
  /** Of the files that the version was read from, in hexadecimal. */
  readonly contentHash: string;
};

/** `absent` also where it is of another engine version: the name says which. */
export type LoadedSnapshot = ListIndex | 'absent' | 'damaged';

const ENDING = '.index';
const HASH_BYTES = 32;

/** A file that somebody died writing is left alone for as long as somebody may still be writing it. */
const UNFINISHED_MS = 3_600_000;

/**
 * Reads an index back, checked against the SHA-256 that stands before it. Blocks its thread for as
 * long as that takes, and never throws: what cannot be read is damaged.
 */
export function loadSnapshot(place: SnapshotPlace): LoadedSnapshot {
  try {
    const bytes = readFileSync(pathOf(place));
    const content = bytes.subarray(HASH_BYTES);
    if (!hashOf(content).equals(bytes.subarray(0, HASH_BYTES))) return 'damaged';
    const index = loadIndex(content);
    const isIt = index.listId === place.listId && index.version === String(place.version);
    return isIt ? index : 'damaged';
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
      ? 'absent'
      : 'damaged';
  }
}

/** Writes an index whole or not at all. Blocks its thread; throws where the disk refuses. */
export function saveSnapshot(place: SnapshotPlace, index: ListIndex): void {
  mkdirSync(place.folder, { recursive: true, mode: 0o700 });
  const unfinished = join(place.folder, `${randomUUID()}.unfinished`);
  const content = saveIndex(index);
  try {
    const file = openSync(unfinished, 'wx', 0o600);
    try {
      for (const bytes of [hashOf(content), content]) writeWhole(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, pathOf(place));
  } catch (cause) {
    rmSync(unfinished, { force: true });
    throw cause;
  }
}

/** Removes the snapshots of other versions and engines, and what was never finished. */
export function pruneSnapshots(folder: string, kept: readonly SnapshotPlace[], now: Date): void {
  const names = new Set(kept.map(nameOf));
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const isOld = name.endsWith(ENDING) && !names.has(name);
    if (isOld || (name.endsWith('.unfinished') && ageOf(path, now) > UNFINISHED_MS)) {
      rmSync(path, { force: true });
    }
  }
}

function ageOf(path: string, now: Date): number {
  return now.getTime() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now.getTime());
}

/** One call writes at most two gigabytes, and may write less than it was given. */
function writeWhole(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    at += writeSync(file, bytes, at, Math.min(bytes.length - at, 1024 ** 3));
  }
}

function hashOf(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}

function nameOf({ listId, version, contentHash }: SnapshotPlace): string {
  return [listId, version, contentHash.slice(0, 16), SNAPSHOT_VERSION].join('_') + ENDING;
}

function pathOf(place: SnapshotPlace): string {
  return join(place.folder, nameOf(place));
}
