import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The rows of a table of cases beside the sources, by column. */
export function casesIn(table: string): Array<Record<string, string>> {
  return rowsOf(readFileSync(new URL(`../cases/${table}.csv`, import.meta.url), 'utf8'));
}

/** Where the shared labelled sets lie; undefined, said once, where they are not on this machine. */
export function sharedData(): string | undefined {
  const folder = fileURLToPath(new URL('../../../../shared/data', import.meta.url));
  if (existsSync(folder)) return folder;
  if (process.env.CI === 'true') throw new Error('The shared data are missing, and CI needs them.');
  process.stderr.write(
    'The shared data are not on this machine: labelled sets are not measured.\n',
  );
  return undefined;
}

/** The rows of a CSV text with a header; quoted cells may hold commas. */
export function rowsOf(text: string): Array<Record<string, string>> {
  const [header = [], ...rows] = text
    .trim()
    .split(/\r?\n/u)
    .map((line) => [...line.matchAll(/(?:"((?:[^"]|"")*)"|([^",]*))(?:,|$)/gu)].map(cellOf));
  return rows.map((cells) => Object.fromEntries(header.map((name, at) => [name, cells[at] ?? ''])));
}

function cellOf([, quoted, plain]: RegExpMatchArray): string {
  return quoted?.replaceAll('""', '"') ?? plain ?? '';
}
