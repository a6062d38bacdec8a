-- What is true of the installation as a whole, in one row.

create table installation (
  only_row boolean primary key default true check (only_row),
  installation_id uuid not null,
  -- Keyed hash of installation_id: tells whether a master key is the one of the first start.
  master_key_check bytea not null,
  created_at timestamptz not null
);
