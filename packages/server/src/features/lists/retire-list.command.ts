import type { Clock } from '../../kernel/clock.ts';
import { isUuid } from '../../kernel/id.ts';
import type { SystemDb } from '../../kernel/statement.ts';
import { findListById, setRetired } from './list.store.ts';
import { insertListEvent, listListEvents } from './list-event.store.ts';
import type { ListActor, ListEvent } from './list-event.ts';
import { ListUnknown, type ScreeningList } from './screening-list.ts';

/**
 * Takes a list out of every search that does not name it, and makes those that do end in its silence.
 * Hits that rest on it, and what was decided of them, stay as they are. Retiring it twice changes
 * nothing; importing it again restores it.
 *
 * @throws {@link ListUnknown}
 */
export async function retireList(
  { db, now, by }: { readonly db: SystemDb; readonly now: Clock; readonly by: ListActor },
  listId: string,
): Promise<void> {
  await db.inTransaction(async (tx) => {
    const { inService } = await knownList(tx, listId);
    const at = now();
    if (!(await setRetired(tx, listId, at))) return;
    const version = inService?.version;
    const event = {
      at,
      type: 'retired',
      ...by,
      ...(version !== undefined && { version }),
    } as const;
    await insertListEvent(tx, listId, event);
  });
}

/** More is history for an export. */
const MOST_EVENTS = 500;

/** What became of a list, the newest first. @throws {@link ListUnknown} */
export async function readListEvents(
  db: SystemDb,
  listId: string,
): Promise<{ readonly list: ScreeningList; readonly events: readonly ListEvent[] }> {
  const list = await knownList(db, listId);
  return { list, events: await listListEvents(db, listId, MOST_EVENTS) };
}

async function knownList(db: SystemDb, listId: string): Promise<ScreeningList> {
  const list = isUuid(listId) ? await findListById(db, listId) : undefined;
  if (!list) throw new ListUnknown();
  return list;
}
