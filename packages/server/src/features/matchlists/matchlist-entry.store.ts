import type { Context } from '../../kernel/context.ts';
import { type TenantDb, writeStatement } from '../../kernel/statement.ts';
import type { EntityVault, Vaults } from '../../kernel/vault.ts';
import { type EntryAttribute, plainValue } from './entry-attribute.ts';
import { ENTRY_KEYS, ENTRY_KEYS_VERSION, keysOfEntry } from './entry-keys.ts';
import type { EntryDetail, MatchlistEntry } from './matchlist.ts';

type Reading = Pick<Context, 'db' | 'vaults'>;

export type EntryRow = {
  tenant_id: string;
  entry_id: string;
  matchlist_id: string;
  state: MatchlistEntry['state'];
  entity_id: string | null;
  created_at: Date;
  updated_at: Date;
  wrapped: Buffer;
  sealed: Buffer;
};

export const ENTRY_COLUMNS = `e.tenant_id, e.entry_id, e.matchlist_id, e.state, e.entity_id,
  e.created_at, e.updated_at, e.wrapped, e.sealed`;

const INSERT = writeStatement<{ entry_id: string }>(
  'insert-matchlist-entries',
  `insert into matchlist_entry (tenant_id, matchlist_id, entry_id, state, entity_id, created_at,
     updated_at, keys, keys_version, combination, reference_key, batch_key, wrapped, sealed)
   select $1::uuid, matchlist_id, entry_id, 'ACTIVE', entity_id, created_at, created_at, keys,
     ${ENTRY_KEYS_VERSION}, combination, reference_key, batch_key, decode(wrapped, 'base64'),
     decode(sealed, 'base64')
   from jsonb_to_recordset($2::jsonb) as e(matchlist_id uuid, entry_id uuid, entity_id uuid,
     created_at timestamptz, keys bigint[], combination bigint, reference_key bigint,
     batch_key bigint, wrapped text, sealed text)
   on conflict do nothing returning entry_id`,
);

/**
 * Keeps new entries; those about an entity, or with a combination of attributes, that is on the list
 * already are left out.
 *
 * @returns the ids of those that were kept, and the vault of each by its id
 */
export async function insertEntries(
  { db, vaults }: Reading,
  entries: readonly MatchlistEntry[],
): Promise<{ kept: ReadonlySet<string>; vaultOf: ReadonlyMap<string, EntityVault> }> {
  const tenantId = db.scope.own;
  const vaultOf = new Map<string, EntityVault>();
  const rows = entries.map((entry) => {
    const { vault, wrapped } = vaults.create(tenantId, entry.entryId);
    vaultOf.set(entry.entryId, vault);
    return toRow(vault, entry, wrapped);
  });
  const kept = await db.all(INSERT, [JSON.stringify(rows)]);
  return { kept: new Set(kept.map((row) => row.entry_id)), vaultOf };
}

function toRow(vault: EntityVault, entry: MatchlistEntry, wrapped: Buffer): object {
  const { attributes, reference, batchName } = entry.detail;
  return {
    matchlist_id: entry.matchlistId,
    entry_id: entry.entryId,
    entity_id: entry.entityId,
    created_at: entry.createdAt.toISOString(),
    keys: keysOfEntry(attributes).map((key) => vault.blindKey(ENTRY_KEYS, key)),
    combination: combinationOf(vault, attributes),
    reference_key: reference === undefined ? null : referenceKeyOf(vault, reference),
    batch_key: batchName === undefined ? null : batchKeyOf(vault, batchName),
    wrapped: wrapped.toString('base64'),
    sealed: sealedDetail(vault, entry.detail).toString('base64'),
  };
}

type Blinding = Pick<EntityVault, 'blindKey'>;

/** Equal for entries that say the same, in whatever order. */
function combinationOf(vault: Blinding, attributes: readonly EntryAttribute[]): string {
  const said = attributes.map((attribute) => `${attribute.type} ${plainValue(attribute)}`).sort();
  return vault.blindKey('matchlist combination', JSON.stringify(said));
}

function referenceKeyOf(vault: Blinding, reference: string): string {
  return vault.blindKey('matchlist reference', reference);
}

function batchKeyOf(vault: Blinding, batchName: string): string {
  return vault.blindKey('matchlist batch', batchName);
}

const PLACE = 'matchlist_entry';

function sealedDetail(vault: EntityVault, detail: EntryDetail): Buffer {
  return vault.seal(PLACE, detail);
}

const FIND = writeStatement<EntryRow>(
  'find-matchlist-entry',
  `select ${ENTRY_COLUMNS} from matchlist_entry e
   where tenant_id = $1::uuid and matchlist_id = $2 and entry_id = $3`,
);

/** An entry of a list, in whatever state. */
export async function findEntry(
  ctx: Reading,
  matchlistId: string,
  entryId: string,
): Promise<MatchlistEntry | undefined> {
  const row = await ctx.db.one(FIND, [matchlistId, entryId]);
  return row && toEntry(ctx.vaults, row);
}

const LOCK = writeStatement<{ entry_id: string }>(
  'lock-matchlist-entry',
  `select entry_id from matchlist_entry
   where tenant_id = $1::uuid and matchlist_id = $2 and entry_id = $3 for update`,
);

/** As {@link findEntry}, held until the transaction ends, with the vault that seals it. */
export async function lockEntry(
  tx: Reading,
  matchlistId: string,
  entryId: string,
): Promise<{ entry: MatchlistEntry; vault: EntityVault } | undefined> {
  const held = await tx.db.one(LOCK, [matchlistId, entryId]);
  const row = held && (await tx.db.one(FIND, [matchlistId, entryId]));
  return row && { entry: toEntry(tx.vaults, row), vault: vaultOf(tx.vaults, row) };
}

const OF_ENTITY = writeStatement<{ entry_id: string }>(
  'find-matchlist-entry-of-entity',
  `select entry_id from matchlist_entry
   where tenant_id = $1::uuid and matchlist_id = $2 and entity_id = $3 and state <> 'DELETED'`,
);

/** The entry of a list that was made from a person. */
export async function findEntryIdOf(
  db: TenantDb,
  matchlistId: string,
  entityId: string,
): Promise<string | undefined> {
  return (await db.one(OF_ENTITY, [matchlistId, entityId]))?.entry_id;
}

const UPDATE = writeStatement<never>(
  'update-matchlist-entry',
  `update matchlist_entry set state = $3, reference_key = $4, updated_at = $5, sealed = $6
   where tenant_id = $1::uuid and entry_id = $2`,
);

/** Writes back what may change of an entry that is held by this transaction. */
export async function putEntry(
  tx: TenantDb,
  vault: EntityVault,
  { entryId, state, updatedAt, detail }: MatchlistEntry,
): Promise<void> {
  const { reference } = detail;
  const referenceKey = reference === undefined ? null : referenceKeyOf(vault, reference);
  await tx.all(UPDATE, [entryId, state, referenceKey, updatedAt, sealedDetail(vault, detail)]);
}

const EXPIRE = writeStatement<{ entity_id: string | null }>(
  'expire-matchlist-entries',
  `update matchlist_entry set state = 'EXPIRED', updated_at = $3
   where tenant_id = $1::uuid and matchlist_id = $2 and state = 'ACTIVE' returning entity_id`,
);

/** Expires all active entries of a list. Returns whom they are about, where that is known. */
export async function expireEntries(
  tx: TenantDb,
  matchlistId: string,
  at: Date,
): Promise<string[]> {
  const rows = await tx.all(EXPIRE, [matchlistId, at]);
  return [...new Set(rows.flatMap((row) => row.entity_id ?? []))];
}

const ENTITIES = writeStatement<{ entity_id: string }>(
  'entities-of-matchlist',
  `select distinct entity_id from matchlist_entry
   where tenant_id = $1::uuid and matchlist_id = $2 and entity_id is not null and state = 'ACTIVE'`,
);

/** Whom the active entries of a list are about, where that is known. */
export async function listEntitiesOf(tx: TenantDb, matchlistId: string): Promise<string[]> {
  return (await tx.all(ENTITIES, [matchlistId])).map((row) => row.entity_id);
}

/** Which entries of a list are asked for. */
export type EntryFilter = {
  readonly matchlistId: string;
  readonly states: readonly string[];
  readonly batchName?: string | undefined;
  readonly reference?: string | undefined;
  readonly entityId?: string | undefined;
  readonly entryId?: string | undefined;
  readonly sort: 'asc' | 'desc';
  readonly sortField: 'updatedAt' | 'createdAt' | 'state';
  readonly limit: number;
  readonly offset: number;
};

const ORDER = { createdAt: 'created_at', updatedAt: 'updated_at', state: 'state' } as const;

/** One statement a sort order, since an order cannot be a parameter. */
const LISTS = new Map(
  (['createdAt', 'updatedAt', 'state'] as const).flatMap((field) =>
    (['asc', 'desc'] as const).map((direction) => {
      const statement = writeStatement<EntryRow>(
        `list-matchlist-entries-${field}-${direction}`,
        `select ${ENTRY_COLUMNS} from matchlist_entry e
         where tenant_id = $1::uuid and matchlist_id = $2 and state = any($3::text[])
           and ($4::bigint is null or batch_key = $4) and ($5::bigint is null or reference_key = $5)
           and ($6::uuid is null or entity_id = $6) and ($7::uuid is null or entry_id = $7)
         order by ${ORDER[field]} ${direction}, entry_id ${direction} limit $8 offset $9`,
      );
      return [`${field} ${direction}`, statement] as const;
    }),
  ),
);

export async function listEntries(
  { db, vaults }: Reading,
  filter: EntryFilter,
): Promise<MatchlistEntry[]> {
  const statement = LISTS.get(`${filter.sortField} ${filter.sort}`);
  if (!statement) throw new Error(`No statement sorts by ${filter.sortField} ${filter.sort}.`);
  const { matchlistId, states, batchName, reference, entityId, entryId, limit, offset } = filter;
  const blinding = blindingOf(vaults, db.scope.own);
  const rows = await db.all(statement, [
    matchlistId,
    states,
    batchName === undefined ? null : batchKeyOf(blinding, batchName),
    reference === undefined ? null : referenceKeyOf(blinding, reference),
    entityId ?? null,
    entryId ?? null,
    limit,
    offset,
  ]);
  return rows.map((row) => toEntry(vaults, row));
}

function blindingOf(vaults: Vaults, tenantId: string): Blinding {
  return { blindKey: (purpose, value) => vaults.blindKey(tenantId, purpose, value) };
}

function vaultOf(vaults: Vaults, { tenant_id, entry_id, wrapped }: EntryRow): EntityVault {
  return vaults.open(tenant_id, entry_id, wrapped);
}

/** Opens an entry as it came from the database. */
export function toEntry(vaults: Vaults, row: EntryRow): MatchlistEntry {
  return {
    entryId: row.entry_id,
    matchlistId: row.matchlist_id,
    state: row.state,
    entityId: row.entity_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    detail: vaultOf(vaults, row).unseal<EntryDetail>(PLACE, row.sealed),
  };
}
