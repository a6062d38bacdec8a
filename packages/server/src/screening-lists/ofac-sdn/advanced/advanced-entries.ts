import type { ListEntry } from '@probity/screening';
import { type ListFile, ListUnreadable } from '../../list-source.ts';
import { finishEntry } from '../../reading/entry-draft.ts';
import type { NoteDay } from '../../reading/one-file.ts';
import { xmlRecords } from '../../reading/xml-records.ts';
import type { SdnList } from '../sdn-party.ts';
import { ADVANCED_ROOT, advancedCompanions } from './advanced-companions.ts';
import { advancedDraft } from './advanced-party.ts';

const PARTIES = new Set(['DistinctParty']);

/**
 * The parties of OFAC's advanced XML (`sdn_advanced.xml`, `cons_advanced.xml`; the schema
 * `sanctions 1.0` that the Sanctions List Service publishes), under the same numbers as in the CSV
 * set and the classic XML. The file is read twice: what is said of a party stands before and behind it.
 */
export async function* advancedEntries(
  file: ListFile,
  list: SdnList,
  publishedOn: NoteDay,
): AsyncGenerator<ListEntry> {
  const companions = await advancedCompanions(file, list);
  publishedOn(companions.publishedOn);
  for await (const record of xmlRecords(file, { root: ADVANCED_ROOT, records: PARTIES })) {
    const place = { file: file.name, line: record.line };
    const draft = advancedDraft(record, companions);
    if (draft.listings.length === 0) {
      throw new ListUnreadable('The party has no sanctions entry: the file is not whole.', place);
    }
    yield finishEntry(draft, place);
  }
}
