/** True when one insertion, deletion, substitution or swap of neighbours turns one word into the other. */
export function isOneEdit(one: string, other: string): boolean {
  const apart = one.length - other.length;
  if (apart > 1 || apart < -1) return false;
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one.charCodeAt(start) === other.charCodeAt(start)) start++;
  let end = one.length - 1;
  let otherEnd = other.length - 1;
  while (end >= start && otherEnd >= start && one.charCodeAt(end) === other.charCodeAt(otherEnd)) {
    end--;
    otherEnd--;
  }
  const left = end - start + 1;
  const otherLeft = otherEnd - start + 1;
  if (left <= 1 && otherLeft <= 1) return true;
  return left === 2 && otherLeft === 2 && isSwap(one, other, start);
}

function isSwap(one: string, other: string, at: number): boolean {
  return (
    one.charCodeAt(at) === other.charCodeAt(at + 1) &&
    one.charCodeAt(at + 1) === other.charCodeAt(at)
  );
}
