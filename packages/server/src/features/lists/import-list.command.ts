import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ListEntry, materialFingerprint } from '@probity/screening';
import type { Clock } from '../../kernel/clock.ts';
import { newUuid } from '../../kernel/id.ts';
import type { SystemDb } from '../../kernel/statement.ts';
import { LIST_SOURCES } from '../../screening-lists/all-sources.ts';
import {
  type ListFile,
  type ListSource,
  ListUnreadable,
} from '../../screening-lists/list-source.ts';
import { findCustomer, type NamedTenant } from '../tenants/find-customer.command.ts';
import { findList, insertList, setRetired, tryLockList } from './list.store.ts';
import { insertListEvent } from './list-event.store.ts';
import type { ListActor, ListEvent } from './list-event.ts';
import {
  compareVersions,
  confirmVersion,
  deleteOldVersions,
  type EntryRow,
  insertEntries,
  insertVersion,
  putInService,
} from './list-version.store.ts';
import {
  assertNothingLost,
  assertPlausibleSize,
  assertSound,
  type EntryTally,
  ListBusy,
  type ListCounts,
  ListNameTaken,
  type ListOwner,
  ListRetired,
  ListSourceUnknown,
  type ScreeningList,
} from './screening-list.ts';

export type ListImportRequest = {
  /** A source's id, such as `ofac-sdn`. */
  readonly source: string;
  /** What the list is called; the source's id where it is not given. */
  readonly name?: string;
  readonly files: readonly ListFile[];
  /** Whose list it is; everybody's where it is not given. */
  readonly owner?: NamedTenant;
  /** Accepts a version that holds far less than the one in service; false where it is not given. */
  readonly acceptsFewerEntries?: boolean;
  /** Brings the list back where it was retired; true where it is not given. */
  readonly restoresRetired?: boolean;
};

export type ListImportTools = {
  readonly db: SystemDb;
  readonly now: Clock;
  /** Who has it imported; the installation itself where not given. */
  readonly by?: ListActor;
  /** How many versions of a list are kept, the one in service among them; 3 where not given. */
  readonly versionsKept?: number;
  /** How long to wait for another import of the same list; ten minutes where not given. */
  readonly patienceMs?: number;
  /** Hears how many entries have been read so far, now and then. */
  readonly onProgress?: (entries: number) => void;
};

/** How an import ended; `unchanged` means that the version in service was read from the same files. */
export type ListImport = {
  readonly outcome: 'imported' | 'unchanged';
  readonly listId: string;
  readonly source: string;
  readonly name: string;
  readonly version: number;
  readonly publishedOn: string | null;
  readonly counts: ListCounts;
};

/** Goes up whenever a source reads more out of the same files, so that they are read again. */
const READING_VERSION = 2;
const ENTRIES_PER_STATEMENT = 500;
const LOCK_RETRY_MS = 200;

/**
 * Reads the files and puts them in service as the next version of the list, or leaves everything as
 * it was: all is one transaction, and imports of one list take turns.
 *
 * @throws {@link ListSourceUnknown}, {@link ListUnreadable}, {@link ListNotSound},
 *   {@link ListImplausiblySmaller}, {@link ListImplausiblyPoorer}, {@link ListNameTaken},
 *   {@link ListBusy}, {@link ListRetired} or {@link TenantNotFound}
 */
export async function importList(
  tools: ListImportTools,
  request: ListImportRequest,
): Promise<ListImport> {
  const source = LIST_SOURCES.find(({ id }) => id === request.source.toLowerCase());
  if (!source) throw new ListSourceUnknown(LIST_SOURCES.map(({ id }) => id));
  const name = request.name?.trim() || source.id;
  const owner = await ownerOf(tools.db, request);
  const contentHash = await hashOf(request.files);
  const job = { source, name, owner, contentHash, request, tools };
  const givesUpAt = performance.now() + (tools.patienceMs ?? 600_000);
  for (;;) {
    const done = await tools.db.inTransaction(async (tx) =>
      (await tryLockList(tx, keyOf(job))) ? importLocked(tx, job) : undefined,
    );
    if (done) return done;
    if (performance.now() > givesUpAt) throw new ListBusy();
    await sleep(LOCK_RETRY_MS);
  }
}

type Job = {
  readonly source: ListSource;
  readonly name: string;
  readonly owner: ListOwner | null;
  readonly contentHash: Buffer;
  readonly request: ListImportRequest;
  readonly tools: ListImportTools;
};

async function ownerOf(db: SystemDb, { owner }: ListImportRequest): Promise<ListOwner | null> {
  if (!owner) return null;
  const { tenantId, parentTenantId } = await findCustomer(db, owner, 'query');
  return { tenantId, parentTenantId };
}

function keyOf({ name, owner }: Job) {
  return { name, ownerTenantId: owner?.tenantId ?? null };
}

async function importLocked(tx: SystemDb, job: Job): Promise<ListImport> {
  const { source, contentHash, request, tools } = job;
  const list = (await findList(tx, keyOf(job))) ?? (await createList(tx, job));
  if (list.source !== source.id) throw new ListNameTaken(list.source);
  const note = eventWriter(tx, list.listId, tools);
  if (list.retiredAt !== null) {
    if (request.restoresRetired === false) throw new ListRetired();
    await setRetired(tx, list.listId, null);
    await note({ type: 'restored' });
  }
  const before = list.inService;
  if (before?.contentHash === contentHash.toString('hex')) {
    await confirmVersion(tx, { listId: list.listId, version: before.version }, tools.now());
    const { version, publishedOn, counts } = before;
    // At every start the installation confirms its own sample list, which is no news.
    if (tools.by) await note({ type: 'confirmed', version, ...published(publishedOn) });
    return { outcome: 'unchanged', ...identityOf(list), version, publishedOn, counts };
  }

  const importedAt = tools.now();
  const version = await insertVersion(tx, list.listId, { contentHash, importedAt });
  const publication = source.read(request.files);
  const place = { listId: list.listId, version };
  const tally = await writeEntries(tx, place, { entries: publication.entries, tools });
  assertSound(tally, source.soundness);
  if (!request.acceptsFewerEntries) assertPlausibleSize(tally.entries, before?.counts.entries ?? 0);

  const versions = { before: before?.version ?? null, after: version };
  const delta = await compareVersions(tx, list.listId, versions);
  if (before && !request.acceptsFewerEntries) assertNothingLost(delta.lost, before.holdings);
  const { entries, people, holdings } = tally;
  const counts = { entries, people, names: holdings.names, ...delta.counts };
  const publishedOn = wholeDay(publication.publishedOn());
  await putInService(tx, list.listId, { version, publishedOn, counts, holdings });
  await note({ type: 'imported', version, counts, ...published(publishedOn) });
  await deleteOldVersions(tx, list.listId, Math.max(1, tools.versionsKept ?? 3));
  return { outcome: 'imported', ...identityOf(list), version, publishedOn, counts };
}

type News = Omit<ListEvent, 'at' | 'actor' | 'requestId'>;

function eventWriter(tx: SystemDb, listId: string, { now, by }: ListImportTools) {
  const actor: ListActor = by ?? { actor: 'installation' };
  return (news: News) => insertListEvent(tx, listId, { at: now(), ...actor, ...news });
}

function published(publishedOn: string | null) {
  return publishedOn === null ? {} : { publishedOn };
}

function wholeDay(day: string | undefined): string | null {
  return day !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null;
}

async function createList(
  tx: SystemDb,
  { source, name, owner, tools }: Job,
): Promise<ScreeningList> {
  const list = { listId: newUuid(), source: source.id, name, owner };
  await insertList(tx, list, tools.now());
  return { ...list, retiredAt: null, inService: null };
}

function identityOf({ listId, source, name }: ScreeningList) {
  return { listId, source, name };
}

type Reading = { readonly entries: AsyncIterable<ListEntry>; readonly tools: ListImportTools };

async function writeEntries(
  tx: SystemDb,
  place: { listId: string; version: number },
  { entries, tools }: Reading,
): Promise<EntryTally> {
  const holdings = { names: 0, births: 0, addresses: 0, documents: 0 };
  const tally = { entries: 0, people: 0, peopleWithBirth: 0, holdings };
  let batch: EntryRow[] = [];
  const flush = async () => {
    if ((await insertEntries(tx, place, batch)) < batch.length) {
      throw new ListUnreadable('Two records have the same number.', { file: 'files' });
    }
    batch = [];
    tools.onProgress?.(tally.entries);
  };
  for await (const entry of entries) {
    tally.entries += 1;
    holdings.names += entry.names.length;
    holdings.births += entry.births.length;
    holdings.addresses += entry.addresses.length;
    holdings.documents += entry.documents.length;
    if (entry.kind === 'person') {
      tally.people += 1;
      if (entry.births.length > 0) tally.peopleWithBirth += 1;
    }
    batch.push(toRow(entry, tally.entries));
    if (batch.length >= ENTRIES_PER_STATEMENT) await flush();
  }
  if (batch.length > 0) await flush();
  return tally;
}

function toRow(entry: ListEntry, ordinal: number): EntryRow {
  return {
    reference: entry.reference,
    ordinal,
    contentHash: sha256(JSON.stringify(entry)),
    materialHash: sha256(materialFingerprint(entry)),
    detail: entry,
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Of the bytes alone, in whatever order and under whatever names the files come. */
async function hashOf(files: readonly ListFile[]): Promise<Buffer> {
  const hashes: string[] = [];
  for (const file of files) {
    const hash = createHash('sha256');
    for await (const chunk of file.open()) hash.update(chunk);
    hashes.push(hash.digest('hex'));
  }
  const all = [`reading ${READING_VERSION}`, ...hashes.sort()].join('\n');
  return createHash('sha256').update(all).digest();
}
