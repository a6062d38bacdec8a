import type { ListEntry } from '@probity/screening';
import { ListUnreadable } from '../../screening-lists/list-source.ts';
import { ftmDraft } from '../../screening-lists/opensanctions/ftm-draft.ts';
import { FtmParts } from '../../screening-lists/opensanctions/ftm-parts.ts';
import { addPartyNumber, finishEntry } from '../../screening-lists/reading/entry-draft.ts';
import { VendorFailure } from '../vendor/vendor-failure.ts';
import type { ScoredEntity } from './yente-messages.ts';

/** OFAC's own number in the ids that OpenSanctions makes of it. */
const OFAC_ID = /^ofac-(\d+)$/;

/**
 * An entity as a list entry, read as files of OpenSanctions are.
 *
 * @throws VendorFailure where it has no name: nobody could be matched with it
 */
export function yenteEntry(entity: ScoredEntity): ListEntry {
  const { id, caption, schema, properties, datasets, referents, target } = entity;
  const isTarget = target ?? true;
  const draft = ftmDraft(
    { id, caption, schema, properties, datasets, isTarget },
    // What is said of it in entities of their own comes within it, or not at all.
    new FtmParts(),
  );
  for (const known of [id, ...referents]) addPartyNumber(draft, 'OFAC', OFAC_ID.exec(known)?.[1]);
  try {
    return finishEntry(draft, { file: 'answer' });
  } catch (cause) {
    if (!(cause instanceof ListUnreadable)) throw cause;
    throw new VendorFailure('error', 'answered with an entity that has no name');
  }
}
