import type { ManualKycPolicy } from '@probity/contract/operations/admin-manual-kyc';
import {
  readStatement,
  type SystemDb,
  systemStatement,
  type TenantDb,
} from '../../kernel/statement.ts';
import { type PublishedPolicy, SHIPPED_POLICY } from './manual-policy.ts';

type Row = { version: number; definition: ManualKycPolicy; published_at: Date };

const FIND = readStatement<Row>(
  'find-manual-kyc-policy',
  `select version, definition, published_at from manual_kyc_policy
   where tenant_id = any($1) and tenant_id = $2 order by version desc limit 1`,
);

/** The policy in force for the caller's own tenant. */
export async function findManualPolicy(db: TenantDb): Promise<PublishedPolicy> {
  const row = await db.one(FIND, [db.scope.own]);
  return row ? toPolicy(row) : { policy: SHIPPED_POLICY, version: 0, publishedAt: null };
}

const INSERT = systemStatement<Row>(
  'insert-manual-kyc-policy',
  `insert into manual_kyc_policy (tenant_id, version, definition, published_at)
   select $1, coalesce(max(version), 0) + 1, $2::jsonb, $3 from manual_kyc_policy where tenant_id = $1
   returning version, definition, published_at`,
);

/** Publishes the next version. Two at once: one of them fails on the primary key. */
export async function insertManualPolicy(
  db: SystemDb,
  tenantId: string,
  { policy, at }: { policy: ManualKycPolicy; at: Date },
): Promise<PublishedPolicy> {
  const row = await db.one(INSERT, [tenantId, JSON.stringify(policy), at]);
  if (!row) throw new Error('An inserted policy was not returned.');
  return toPolicy(row);
}

function toPolicy({ version, definition, published_at }: Row): PublishedPolicy {
  return { policy: definition, version, publishedAt: published_at };
}
