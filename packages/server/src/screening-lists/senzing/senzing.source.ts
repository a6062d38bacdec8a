import type { ListEntry } from '@probity/screening';
import type { ListFile, ListSource } from '../list-source.ts';
import { finishEntry } from '../reading/entry-draft.ts';
import { jsonLines } from '../reading/json-lines.ts';
import { oneFilePublication } from '../reading/one-file.ts';
import { senzingDraft } from './senzing-record.ts';

/**
 * Records in the Senzing entity specification (versions 3 and 4) as JSON lines, as OpenSanctions
 * (`senzing.json`) and sellers of PEP data publish them: features in an array named `FEATURES`, in
 * arrays by kind (`NAMES`, `ADDRESSES` …) or on the record itself.
 *
 * Soundness: at least one record; sellers' files differ too much for more.
 */
export const senzing: ListSource = {
  id: 'senzing',
  title: 'Records in the Senzing form',
  authority: 'As its records say',
  soundness: { minimumEntries: 1, minimumShareOfPeopleWithBirth: 0 },
  expects: 'one file of JSON lines (.json, .jsonl)',

  read(files) {
    return oneFilePublication(files, {
      endings: ['json', 'jsonl'],
      words: 'one file of JSON lines',
      read: entriesOf,
    });
  },
};

async function* entriesOf(file: ListFile): AsyncGenerator<ListEntry> {
  for await (const { object, place } of jsonLines(file)) {
    yield finishEntry(senzingDraft(object), place);
  }
}
