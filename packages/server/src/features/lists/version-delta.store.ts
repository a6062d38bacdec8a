import { type SystemDb, systemStatement } from '../../kernel/statement.ts';

/** A run of entries that two versions of a list have in common, by their places in both. */
export type KeptRun = {
  /** Where the run begins in the later version. */
  readonly at: number;
  /** Where it begins in the earlier version, and the place after its last entry there. */
  readonly from: number;
  readonly to: number;
};

/** Two versions of one list, by number. */
export type VersionPair = {
  readonly listId: string;
  readonly before: number;
  readonly after: number;
};

export type VersionOverlap = {
  /** How many entries the earlier version has. */
  readonly entriesBefore: number;
  /** What stands unchanged, in the order of the later version; neighbours in both make one run. */
  readonly kept: readonly KeptRun[];
};

const FIND_OVERLAP = systemStatement<{ before: number; kept: KeptRun[] }>(
  'find-list-version-overlap',
  `with before as (
     select reference, content_hash, row_number() over (order by ordinal) - 1 as place
     from list_entry where list_id = $1 and version = $2
   ), after as (
     select reference, content_hash, row_number() over (order by ordinal) - 1 as place
     from list_entry where list_id = $1 and version = $3
   ), kept as (
     select after.place as at, before.place as was, after.place
         - row_number() over (partition by after.place - before.place order by after.place) as run
     from after join before using (reference, content_hash)
   ), runs as (
     select min(at) as at, min(was) as "from", max(was) + 1 as "to"
     from kept group by at - was, run
   )
   select (select count(*)::integer from before) as before,
     coalesce((select json_agg(runs order by at) from runs), '[]') as kept`,
);

/** What two versions have in common; nothing where the earlier one was pruned. */
export async function findOverlap(
  db: SystemDb,
  { listId, before, after }: VersionPair,
): Promise<VersionOverlap> {
  const row = await db.one(FIND_OVERLAP, [listId, before, after]);
  return { entriesBefore: row?.before ?? 0, kept: row?.kept ?? [] };
}

const NEW_ENTRY_TEXTS = systemStatement<{ ordinal: number; detail: string }>(
  'new-list-entry-texts',
  `select ordinal, detail::text as detail from list_entry as after
   where list_id = $1 and version = $3 and ordinal > $4 and not exists (
     select from list_entry as before
     where before.list_id = $1 and before.version = $2 and before.reference = after.reference
       and before.content_hash = after.content_hash)
   order by ordinal limit $5`,
);

const ENTRIES_PER_PAGE = 1000;

/** The entries of the later version that the earlier one does not have as they are, as JSON texts, in order. */
export async function* pageNewEntryTexts(
  db: SystemDb,
  { listId, before, after }: VersionPair,
): AsyncGenerator<string[]> {
  let last = 0;
  for (;;) {
    const rows = await db.all(NEW_ENTRY_TEXTS, [listId, before, after, last, ENTRIES_PER_PAGE]);
    if (rows.length === 0) return;
    yield rows.map(({ detail }) => detail);
    if (rows.length < ENTRIES_PER_PAGE) return;
    last = rows.at(-1)?.ordinal ?? last;
  }
}
