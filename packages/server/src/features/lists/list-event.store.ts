import { type SystemDb, systemStatement } from '../../kernel/statement.ts';
import type { ListEvent } from './list-event.ts';

const INSERT_EVENT = systemStatement<never>(
  'insert-list-event',
  // The same failure again and again, hour by hour, is one failure.
  `insert into list_event (list_id, occurred_at, type, actor, request_id, version, published_on,
     entry_count, added_count, removed_count, changed_count, materially_changed_count, issue)
   select $1::uuid, $2::timestamptz, $3::text, $4::text, $5::text, $6::integer, $7::date,
     $8::integer, $9::integer, $10::integer, $11::integer, $12::integer, $13::text
   where not exists (
     select from (select type, issue from list_event where list_id = $1::uuid
       order by event_id desc limit 1) as last
     where $3::text = 'failed' and last.type = 'failed' and last.issue is not distinct from $13::text)`,
);

/** Notes what became of a list, in the transaction in which it does. */
export async function insertListEvent(
  tx: SystemDb,
  listId: string,
  event: ListEvent,
): Promise<void> {
  const { counts } = event;
  await tx.all(INSERT_EVENT, [
    listId,
    event.at,
    event.type,
    event.actor,
    event.requestId ?? null,
    event.version ?? null,
    event.publishedOn ?? null,
    counts?.entries ?? null,
    counts?.added ?? null,
    counts?.removed ?? null,
    counts?.changed ?? null,
    counts?.materiallyChanged ?? null,
    event.issue ?? null,
  ]);
}

type EventRow = {
  occurred_at: Date;
  type: ListEvent['type'];
  actor: ListEvent['actor'];
  request_id: string | null;
  version: number | null;
  published_on: string | null;
  entry_count: number | null;
  added_count: number | null;
  removed_count: number | null;
  changed_count: number | null;
  materially_changed_count: number | null;
  issue: string | null;
};

const LIST_EVENTS = systemStatement<EventRow>(
  'list-list-events',
  `select occurred_at, type, actor, request_id, version,
     to_char(published_on, 'YYYY-MM-DD') as published_on, entry_count, added_count, removed_count,
     changed_count, materially_changed_count, issue
   from list_event where list_id = $1 order by event_id desc limit $2`,
);

/** What became of a list, the newest first, at most so many. */
export async function listListEvents(
  db: SystemDb,
  listId: string,
  limit: number,
): Promise<ListEvent[]> {
  return (await db.all(LIST_EVENTS, [listId, limit])).map(toEvent);
}

function toEvent(row: EventRow): ListEvent {
  return {
    at: row.occurred_at,
    type: row.type,
    actor: row.actor,
    ...(row.request_id !== null && { requestId: row.request_id }),
    ...(row.version !== null && { version: row.version }),
    ...(row.published_on !== null && { publishedOn: row.published_on }),
    ...(row.entry_count !== null && {
      counts: {
        entries: row.entry_count,
        added: row.added_count ?? 0,
        removed: row.removed_count ?? 0,
        changed: row.changed_count ?? 0,
        materiallyChanged: row.materially_changed_count ?? 0,
      },
    }),
    ...(row.issue !== null && { issue: row.issue }),
  };
}
