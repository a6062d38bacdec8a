-- What people are found by: the keys of a person are written with the person, in the same statement, and go
-- with them. A key is 64 bits of a keyed hash, bound to the tenant: it says that two people have something
-- in common, never what.

alter table individual
  add column keys bigint[] not null default '{}',
  -- Which way of making keys they are of; people with keys of an older one get new ones at the next start.
  add column keys_version smallint not null default 0;

-- No pending list: it would make every search slower until somebody clears it.
create index individual_keys on individual using gin (keys) with (fastupdate = off);
create index individual_keys_version on individual (tenant_id, keys_version);

-- Whom or what a result is about beside its person: another person, or an entry of a matchlist.
alter table process_result add column counterpart_id uuid;
create index process_result_counterpart on process_result (tenant_id, counterpart_id)
  where counterpart_id is not null;

-- By what profiles are searched that is sealed otherwise: keyed hashes of the issues that a run raised, and
-- of the officers who look after a profile.
alter table workflow_execution add column issue_keys bigint[] not null default '{}';
alter table service_profile add column officer_keys bigint[] not null default '{}';

-- What officers have said of two people who may be one. It holds for both, whichever of them it was said at.
create table duplicate_pair (
  tenant_id uuid not null,
  -- The lesser of the two ids first: there is one word about two people.
  one_id uuid not null,
  other_id uuid not null,
  manual_status text not null,
  -- Who was being looked at when it was said: what the status means depends on it.
  decided_at_id uuid not null,
  -- The one who is no longer in use; null where they are two people.
  retired_id uuid,
  -- The rules by which they were found: when others find them, the word does not hold any more.
  rules text[] not null,
  process_result_id uuid not null,
  decided_at timestamptz not null,
  primary key (tenant_id, one_id, other_id),
  check (one_id < other_id),
  foreign key (tenant_id, one_id) references individual on delete cascade,
  foreign key (tenant_id, other_id) references individual on delete cascade
);
create index duplicate_pair_other on duplicate_pair (tenant_id, other_id);
create index duplicate_pair_retired on duplicate_pair (tenant_id, retired_id)
  where retired_id is not null;

-- Lists that a tenant keeps of people who are blocked, watched or let through. The operator sets them up.
create table matchlist (
  tenant_id uuid not null references tenant,
  matchlist_id uuid not null,
  name text not null,
  -- The name in lower case: lists are found case-insensitively.
  name_key text not null,
  description text not null,
  action text not null,
  -- What being on it adds to a person's risk.
  risk_score integer not null,
  state text not null,
  is_default boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, matchlist_id)
);
create unique index matchlist_name on matchlist (tenant_id, name_key);
create unique index matchlist_default on matchlist (tenant_id) where is_default;

create table matchlist_entry (
  tenant_id uuid not null,
  matchlist_id uuid not null,
  entry_id uuid not null,
  state text not null,
  -- The person it was made from, or speaks of; not a reference: an entry outlives a person.
  entity_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- What it is found by, as people are.
  keys bigint[] not null,
  keys_version smallint not null,
  -- Keyed hashes: of all attributes together, of the caller's reference, of the batch it came with.
  combination bigint not null,
  reference_key bigint,
  batch_key bigint,
  -- The entry's own key, and everything that it says, sealed with it.
  wrapped bytea not null,
  sealed bytea not null,
  primary key (tenant_id, entry_id),
  foreign key (tenant_id, matchlist_id) references matchlist
);
create index matchlist_entry_keys on matchlist_entry using gin (keys) with (fastupdate = off);
create index matchlist_entry_keys_version on matchlist_entry (tenant_id, keys_version);
create index matchlist_entry_about on matchlist_entry (tenant_id, entity_id)
  where entity_id is not null;
create index matchlist_entry_of_list on matchlist_entry (tenant_id, matchlist_id, created_at);
-- One entry about a person on a list, and one with the same attributes; what was deleted does not count.
create unique index matchlist_entry_entity on matchlist_entry (tenant_id, matchlist_id, entity_id)
  where entity_id is not null and state <> 'DELETED';
create unique index matchlist_entry_combination
  on matchlist_entry (tenant_id, matchlist_id, combination) where state <> 'DELETED';

-- Every tenant has the default list.
insert into matchlist (tenant_id, matchlist_id, name, name_key, description, action, risk_score, state,
  is_default, created_at, updated_at)
select tenant_id, gen_random_uuid(), 'Blocklist', 'blocklist', 'People who are not taken on', 'BLOCK',
  100, 'ACTIVE', true, now(), now()
from tenant;
