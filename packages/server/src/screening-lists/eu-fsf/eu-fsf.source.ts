import type { ListEntry } from '@probity/screening';
import type { ListFile, ListSource } from '../list-source.ts';
import { csvTable, type TableRow } from '../reading/csv-table.ts';
import { finishEntry } from '../reading/entry-draft.ts';
import { groupedRows } from '../reading/grouped-rows.ts';
import { type NoteDay, oneFilePublication } from '../reading/one-file.ts';
import { publisherDate } from '../reading/publisher-date.ts';
import { beginningOf } from '../reading/strict-text.ts';
import { xmlRecords } from '../reading/xml-records.ts';
import { fsfDraft } from './fsf-entity.ts';
import { FSF_COLUMNS, fsfElement } from './fsf-row.ts';

/**
 * The European Union's consolidated list of financial sanctions, as the XML or CSV file of the
 * Commission (FSF, `xmlFullSanctionsList` and `csvFullSanctionsList`, both version 1.1, in UTF-8). The
 * CSV has a row for each fact; it does not say which names are weak.
 *
 * Soundness: more than 4,000 parties since 2022; 8 in 10 people have a birth date.
 */
export const euFsf: ListSource = {
  id: 'eu-fsf',
  title: 'EU Consolidated Financial Sanctions List',
  authority: 'European Union',
  soundness: { minimumEntries: 1500, minimumShareOfPeopleWithBirth: 0.5 },
  official: {
    url: 'https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw',
    fileName: 'xmlFullSanctionsList.xml',
  },
  expects: 'one file: XML whose outermost element is export, or CSV (FullSanctionsList 1.1)',

  read(files) {
    return oneFilePublication(files, {
      endings: ['xml', 'csv'],
      words: 'one XML or CSV file',
      read: entriesOf,
    });
  },
};

async function* entriesOf(file: ListFile, publishedOn: NoteDay): AsyncGenerator<ListEntry> {
  const isXml = /^\s*</.test(await beginningOf(file));
  yield* isXml ? xmlEntries(file, publishedOn) : csvEntries(file, publishedOn);
}

async function* xmlEntries(file: ListFile, publishedOn: NoteDay): AsyncGenerator<ListEntry> {
  const shape = {
    root: 'export',
    records: new Set(['sanctionEntity']),
    onRoot: ({ generationDate }: Readonly<Record<string, string>>) => {
      publishedOn(publisherDate((generationDate ?? '').slice(0, 10)));
    },
  };
  for await (const record of xmlRecords(file, shape)) {
    yield finishEntry(fsfDraft(record), { file: file.name, line: record.line });
  }
}

async function* csvEntries(file: ListFile, publishedOn: NoteDay): AsyncGenerator<ListEntry> {
  const rows = csvTable(file, { required: FSF_COLUMNS, separator: ';' });
  yield* groupedRows(dated(rows, publishedOn), {
    partyOf: (row) => row.cell('entity_logicalid'),
    draftOf: (_party, own) => fsfDraft(fsfElement(own)),
  });
}

/** Every row states the day of the file. */
async function* dated(rows: AsyncIterable<TableRow>, publishedOn: NoteDay) {
  let isFirst = true;
  for await (const row of rows) {
    if (isFirst) publishedOn(publisherDate(row.cell('filegenerationdate')));
    isFirst = false;
    yield row;
  }
}
