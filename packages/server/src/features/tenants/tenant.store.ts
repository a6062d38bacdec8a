import { type SystemDb, systemStatement } from '../../kernel/statement.ts';
import type { KeyOwner, Tenant } from './tenant.ts';

export type ApiKey = {
  readonly keyId: string;
  readonly tenantId: string;
  readonly createdAt: Date;
};

const INSERT_TENANT = systemStatement<{ tenant_id: string }>(
  'insert-tenant',
  `insert into tenant (tenant_id, parent_tenant_id, name, is_sandbox, created_at)
   values ($1, $2, $3, $4, $5) on conflict do nothing returning tenant_id`,
);

/** False when a tenant with this id exists already. */
export async function insertTenant(db: SystemDb, tenant: Tenant): Promise<boolean> {
  const { tenantId, parentTenantId, name, isSandbox, createdAt } = tenant;
  const row = await db.one(INSERT_TENANT, [tenantId, parentTenantId, name, isSandbox, createdAt]);
  return row !== undefined;
}

type TenantRow = {
  tenant_id: string;
  parent_tenant_id: string | null;
  name: string;
  is_sandbox: boolean;
  created_at: Date;
};

const FIND_TENANT = systemStatement<TenantRow>(
  'find-tenant',
  'select tenant_id, parent_tenant_id, name, is_sandbox, created_at from tenant where tenant_id = $1',
);

export async function findTenant(db: SystemDb, tenantId: string): Promise<Tenant | undefined> {
  const row = await db.one(FIND_TENANT, [tenantId]);
  return row && toTenant(row);
}

const LIST_TENANTS = systemStatement<TenantRow>(
  'list-tenants',
  `select tenant_id, parent_tenant_id, name, is_sandbox, created_at
   from tenant order by created_at, tenant_id`,
);

/** Oldest first. */
export async function listTenants(db: SystemDb): Promise<Tenant[]> {
  return (await db.all(LIST_TENANTS)).map(toTenant);
}

const INSERT_API_KEY = systemStatement<never>(
  'insert-api-key',
  'insert into api_key (key_id, tenant_id, hash, created_at) values ($1, $2, $3, $4)',
);

export async function insertApiKey(db: SystemDb, key: ApiKey, hash: Buffer): Promise<void> {
  await db.all(INSERT_API_KEY, [key.keyId, key.tenantId, hash, key.createdAt]);
}

const REVOKE_API_KEY = systemStatement<{ revoked_at: Date; tenant_id: string }>(
  'revoke-api-key',
  `update api_key set revoked_at = coalesce(revoked_at, $2) where key_id = $1
   returning revoked_at, tenant_id`,
);

/** Revoking twice keeps the first time. Undefined when there is no such key. */
export async function revokeApiKeyRow(
  db: SystemDb,
  keyId: string,
  at: Date,
): Promise<{ revokedAt: Date; tenantId: string } | undefined> {
  const row = await db.one(REVOKE_API_KEY, [keyId, at]);
  return row && { revokedAt: row.revoked_at, tenantId: row.tenant_id };
}

type KeyOwnerRow = {
  hash: Buffer;
  tenant_id: string;
  parent_tenant_id: string | null;
  child_tenant_ids: string[];
};

const FIND_KEY_OWNER = systemStatement<KeyOwnerRow>(
  'find-key-owner',
  `select k.hash, t.tenant_id, t.parent_tenant_id,
     array(select c.tenant_id::text from tenant c where c.parent_tenant_id = t.tenant_id)
       as child_tenant_ids
   from api_key k join tenant t using (tenant_id)
   where k.hash = $1 and k.revoked_at is null`,
);

/** Whom a live key belongs to, with the hash for a comparison in constant time. */
export async function findKeyOwner(
  db: SystemDb,
  hash: Buffer,
): Promise<{ owner: KeyOwner; hash: Buffer } | undefined> {
  const row = await db.one(FIND_KEY_OWNER, [hash]);
  if (!row) return undefined;
  const { tenant_id: tenantId, parent_tenant_id: parentTenantId } = row;
  return {
    owner: { tenantId, parentTenantId, childTenantIds: row.child_tenant_ids },
    hash: row.hash,
  };
}

const FIND_KEY_TENANT = systemStatement<{ tenant_id: string }>(
  'find-key-tenant',
  'select tenant_id from api_key where hash = $1',
);

/** Whose key it is or was: a revoked one counts, so that nobody replaces it unasked. */
export async function findKeyTenant(db: SystemDb, hash: Buffer): Promise<string | undefined> {
  return (await db.one(FIND_KEY_TENANT, [hash]))?.tenant_id;
}

function toTenant(row: TenantRow): Tenant {
  return {
    tenantId: row.tenant_id,
    parentTenantId: row.parent_tenant_id,
    name: row.name,
    isSandbox: row.is_sandbox,
    createdAt: row.created_at,
  };
}
