import type { ListEntry } from '@probity/screening';
import type { ListFile, ListSource } from '../list-source.ts';
import { csvTable } from '../reading/csv-table.ts';
import { finishEntry } from '../reading/entry-draft.ts';
import { oneFilePublication } from '../reading/one-file.ts';
import { OWN_FORM_OPTIONAL, OWN_FORM_REQUIRED, ownFormDraft } from '../reading/own-form.ts';

const AUTHORITY = 'Probity sample list';

/**
 * The invented list that is shipped with Probity, and any small list written in the same form; the
 * form is described beside the file, in `sample-lists/README.md`.
 */
export const probitySample: ListSource = {
  id: 'probity-sample',
  title: 'Probity sample list (invented)',
  authority: AUTHORITY,
  soundness: { minimumEntries: 1, minimumShareOfPeopleWithBirth: 0 },
  expects: 'one CSV file with a header line, as described in sample-lists/README.md',

  read(files) {
    return oneFilePublication(files, { endings: ['csv'], words: 'one CSV file', read: entriesOf });
  },
};

async function* entriesOf(file: ListFile): AsyncGenerator<ListEntry> {
  const shape = {
    required: OWN_FORM_REQUIRED,
    known: [...OWN_FORM_REQUIRED, ...OWN_FORM_OPTIONAL],
  };
  for await (const row of csvTable(file, shape)) {
    yield finishEntry(ownFormDraft(row, { authority: AUTHORITY }), row.place);
  }
}
