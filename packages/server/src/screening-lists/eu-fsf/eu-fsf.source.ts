import type { ListEntry } from '@probity/screening';
import { type ListFile, type ListSource, ListUnreadable } from '../list-source.ts';
import { finishEntry } from '../reading/entry-draft.ts';
import { publisherDate } from '../reading/publisher-date.ts';
import { xmlRecords } from '../reading/xml-records.ts';
import { fsfDraft } from './fsf-entity.ts';

/**
 * The European Union's consolidated list of financial sanctions, as the XML file of the Commission
 * (FSF, version 1.1).
 *
 * Soundness: more than 4,000 parties since 2022; 8 in 10 people have a birth date.
 */
export const euFsf: ListSource = {
  id: 'eu-fsf',
  title: 'EU Consolidated Financial Sanctions List',
  authority: 'European Union',
  soundness: { minimumEntries: 1500, minimumShareOfPeopleWithBirth: 0.5 },
  expects: 'one XML file whose outermost element is export (xmlFullSanctionsList 1.1)',

  read(files) {
    let publishedOn: string | undefined;
    const note = (day: string | undefined) => {
      publishedOn = day;
    };
    return { entries: entriesOf(files, note), publishedOn: () => publishedOn };
  },
};

async function* entriesOf(
  files: readonly ListFile[],
  publishedOn: (day: string | undefined) => void,
): AsyncGenerator<ListEntry> {
  const [file, ...others] = files.filter(({ name }) => /\.xml$/i.test(name));
  if (!file || others.length > 0) {
    throw new ListUnreadable('The publication is one XML file.', { file: 'files' });
  }
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
