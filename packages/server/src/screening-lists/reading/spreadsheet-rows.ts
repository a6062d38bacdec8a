import type { ListFile } from '../list-source.ts';
import type { CsvRow } from './csv-rows.ts';
import {
  childNamed,
  childrenNamed,
  childText,
  type XmlElement,
  xmlRecords,
} from './xml-records.ts';
import { zipPart } from './zip-part.ts';

const SHEET = { root: 'worksheet', records: new Set(['row']) };
const STRINGS = { root: 'sst', records: new Set(['si']) };

/**
 * The rows of the first sheet of an XLSX file, as texts; `line` is the row's number in the sheet.
 *
 * Dates come as the day's serial number, as the file holds them; see {@link dayOfSerial}.
 */
export async function* spreadsheetRows(file: ListFile): AsyncGenerator<CsvRow> {
  const strings: string[] = [];
  for await (const item of xmlRecords(zipPart(file, 'xl/sharedStrings.xml'), STRINGS)) {
    strings.push(textOf(item));
  }
  for await (const row of xmlRecords(zipPart(file, 'xl/worksheets/sheet1.xml'), SHEET)) {
    const fields: string[] = [];
    for (const cell of childrenNamed(row, 'c')) {
      const at = columnOf(cell.attributes.r ?? '');
      while (fields.length < at) fields.push('');
      fields[at] = plain(contentOf(cell, strings));
    }
    yield { line: Number(row.attributes.r ?? 0), fields };
  }
}

/** Day 1 is 1 January 1900, and Excel believes that there was a 29 February 1900. */
export function dayOfSerial(serial: number): string {
  const day = new Date(Date.UTC(1899, 11, serial > 59 ? 30 : 31) + serial * 86_400_000);
  return day.toISOString().slice(0, 10);
}

function contentOf(cell: XmlElement, strings: readonly string[]): string {
  const value = childText(cell, 'v');
  if (cell.attributes.t === 's') return strings[Number(value)] ?? '';
  const inline = childNamed(cell, 'is');
  return inline ? textOf(inline) : value;
}

/** Plain text, or text in runs of different looks; phonetic hints are left out. */
function textOf(item: XmlElement): string {
  const own = childText(item, 't');
  return (
    own +
    childrenNamed(item, 'r')
      .map((run) => childText(run, 't'))
      .join('')
  );
}

/** Excel writes characters that XML does not allow as `_x000D_`. */
function plain(text: string): string {
  return text.replace(/_x[0-9A-F]{4}_|\u00a0/g, ' ').trim();
}

/** `A1` is column 0, `AB7` is column 27. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference.replace(/\d+$/, '')) {
    column = column * 26 + letter.charCodeAt(0) - 64;
  }
  return column - 1;
}
