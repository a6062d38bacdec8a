import {
  listListEvents as eventsOperation,
  importList as importOperation,
  listLists as listOperation,
  retireList as retireOperation,
  syncLists as syncOperation,
} from '@probity/contract/operations/admin-lists';
import { type Mount, mount } from '../../http/mount.ts';
import { mountUploads, withUploads } from '../../http/uploaded-files.ts';
import type { Clock } from '../../kernel/clock.ts';
import { InvalidRequest } from '../../kernel/domain-error.ts';
import type { SystemDb } from '../../kernel/statement.ts';
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

  mountUploads(mounting, (uploads) => {
    mount(uploads, importOperation, async (ctx, { query }) => {
      const { source, name, customerId, customerChildId } = query;
      if (customerId === undefined && customerChildId !== undefined) throw ownerIncomplete();
      const done = await withUploads(ctx.request, tools.uploadFolder, (files) =>
        importList(
          { db: ctx.system, now: ctx.now, by: operatorOf(ctx) },
          {
            source,
            ...(name !== undefined && { name }),
            ...(customerId !== undefined && { owner: { customerId, customerChildId } }),
            files,
            acceptsFewerEntries: query.acceptsFewerEntries === 'true',
          },
        ),
      );
      await tools.registry.refresh();
      const standing = tools.registry.statusOfAll(ctx.now());
      const [list] = standing.filter(({ listId }) => listId === done.listId).flatMap(view);
      const status = done.outcome === 'imported' ? 201 : 200;
      return { status, body: { requestId: ctx.requestId, list, change: changeOf(done) } };
    });
  });
}

function changeOf({ outcome, counts }: ListImport) {
  const { entries, added, removed, changed, unchanged } = counts;
  return outcome === 'imported'
    ? { added, removed, changed, unchanged }
    : { added: 0, removed: 0, changed: 0, unchanged: entries };
}

/** A list that somebody wants private must not become everybody's. */
function ownerIncomplete(): InvalidRequest {
  const issue = 'A child is named together with its customer';
  return new InvalidRequest([{ issue, issueLocation: 'query.customerId' }]);
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
