import type { Context } from '../../kernel/context.ts';
import { type SystemDb, systemStatement, writeStatement } from '../../kernel/statement.ts';
import type { Vaults } from '../../kernel/vault.ts';
import { ENTRY_KEYS, ENTRY_KEYS_VERSION } from './entry-keys.ts';
import type { MatchlistEntry } from './matchlist.ts';
import { ENTRY_COLUMNS, type EntryRow, toEntry } from './matchlist-entry.store.ts';

/** Most entries that one search reads. */
export const MOST_ENTRIES = 1_000;

const MEET = writeStatement<EntryRow>(
  'meet-matchlist-entries',
  `select ${ENTRY_COLUMNS} from matchlist_entry e
   where e.tenant_id = $1::uuid and e.state = 'ACTIVE' and e.matchlist_id = any($2::uuid[])
     and (e.keys && $3::bigint[] or e.entity_id = $4)
   order by e.matchlist_id, e.entry_id limit $5`,
);

const UNREADY = writeStatement<{ is_unready: boolean }>(
  'matchlist-entries-unready',
  `select exists (
     select from matchlist_entry where tenant_id = $1::uuid and keys_version < ${ENTRY_KEYS_VERSION}
   ) as is_unready`,
);

/** Entries that have a key in common with what is asked for. */
export type MetEntries = {
  readonly entries: readonly MatchlistEntry[];
  /** There are more of them than {@link MOST_ENTRIES}. */
  readonly isCut: boolean;
  /** Some entries are kept under keys of an older making. */
  readonly isUnready: boolean;
};

type Meeting = {
  readonly matchlistIds: readonly string[];
  /** In clear. */
  readonly keys: readonly string[];
  /** Entries about this person are met whatever their keys. */
  readonly entityId?: string | undefined;
};

/** The active entries of some lists of the caller's own tenant that may fit. */
export async function meetEntries(
  { db, vaults }: Pick<Context, 'db' | 'vaults'>,
  { matchlistIds, keys, entityId }: Meeting,
): Promise<MetEntries> {
  const blind = keys.map((key) => vaults.blindKey(db.scope.own, ENTRY_KEYS, key));
  const [rows, unready] = await Promise.all([
    db.all(MEET, [matchlistIds, blind, entityId ?? null, MOST_ENTRIES + 1]),
    db.one(UNREADY),
  ]);
  return {
    entries: rows.slice(0, MOST_ENTRIES).map((row) => toEntry(vaults, row)),
    isCut: rows.length > MOST_ENTRIES,
    isUnready: unready?.is_unready ?? false,
  };
}

const LOCK_UNFILED = systemStatement<EntryRow>(
  'lock-unfiled-matchlist-entries',
  `select ${ENTRY_COLUMNS} from matchlist_entry e where e.keys_version < ${ENTRY_KEYS_VERSION}
   limit $1 for no key update skip locked`,
);

/** Entries whose keys are not of the current making; held until the transaction ends. */
export async function lockUnfiledEntries(
  tx: SystemDb,
  vaults: Vaults,
  limit: number,
): Promise<{ tenantId: string; entry: MatchlistEntry }[]> {
  const rows = await tx.all(LOCK_UNFILED, [limit]);
  return rows.map((row) => ({ tenantId: row.tenant_id, entry: toEntry(vaults, row) }));
}

const PUT_KEYS = systemStatement<never>(
  'put-matchlist-entry-keys',
  `update matchlist_entry set keys = $3::bigint[], keys_version = ${ENTRY_KEYS_VERSION}
   where tenant_id = $1 and entry_id = $2`,
);

/** Keeps the keys of an entry that is held by this transaction. */
export async function putEntryKeys(
  tx: SystemDb,
  of: { tenantId: string; entryId: string; keys: readonly string[] },
): Promise<void> {
  await tx.all(PUT_KEYS, [of.tenantId, of.entryId, of.keys]);
}
