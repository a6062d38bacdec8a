import type { KeyWriter } from '../sound-keys.ts';
import { GrowingWords } from './growing.ts';

/** Members by the upper bits of their keys: `members` from `offset[bucket]` to `offset[bucket + 1]`. */
export type Buckets = { readonly offset: Uint32Array; readonly members: Uint32Array };

const FEWEST_BITS = 8;
const MOST_BITS = 24;
/** About half as many buckets as there are keys. */
const BUCKETS_PER_MEMBER = 16;

/** How many bits of a key choose the bucket among so many members. */
export function bitsFor(memberCount: number): number {
  const bits = Math.floor(Math.log2(memberCount * BUCKETS_PER_MEMBER + 1));
  return Math.min(MOST_BITS, Math.max(FEWEST_BITS, bits));
}

/** Sorts members into buckets; each member is asked once, in order, and writes each of its buckets once. */
export function bucketsOf(
  memberCount: number,
  bits: number,
  write: (member: number, buckets: GrowingWords) => void,
): Buckets {
  const all = new GrowingWords();
  const ends = new Uint32Array(memberCount);
  for (let member = 0; member < memberCount; member++) {
    write(member, all);
    ends[member] = all.length;
  }
  return transposed({ offset: endsAsOffset(ends), members: all.view() }, 1 << bits);
}

/** For each of so many columns the rows that hold it, in order: of rows with their columns. */
export function transposed(rows: Buckets, columns: number): Buckets {
  const offset = new Uint32Array(columns + 1);
  for (const column of rows.members) offset[column + 1] = (offset[column + 1] as number) + 1;
  for (let at = 0; at < columns; at++) {
    offset[at + 1] = (offset[at + 1] as number) + (offset[at] as number);
  }
  const next = offset.slice(0, columns);
  const members = new Uint32Array(rows.members.length);
  for (let row = 0; row + 1 < rows.offset.length; row++) {
    const end = rows.offset[row + 1] as number;
    for (let at = rows.offset[row] as number; at < end; at++) {
      const column = rows.members[at] as number;
      const place = next[column] as number;
      members[place] = row;
      next[column] = place + 1;
    }
  }
  return { offset, members };
}

function endsAsOffset(ends: Uint32Array): Uint32Array {
  const offset = new Uint32Array(ends.length + 1);
  offset.set(ends, 1);
  return offset;
}

/** Writes the bucket of each key, a bucket that several keys share only once. */
export function writeBuckets(
  { keys, count }: KeyWriter,
  bits: number,
  buckets: GrowingWords,
): void {
  const shift = 32 - bits;
  const first = buckets.length;
  for (let at = 0; at < count; at++) {
    const bucket = (keys[at] as number) >>> shift;
    if (!holds(buckets, first, bucket)) buckets.push(bucket);
  }
}

function holds(buckets: GrowingWords, first: number, bucket: number): boolean {
  for (let at = first; at < buckets.length; at++) if (buckets.at(at) === bucket) return true;
  return false;
}

/** The number of bits of a key that choose its bucket. */
export function bucketBits(offset: Uint32Array): number {
  return 31 - Math.clz32(offset.length - 1);
}
