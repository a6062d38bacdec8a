import {
  addMatchlistEntity,
  createMatchlistEntries,
  getMatchlistEntry,
  listMatchlistEntries,
  listMatchlists,
  removeMatchlistEntity,
  searchMatchlists,
  updateMatchlistEntry,
} from '@probity/contract/operations/matchlists/matchlists';
import type { TenantContext } from '../../http/caller.ts';
import { type Mount, mount } from '../../http/mount.ts';
import { addEntity, addEntries, changeEntry, removeEntity } from './change-entries.command.ts';
import { baseView, entryView, foundEntryView, matchlistView } from './matchlist-view.ts';
import { readEntries, readEntry, readMatchlists } from './read-entries.command.ts';
import { searchEntries } from './search-entries.command.ts';

/**
 * A tenant's matchlists and their entries: read, add, change, search. What is asked for in the background
 * is done at once: the contract knows no other answer.
 */
export function matchlistRoutes(mounting: Mount<TenantContext>): void {
  mount(mounting, listMatchlists, async (ctx, { query }) => {
    const matchlists = (await readMatchlists(ctx, query.states)).map(matchlistView);
    return { status: 200, body: { requestId: ctx.requestId, matchlists } };
  });

  mount(mounting, listMatchlistEntries, async (ctx, { parameters, query }) => {
    const { page, limit, sort, sortFields, ...filter } = query;
    const entries = await readEntries(ctx, {
      ...filter,
      listName: parameters.matchlistName,
      sort,
      sortField: sortFields[0] ?? 'createdAt',
      limit,
      offset: (page - 1) * limit,
    });
    return { status: 200, body: { requestId: ctx.requestId, entries: entries.map(entryView) } };
  });

  mount(mounting, createMatchlistEntries, async (ctx, { parameters, body }) => {
    const added = await addEntries(ctx, { ...body, listName: parameters.matchlistName });
    const { matchlistId, name, action, state } = added.list;
    const matchlist = { matchlistId, name, action, state };
    const entries = added.entries.map(entryView);
    return { status: 200, body: { requestId: ctx.requestId, matchlist, entries } };
  });

  mount(mounting, getMatchlistEntry, async (ctx, { parameters }) => {
    const entry = await readEntry(ctx, parameters.matchlistName, parameters.entryId);
    return { status: 200, body: { requestId: ctx.requestId, entry: entryView(entry) } };
  });

  mount(mounting, updateMatchlistEntry, async (ctx, { parameters, body }) => {
    const { matchlistName, entryId } = parameters;
    const changing = { entryId, patch: body.entry ?? {}, comment: body.comment };
    const entry = await changeEntry(ctx, matchlistName, changing);
    return { status: 200, body: { requestId: ctx.requestId, entry: entryView(entry) } };
  });

  entityRoutes(mounting);

  mount(mounting, searchMatchlists, async (ctx, { query, body }) => {
    const { lists, found } = await searchEntries(ctx, body);
    const { limit } = query;
    const entries = found.slice(0, limit).map(foundEntryView);
    const matchlists = Object.fromEntries(lists.map((list) => [list.matchlistId, baseView(list)]));
    const meta = { total: found.length, limit, count: entries.length };
    return { status: 200, body: { requestId: ctx.requestId, matchlists, entries, meta } };
  });
}

function entityRoutes(mounting: Mount<TenantContext>): void {
  mount(mounting, addMatchlistEntity, async (ctx, { parameters, body }) => {
    const entry = await addEntity(ctx, { ...body, listName: parameters.matchlistName });
    return { status: 200, body: { requestId: ctx.requestId, entry: entryView(entry) } };
  });

  mount(mounting, removeMatchlistEntity, async (ctx, { parameters, body }) => {
    const { entityId } = body;
    const removed = await removeEntity(ctx, { ...body, listName: parameters.matchlistName });
    const { matchlistId, state } = removed;
    return {
      status: 200,
      body: { requestId: ctx.requestId, entityId, matchlistId, state },
    };
  });
}
