-- Runs of the engine that have not ended. The statement that commits the end of a run deletes its row, so that the
-- table and its indexes stay as small as the work in hand, however many runs there have ever been.
create table engine_run (
  tenant_id uuid not null,
  run_id text not null,
  -- What must happen one after the other shares a lane.
  lane text not null,
  kind text not null,
  -- The order of arrival within a lane.
  seq bigint generated always as identity,
  is_active boolean not null,
  -- Waits for something outside, and holds up nobody in its lane meanwhile; tried again at lease_until.
  is_waiting boolean not null default false,
  -- Counts who has told the run to look again: a call that comes while it is at work is not lost.
  wakes integer not null default 0,
  -- Counts checkpoints; with epoch and lease_by it is the fence that stops a node which lost the run.
  position integer not null default 0,
  -- Counts the hands the run went through.
  epoch integer not null default 1,
  -- Failed attempts of the task in hand.
  attempt integer not null default 0,
  -- Failures outside any task since the last checkpoint.
  stumbles integer not null default 0,
  lease_by text,
  lease_until timestamptz not null,
  started_at timestamptz not null default now(),
  primary key (tenant_id, run_id)
) with (
  -- Room on the page for the next versions of a row, so that a checkpoint touches no index.
  fillfactor = 60,
  autovacuum_vacuum_scale_factor = 0.0,
  autovacuum_vacuum_threshold = 2000
);

create unique index engine_run_active on engine_run (tenant_id, lane) where is_active;
create index engine_run_lane on engine_run (tenant_id, lane, seq);
create index engine_run_due on engine_run (lease_until);

-- What a live run has learnt: answers of the world, and the outcomes of tasks that ended. Written once, never changed.
create table engine_memory (
  tenant_id uuid not null,
  run_id text not null,
  name text not null,
  sealed bytea not null,
  primary key (tenant_id, run_id, name)
) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000);

-- Runs that were removed rather than ended, for long enough that whoever waits for one hears which it was.
create table engine_removed (
  tenant_id uuid not null,
  run_id text not null,
  removed_at timestamptz not null default now(),
  primary key (tenant_id, run_id)
);
