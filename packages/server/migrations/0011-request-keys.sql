-- Requests that name themselves (Idempotency-Key), so that one which is sent twice is carried out once. Kept for a
-- day; the key and the request are keyed hashes, and the answer is sealed, under the key of the person it is about.
create table request_key (
  tenant_id uuid not null,
  -- Of the operation and the key.
  key_hash bigint not null,
  -- Of everything else that was sent.
  request_hash bigint not null,
  -- The request that holds the key: the first, or one that came after the first was lost before it did anything.
  request_id text not null,
  -- Until then the request is taken to be under way.
  claimed_until timestamptz not null,
  -- Written in the transaction of the change itself.
  carried_out_by text,
  entity_id uuid,
  workflow_execution_id text,
  expires_at timestamptz not null,
  -- The answer, once there is one. Wrapped is the key of an answer that is about no person.
  status smallint,
  sealed bytea,
  wrapped bytea,
  primary key (tenant_id, key_hash),
  -- The fence: a request that has lost the key to another cannot commit its change any more.
  constraint request_key_fence check (carried_out_by = request_id)
);
create index request_key_expired on request_key (expires_at);
