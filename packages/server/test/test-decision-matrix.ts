import { readFileSync } from 'node:fs';

/** One line of the decision matrix: what is done, and what comes of it, by column. */
export type MatrixRow = {
  readonly act: string;
  readonly effects: Readonly<Record<string, string>>;
};

const DOCUMENT = new URL('../../../docs/decisions.md', import.meta.url);

/** The tables of `docs/decisions.md` by their headings; each is the whole truth about its acts. */
export function readDecisionMatrix(): ReadonlyMap<string, readonly MatrixRow[]> {
  const sections = readFileSync(DOCUMENT, 'utf8').split(/^## /m).slice(1);
  const tables = sections.map((section): [string, MatrixRow[]] => {
    const [heading = '', ...lines] = section.split('\n');
    const [names = [], , ...rows] = lines.filter((line) => line.startsWith('|')).map(cellsOf);
    return [heading.trim(), rows.map((cells) => rowOf(names, cells))];
  });
  return new Map(tables.filter(([, rows]) => rows.length > 0));
}

function rowOf(names: readonly string[], [act = '', ...cells]: readonly string[]): MatrixRow {
  const pairs = names.slice(1).map((name, at): [string, string] => [name, cells[at] ?? '']);
  return { act, effects: Object.fromEntries(pairs) };
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('`', ''));
}
