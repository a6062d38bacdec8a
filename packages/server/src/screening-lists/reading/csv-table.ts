import { type ListFile, type ListPlace, ListUnreadable } from '../list-source.ts';
import { csvRows } from './csv-rows.ts';

/** One record below a header; a column that the file does not have is empty. */
export type TableRow = {
  readonly place: ListPlace;
  /** By the column's name in lower case. */
  cell(column: string): string;
};

export type TableShape = {
  /** Columns, in lower case, without which the file is of another kind. */
  readonly required: readonly string[];
  /** What is said of those that are missing where their names were sent by somebody. */
  readonly missingWords?: string;
  /** All columns there may be; any other is refused where this is given. */
  readonly known?: readonly string[];
  readonly separator?: string;
};

/** The records of a CSV file whose first line names the columns, in any order. */
export async function* csvTable(file: ListFile, shape: TableShape): AsyncGenerator<TableRow> {
  let columns: ReadonlyMap<string, number> | undefined;
  const { separator } = shape;
  for await (const { line, fields } of csvRows(file, separator ? { separator } : {})) {
    const place = { file: file.name, line };
    if (columns) yield rowOf(columns, fields, place);
    else columns = columnsOf(fields, { shape, place });
  }
}

/** A row of cells under known columns. */
export function rowOf(
  columns: ReadonlyMap<string, number>,
  fields: readonly string[],
  place: ListPlace,
): TableRow {
  return { place, cell: (column) => fields[columns.get(column) ?? -1] ?? '' };
}

/** Where each column stands. @throws {@link ListUnreadable} where the header is of another kind. */
export function columnsOf(
  header: readonly string[],
  { shape, place }: { shape: Omit<TableShape, 'separator'>; place: ListPlace },
): ReadonlyMap<string, number> {
  const columns = new Map(header.map((name, at) => [name.trim().toLowerCase(), at] as const));
  const missing = shape.required.filter((name) => !columns.has(name));
  if (missing.length > 0) {
    throw new ListUnreadable(
      `The file is of another kind: its header lacks ${shape.missingWords ?? missing.join(', ')}.`,
      place,
    );
  }
  const { known } = shape;
  const unknownAt = known ? [...columns.keys()].findIndex((name) => !known.includes(name)) : -1;
  if (unknownAt >= 0) {
    throw new ListUnreadable(`Column ${unknownAt + 1} has a name that is not known.`, place);
  }
  return columns;
}
