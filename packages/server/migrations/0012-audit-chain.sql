-- What makes the audit evidence: it stands by itself, it is only ever added to, and every event is chained to the
-- one before it, so that whatever is altered, removed or put elsewhere can be told.

alter table audit_event
  -- What the event was about, in words of its own: it outlives the person and what was run for them.
  add column service_name text,
  add column workflow_name text,
  add column workflow_version integer,
  add column lifecycle_phase text,
  add column step_result_id uuid,
  add column status text,
  add column risk_level text,
  add column elapsed_ms bigint,
  -- Keyed hash of the name of whoever did it; null for the system.
  add column source_key bigint,
  -- What an event says that is about no person; one about a person says it in the sealed column.
  add column told text,
  -- Keyed hash over everything above, made by the server: nobody without the master key can write or alter an
  -- event unseen. Of events from before there were marks it is the hash without the key.
  add column mark bytea,
  -- Its chain: that of its person, or of its tenant where it is about no person. Its place there, from 1, and the
  -- hash over the hash before, the place and the mark.
  add column chain_id uuid,
  add column place bigint,
  add column hash bytea;

-- Apart from what the server changes: the role that it works with has no right to change anything in here.
create schema audit;

-- The end of each chain. Locked while an event is added, so that no two events have one predecessor.
create table audit.chain (
  tenant_id uuid not null,
  chain_id uuid not null,
  length bigint not null,
  hash bytea not null,
  -- How far checkpoints have signed it, and whether it has gone on since.
  signed_length bigint not null default 0,
  is_unsigned boolean not null default true,
  primary key (tenant_id, chain_id)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
create index chain_unsigned on audit.chain (tenant_id, chain_id) where is_unsigned;

-- What the server has signed: the ends of all chains that went on since the checkpoint before.
create table audit.checkpoint (
  tenant_id uuid not null,
  number bigint not null,
  taken_at timestamptz not null,
  -- Of the tenant, up to here.
  chain_count bigint not null,
  event_count bigint not null,
  -- SHA-256 over the ends, by chain.
  root bytea not null,
  -- Ed25519, over all of this and the signature before.
  signature bytea not null,
  primary key (tenant_id, number)
);
create table audit.checkpoint_end (
  tenant_id uuid not null,
  number bigint not null,
  chain_id uuid not null,
  length bigint not null,
  hash bytea not null,
  primary key (tenant_id, number, chain_id)
);

-- Links an event to its chain, as part of writing it. Chains are locked in the order in which events come;
-- whoever writes several brings them ordered by chain.
create function audit.link_event() returns trigger language plpgsql security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  new.chain_id := coalesce(new.entity_id, new.tenant_id);
  insert into audit.chain as c (tenant_id, chain_id, length, hash)
  values (new.tenant_id, new.chain_id, 1, sha256(int8send(1) || new.mark))
  on conflict (tenant_id, chain_id) do update set
    length = c.length + 1, is_unsigned = true,
    hash = sha256(c.hash || int8send(c.length + 1) || new.mark)
  returning c.length, c.hash into new.place, new.hash;
  return new;
end $$;

create trigger link_event before insert on audit_event for each row execute function audit.link_event();

-- Events from before there were chains join theirs in the order in which they happened. What they say is hashed as
-- the server does: each column with its length, those that are new being empty.
create function pg_temp.part(value text) returns text language sql immutable
  as $$ select coalesce(octet_length(value) || ':' || value, '-') $$;
create temporary table earlier_event on commit drop as
  select * from audit_event order by tenant_id, occurred_at, ctid;
update earlier_event set mark = sha256(convert_to(
  pg_temp.part(tenant_id::text) || pg_temp.part(event_id::text) || pg_temp.part(entity_id::text)
  || pg_temp.part((extract(epoch from occurred_at) * 1000000)::bigint::text) || pg_temp.part(type)
  || pg_temp.part(level::text) || pg_temp.part(event_status) || pg_temp.part(request_id) || pg_temp.part(channel)
  || pg_temp.part(object_type) || pg_temp.part(object_id) || pg_temp.part(service_profile_id::text) || '-'
  || pg_temp.part(workflow_execution_id) || '---' || pg_temp.part(step_name) || '------'
  || pg_temp.part(octet_length(sealed)::text), 'UTF8') || coalesce(sealed, ''));
delete from audit_event;
insert into audit_event select * from earlier_event order by tenant_id, occurred_at, earlier_event.ctid;

alter table audit_event
  alter column mark set not null,
  alter column chain_id set not null,
  alter column place set not null,
  alter column hash set not null;
drop index audit_event_of_entity;
create unique index audit_event_place on audit_event (tenant_id, chain_id, place);
create index audit_event_newest on audit_event (tenant_id, occurred_at);

-- Hands out the ends that no checkpoint has signed, and takes them for signed: call it in the transaction that
-- keeps the checkpoint. Ends that are being added to are left for the next.
create function audit.take_ends(of_tenant uuid, most integer)
  returns table (chain_id uuid, length bigint, hash bytea, signed_length bigint)
  language sql security definer set search_path = pg_catalog, pg_temp
as $$
  with open as materialized (
    select c.chain_id, c.length, c.hash, c.signed_length from audit.chain c
    where c.tenant_id = of_tenant and c.is_unsigned
    order by c.chain_id limit most for update skip locked
  ), taken as (
    update audit.chain c set is_unsigned = false, signed_length = c.length
    from open where c.tenant_id = of_tenant and c.chain_id = open.chain_id
  )
  select * from open order by open.chain_id
$$;

-- For everybody, whatever their rights: what is to be taken back has first to be let.
create function audit.refuse() returns trigger language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception 'The audit is only ever added to.' using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete on audit_event
  for each row execute function audit.refuse();
create trigger never_emptied before truncate on audit_event
  for each statement execute function audit.refuse();
create trigger append_only before update or delete on audit.checkpoint
  for each row execute function audit.refuse();
create trigger never_emptied before truncate on audit.checkpoint
  for each statement execute function audit.refuse();
create trigger append_only before update or delete on audit.checkpoint_end
  for each row execute function audit.refuse();
create trigger never_emptied before truncate on audit.checkpoint_end
  for each statement execute function audit.refuse();
create trigger never_emptied before truncate on audit.chain
  for each statement execute function audit.refuse();
create trigger append_only before delete on audit.chain
  for each row execute function audit.refuse();
alter table audit_event enable always trigger append_only, enable always trigger never_emptied;
alter table audit.checkpoint enable always trigger append_only, enable always trigger never_emptied;
alter table audit.checkpoint_end enable always trigger append_only, enable always trigger never_emptied;
alter table audit.chain enable always trigger append_only, enable always trigger never_emptied;

revoke all on function audit.take_ends(uuid, integer) from public;
