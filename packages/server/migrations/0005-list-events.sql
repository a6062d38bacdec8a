-- A list that is no longer searched is retired; nothing that rests on it goes away.
alter table list add column retired_at timestamptz;

-- Somebody was found in the version: it is kept, so that the same search can be run again.
alter table list_version add column holds_hits boolean not null default false;

-- What became of the lists, for whoever has to account for them.
create table list_event (
  list_id uuid not null references list on delete cascade,
  event_id bigint generated always as identity,
  occurred_at timestamptz not null,
  -- imported, confirmed, failed, retired or restored.
  type text not null,
  -- operator, schedule or installation.
  actor text not null,
  -- The request in which it was done, if one did it.
  request_id text,
  -- The version that was in service afterwards.
  version integer,
  published_on date,
  entry_count integer,
  added_count integer,
  removed_count integer,
  changed_count integer,
  materially_changed_count integer,
  -- Why it failed, in words without anything that was sent.
  issue text,
  primary key (list_id, event_id)
);
