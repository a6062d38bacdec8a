/** Whether two texts differ by one slip: a sign more, less or different, or two neighbours that changed places. */
export function isOneSlip(one: string, other: string): boolean {
  if (one === other) return false;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let from = 0;
  while (from < short.length && short[from] === long[from]) from += 1;
  if (short.slice(from) === long.slice(from + 1)) return true;
  if (short.length !== long.length) return false;
  if (short.slice(from + 1) === long.slice(from + 1)) return true;
  const isSwapped = short[from] === long[from + 1] && short[from + 1] === long[from];
  return isSwapped && short.slice(from + 2) === long.slice(from + 2);
}

/** How alike two texts are by the pairs of neighbouring signs that they share, 0 to 1. */
export function pairLikeness(one: string, other: string): number {
  if (one === other) return one === '' ? 0 : 1;
  const mine = pairsOf(one);
  const theirs = pairsOf(other);
  const total = mine.length + theirs.length;
  if (total === 0) return 0;
  const left = new Map<string, number>();
  for (const pair of mine) left.set(pair, (left.get(pair) ?? 0) + 1);
  let shared = 0;
  for (const pair of theirs) {
    const count = left.get(pair) ?? 0;
    if (count === 0) continue;
    left.set(pair, count - 1);
    shared += 1;
  }
  return (2 * shared) / total;
}

function pairsOf(text: string): string[] {
  const pairs: string[] = [];
  for (let at = 0; at + 1 < text.length; at += 1) pairs.push(text.slice(at, at + 2));
  return pairs;
}
