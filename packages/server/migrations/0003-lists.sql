-- The lists that people are screened against. They belong to the installation, not to a tenant;
-- owner_tenant_id is for lists that one tenant keeps for itself.

create table list (
  list_id uuid primary key,
  owner_tenant_id uuid references tenant,
  source text not null,
  name text not null,
  -- The name in lower case: lists are found case-insensitively.
  name_key text not null,
  -- The version that is searched. Null until the first import has committed.
  version_in_service integer,
  created_at timestamptz not null
);
create unique index list_shared_name on list (name_key) where owner_tenant_id is null;
create unique index list_private_name on list (owner_tenant_id, name_key)
  where owner_tenant_id is not null;

create table list_version (
  list_id uuid not null references list on delete cascade,
  version integer not null,
  -- Over the bytes of the files and the version of their reading: the same again is no new version.
  content_hash bytea not null,
  published_on date,
  imported_at timestamptz not null,
  -- When the same content was last imported again: the list is as fresh as that.
  confirmed_at timestamptz not null,
  entry_count integer not null,
  person_count integer not null,
  -- Names and aliases of all entries.
  name_count integer not null,
  -- Of all entries; a version that loses many of them is a cut-off publication.
  birth_count integer not null,
  address_count integer not null,
  document_count integer not null,
  -- Against the version that was in service before.
  added_count integer not null,
  removed_count integer not null,
  changed_count integer not null,
  materially_changed_count integer not null,
  unchanged_count integer not null,
  primary key (list_id, version)
);

create table list_entry (
  list_id uuid not null,
  version integer not null,
  -- The publisher's own number.
  reference text not null,
  -- The place in the publication, from 1: entries are read back in this order.
  ordinal integer not null,
  -- SHA-256 over the whole entry.
  content_hash bytea not null,
  -- SHA-256 over what may change a decision about a person.
  material_hash bytea not null,
  detail jsonb not null,
  primary key (list_id, version, reference),
  foreign key (list_id, version) references list_version on delete cascade
);
create unique index list_entry_order on list_entry (list_id, version, ordinal);

-- What was last fetched from a publisher: the same file is not asked for twice.
create table list_download (
  -- The source's id, which is also the name of the shared list that it goes into.
  source text primary key,
  -- When the schedule may try again; one server of several does.
  due_at timestamptz not null,
  -- As the publisher sent them; they speak of the version below and of no other.
  etag text,
  last_modified text,
  list_id uuid,
  version integer
);
