import { plainText } from './plain-text.ts';

const GAP = '  ';

/** A table as wide as its contents, with headings over it; without rows it is the headings alone. */
export function tableOf(
  headings: readonly string[],
  rows: ReadonlyArray<readonly string[]>,
): string {
  return aligned([headings, ...rows]);
}

/** Names on the left, values on the right; what is absent is left out. */
export function factsOf(facts: ReadonlyArray<readonly [string, string | undefined]>): string {
  const known = facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return aligned(known)
    .split('\n')
    .map((line) => `${GAP}${line}`)
    .join('\n');
}

function aligned(rows: ReadonlyArray<readonly string[]>): string {
  const cells = rows.map((row) => row.map(plainText));
  const widths: number[] = [];
  for (const row of cells) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, lengthOf(cell));
    }
  }
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - lengthOf(cell)))
        .join(GAP)
        .trimEnd(),
    )
    .join('\n');
}

/** In characters, so that one beyond the basic plane counts once. */
function lengthOf(cell: string): number {
  return [...cell].length;
}
