import type { KeyWriter } from './sound-keys.ts';

/** Members by the upper bits of their keys: `members` from `offset[bucket]` to `offset[bucket + 1]`. */
export type Buckets = { readonly offset: Uint32Array; readonly members: Uint32Array };

const FEWEST_BITS = 8;
const MOST_BITS = 24;

/** Sorts members into buckets by all keys that each of them has; a member stands in a bucket once. */
export function bucketsOf(memberCount: number, keysOf: (member: number) => KeyWriter): Buckets {
  let total = 0;
  for (let member = 0; member < memberCount; member++) total += keysOf(member).count;
  const bits = Math.min(MOST_BITS, Math.max(FEWEST_BITS, Math.round(Math.log2(total / 2 + 1))));
  const offset = new Uint32Array((1 << bits) + 1);
  eachBucket({ memberCount, keysOf, bits }, (bucket) => {
    offset[bucket + 1] = (offset[bucket + 1] as number) + 1;
  });
  for (let at = 0; at < 1 << bits; at++) {
    offset[at + 1] = (offset[at + 1] as number) + (offset[at] as number);
  }
  const next = offset.slice(0, 1 << bits);
  const members = new Uint32Array(offset[1 << bits] as number);
  eachBucket({ memberCount, keysOf, bits }, (bucket, member) => {
    members[next[bucket] as number] = member;
    next[bucket] = (next[bucket] as number) + 1;
  });
  return { offset, members };
}

type Members = {
  readonly memberCount: number;
  readonly keysOf: (member: number) => KeyWriter;
  readonly bits: number;
};

function eachBucket(
  { memberCount, keysOf, bits }: Members,
  visit: (bucket: number, member: number) => void,
): void {
  const shift = 32 - bits;
  for (let member = 0; member < memberCount; member++) {
    const { keys, count } = keysOf(member);
    for (let at = 0; at < count; at++) {
      const bucket = (keys[at] as number) >>> shift;
      if (!isRepeated(keys, at, shift)) visit(bucket, member);
    }
  }
}

function isRepeated(keys: Uint32Array, at: number, shift: number): boolean {
  for (let before = 0; before < at; before++) {
    if ((keys[before] as number) >>> shift === (keys[at] as number) >>> shift) return true;
  }
  return false;
}

/** The number of bits of a key that choose its bucket. */
export function bucketBits(offset: Uint32Array): number {
  return 31 - Math.clz32(offset.length - 1);
}
