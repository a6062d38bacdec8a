import { type ListFile, ListUnreadable } from '../list-source.ts';
import { csvRows } from '../reading/csv-rows.ts';
import { columnsOf, rowOf } from '../reading/csv-table.ts';
import { publisherDate } from '../reading/publisher-date.ts';
import type { XmlElement } from '../reading/xml-records.ts';
import type { OfsiRow } from './ofsi-target.ts';

const REQUIRED = ['name 6', 'name 1', 'dob', 'group type', 'alias type', 'regime', 'group id'];

const LAST_UPDATED = /^last updated$/i;

/** The rows of OFSI's CSV, whose first line says when the list was last updated. */
export async function* ofsiCsvRows(
  file: ListFile,
  publishedOn: (day: string | undefined) => void,
): AsyncGenerator<OfsiRow> {
  let columns: ReadonlyMap<string, number> | undefined;
  for await (const { line, fields } of csvRows(file, { preamble: LAST_UPDATED })) {
    const place = { file: file.name, line };
    if (!columns && LAST_UPDATED.test(fields[0] ?? '')) {
      publishedOn(publisherDate(fields[1] ?? ''));
    } else if (columns) {
      yield rowOf(columns, fields, place);
    } else {
      columns = columnsOf(fields, { shape: { required: REQUIRED }, place });
    }
  }
  if (!columns) throw new ListUnreadable('The file holds no list.', { file: file.name });
}

/** The XML's own names for the columns of the CSV that it calls otherwise. */
const XML_NAMES: Readonly<Record<string, string>> = {
  dob: 'individual_dateofbirth',
  'town of birth': 'individual_townofbirth',
  'country of birth': 'individual_countryofbirth',
  nationality: 'individual_nationality',
  'passport number': 'individual_passportnumber',
  'passport details': 'individual_passportdetails',
  'national identification number': 'individual_ninumber',
  'ni details': 'individual_nidetails',
  position: 'individual_position',
  gender: 'individual_gender',
  'post/zip code': 'postcode',
  'group type': 'grouptypedescription',
  regime: 'regimename',
  'listed on': 'datelisted',
  'name non-latin script': 'namenonlatinscript',
  'uk sanctions list date designated': 'datedesignated',
};

/** A row of OFSI's XML under the names that the CSV gives its columns. */
export function ofsiXmlRow(record: XmlElement, file: ListFile): OfsiRow {
  const cells = new Map(record.children.map(({ name, text }) => [name.toLowerCase(), text]));
  return {
    place: { file: file.name, line: record.line },
    cell: (column) => cells.get(XML_NAMES[column] ?? column.replaceAll(' ', '')) ?? '',
  };
}
