import type { ListEntry } from '@probity/screening';
import { type SystemDb, systemStatement } from '../../kernel/statement.ts';
import type {
  EntryPlace,
  ListOwner,
  ListVersion,
  ScreeningList,
  StoredEntry,
  VersionLabel,
} from './screening-list.ts';

/** What a list is known by: names are unique among the shared lists, and among those of one owner. */
export type ListKey = { readonly name: string; readonly ownerTenantId: string | null };

const TRY_LOCK = systemStatement<{ locked: boolean }>(
  'try-lock-list',
  `select pg_try_advisory_xact_lock(
     hashtextextended('probity list ' || coalesce($2::text, '') || ' ' || $1, 0)) as locked`,
);

/** False when another import of that list is under way; held until the transaction ends. */
export async function tryLockList(
  tx: SystemDb,
  { name, ownerTenantId }: ListKey,
): Promise<boolean> {
  return (await tx.one(TRY_LOCK, [name.toLowerCase(), ownerTenantId]))?.locked === true;
}

type ListRow = {
  list_id: string;
  source: string;
  name: string;
  owner_tenant_id: string | null;
  owner_parent_id: string | null;
  retired_at: Date | null;
  version: number | null;
  published_on: string | null;
  imported_at: Date;
  confirmed_at: Date;
  content_hash: string;
  entry_count: number;
  person_count: number;
  name_count: number;
  birth_count: number;
  address_count: number;
  document_count: number;
  added_count: number;
  removed_count: number;
  changed_count: number;
  materially_changed_count: number;
  unchanged_count: number;
};

const SELECT_LIST = `select l.list_id, l.source, l.name, l.owner_tenant_id,
    t.parent_tenant_id as owner_parent_id, l.retired_at, v.version,
    to_char(v.published_on, 'YYYY-MM-DD') as published_on, v.imported_at, v.confirmed_at,
    encode(v.content_hash, 'hex') as content_hash, v.entry_count, v.person_count, v.name_count,
    v.birth_count, v.address_count, v.document_count, v.added_count, v.removed_count, v.changed_count,
    v.materially_changed_count, v.unchanged_count
  from list l
  left join list_version v on v.list_id = l.list_id and v.version = l.version_in_service
  left join tenant t on t.tenant_id = l.owner_tenant_id`;

const LIST_LISTS = systemStatement<ListRow>(
  'list-lists',
  `${SELECT_LIST} order by l.name_key, l.list_id`,
);

/** All lists by name: shared ones, and those that tenants keep for themselves. */
export async function listLists(db: SystemDb): Promise<ScreeningList[]> {
  return (await db.all(LIST_LISTS)).map(toList);
}

const FIND_LIST = systemStatement<ListRow>(
  'find-list',
  `${SELECT_LIST} where l.name_key = lower($1) and l.owner_tenant_id is not distinct from $2::uuid`,
);

/** By name, in upper or lower case, among the lists of that owner. */
export async function findList(
  db: SystemDb,
  { name, ownerTenantId }: ListKey,
): Promise<ScreeningList | undefined> {
  const row = await db.one(FIND_LIST, [name, ownerTenantId]);
  return row && toList(row);
}

const FIND_LIST_BY_ID = systemStatement<ListRow>(
  'find-list-by-id',
  `${SELECT_LIST} where l.list_id = $1`,
);

export async function findListById(
  db: SystemDb,
  listId: string,
): Promise<ScreeningList | undefined> {
  const row = await db.one(FIND_LIST_BY_ID, [listId]);
  return row && toList(row);
}

const SET_RETIRED = systemStatement<{ list_id: string }>(
  'set-list-retired',
  `update list set retired_at = $2
   where list_id = $1 and (retired_at is null) <> ($2::timestamptz is null) returning list_id`,
);

/** Retires the list, or restores it where no time is given. False where it was so already. */
export async function setRetired(tx: SystemDb, listId: string, at: Date | null): Promise<boolean> {
  return (await tx.one(SET_RETIRED, [listId, at])) !== undefined;
}

/** A version of a list that is still there, whole or not. */
export type KeptVersion = {
  readonly listId: string;
  readonly name: string;
  readonly version: number;
  /** As many as it had when it was imported, and as are there now. */
  readonly entries: number;
  readonly entriesKept: number;
};

const FIND_VERSION = systemStatement<{ name: string; entry_count: number; kept: number }>(
  'find-list-version',
  `select l.name, v.entry_count,
     (select count(*)::integer from list_entry e where e.list_id = $1 and e.version = $2) as kept
   from list_version v join list l using (list_id) where v.list_id = $1 and v.version = $2`,
);

export async function findVersion(
  db: SystemDb,
  listId: string,
  version: number,
): Promise<KeptVersion | undefined> {
  const row = await db.one(FIND_VERSION, [listId, version]);
  if (!row) return undefined;
  return { listId, name: row.name, version, entries: row.entry_count, entriesKept: row.kept };
}

const LABELS = systemStatement<{
  list_id: string;
  version: number;
  name: string;
  published_on: string | null;
  imported_at: Date;
}>(
  'label-list-versions',
  `select v.list_id, v.version, l.name, v.published_on, v.imported_at
   from list_version v join list l using (list_id)
   where (v.list_id, v.version) in (select * from unnest($1::uuid[], $2::integer[]))`,
);

/** The labels of versions, as far as they are still there. */
export async function labelVersions(
  db: SystemDb,
  versions: readonly { readonly listId: string; readonly version: number }[],
): Promise<VersionLabel[]> {
  const ids = versions.map(({ listId }) => listId);
  const rows = await db.all(LABELS, [ids, versions.map(({ version }) => version)]);
  return rows.map((row) => ({
    listId: row.list_id,
    version: row.version,
    name: row.name,
    publishedOn: row.published_on,
    importedAt: row.imported_at,
  }));
}

const INSERT_LIST = systemStatement<never>(
  'insert-list',
  `insert into list (list_id, source, name, name_key, owner_tenant_id, created_at)
   values ($1, $2, $3, lower($3), $4, $5)`,
);

export async function insertList(
  tx: SystemDb,
  list: Pick<ScreeningList, 'listId' | 'source' | 'name' | 'owner'>,
  at: Date,
): Promise<void> {
  await tx.all(INSERT_LIST, [
    list.listId,
    list.source,
    list.name,
    list.owner?.tenantId ?? null,
    at,
  ]);
}

const LIST_ENTRY_TEXTS = systemStatement<{ ordinal: number; detail: string }>(
  'list-entry-texts',
  `select ordinal, detail::text as detail from list_entry
   where list_id = $1 and version = $2 and ordinal > $3 order by ordinal limit $4`,
);

const ENTRIES_PER_PAGE = 1000;

/** The entries of one version as JSON texts, page by page, in the order of the publication. */
export async function* pageEntryTexts(
  db: SystemDb,
  { listId, version }: Pick<EntryPlace, 'listId' | 'version'>,
): AsyncGenerator<string[]> {
  let last = 0;
  for (;;) {
    const rows = await db.all(LIST_ENTRY_TEXTS, [listId, version, last, ENTRIES_PER_PAGE]);
    if (rows.length === 0) return;
    yield rows.map(({ detail }) => detail);
    last = rows.at(-1)?.ordinal ?? last;
  }
}

const FIND_ENTRIES = systemStatement<{
  list_id: string;
  material_hash: string;
  detail: string;
}>(
  'find-list-entries',
  `select e.list_id, encode(e.material_hash, 'hex') as material_hash, e.detail::text as detail
   from unnest($1::uuid[], $2::integer[], $3::text[]) as wanted(list_id, version, reference)
   join list_entry e using (list_id, version, reference)`,
);

/** The entries at those places, by `listId/reference`; those that are there no more are absent. */
export async function findEntries(
  db: SystemDb,
  places: readonly EntryPlace[],
): Promise<Map<string, StoredEntry>> {
  if (places.length === 0) return new Map();
  const rows = await db.all(FIND_ENTRIES, [
    places.map(({ listId }) => listId),
    places.map(({ version }) => version),
    places.map(({ reference }) => reference),
  ]);
  return new Map(
    rows.map((row) => {
      const entry = JSON.parse(row.detail) as ListEntry;
      return [`${row.list_id}/${entry.reference}`, { ...entry, materialHash: row.material_hash }];
    }),
  );
}

function toList(row: ListRow): ScreeningList {
  return {
    listId: row.list_id,
    source: row.source,
    name: row.name,
    owner: ownerOf(row),
    retiredAt: row.retired_at,
    inService: row.version === null ? null : toVersion(row, row.version),
  };
}

function ownerOf({ owner_tenant_id, owner_parent_id }: ListRow): ListOwner | null {
  return owner_tenant_id === null
    ? null
    : { tenantId: owner_tenant_id, parentTenantId: owner_parent_id };
}

function toVersion(row: ListRow, version: number): ListVersion {
  return {
    version,
    publishedOn: row.published_on,
    importedAt: row.imported_at,
    confirmedAt: row.confirmed_at,
    contentHash: row.content_hash,
    counts: {
      entries: row.entry_count,
      people: row.person_count,
      names: row.name_count,
      added: row.added_count,
      removed: row.removed_count,
      changed: row.changed_count,
      materiallyChanged: row.materially_changed_count,
      unchanged: row.unchanged_count,
    },
    holdings: {
      names: row.name_count,
      births: row.birth_count,
      addresses: row.address_count,
      documents: row.document_count,
    },
  };
}
