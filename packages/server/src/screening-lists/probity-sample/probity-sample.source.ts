import type { ListEntry } from '@probity/screening';
import type { ListFile, ListSource } from '../list-source.ts';
import { csvTable } from '../reading/csv-table.ts';
import { finishEntry } from '../reading/entry-draft.ts';
import { oneFilePublication } from '../reading/one-file.ts';
import { sampleDraft } from './sample-row.ts';

/**
 * The invented list that is shipped with Probity, and any small list written in the same form; the
 * form is described beside the file, in `sample-lists/README.md`.
 */
export const probitySample: ListSource = {
  id: 'probity-sample',
  title: 'Probity sample list (invented)',
  authority: 'Probity sample list',
  soundness: { minimumEntries: 1, minimumShareOfPeopleWithBirth: 0 },
  expects: 'one CSV file with a header line, as described in sample-lists/README.md',

  read(files) {
    return oneFilePublication(files, { endings: ['csv'], words: 'one CSV file', read: entriesOf });
  },
};

const REQUIRED = ['reference', 'kind', 'listing', 'name'];
const OPTIONAL =
  'given middle family aliases weak_aliases former_names births birth_places gender nationalities citizenships residences documents addresses programmes reason position level listed_on delisted_on titles related links is_deceased remarks'.split(
    ' ',
  );

async function* entriesOf(file: ListFile): AsyncGenerator<ListEntry> {
  const shape = { required: REQUIRED, known: [...REQUIRED, ...OPTIONAL] };
  for await (const row of csvTable(file, shape)) {
    yield finishEntry(sampleDraft(row), row.place);
  }
}
