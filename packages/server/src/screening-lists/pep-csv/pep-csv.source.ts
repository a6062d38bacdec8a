import type { ListEntry } from '@probity/screening';
import { type ListFile, type ListSource, ListUnreadable } from '../list-source.ts';
import { csvTable, type TableRow } from '../reading/csv-table.ts';
import { finishEntry } from '../reading/entry-draft.ts';
import { type JsonLine, jsonLines, textsOf } from '../reading/json-lines.ts';
import { hasEnding, oneFilePublication } from '../reading/one-file.ts';
import { OWN_FORM_OPTIONAL, OWN_FORM_REQUIRED, ownFormDraft } from '../reading/own-form.ts';

/** What every party of the form is, so that no column says it. */
const IMPLIED: Readonly<Record<string, string>> = { kind: 'person', listing: 'PEP' };
const REQUIRED = OWN_FORM_REQUIRED.filter((field) => !(field in IMPLIED));
const KNOWN = [...OWN_FORM_REQUIRED, ...OWN_FORM_OPTIONAL];
const WORDS = 'one CSV file or one file of JSON lines';

/**
 * Politically exposed persons in Probity's own form, version 1, as CSV or as JSON lines; the form is
 * described in the `README.md` beside this file.
 *
 * Soundness: at least one person; a birth date is wished for and not required.
 */
export const pepCsv: ListSource = {
  id: 'pep-csv',
  title: 'Politically exposed persons in the form of Probity',
  authority: 'List of politically exposed persons',
  soundness: { minimumEntries: 1, minimumShareOfPeopleWithBirth: 0 },
  expects: 'one file: CSV with a header line, or JSON lines (.json, .jsonl)',

  read(files) {
    return oneFilePublication(files, {
      endings: ['csv', 'json', 'jsonl'],
      words: WORDS,
      read: entriesOf,
    });
  },
};

async function* entriesOf(file: ListFile): AsyncGenerator<ListEntry> {
  const rows = hasEnding(file.name, ['csv'])
    ? csvTable(file, { required: REQUIRED, known: KNOWN })
    : jsonRows(file);
  for await (const row of rows) {
    const whole = { ...row, cell: (field: string) => row.cell(field) || (IMPLIED[field] ?? '') };
    yield finishEntry(ownFormDraft(whole, { authority: pepCsv.authority }), row.place);
  }
}

async function* jsonRows(file: ListFile): AsyncGenerator<TableRow> {
  for await (const { object, place } of jsonLines(file)) {
    const fields = Object.keys(object);
    const unknown = fields.findIndex((field) => !KNOWN.includes(field));
    if (unknown >= 0) {
      throw new ListUnreadable(
        `Field ${unknown + 1} of the object has a name that is not known.`,
        place,
      );
    }
    yield { place, cell: cellsOf(object) };
  }
}

/** An array is what a CSV field parts by `|`; `true` is its `yes`. */
function cellsOf(object: JsonLine['object']): TableRow['cell'] {
  return (field) => (object[field] === true ? 'yes' : textsOf(object[field]).join('|'));
}
