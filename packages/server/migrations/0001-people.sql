-- Tenants, people, their workflows and the evidence about them.
--
-- Every table of a tenant leads its primary key with tenant_id. Plain columns hold ids, enums,
-- timestamps and keyed hashes; whatever says something about a person is in a sealed column:
-- AES-256-GCM under the person's own key, bound to table, tenant, entity and row.

create table tenant (
  tenant_id uuid primary key,
  -- A customer child is a tenant with a parent: the customer.
  parent_tenant_id uuid references tenant,
  name text not null,
  is_sandbox boolean not null,
  created_at timestamptz not null
);
create index tenant_parent on tenant (parent_tenant_id) where parent_tenant_id is not null;

create table api_key (
  key_id uuid primary key,
  tenant_id uuid not null references tenant,
  hash bytea not null unique,
  created_at timestamptz not null,
  revoked_at timestamptz
);

create table workflow_definition (
  tenant_id uuid not null references tenant,
  -- Names in lower case: services and workflows are found case-insensitively.
  service_key text not null,
  workflow_key text not null,
  version integer not null,
  workflow_id text not null,
  service_name text not null,
  workflow_name text not null,
  definition jsonb not null,
  published_at timestamptz not null,
  primary key (tenant_id, service_key, workflow_key, version)
);

create table individual (
  tenant_id uuid not null references tenant,
  entity_id uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Goes up with every change: a run that began before a change knows its results by it.
  revision integer not null default 1,
  sealed bytea not null,
  primary key (tenant_id, entity_id)
);

-- Apart from everything else, so that keys can be backed up apart, and for less long, than the
-- data that they open: a person whose key is destroyed is forgotten by old backups too.
create schema keyring;
create table keyring.entity_key (
  tenant_id uuid not null,
  entity_id uuid not null,
  wrapped bytea not null,
  primary key (tenant_id, entity_id)
);

create table attachment (
  tenant_id uuid not null,
  entity_id uuid not null,
  attachment_id uuid not null,
  document_id uuid not null,
  size_bytes integer not null,
  created_at timestamptz not null,
  sealed bytea not null,
  primary key (tenant_id, entity_id, attachment_id),
  foreign key (tenant_id, entity_id) references individual on delete cascade
);

create table service_profile (
  tenant_id uuid not null,
  entity_id uuid not null,
  service_key text not null,
  service_profile_id uuid not null,
  service_name text not null,
  state text not null,
  current_workflow_id text,
  current_workflow_name text,
  latest_workflow_execution_id text,
  created_at timestamptz not null,
  created_request_id text not null,
  updated_at timestamptz not null,
  updated_request_id text not null,
  -- Officers' names: who created, who changed last, assignee and reviewer.
  sealed_created_by bytea,
  sealed_updated_by bytea,
  sealed_officers bytea,
  primary key (tenant_id, entity_id, service_key),
  foreign key (tenant_id, entity_id) references individual on delete cascade
);

create table workflow_execution (
  tenant_id uuid not null,
  entity_id uuid not null,
  workflow_execution_id text not null,
  service_profile_id uuid not null,
  service_key text not null,
  workflow_key text not null,
  service_name text not null,
  workflow_name text not null,
  workflow_id text not null,
  workflow_version integer not null,
  lifecycle_phase text not null,
  monitoring_types text[] not null,
  request_id text not null,
  channel text not null,
  is_manual boolean not null,
  state text not null,
  -- What the workflow concluded; never changes once the run has ended.
  result text not null,
  -- What counts: the result, or the officer's override of it.
  status text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  updated_at timestamptz not null,
  status_override_at timestamptz,
  status_override_request_id text,
  process_result_ids uuid[] not null default '{}',
  -- Ids and field names of what its checks rest on: editing one of them puts the pass in question.
  rests_on text[] not null default '{}',
  -- The revision of the person as they were when the run began.
  individual_revision integer not null,
  sealed_started_by bytea,
  sealed_updated_by bytea,
  sealed_override_by bytea,
  -- The person as they were when the run began.
  sealed_given bytea not null,
  -- How the steps fared and which issues were raised: what a service profile shows of the run.
  sealed_summary bytea,
  -- Step results and errors. Both are written once, when the run ends.
  sealed_report bytea,
  primary key (tenant_id, entity_id, workflow_execution_id),
  foreign key (tenant_id, entity_id) references individual on delete cascade
);
create index workflow_execution_newest
  on workflow_execution (tenant_id, entity_id, service_key, workflow_execution_id desc);

create table process_result (
  tenant_id uuid not null,
  entity_id uuid not null,
  process_result_id uuid not null,
  -- The run that produced it; later runs may list it again.
  workflow_execution_id text not null,
  service_key text not null,
  workflow_key text not null,
  request_id text not null,
  step_name text not null,
  step_type text not null,
  object_type text not null,
  object_id text not null,
  group_id text,
  class text not null,
  result text not null,
  state text not null,
  system_status text not null,
  manual_status text,
  -- Ids and field names of what it was derived from: editing one of them makes it STALE.
  derived_from text[] not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  sealed_updated_by bytea,
  sealed bytea not null,
  primary key (tenant_id, entity_id, process_result_id),
  foreign key (tenant_id, entity_id) references individual on delete cascade
);

create table comment (
  tenant_id uuid not null,
  entity_id uuid not null,
  comment_id uuid not null,
  request_id text not null,
  object_type text not null,
  object_id text not null,
  created_at timestamptz not null,
  sealed bytea not null,
  primary key (tenant_id, entity_id, comment_id),
  foreign key (tenant_id, entity_id) references individual on delete cascade
);

-- The record of every change. It outlives the person: when the key is destroyed the sealed part
-- can no longer be read, and what remains says what happened, when and in which request.
create table audit_event (
  tenant_id uuid not null references tenant,
  event_id uuid not null,
  entity_id uuid,
  occurred_at timestamptz not null,
  type text not null,
  level smallint not null,
  event_status text not null,
  request_id text not null,
  channel text not null,
  object_type text,
  object_id text,
  service_profile_id uuid,
  workflow_execution_id text,
  step_name text,
  sealed bytea,
  primary key (tenant_id, event_id)
);
create index audit_event_of_entity on audit_event (tenant_id, entity_id, occurred_at);
