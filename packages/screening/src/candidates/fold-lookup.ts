import { bucketBits } from './packing/buckets.ts';
import type { PackedList } from './packing/packed-list.ts';
import { prefixKey } from './sound-keys.ts';

/** The folded form of a list with exactly these codes, or −1. */
export function formOf(packed: PackedList, codes: Uint8Array): number {
  const { keyOffset, keyFolds, foldOffset, foldCodes } = packed;
  const bucket = prefixKey(codes, codes.length) >>> (32 - bucketBits(keyOffset));
  const end = keyOffset[bucket + 1] as number;
  for (let at = keyOffset[bucket] as number; at < end; at++) {
    const form = keyFolds[at] as number;
    const start = foldOffset[form] as number;
    if ((foldOffset[form + 1] as number) - start !== codes.length) continue;
    if (areSameCodes(codes, foldCodes, start)) return form;
  }
  return -1;
}

/** True where the codes stand in the others from a place on. */
export function areSameCodes(codes: Uint8Array, others: Uint8Array, start: number): boolean {
  for (let at = 0; at < codes.length; at++) if (codes[at] !== others[start + at]) return false;
  return true;
}
