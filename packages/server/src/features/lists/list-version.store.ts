import type { ListEntry } from '@probity/screening';
import { type SystemDb, systemStatement } from '../../kernel/statement.ts';
import type { EntryPlace, ListCounts, ListHoldings, ListVersion } from './screening-list.ts';

const CONFIRM_VERSION = systemStatement<never>(
  'confirm-list-version',
  `update list_version set confirmed_at = greatest(confirmed_at, $3)
   where list_id = $1 and version = $2`,
);

/** The same content was seen again: the version is as fresh as that. */
export async function confirmVersion(
  tx: SystemDb,
  { listId, version }: Pick<EntryPlace, 'listId' | 'version'>,
  at: Date,
): Promise<void> {
  await tx.all(CONFIRM_VERSION, [listId, version, at]);
}

const INSERT_VERSION = systemStatement<{ version: number }>(
  'insert-list-version',
  `insert into list_version (list_id, version, content_hash, imported_at, confirmed_at,
     entry_count, person_count, name_count, birth_count, address_count, document_count, added_count, removed_count, changed_count,
     materially_changed_count, unchanged_count)
   select $1, coalesce(max(version), 0) + 1, $2, $3, $3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
   from list_version where list_id = $1 returning version`,
);

/** Begins the next version, without entries and not yet in service. Returns its number. */
export async function insertVersion(
  tx: SystemDb,
  listId: string,
  { contentHash, importedAt }: { contentHash: Buffer; importedAt: Date },
): Promise<number> {
  const row = await tx.one(INSERT_VERSION, [listId, contentHash, importedAt]);
  if (!row) throw new Error('The new version of the list was not written.');
  return row.version;
}

/** One entry on its way into the database; hashes are hex. */
export type EntryRow = {
  readonly reference: string;
  readonly ordinal: number;
  readonly contentHash: string;
  readonly materialHash: string;
  readonly detail: ListEntry;
};

const INSERT_ENTRIES = systemStatement<{ inserted: number }>(
  'insert-list-entries',
  `with written as (
     insert into list_entry (list_id, version, reference, ordinal, content_hash, material_hash, detail)
     select $1, $2, e.reference, e.ordinal, decode(e."contentHash", 'hex'),
       decode(e."materialHash", 'hex'), e.detail
     from jsonb_to_recordset($3::jsonb) as e(reference text, ordinal integer,
       "contentHash" text, "materialHash" text, detail jsonb)
     on conflict (list_id, version, reference) do nothing returning 1
   )
   select count(*)::integer as inserted from written`,
);

/** Writes the entries; returns how many, fewer where a reference was there already. */
export async function insertEntries(
  tx: SystemDb,
  { listId, version }: Pick<EntryPlace, 'listId' | 'version'>,
  rows: readonly EntryRow[],
): Promise<number> {
  return (await tx.one(INSERT_ENTRIES, [listId, version, JSON.stringify(rows)]))?.inserted ?? 0;
}

type DeltaRow = {
  added: number;
  removed: number;
  changed: number;
  materially_changed: number;
  unchanged: number;
  names_lost: number;
  births_lost: number;
  addresses_lost: number;
  documents_lost: number;
};

/** How many of that kind the changed entries hold less than before. */
const lostOf = (field: keyof ListHoldings) =>
  `coalesce(sum(jsonb_array_length(before.detail -> '${field}')
     - jsonb_array_length(after.detail -> '${field}'))
     filter (where before.content_hash <> after.content_hash), 0)::integer as ${field}_lost`;

const COMPARE_VERSIONS = systemStatement<DeltaRow>(
  'compare-list-versions',
  `select count(*) filter (where before.reference is null)::integer as added,
     count(*) filter (where after.reference is null)::integer as removed,
     count(*) filter (where before.content_hash <> after.content_hash)::integer as changed,
     count(*) filter (where before.material_hash <> after.material_hash)::integer
       as materially_changed,
     count(*) filter (where before.content_hash = after.content_hash)::integer as unchanged,
     ${lostOf('names')}, ${lostOf('births')}, ${lostOf('addresses')}, ${lostOf('documents')}
   from (select * from list_entry where list_id = $1 and version = $2) as before
   full join (select * from list_entry where list_id = $1 and version = $3) as after
     using (reference)`,
);

export type ListDelta = {
  readonly counts: Omit<ListCounts, 'entries' | 'people' | 'names'>;
  /** What entries of both versions say less than before; negative where they say more. */
  readonly lost: ListHoldings;
};

/** What changed from one version to another; all is added where there is none before. */
export async function compareVersions(
  tx: SystemDb,
  listId: string,
  { before, after }: { before: number | null; after: number },
): Promise<ListDelta> {
  const row = await tx.one(COMPARE_VERSIONS, [listId, before ?? 0, after]);
  if (!row) throw new Error('The versions of the list could not be compared.');
  const { added, removed, changed, unchanged, materially_changed: materiallyChanged } = row;
  return {
    counts: { added, removed, changed, materiallyChanged, unchanged },
    lost: {
      names: row.names_lost,
      births: row.births_lost,
      addresses: row.addresses_lost,
      documents: row.documents_lost,
    },
  };
}

const FINISH_VERSION = systemStatement<never>(
  'finish-list-version',
  `update list_version set published_on = $3, entry_count = $4, person_count = $5,
     added_count = $6, removed_count = $7, changed_count = $8, materially_changed_count = $9,
     unchanged_count = $10, name_count = $11, birth_count = $12, address_count = $13,
     document_count = $14
   where list_id = $1 and version = $2`,
);

const PUT_IN_SERVICE = systemStatement<never>(
  'put-list-version-in-service',
  'update list set version_in_service = $2 where list_id = $1',
);

/** Completes the version and has it searched from the commit on. */
export async function putInService(
  tx: SystemDb,
  listId: string,
  version: Pick<ListVersion, 'version' | 'publishedOn' | 'counts' | 'holdings'>,
): Promise<void> {
  const { counts, holdings } = version;
  await tx.all(FINISH_VERSION, [
    listId,
    version.version,
    version.publishedOn,
    counts.entries,
    counts.people,
    counts.added,
    counts.removed,
    counts.changed,
    counts.materiallyChanged,
    counts.unchanged,
    counts.names,
    holdings.births,
    holdings.addresses,
    holdings.documents,
  ]);
  await tx.all(PUT_IN_SERVICE, [listId, version.version]);
}

const DELETE_OLD_VERSIONS = systemStatement<never>(
  'delete-old-list-versions',
  `delete from list_version where list_id = $1 and version in (
     select version from list_version where list_id = $1 order by version desc offset $2)
     and not holds_hits`,
);

/** Removes all but the newest versions, with their entries; those in which somebody was found stay. */
export async function deleteOldVersions(
  tx: SystemDb,
  listId: string,
  versionsKept: number,
): Promise<void> {
  await tx.all(DELETE_OLD_VERSIONS, [listId, versionsKept]);
}

const KEEP_VERSIONS = systemStatement<never>(
  'keep-list-versions',
  `update list_version v set holds_hits = true
   from unnest($1::uuid[], $2::integer[]) as found(list_id, version)
   where v.list_id = found.list_id and v.version = found.version and not v.holds_hits`,
);

/** Somebody was found in these versions: they are kept as long as the list is. */
export async function keepVersions(
  db: SystemDb,
  versions: readonly Pick<EntryPlace, 'listId' | 'version'>[],
): Promise<void> {
  await db.all(KEEP_VERSIONS, [
    versions.map(({ listId }) => listId),
    versions.map(({ version }) => version),
  ]);
}
