import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../kernel/clock.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import type { SystemDb } from '../../kernel/statement.ts';
import { LIST_SOURCES } from '../../screening-lists/all-sources.ts';
import type { ListSource, OfficialFile } from '../../screening-lists/list-source.ts';
import {
  DownloadFailed,
  type DownloadFailure,
  type DownloadTools,
  downloadFile,
} from './download-file.command.ts';
import { importList } from './import-list.command.ts';
import { findList } from './list.store.ts';
import { confirmDownloaded, findValidators, keepValidators } from './list-download.store.ts';
import { insertListEvent } from './list-event.store.ts';
import type { ListActor } from './list-event.ts';
import { ListSourceUnknown } from './screening-list.ts';

export type ListSyncTools = DownloadTools & {
  readonly db: SystemDb;
  readonly now: Clock;
  /** Who has them fetched. */
  readonly by: ListActor;
  /** In place of where publishers serve their lists, by source; for tests and mirrors. */
  readonly official?: Readonly<Record<string, OfficialFile>>;
};

/** How one source came out; a retired list is not fetched. `issue` says what went wrong, in words without anything that was sent. */
export type ListSync = {
  readonly source: string;
  readonly outcome: 'imported' | 'unchanged' | 'failed' | 'retired';
  readonly version?: number;
  readonly issue?: string;
  /** Why nothing came, where the download is what failed. */
  readonly because?: DownloadFailure;
};

/** The sources whose publishers serve them to anybody. */
export const SYNCED_SOURCES: readonly string[] = LIST_SOURCES.flatMap(({ id, official }) =>
  official ? [id] : [],
);

/**
 * Fetches the official file of a source and puts it in service under the source's name, if it is not
 * what is in service already. Never rejects for what the network or the file does.
 *
 * @throws {@link ListSourceUnknown} where no publisher serves it
 */
export async function syncList(
  tools: ListSyncTools,
  sourceId: string,
  signal?: AbortSignal,
): Promise<ListSync> {
  const source = LIST_SOURCES.find(({ id }) => id === sourceId.toLowerCase());
  const official = source && (tools.official?.[source.id] ?? source.official);
  if (!source || !official) throw new ListSourceUnknown(SYNCED_SOURCES);
  const list = await findList(tools.db, { name: source.id, ownerTenantId: null });
  if (list && list.retiredAt !== null) return { source: source.id, outcome: 'retired' };
  const folder = await mkdtemp(join(tmpdir(), 'probity-sync-'));
  try {
    return await fetchAndImport(tools, { source, official, folder }, signal);
  } catch (cause) {
    const reason = reasonOf(cause);
    await noteFailure(tools, source.id, reason.issue);
    return { source: source.id, outcome: 'failed', ...reason };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A list that was never there has nothing to tell of; the caller hears of the failure all the same. */
async function noteFailure(
  { db, now, by }: ListSyncTools,
  source: string,
  issue: string | undefined,
): Promise<void> {
  const list = await findList(db, { name: source, ownerTenantId: null });
  if (!list) return;
  const news = { type: 'failed', ...(issue !== undefined && { issue }) } as const;
  await insertListEvent(db, list.listId, { at: now(), ...by, ...news });
}

type SyncJob = {
  readonly source: ListSource;
  readonly official: OfficialFile;
  readonly folder: string;
};

async function fetchAndImport(
  tools: ListSyncTools,
  { source: { id: source }, official, folder }: SyncJob,
  signal?: AbortSignal,
): Promise<ListSync> {
  const { db, now, by } = tools;
  const path = join(folder, 'list');
  const validators = await findValidators(db, source);
  const fetched = await downloadFile(tools, { url: official.url, validators, path }, signal);
  if (fetched.outcome === 'unchanged') {
    const confirmed = await confirmDownloaded(db, source, now());
    if (confirmed) {
      const { listId, version } = confirmed;
      await insertListEvent(db, listId, { at: now(), ...by, type: 'confirmed', version });
    }
    return confirmed
      ? { source, outcome: 'unchanged', version: confirmed.version }
      : { source, outcome: 'failed', issue: 'Another version was put in service meanwhile.' };
  }
  const { sizeBytes } = fetched;
  const file = { name: official.fileName, sizeBytes, open: () => createReadStream(path) };
  const { outcome, listId, version } = await importList(
    { db, now, by },
    { source, files: [file], restoresRetired: false },
  );
  await keepValidators(db, { source, at: now() }, { ...fetched.validators, listId, version });
  return { source, outcome, version };
}

/** A failure that is nobody's doing but ours is thrown on. */
function reasonOf(cause: unknown): Pick<ListSync, 'issue' | 'because'> {
  if (cause instanceof DownloadFailed) return { issue: cause.message, because: cause.because };
  if (!(cause instanceof DomainError)) throw cause;
  const [detail] = cause.details;
  const where = detail ? ` (${detail.issueLocation})` : '';
  return { issue: `${cause.message}${detail ? `: ${detail.issue}` : '.'}${where}` };
}
