import type { ListEntry } from '@probity/screening';
import { type ListFile, type ListSource, ListUnreadable } from '../list-source.ts';
import { csvTable, type TableRow } from '../reading/csv-table.ts';
import { finishEntry } from '../reading/entry-draft.ts';
import { onlyFile } from '../reading/one-file.ts';
import { ownFormDraft } from '../reading/own-form.ts';
import { type MappedField, type Mapping, readMapping } from './mapping.ts';

/**
 * Any CSV with a header line, read by a mapping file beside it; the `README.md` beside this file
 * describes the mapping, version 1.
 *
 * Soundness: at least one party; what a whole list holds only its owner knows.
 */
export const mappedCsv: ListSource = {
  id: 'mapped-csv',
  title: 'Any CSV with a mapping',
  authority: 'As its mapping says',
  soundness: { minimumEntries: 1, minimumShareOfPeopleWithBirth: 0 },
  expects: 'one CSV file with a header line and one mapping file (.yaml, .yml or .json)',

  read(files) {
    return { entries: entriesOf(files), publishedOn: () => undefined };
  },
};

async function* entriesOf(files: readonly ListFile[]): AsyncGenerator<ListEntry> {
  const mappings = { endings: ['yaml', 'yml', 'json'], words: 'one CSV file and one mapping file' };
  const mapping = await readMapping(onlyFile(files, mappings));
  const file = onlyFile(files, { ...mappings, endings: ['csv', 'txt', 'tsv'] });
  const { authority, dates: dateOrder, separator } = mapping;
  const required = [...new Set(fieldsOf(mapping).flatMap(([, field]) => field.columns))];
  const shape = { required, separator, missingWords: 'columns that the mapping names' };
  for await (const row of csvTable(decoded(file, mapping), shape)) {
    const cells = mappedCells(row, mapping);
    const mapped = { place: row.place, cell: (field: string) => cells.get(field) ?? '' };
    yield finishEntry(ownFormDraft(mapped, { authority, dateOrder }), row.place);
  }
}

function fieldsOf({ fields }: Mapping): Array<[string, MappedField]> {
  return Object.entries(fields).flatMap(([name, field]) => (field ? [[name, field]] : []));
}

/** The fields of one row; several values are parted by `|`, as the form has them. */
function mappedCells(row: TableRow, mapping: Mapping): Map<string, string> {
  return new Map(
    fieldsOf(mapping).map(([name, field]) => [name, cellOf(row, field, name)] as const),
  );
}

function cellOf(row: TableRow, field: MappedField, name: string): string {
  const written = field.columns
    .map((column) => row.cell(column))
    .filter((text) => text !== '')
    .join(' ');
  const parts = field.separator ? written.split(field.separator) : [written];
  const said = parts.map((part) => part.trim()).filter((part) => part !== '');
  const values = said.map((part) => translated(part, field, { row, name }));
  return values.length > 0 ? values.join('|') : (field.value ?? '');
}

/** Where a translation is given, a value it does not know is refused: nothing is guessed. */
function translated(
  part: string,
  { values }: MappedField,
  { row, name }: { row: TableRow; name: string },
): string {
  if (!values) return part;
  const value = values[part];
  if (value !== undefined) return value;
  throw new ListUnreadable(`The mapping of ${name} has no value for what stands here.`, row.place);
}

/** The file as UTF-8, whatever the mapping declares it to be. */
function decoded(file: ListFile, { encoding }: Mapping): ListFile {
  if (encoding === 'utf-8') return file;
  return {
    ...file,
    async *open() {
      const decoder = new TextDecoder(encoding);
      for await (const chunk of file.open()) {
        yield Buffer.from(decoder.decode(chunk, { stream: true }));
      }
    },
  };
}
