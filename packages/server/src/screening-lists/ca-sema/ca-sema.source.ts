import type { ListEntry } from '@probity/screening';
import type { ListFile, ListSource } from '../list-source.ts';
import { finishEntry } from '../reading/entry-draft.ts';
import { oneFilePublication } from '../reading/one-file.ts';
import { xmlRecords } from '../reading/xml-records.ts';
import { semaDraft, semaReference } from './sema-record.ts';

/**
 * Canada's consolidated autonomous sanctions list (Special Economic Measures Act and Justice for
 * Victims of Corrupt Foreign Officials Act), as the XML file `sema-lmes.xml` of Global Affairs Canada.
 *
 * A party has no number of its own: it is known by country, schedule and item, which stay with it.
 *
 * Soundness: more than 4,000 parties since 2023; half of the people have a birth date.
 */
export const caSema: ListSource = {
  id: 'ca-sema',
  title: 'Consolidated Canadian Autonomous Sanctions List',
  authority: 'Global Affairs Canada',
  soundness: { minimumEntries: 1500, minimumShareOfPeopleWithBirth: 0.2 },
  official: {
    url: 'https://www.international.gc.ca/world-monde/assets/office_docs/international_relations-relations_internationales/sanctions/sema-lmes.xml',
    fileName: 'sema-lmes.xml',
  },
  expects: 'one XML file whose outermost element is data-set (sema-lmes.xml)',

  read(files) {
    return oneFilePublication(files, {
      endings: ['xml'],
      words: 'one XML file',
      read: entriesOf,
    });
  },
};

async function* entriesOf(file: ListFile): AsyncGenerator<ListEntry> {
  const seen = new Map<string, number>();
  for await (const record of xmlRecords(file, { root: 'data-set', records: new Set(['record']) })) {
    const place = { file: file.name, line: record.line };
    const party = semaReference(record, place);
    const before = seen.get(party) ?? 0;
    seen.set(party, before + 1);
    const reference = before === 0 ? party : `${party} (${before + 1})`;
    yield finishEntry(semaDraft(record, reference), place);
  }
}
