-- Changes of the master key, in their order. No row: the key of the first start is in force.
create table keyring.master_key (
  -- 1 is the first that followed the key of the first start.
  generation integer primary key,
  -- What is wrapped under it begins with these four bytes behind the format's.
  mark bytea not null unique,
  -- The master key before, sealed with this one: whoever has the newest key reads what any of them sealed,
  -- and what is derived from the first for good (look-up hashes) stays as it is.
  sealed_before bytea not null,
  began_at timestamptz not null default now(),
  -- When everything was wrapped anew.
  finished_at timestamptz
);

-- Which master keys each server knows, and which one it wraps with, as it said last: a key that a server
-- lacks is not put in force.
create table keyring.master_key_server (
  server_id text primary key,
  marks bytea[] not null,
  wraps_with bytea not null,
  wraps_since timestamptz not null,
  seen_at timestamptz not null
);
