import {
  readStatement,
  type SystemDb,
  systemStatement,
  type TenantDb,
} from '../../kernel/statement.ts';
import type { EntityVault, Vaults } from '../../kernel/vault.ts';
import { type Entity, type EntityRow, type Reading, toEntity } from './entity.store.ts';
import { KEYS_VERSION } from './entity-keys.ts';

/** People who have a key in common with the one asked about. */
export type Met = {
  readonly entities: readonly Entity[];
  /** There are more of them than {@link Meeting.limit}; those with most keys in common are here. */
  readonly isCut: boolean;
  /** Some people's keys have not been made yet: who has something in common may be missing. */
  readonly isUnready: boolean;
};

type Meeting = {
  /** As they are kept: decimals of {@link Reading} vaults' `blindKey`. */
  readonly keys: readonly string[];
  /** Most people who are read. */
  readonly limit: number;
};

type MetRow = { [Column in keyof EntityRow]: EntityRow[Column] | null } & {
  entity_id: string | null;
  is_unready: boolean;
};

const UNREADY = `exists (
    select from individual where tenant_id = any($1) and keys_version < ${KEYS_VERSION}
  ) as is_unready`;

const MEET = readStatement<MetRow>(
  'meet-people',
  `select i.tenant_id, i.entity_id, i.revision, i.sealed, k.wrapped, u.is_unready
   from (select ${UNREADY}) u
   left join lateral (
     select tenant_id, entity_id, revision, sealed from individual
     where tenant_id = any($1) and keys && $2::bigint[] limit $3
   ) i on true
   left join keyring.entity_key k using (tenant_id, entity_id)`,
);

/** Of how many people at most it is counted how many keys they have in common. */
const MOST_COUNTED = 5_000;

const MEET_BEST = readStatement<MetRow>(
  'meet-people-best',
  `select i.tenant_id, i.entity_id, i.revision, i.sealed, k.wrapped, u.is_unready
   from (select ${UNREADY}) u
   left join lateral (
     select tenant_id, entity_id, revision, sealed
     from (
       select tenant_id, entity_id, revision, sealed, keys from individual
       where tenant_id = any($1) and keys && $2::bigint[] limit ${MOST_COUNTED}
     ) met
     order by (select count(*) from unnest(keys) key where key = any($2::bigint[])) desc, entity_id
     limit $3
   ) i on true
   left join keyring.entity_key k using (tenant_id, entity_id)`,
);

/** The people who have a key in common with somebody, in no order. */
export async function meetPeople(ctx: Reading, { keys, limit }: Meeting): Promise<Met> {
  const rows = await ctx.db.all(MEET, [keys, limit + 1]);
  const isCut = rows.length > limit;
  const best = isCut ? await ctx.db.all(MEET_BEST, [keys, limit]) : rows;
  return {
    entities: best.flatMap((row) => opened(ctx, row)),
    isCut,
    isUnready: rows.some(({ is_unready }) => is_unready),
  };
}

function opened(ctx: Reading, row: MetRow): Entity[] {
  const { tenant_id, entity_id, revision, sealed, wrapped } = row;
  if (!tenant_id || !entity_id || revision === null || !sealed || !wrapped) return [];
  return [toEntity(ctx, entity_id, { tenant_id, revision, sealed, wrapped })];
}

const LOCK_UNFILED = systemStatement<EntityRow & { entity_id: string }>(
  'lock-unfiled-people',
  `select i.tenant_id, i.entity_id, i.revision, i.sealed, k.wrapped
   from individual i join keyring.entity_key k using (tenant_id, entity_id)
   where i.keys_version < ${KEYS_VERSION} limit $1 for no key update of i skip locked`,
);

/** People whose keys are not of the current making; held until the transaction ends. */
export async function lockUnfiled(tx: SystemDb, vaults: Vaults, limit: number): Promise<Entity[]> {
  const rows = await tx.all(LOCK_UNFILED, [limit]);
  return rows.map((row) => toEntity({ vaults }, row.entity_id, row));
}

const PUT_KEYS = systemStatement<never>(
  'put-keys',
  `update individual set keys = $3::bigint[], keys_version = ${KEYS_VERSION}
   where tenant_id = $1 and entity_id = $2`,
);

/** Keeps the keys of somebody who is held by this transaction. */
export async function putKeys(
  tx: SystemDb,
  { tenantId, entityId }: EntityVault,
  keys: readonly string[],
): Promise<void> {
  await tx.all(PUT_KEYS, [tenantId, entityId, keys]);
}

const MET_IDS = readStatement<{ entity_id: string }>(
  'find-met-ids',
  `select entity_id
   from (
     select entity_id, keys from individual
     where tenant_id = any($1) and keys && $2::bigint[]
       and ($4::uuid[] is null or entity_id = any($4))
     limit ${MOST_COUNTED}
   ) met
   order by (select count(*) from unnest(keys) key where key = any($2::bigint[])) desc, entity_id
   limit $3`,
);

/**
 * Ids of people who have a key in common with what is asked for, those who have most of them first: one
 * more than the limit where there are more.
 */
export async function findMetIds(
  db: TenantDb,
  { keys, limit, among }: Meeting & { readonly among: readonly string[] | null },
): Promise<string[]> {
  if (keys.length === 0) return [];
  const rows = await db.all(MET_IDS, [keys, limit + 1, among]);
  return rows.map((row) => row.entity_id);
}

const READ = readStatement<EntityRow & { entity_id: string }>(
  'read-entities',
  `select i.tenant_id, i.entity_id, i.revision, i.sealed, k.wrapped
   from individual i join keyring.entity_key k using (tenant_id, entity_id)
   where i.tenant_id = any($1) and i.entity_id = any($2::uuid[])`,
);

/** People whom the caller may read, by their ids. */
export async function readEntities(
  ctx: Reading,
  entityIds: readonly string[],
): Promise<ReadonlyMap<string, Entity>> {
  if (entityIds.length === 0) return new Map();
  const rows = await ctx.db.all(READ, [entityIds]);
  return new Map(rows.map((row) => [row.entity_id, toEntity(ctx, row.entity_id, row)]));
}
