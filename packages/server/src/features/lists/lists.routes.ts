import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import multipart, { type MultipartFile } from '@fastify/multipart';
import {
  listListEvents as eventsOperation,
  importList as importOperation,
  listLists as listOperation,
  retireList as retireOperation,
  syncLists as syncOperation,
} from '@probity/contract/operations/admin-lists';
import type { FastifyRequest } from 'fastify';
import { type Mount, mount } from '../../http/mount.ts';
import type { Clock } from '../../kernel/clock.ts';
import { DomainError, InvalidRequest } from '../../kernel/domain-error.ts';
import type { SystemDb } from '../../kernel/statement.ts';
import type { ListFile } from '../../screening-lists/list-source.ts';
import { importList, type ListImport } from './import-list.command.ts';
import type { ListActor, ListEvent } from './list-event.ts';
import { listFreshnessOf } from './list-freshness.ts';
import type { ListRegistry, ListStatus } from './list-registry.ts';
import { readListEvents, retireList } from './retire-list.command.ts';
import type { ListOwner } from './screening-list.ts';
import {
  type ListSync,
  type ListSyncTools,
  SYNCED_SOURCES,
  syncList,
} from './sync-lists.command.ts';

/** What the routes need of a request by the operator. */
export type ListsContext = {
  readonly system: SystemDb;
  readonly requestId: string;
  readonly now: Clock;
};

/** What the routes need of the process. */
export type ListsTools = {
  readonly registry: ListRegistry;
  /** How official lists are fetched, but for what belongs to a request. */
  readonly download: Omit<ListSyncTools, 'db' | 'now' | 'by'>;
  /** Where uploads wait until they are read; the system's folder where it is not given. */
  readonly uploadFolder?: string;
};

const GIGABYTE = 1024 ** 3;
const LARGEST_FILE_BYTES = 2 * GIGABYTE;
/** More than any publisher's set. */
const MOST_FILES = 20;

/** A file is larger than any list. */
class UploadTooLarge extends DomainError {
  readonly kind = 'too-large';
  readonly code = 'API-0413';

  constructor() {
    super('A file is larger than this operation takes', [
      { issue: 'A file may have 2 GB.', issueLocation: 'body' },
    ]);
  }
}

/** The operator's lists: import one, see how all stand. */
export function listRoutes(mounting: Mount<ListsContext>, tools: ListsTools): void {
  mount(mounting, listOperation, async (ctx) => {
    const lists = tools.registry.statusOfAll(ctx.now()).flatMap(view);
    return { status: 200, body: { requestId: ctx.requestId, lists } };
  });

  mount(mounting, syncOperation, async (ctx, { query }) => {
    const sources = query.source === undefined ? SYNCED_SOURCES : [query.source];
    const lists: Array<Omit<ListSync, 'because'>> = [];
    for (const source of sources) {
      const sync = { ...tools.download, db: ctx.system, now: ctx.now, by: operatorOf(ctx) };
      const { because: _because, ...outcome } = await syncList(sync, source);
      lists.push(outcome);
    }
    await tools.registry.refresh();
    return { status: 200, body: { requestId: ctx.requestId, lists } };
  });

  mount(mounting, retireOperation, async (ctx, { parameters: { listId } }) => {
    const { system: db, now, requestId } = ctx;
    await retireList({ db, now, by: operatorOf(ctx) }, listId);
    await tools.registry.refresh();
    const [list] = tools.registry
      .statusOfAll(now())
      .filter((one) => one.listId === listId)
      .flatMap(view);
    return { status: 200, body: { requestId, list } };
  });

  mount(mounting, eventsOperation, async ({ system, requestId }, { parameters }) => {
    const { list, events } = await readListEvents(system, parameters.listId);
    const { listId, name, source } = list;
    return {
      status: 200,
      body: { requestId, listId, name, source, events: events.map(eventView) },
    };
  });

  // In a scope of its own: only here may a body be anything but JSON.
  mounting.app.register(async (app) => {
    await app.register(multipart, {
      limits: { fileSize: LARGEST_FILE_BYTES, files: MOST_FILES, fields: MOST_FILES },
    });
    const caller = async (request: FastifyRequest) => ({
      ...(await mounting.caller(request)),
      request,
    });
    mount({ app, caller }, importOperation, async (ctx, { query }) => {
      const folder = await mkdtemp(join(tools.uploadFolder ?? tmpdir(), 'probity-upload-'));
      try {
        const { source, name, customerId, customerChildId } = query;
        if (customerId === undefined && customerChildId !== undefined) throw ownerIncomplete();
        const files = await receiveFiles(ctx.request, folder);
        const wanted = {
          source,
          ...(name !== undefined && { name }),
          ...(customerId !== undefined && { owner: { customerId, customerChildId } }),
          files,
          acceptsFewerEntries: query.acceptsFewerEntries === 'true',
        };
        const done = await importList(
          { db: ctx.system, now: ctx.now, by: operatorOf(ctx) },
          wanted,
        );
        await tools.registry.refresh();
        const standing = tools.registry.statusOfAll(ctx.now());
        const [list] = standing.filter(({ listId }) => listId === done.listId).flatMap(view);
        const status = done.outcome === 'imported' ? 201 : 200;
        return { status, body: { requestId: ctx.requestId, list, change: changeOf(done) } };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  });
}

function changeOf({ outcome, counts }: ListImport) {
  const { entries, added, removed, changed, unchanged } = counts;
  return outcome === 'imported'
    ? { added, removed, changed, unchanged }
    : { added: 0, removed: 0, changed: 0, unchanged: entries };
}

async function receiveFiles(request: FastifyRequest, folder: string): Promise<ListFile[]> {
  const files: ListFile[] = [];
  if (!request.isMultipart()) throw badUpload('The body must be multipart/form-data');
  try {
    for await (const part of request.files()) files.push(await keep(part, folder));
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    if (cause instanceof request.server.multipartErrors.RequestFileTooLargeError) {
      throw new UploadTooLarge();
    }
    throw badUpload('The upload could not be read to its end', cause);
  }
  if (files.length === 0) throw badUpload('At least one file is needed, one part each');
  return files;
}

async function keep(part: MultipartFile, folder: string): Promise<ListFile> {
  const path = join(folder, randomUUID());
  await pipeline(part.file, createWriteStream(path));
  if (part.file.truncated) throw new UploadTooLarge();
  const { size } = await stat(path);
  return { name: plainName(part.filename), sizeBytes: size, open: () => createReadStream(path) };
}

/** The file's own name as a source may show it again: without folders and unprintable signs. */
function plainName(sent: string): string {
  const name = basename(sent.replaceAll('\\', '/')).replace(/[^\p{L}\p{N} ._()-]/gu, '_');
  return name.slice(0, 100) || 'file';
}

/** A list that somebody wants private must not become everybody's. */
function ownerIncomplete(): InvalidRequest {
  const issue = 'A child is named together with its customer';
  return new InvalidRequest([{ issue, issueLocation: 'query.customerId' }]);
}

function badUpload(issue: string, cause?: unknown): InvalidRequest {
  const failure = new InvalidRequest([{ issue, issueLocation: 'body' }]);
  failure.cause = cause;
  return failure;
}

function operatorOf({ requestId }: ListsContext): ListActor {
  return { actor: 'operator', requestId };
}

function eventView({ at, counts, ...event }: ListEvent) {
  return { at: at.toISOString(), ...event, ...counts };
}

/** A list as the contract shows it; nothing for one that never had a version. */
function view(list: ListStatus) {
  const { listId, owner, inService, retiredAt } = list;
  const freshness = listFreshnessOf(list);
  if (!inService || !freshness) return [];
  return [
    {
      listId,
      ...freshness,
      ...(owner && ownerFields(owner)),
      ...(retiredAt && { retiredAt: retiredAt.toISOString() }),
      contentHash: inService.contentHash,
      entryCount: inService.counts.entries,
      nameCount: inService.counts.names,
      ...(list.unreadableNames !== undefined && { unreadableNameCount: list.unreadableNames }),
    },
  ];
}

function ownerFields({ tenantId, parentTenantId }: ListOwner) {
  return parentTenantId === null
    ? { customerId: tenantId }
    : { customerId: parentTenantId, customerChildId: tenantId };
}
