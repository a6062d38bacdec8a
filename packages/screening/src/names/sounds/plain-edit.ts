import type { Run } from './sound-distance.ts';

/** True when one insertion, deletion, substitution or swap of neighbours turns one word into the other. */
export function isOneEdit(one: Run, other: Run): boolean {
  const apart = one.length - other.length;
  if (apart > 1 || apart < -1) return false;
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && at(one, start) === at(other, start)) start++;
  let end = one.length - 1;
  let otherEnd = other.length - 1;
  while (end >= start && otherEnd >= start && at(one, end) === at(other, otherEnd)) {
    end--;
    otherEnd--;
  }
  const left = end - start + 1;
  const otherLeft = otherEnd - start + 1;
  if (left <= 1 && otherLeft <= 1) return true;
  return left === 2 && otherLeft === 2 && isSwap(one, other, start);
}

function at({ codes, start }: Run, place: number): number {
  return codes[start + place] as number;
}

function isSwap(one: Run, other: Run, place: number): boolean {
  return at(one, place) === at(other, place + 1) && at(one, place + 1) === at(other, place);
}
