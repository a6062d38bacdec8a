import type { ListEntry } from '@probity/screening';
import type { ListFile, ListSource } from '../list-source.ts';
import type { TableRow } from '../reading/csv-table.ts';
import { finishEntry } from '../reading/entry-draft.ts';
import { groupedRows } from '../reading/grouped-rows.ts';
import { type NoteDay, oneFilePublication } from '../reading/one-file.ts';
import { publisherDate } from '../reading/publisher-date.ts';
import { beginningOf } from '../reading/strict-text.ts';
import { childNamed, type XmlElement, xmlRecords } from '../reading/xml-records.ts';
import { designationDraft } from './designation.ts';
import { designationElement, designationRows, isDesignationCsv } from './designation-row.ts';
import { ofsiCsvRows, ofsiXmlRow } from './ofsi-row.ts';
import { type OfsiRow, ofsiDraft } from './ofsi-target.ts';

/**
 * The United Kingdom's sanctions: the UK Sanctions List of the Foreign Office as XML or CSV (in
 * the forms published since 2022), and the consolidated list that the Treasury (OFSI) published before,
 * as CSV or XML.
 *
 * Soundness: more than 3,000 parties since 2022; 8 in 10 people have a birth date.
 */
export const ukSanctions: ListSource = {
  id: 'uk-sanctions',
  title: 'UK Sanctions List',
  authority: 'UK Foreign, Commonwealth and Development Office',
  soundness: { minimumEntries: 1500, minimumShareOfPeopleWithBirth: 0.5 },
  official: {
    url: 'https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml',
    fileName: 'UK-Sanctions-List.xml',
  },
  expects:
    'one file: UK-Sanctions-List.xml or .csv, or ConList.csv or ConList.xml in the older form',

  read(files) {
    return oneFilePublication(files, {
      endings: ['xml', 'csv'],
      words: 'one XML or CSV file',
      read: entriesOf,
    });
  },
};

async function* entriesOf(file: ListFile, publishedOn: NoteDay): AsyncGenerator<ListEntry> {
  const beginning = await beginningOf(file);
  if (!/^\s*</.test(beginning)) {
    yield* isDesignationCsv(beginning)
      ? groupedRows(designationRows(file, publishedOn), BY_UNIQUE_ID)
      : groupedRows(ofsiCsvRows(file, publishedOn), BY_GROUP);
  } else if (beginning.includes('FinancialSanctionsTarget')) {
    yield* groupedRows(ofsiXmlRows(file), BY_GROUP);
  } else {
    yield* designationsOf(file, publishedOn);
  }
}

const BY_UNIQUE_ID = {
  partyOf: (row: TableRow) => row.cell('uniqueid'),
  draftOf: (_party: string, rows: readonly TableRow[]) =>
    designationDraft(designationElement(rows)),
};

const BY_GROUP = {
  partyOf: (row: OfsiRow) => (/^\d+$/.test(row.cell('group id')) ? row.cell('group id') : ''),
  draftOf: ofsiDraft,
};

async function* designationsOf(file: ListFile, publishedOn: NoteDay): AsyncGenerator<ListEntry> {
  const records = new Set(['Designation', 'DateGenerated']);
  for await (const record of xmlRecords(file, { root: 'Designations', records })) {
    if (record.name === 'DateGenerated') publishedOn(publisherDate(dayOf(record)));
    else yield finishEntry(designationDraft(record), { file: file.name, line: record.line });
  }
}

function dayOf(record: XmlElement): string {
  const text = (childNamed(record, 'Date') ?? record).text;
  return /^\d{4}-/.test(text) ? text.slice(0, 10) : (text.split(' ')[0] ?? '');
}

async function* ofsiXmlRows(file: ListFile): AsyncGenerator<OfsiRow> {
  const shape = {
    root: 'ArrayOfFinancialSanctionsTarget',
    records: new Set(['FinancialSanctionsTarget']),
  };
  for await (const record of xmlRecords(file, shape)) yield ofsiXmlRow(record, file);
}
