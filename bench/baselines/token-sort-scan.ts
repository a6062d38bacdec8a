/** A linear scan by sorted words and normalised edit distance, for comparison only. */

/** The names whose sorted words are at least so similar to the query's, best first. */
export function tokenSortScan(
  names: ReadonlyArray<{ readonly id: number; readonly sorted: string }>,
  query: string,
  threshold: number,
): Array<{ readonly id: number; readonly score: number }> {
  const found: Array<{ id: number; score: number }> = [];
  for (const { id, sorted } of names) {
    const longest = Math.max(sorted.length, query.length);
    const score = longest === 0 ? 0 : 1 - editDistance(query, sorted) / longest;
    if (score >= threshold) found.push({ id, score });
  }
  return found.sort((one, other) => other.score - one.score || one.id - other.id);
}

/** The words of a name, folded for case and accents, in alphabetical order. */
export function sortedWords(words: readonly string[]): string {
  return [...words].sort().join(' ');
}

function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let at = 0; at < one.length; at++) {
    const next = [at + 1];
    for (let place = 0; place < other.length; place++) {
      const cost = one.charCodeAt(at) === other.charCodeAt(place) ? 0 : 1;
      next.push(
        Math.min((row[place] ?? 0) + cost, (row[place + 1] ?? 0) + 1, (next[place] ?? 0) + 1),
      );
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
