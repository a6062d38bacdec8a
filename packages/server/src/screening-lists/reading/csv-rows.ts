import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { type ListFile, ListUnreadable } from '../list-source.ts';
import { strictText } from './strict-text.ts';

/** One record of a CSV file; `line` is the line on which it ends, counted from 1. */
export type CsvRow = { readonly line: number; readonly fields: readonly string[] };

export type CsvShape = {
  /** How many fields each record has; taken from the first record where it is not given. */
  readonly columns?: number;
  /** `,` where it is not given. */
  readonly separator?: string;
  /** The publisher leaves no field empty, so that a last one that is means a file cut off there. */
  readonly neverEndsEmpty?: boolean;
  /** What a first record says that comes before the table and need not be as wide as it. */
  readonly preamble?: RegExp;
};

/** The DOS end-of-file mark, which some publishers still write. */
const END_MARK = '\u001a';
const LARGEST_RECORD_CHARACTERS = 1024 * 1024;

/** The records of a CSV file, one by one; fields are trimmed. */
export async function* csvRows(file: ListFile, shape: CsvShape): AsyncGenerator<CsvRow> {
  const parser = parse({
    delimiter: shape.separator ?? ',',
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    info: true,
    max_record_size: LARGEST_RECORD_CHARACTERS,
  });
  const feeding = pipeline(withoutEndMark(strictText(file)), parser).catch(
    (cause: unknown) => cause,
  );
  let columns = shape.columns;
  let line = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedRecord>) {
      line = info.lines;
      if (columns === undefined && shape.preamble?.test(record[0] ?? '')) {
        yield { line, fields: record };
        continue;
      }
      columns ??= record.length;
      if (record.length !== columns) throw wrongColumns(file, line, columns);
      if (shape.neverEndsEmpty && record.at(-1) === '') throw truncated(file, line);
      yield { line, fields: record };
    }
  } catch (cause) {
    throw asUnreadable(file, cause, line);
  }
  await feeding;
}

type ParsedRecord = { readonly record: string[]; readonly info: { readonly lines: number } };

async function* withoutEndMark(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const chunk of chunks) {
    const text = chunk.endsWith(END_MARK) ? chunk.slice(0, -1) : chunk;
    if (text !== '') yield text;
  }
}

function asUnreadable(file: ListFile, cause: unknown, lastLine: number): unknown {
  if (!(cause instanceof CsvError)) return cause;
  const line = typeof cause.lines === 'number' ? cause.lines : lastLine + 1;
  if (cause.code === 'CSV_QUOTE_NOT_CLOSED') return truncated(file, line);
  const issue =
    cause.code === 'CSV_MAX_RECORD_SIZE'
      ? 'A record is longer than a megabyte: a quotation mark is probably missing.'
      : 'The record is not well-formed CSV.';
  return new ListUnreadable(issue, { file: file.name, line });
}

function truncated(file: ListFile, line: number): ListUnreadable {
  return new ListUnreadable('The file is truncated: its last record is not complete.', {
    file: file.name,
    line,
  });
}

function wrongColumns(file: ListFile, line: number, columns: number): ListUnreadable {
  return new ListUnreadable(`The record does not have ${columns} fields.`, {
    file: file.name,
    line,
  });
}
