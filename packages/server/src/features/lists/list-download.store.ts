import { type SystemDb, systemStatement } from '../../kernel/statement.ts';

/** By what a publisher recognises the file it sent; both as it wrote them. */
export type Validators = { readonly etag?: string; readonly lastModified?: string };

/** The version of the list that was read from the file. */
export type DownloadedVersion = { readonly listId: string; readonly version: number };

const FIND_VALIDATORS = systemStatement<{ etag: string | null; last_modified: string | null }>(
  'find-list-validators',
  `select d.etag, d.last_modified from list_download d
   join list l on l.list_id = d.list_id and l.version_in_service = d.version
   where d.source = $1 and l.owner_tenant_id is null`,
);

/** Nothing where another version is in service: then "not changed" would speak of the wrong one. */
export async function findValidators(db: SystemDb, source: string): Promise<Validators> {
  const row = await db.one(FIND_VALIDATORS, [source]);
  return {
    ...(row?.etag && { etag: row.etag }),
    ...(row?.last_modified && { lastModified: row.last_modified }),
  };
}

const KEEP_VALIDATORS = systemStatement<never>(
  'keep-list-validators',
  `insert into list_download (source, due_at, etag, last_modified, list_id, version)
   values ($1, $2, $3, $4, $5, $6)
   on conflict (source) do update set etag = $3, last_modified = $4, list_id = $5, version = $6`,
);

/** Remembers what was fetched; `at` is when a schedule that never ran may run. */
export async function keepValidators(
  db: SystemDb,
  { source, at }: { source: string; at: Date },
  { etag, lastModified, listId, version }: Validators & DownloadedVersion,
): Promise<void> {
  await db.all(KEEP_VALIDATORS, [source, at, etag ?? null, lastModified ?? null, listId, version]);
}

const CONFIRM_DOWNLOADED = systemStatement<{ list_id: string; version: number }>(
  'confirm-downloaded-list',
  `update list_version v set confirmed_at = greatest(v.confirmed_at, $2)
   from list_download d join list l on l.list_id = d.list_id and l.version_in_service = d.version
   where d.source = $1 and v.list_id = d.list_id and v.version = d.version
   returning v.list_id, v.version`,
);

/** The version that was read from the file is as fresh as that. Undefined when another took its place. */
export async function confirmDownloaded(
  db: SystemDb,
  source: string,
  at: Date,
): Promise<DownloadedVersion | undefined> {
  const row = await db.one(CONFIRM_DOWNLOADED, [source, at]);
  return row && { listId: row.list_id, version: row.version };
}

const CLAIM_DUE = systemStatement<{ source: string }>(
  'claim-due-list-download',
  `insert into list_download (source, due_at) values ($1, $3)
   on conflict (source) do update set due_at = $3 where list_download.due_at <= $2
   returning source`,
);

/** Whether the source is due now; if so it is next due then, for every server of the installation. */
export async function claimDue(
  db: SystemDb,
  source: string,
  { now, next }: { now: Date; next: Date },
): Promise<boolean> {
  return (await db.one(CLAIM_DUE, [source, now, next])) !== undefined;
}
