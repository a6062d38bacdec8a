import { readStatement, type TenantDb, writeStatement } from '../../kernel/statement.ts';
import type { ReferenceSource } from './reference-person.ts';

type SourceRow = {
  source: string;
  name: string;
  version_id: string;
  people_count: number;
  imported_at: Date;
};

const LIST = readStatement<SourceRow>(
  'list-reference-sources',
  `select source, name, version_id, people_count, imported_at from reference_source
   where tenant_id = any($1) order by source`,
);

/** The registers of a tenant. */
export async function listReferenceSources(db: TenantDb): Promise<ReferenceSource[]> {
  const rows = await db.all(LIST);
  return rows.map((row) => ({
    source: row.source,
    name: row.name,
    versionId: row.version_id,
    peopleCount: row.people_count,
    importedAt: row.imported_at,
  }));
}

const LOCK_SOURCE = writeStatement<never>(
  'lock-reference-source',
  `select pg_advisory_xact_lock(hashtextextended('reference ' || $1::uuid::text || $2, 0))
   from tenant where tenant_id = $1::uuid`,
);

/** Imports of one source take turns. */
export async function lockReferenceSource(tx: TenantDb, source: string): Promise<void> {
  await tx.all(LOCK_SOURCE, [source]);
}

const INSERT_PEOPLE = writeStatement<never>(
  'insert-reference-people',
  `insert into reference_person (tenant_id, version_id, ordinal, keys, sealed)
   select $1::uuid, $2, u.ordinal, u.keys::bigint[], u.sealed
   from unnest($3::integer[], $4::text[], $5::bytea[]) as u(ordinal, keys, sealed)`,
);

export type PersonRow = {
  readonly ordinal: number;
  /** Decimals of 64 bits. */
  readonly keys: readonly string[];
  readonly sealed: Buffer;
};

export async function insertPeople(
  tx: TenantDb,
  versionId: string,
  rows: readonly PersonRow[],
): Promise<void> {
  await tx.all(INSERT_PEOPLE, [
    versionId,
    rows.map(({ ordinal }) => ordinal),
    rows.map(({ keys }) => `{${keys.join(',')}}`),
    rows.map(({ sealed }) => sealed),
  ]);
}

const REMOVE = writeStatement<{ source: string }>(
  'remove-reference-source',
  `with gone as (
     delete from reference_source where tenant_id = $1::uuid and source = $2
     returning source, version_id),
   people as (
     delete from reference_person p using gone
     where p.tenant_id = $1::uuid and p.version_id = gone.version_id),
   key as (
     delete from keyring.reference_key k using gone
     where k.tenant_id = $1::uuid and k.version_id = gone.version_id)
   select source from gone`,
);

/** Removes a source, its people and their key. False where there is none. */
export async function removeReferenceSource(tx: TenantDb, source: string): Promise<boolean> {
  return (await tx.one(REMOVE, [source])) !== undefined;
}

const INSERT_SOURCE = writeStatement<never>(
  'insert-reference-source',
  `with key as (
     insert into keyring.reference_key (tenant_id, version_id, wrapped) values ($1::uuid, $4, $7))
   insert into reference_source (tenant_id, source, name, version_id, people_count, imported_at)
   values ($1::uuid, $2, $3, $4, $5, $6)`,
);

/** Puts a version in service whose people have been written. */
export async function insertReferenceSource(
  tx: TenantDb,
  source: ReferenceSource,
  wrapped: Buffer,
): Promise<void> {
  const { source: code, name, versionId, peopleCount, importedAt } = source;
  await tx.all(INSERT_SOURCE, [code, name, versionId, peopleCount, importedAt, wrapped]);
}

/** A register, and one of the rows in it that share most with whoever is looked for. */
type FoundRow = SourceRow & {
  wrapped: Buffer;
  ordinal: number | null;
  sealed: Buffer | null;
};

const FIND = readStatement<FoundRow>(
  'find-reference-people',
  // The rows of all sources come from one look into the index; those that share most come first.
  `with shared as materialized (
     select p.version_id, p.ordinal, p.sealed,
       (select count(*) from unnest(p.keys) k where k = any($2::bigint[])) as common
     from reference_person p
     where p.tenant_id = any($1) and p.keys && $2::bigint[]),
   ranked as (
     select version_id, ordinal, sealed,
       row_number() over (partition by version_id order by common desc, ordinal) as place
     from shared)
   select s.source, s.name, s.version_id, s.people_count, s.imported_at, k.wrapped,
     r.ordinal, r.sealed
   from reference_source s
   join keyring.reference_key k using (tenant_id, version_id)
   left join ranked r on r.version_id = s.version_id and r.place <= $3
   where s.tenant_id = any($1)
   order by s.source, r.place`,
);

/** Every register of the tenant, each with the rows that are most likely the one looked for. */
export async function findPeopleRows(
  db: TenantDb,
  keys: readonly string[],
  most: number,
): Promise<FoundRow[]> {
  return db.all(FIND, [keys, most]);
}
