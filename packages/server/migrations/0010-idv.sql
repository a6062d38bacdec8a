-- Checks of document and face: what was begun with whom, links to the upload page, and providers' calls.

-- One capture of a document and a face with one provider. The session and its token are sealed.
create table idv_check (
  tenant_id uuid not null,
  entity_id uuid not null,
  idv_check_id uuid not null,
  -- A hash of the provider and its session: what a call of the provider is matched by.
  session_hash bytea not null,
  -- OPEN until everything was captured, then SUBMITTED.
  state text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  sealed bytea not null,
  primary key (tenant_id, entity_id, idv_check_id),
  unique (session_hash),
  foreign key (tenant_id, entity_id) references individual on delete cascade
);

-- Links to the upload page: each is for one person, and works once. Only a hash of its token is kept.
create table hosted_link (
  tenant_id uuid not null,
  entity_id uuid not null,
  hosted_link_id uuid not null,
  token_hash bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  sealed bytea not null,
  primary key (tenant_id, entity_id, hosted_link_id),
  unique (token_hash),
  foreign key (tenant_id, entity_id) references individual on delete cascade
);

-- Messages of providers that were acted upon, so that one which comes again has no effect again.
create table provider_callback (
  provider text not null,
  message_hash bytea not null,
  received_at timestamptz not null,
  primary key (provider, message_hash)
);
create index provider_callback_age on provider_callback (received_at);
