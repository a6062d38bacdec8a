import { GrowingWords } from './growing.ts';
import type { KeyWriter } from './sound-keys.ts';

/** Members by the upper bits of their keys: `members` from `offset[bucket]` to `offset[bucket + 1]`. */
export type Buckets = { readonly offset: Uint32Array; readonly members: Uint32Array };

const FEWEST_BITS = 8;
const MOST_BITS = 24;

/** Sorts members into buckets by all keys that each of them has; a member stands in a bucket once. */
export function bucketsOf(memberCount: number, keysOf: (member: number) => KeyWriter): Buckets {
  const written = writeAll(memberCount, keysOf);
  const bits = Math.min(
    MOST_BITS,
    Math.max(FEWEST_BITS, Math.floor(Math.log2(written.keys.length / 2 + 1))),
  );
  const offset = new Uint32Array((1 << bits) + 1);
  eachBucket(written, bits, (bucket) => {
    offset[bucket + 1] = (offset[bucket + 1] as number) + 1;
  });
  for (let at = 0; at < 1 << bits; at++) {
    offset[at + 1] = (offset[at + 1] as number) + (offset[at] as number);
  }
  const next = offset.slice(0, 1 << bits);
  const members = new Uint32Array(offset[1 << bits] as number);
  eachBucket(written, bits, (bucket, member) => {
    members[next[bucket] as number] = member;
    next[bucket] = (next[bucket] as number) + 1;
  });
  return { offset, members };
}

/** The keys of all members, end to end; those of a member end where `ends` says. */
type WrittenKeys = { readonly keys: Uint32Array; readonly ends: Uint32Array };

function writeAll(memberCount: number, keysOf: (member: number) => KeyWriter): WrittenKeys {
  const all = new GrowingWords();
  const ends = new Uint32Array(memberCount);
  for (let member = 0; member < memberCount; member++) {
    const { keys, count } = keysOf(member);
    for (let at = 0; at < count; at++) all.push(keys[at] as number);
    ends[member] = all.length;
  }
  return { keys: all.view(), ends };
}

function eachBucket(
  { keys, ends }: WrittenKeys,
  bits: number,
  visit: (bucket: number, member: number) => void,
): void {
  const shift = 32 - bits;
  let start = 0;
  for (let member = 0; member < ends.length; member++) {
    const end = ends[member] as number;
    const own = keys.subarray(start, end);
    for (let at = 0; at < own.length; at++) {
      if (!isRepeated(own, at, shift)) visit((own[at] as number) >>> shift, member);
    }
    start = end;
  }
}

function isRepeated(keys: Uint32Array, at: number, shift: number): boolean {
  const bucket = (keys[at] as number) >>> shift;
  for (let before = 0; before < at; before++) {
    if ((keys[before] as number) >>> shift === bucket) return true;
  }
  return false;
}

/** The number of bits of a key that choose its bucket. */
export function bucketBits(offset: Uint32Array): number {
  return 31 - Math.clz32(offset.length - 1);
}
