-- Which documents a tenant's officers need to verify somebody by hand; a version never changes. A tenant
-- without one has the three usual combinations.
create table manual_kyc_policy (
  tenant_id uuid not null references tenant,
  version integer not null,
  definition jsonb not null,
  published_at timestamptz not null,
  primary key (tenant_id, version)
);
