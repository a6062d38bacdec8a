const PREFIX = 4;
const PREFIX_SHARE = 0.1;

/** The Jaro-Winkler similarity of two strings, 0 to 1, with the usual bonus for up to four equal first letters. */
export function jaroWinkler(one: string, other: string): number {
  if (one === other) return one === '' ? 0 : 1;
  const jaro = jaroSimilarity(one, other);
  let prefix = 0;
  while (prefix < PREFIX && prefix < one.length && one[prefix] === other[prefix]) prefix++;
  return jaro + prefix * PREFIX_SHARE * (1 - jaro);
}

function jaroSimilarity(one: string, other: string): number {
  const reach = Math.max(0, (Math.max(one.length, other.length) >> 1) - 1);
  const taken = new Uint8Array(other.length);
  const common: number[] = [];
  for (let at = 0; at < one.length; at++) {
    const found = findFree(other, one.charCodeAt(at), { taken, from: at - reach, to: at + reach });
    if (found < 0) continue;
    taken[found] = 1;
    common.push(one.charCodeAt(at));
  }
  if (common.length === 0) return 0;
  const moved = countMoved(common, other, taken);
  const share = common.length / one.length + common.length / other.length;
  return (share + (common.length - moved / 2) / common.length) / 3;
}

type Window = { readonly taken: Uint8Array; readonly from: number; readonly to: number };

function findFree(text: string, letter: number, { taken, from, to }: Window): number {
  const last = Math.min(text.length - 1, to);
  for (let at = Math.max(0, from); at <= last; at++) {
    if (taken[at] === 0 && text.charCodeAt(at) === letter) return at;
  }
  return -1;
}

function countMoved(common: readonly number[], other: string, taken: Uint8Array): number {
  let moved = 0;
  let at = 0;
  for (const letter of common) {
    while (taken[at] === 0) at++;
    if (other.charCodeAt(at) !== letter) moved++;
    at++;
  }
  return moved;
}
