/** The rows of a CSV with a header, by column; quoted cells may hold commas, quotes and line ends. */
export function parseCsv(text: string): Array<Record<string, string>> {
  const [header = [], ...rows] = cellsOf(text.replace(/^\ufeff/u, ''));
  return rows
    .filter((cells) => cells.some((cell) => cell !== ''))
    .map((cells) => Object.fromEntries(header.map((name, at) => [name.trim(), cells[at] ?? ''])));
}

/** The rows of a CSV, cell by cell. */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gu;
  for (const [, quoted, plain, end] of text.matchAll(cell)) {
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
