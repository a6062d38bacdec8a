import type { ListEntry } from '@probity/screening';
import { type ListPlace, ListUnreadable } from '../list-source.ts';
import type { TableRow } from './csv-table.ts';
import { type EntryDraft, finishEntry } from './entry-draft.ts';

export type Grouping<Row extends TableRow> = {
  /** The party that the row speaks of; empty where it does not say. */
  readonly partyOf: (row: Row) => string;
  readonly draftOf: (party: string, rows: readonly Row[]) => EntryDraft;
};

/**
 * The parties of a file that has several rows for each, in the order of their first rows. The rows
 * of one party need not stand together, so the whole list is held while it is read.
 */
export async function* groupedRows<Row extends TableRow>(
  rows: AsyncIterable<Row>,
  { partyOf, draftOf }: Grouping<Row>,
): AsyncGenerator<ListEntry> {
  const parties = new Map<string, { rows: Row[]; place: ListPlace }>();
  for await (const row of rows) {
    const party = partyOf(row);
    if (party === '') throw new ListUnreadable('The row does not say whose it is.', row.place);
    const before = parties.get(party);
    if (before) before.rows.push(row);
    else parties.set(party, { rows: [row], place: row.place });
  }
  for (const [party, { rows: own, place }] of parties) {
    yield finishEntry(draftOf(party, own), place);
  }
}
