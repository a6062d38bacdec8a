import type { ListEntry } from '@probity/screening';
import type { ListFile, ListSource } from '../list-source.ts';
import { finishEntry } from '../reading/entry-draft.ts';
import { type NoteDay, oneFilePublication } from '../reading/one-file.ts';
import { publisherDate } from '../reading/publisher-date.ts';
import { xmlRecords } from '../reading/xml-records.ts';
import { unEntityDraft } from './un-entity.ts';
import { unIndividualDraft } from './un-individual.ts';

const ROOT = 'CONSOLIDATED_LIST';
const RECORDS = new Set(['INDIVIDUAL', 'ENTITY']);

/**
 * The consolidated list of the United Nations Security Council, as XML.
 *
 * Soundness: the list has held around a thousand parties since 2012; about 95 in 100 people have a
 * birth date.
 */
export const unConsolidated: ListSource = {
  id: 'un-consolidated',
  title: 'United Nations Security Council Consolidated List',
  authority: 'United Nations Security Council',
  soundness: { minimumEntries: 300, minimumShareOfPeopleWithBirth: 0.7 },
  official: {
    url: 'https://scsanctions.un.org/resources/xml/en/consolidated.xml',
    fileName: 'consolidated.xml',
  },
  expects: 'one XML file whose outermost element is CONSOLIDATED_LIST',

  read(files) {
    return oneFilePublication(files, { endings: ['xml'], words: 'one XML file', read: entriesOf });
  },
};

async function* entriesOf(file: ListFile, publishedOn: NoteDay): AsyncGenerator<ListEntry> {
  const shape = {
    root: ROOT,
    records: RECORDS,
    onRoot: ({ dateGenerated }: Readonly<Record<string, string>>) => {
      publishedOn(publisherDate((dateGenerated ?? '').slice(0, 10)));
    },
  };
  for await (const record of xmlRecords(file, shape)) {
    const draft = record.name === 'INDIVIDUAL' ? unIndividualDraft(record) : unEntityDraft(record);
    yield finishEntry(draft, { file: file.name, line: record.line });
  }
}
