-- Registers of people that an operator trusts: the rows of a core-banking extract, an electoral roll.
--
-- A row is sealed under the key of its version of the source; it is found by keyed hashes of parts of
-- its name, its birth date, its address and its documents, of which 64 bits are kept.

create table reference_source (
  tenant_id uuid not null references tenant,
  -- The canonical code that rulesets count.
  source text not null,
  name text not null,
  version_id uuid not null,
  people_count integer not null,
  imported_at timestamptz not null,
  primary key (tenant_id, source)
);

-- Beside the keys of people, and for the same reason: backed up apart, and for less long.
create table keyring.reference_key (
  tenant_id uuid not null,
  version_id uuid not null,
  wrapped bytea not null,
  primary key (tenant_id, version_id)
);

create table reference_person (
  tenant_id uuid not null references tenant,
  version_id uuid not null,
  ordinal integer not null,
  keys bigint[] not null,
  sealed bytea not null,
  primary key (tenant_id, version_id, ordinal)
);
create index reference_person_keys on reference_person using gin (keys) with (fastupdate = off);
