import type { ListEntry } from '@probity/screening';
import { type SystemDb, systemStatement } from '../../kernel/statement.ts';
import type {
  EntryPlace,
  ListCounts,
  ListHoldings,
  ListVersion,
  ScreeningList,
  StoredEntry,
} from './screening-list.ts';

const TRY_LOCK = systemStatement<{ locked: boolean }>(
  'try-lock-list',
  `select pg_try_advisory_xact_lock(hashtextextended('probity list ' || $1, 0)) as locked`,
);

/** False when another import of that list is under way; held until the transaction ends. */
export async function tryLockList(tx: SystemDb, name: string): Promise<boolean> {
  return (await tx.one(TRY_LOCK, [name.toLowerCase()]))?.locked === true;
}

type ListRow = {
  list_id: string;
  source: string;
  name: string;
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

const SELECT_LIST = `select l.list_id, l.source, l.name, v.version,
    to_char(v.published_on, 'YYYY-MM-DD') as published_on, v.imported_at, v.confirmed_at,
    encode(v.content_hash, 'hex') as content_hash, v.entry_count, v.person_count, v.name_count,
    v.birth_count, v.address_count, v.document_count, v.added_count, v.removed_count, v.changed_count,
    v.materially_changed_count, v.unchanged_count
  from list l
  left join list_version v on v.list_id = l.list_id and v.version = l.version_in_service
  where l.owner_tenant_id is null`;

const LIST_LISTS = systemStatement<ListRow>('list-lists', `${SELECT_LIST} order by l.name_key`);

/** The lists of the installation, by name. */
export async function listLists(db: SystemDb): Promise<ScreeningList[]> {
  return (await db.all(LIST_LISTS)).map(toList);
}

const FIND_LIST = systemStatement<ListRow>(
  'find-list',
  `${SELECT_LIST} and l.name_key = lower($1)`,
);

/** By name, in upper or lower case. */
export async function findList(db: SystemDb, name: string): Promise<ScreeningList | undefined> {
  const row = await db.one(FIND_LIST, [name]);
  return row && toList(row);
}

const INSERT_LIST = systemStatement<never>(
  'insert-list',
  `insert into list (list_id, source, name, name_key, created_at)
   values ($1, $2, $3, lower($3), $4)`,
);

export async function insertList(
  tx: SystemDb,
  list: Pick<ScreeningList, 'listId' | 'source' | 'name'>,
  at: Date,
): Promise<void> {
  await tx.all(INSERT_LIST, [list.listId, list.source, list.name, at]);
}

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
     select version from list_version where list_id = $1 order by version desc offset $2)`,
);

/** Removes all but the newest versions, with their entries. */
export async function deleteOldVersions(
  tx: SystemDb,
  listId: string,
  versionsKept: number,
): Promise<void> {
  await tx.all(DELETE_OLD_VERSIONS, [listId, versionsKept]);
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
    inService: row.version === null ? null : toVersion(row, row.version),
  };
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
