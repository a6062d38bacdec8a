-- Where runs go on when a branch leads into another workflow, what is known of people's risk, and what is
-- watched of them.

alter table workflow_execution
  -- Null where the run ended in the workflow that was asked for.
  add column end_workflow_id text,
  add column end_workflow_name text,
  add column end_workflow_version integer;

-- How a tenant scores risk; a version never changes. A tenant without one is scored by the shipped profile.
create table risk_profile (
  tenant_id uuid not null references tenant,
  -- The name in lower case.
  profile_key text not null,
  version integer not null,
  definition jsonb not null,
  published_at timestamptz not null,
  primary key (tenant_id, profile_key, version)
);

-- Scored facts about a person within a service. What they say is sealed.
create table risk_factor (
  tenant_id uuid not null,
  entity_id uuid not null,
  risk_factor_id uuid not null,
  service_key text not null,
  workflow_execution_id text not null,
  -- VALID, STALE, OVERRIDDEN or DISCARDED.
  status text not null,
  -- Ids and field names of what it was derived from: editing one of them makes it STALE.
  derived_from text[] not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  sealed bytea not null,
  primary key (tenant_id, entity_id, risk_factor_id),
  foreign key (tenant_id, entity_id) references individual on delete cascade
);

-- What one run came to, and the officer's level in place of it.
create table risk_assessment (
  tenant_id uuid not null,
  entity_id uuid not null,
  risk_assessment_id uuid not null,
  service_key text not null,
  service_profile_id uuid not null,
  workflow_execution_id text not null,
  workflow_id text not null,
  -- As it was calculated.
  level text not null,
  override_level text,
  -- A factor of it no longer holds.
  is_outdated boolean not null,
  factor_ids uuid[] not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  sealed_override bytea,
  sealed bytea not null,
  primary key (tenant_id, entity_id, risk_assessment_id),
  unique (tenant_id, entity_id, workflow_execution_id),
  foreign key (tenant_id, entity_id) references individual on delete cascade
);

-- What a person is watched for within a service.
create table monitoring_subscription (
  tenant_id uuid not null,
  entity_id uuid not null,
  service_key text not null,
  type text not null,
  status text not null,
  enabled_at timestamptz,
  enabled_request_id text,
  disabled_at timestamptz,
  disabled_request_id text,
  -- Officers' names.
  sealed_enabled_by bytea,
  sealed_disabled_by bytea,
  primary key (tenant_id, entity_id, service_key, type),
  foreign key (tenant_id, entity_id) references individual on delete cascade
);
