import {
  readStatement,
  type SystemDb,
  systemStatement,
  type TenantDb,
} from '../../kernel/statement.ts';
import type { PublishedRiskProfile, RiskProfile } from './risk-profile.ts';

type Row = { version: number; definition: RiskProfile; published_at: Date };

const FIND = readStatement<Row>(
  'find-risk-profile',
  `select version, definition, published_at from risk_profile
   where tenant_id = any($1) and tenant_id = $2 and profile_key = $3 order by version desc limit 1`,
);

/** The newest version that a tenant has published, whatever the case of its name. */
export async function findRiskProfile(
  db: TenantDb,
  profileName: string,
): Promise<PublishedRiskProfile | undefined> {
  const row = await db.one(FIND, [db.scope.own, keyOf(profileName)]);
  return row && toProfile(row);
}

const INSERT = systemStatement<Row>(
  'insert-risk-profile',
  `insert into risk_profile (tenant_id, profile_key, version, definition, published_at)
   select $1, $2, coalesce(max(version), 0) + 1, $3::jsonb, $4 from risk_profile
   where tenant_id = $1 and profile_key = $2
   returning version, definition, published_at`,
);

/** Publishes the next version. Two at once: one of them fails on the primary key. */
export async function insertRiskProfile(
  db: SystemDb,
  tenantId: string,
  { profile, at }: { profile: RiskProfile; at: Date },
): Promise<PublishedRiskProfile> {
  const key = keyOf(profile.profileName);
  const row = await db.one(INSERT, [tenantId, key, JSON.stringify(profile), at]);
  if (!row) throw new Error('An inserted risk profile was not returned.');
  return toProfile(row);
}

function keyOf(profileName: string): string {
  return profileName.trim().toLowerCase();
}

function toProfile({ version, definition, published_at }: Row): PublishedRiskProfile {
  return { profile: definition, version, publishedAt: published_at };
}
