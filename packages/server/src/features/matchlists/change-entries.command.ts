import type { MatchlistEntryInput, MatchlistEntryPatch } from '@probity/contract/lists/matchlist';
import { type Context, inTransaction } from '../../kernel/context.ts';
import { newUuid } from '../../kernel/id.ts';
import type { EntityVault } from '../../kernel/vault.ts';
import { insertAuditEvents } from '../audit/audit-event.store.ts';
import { type AuditFact, auditEventOf } from '../audit/audit-event.ts';
import type { CommentInput } from '../comments/comment.ts';
import { findOwnEntity, lockEntities } from '../entities/entity.store.ts';
import { settleProfiles } from '../standing/settle-profiles.command.ts';
import { holdMatchlist } from './matchlist.store.ts';
import {
  EntityHasNothing,
  EntityIsNone,
  EntityOnList,
  EntriesOnList,
  EntryDeleted,
  EntryNotFound,
  type Matchlist,
  MatchlistArchived,
  type MatchlistEntry,
  MatchlistNotFound,
} from './matchlist.ts';
import { findEntryIdOf, insertEntries, lockEntry, putEntry } from './matchlist-entry.store.ts';
import { attributesOfPerson } from './person-entry.ts';

type Adding = {
  readonly listName: string;
  readonly batchName?: string | undefined;
  readonly entries: readonly MatchlistEntryInput[];
  readonly comment?: CommentInput;
};

/** Puts entries on a list, all of them or none. */
export async function addEntries(
  ctx: Context,
  { listName, batchName, entries, comment }: Adding,
): Promise<{ list: Matchlist; entries: readonly MatchlistEntry[] }> {
  return inTransaction(ctx, async (tx) => {
    const list = await listInUse(tx, listName);
    const fresh = entries.map((entry) => newEntry(tx, list, { ...entry, batchName }));
    const entityIds = [...new Set(fresh.flatMap(({ entityId }) => entityId ?? []))];
    await lockEntities(tx.db, entityIds);
    const { kept, vaultOf } = await insertEntries(tx, fresh);
    const refused = [...fresh.entries()].filter(([, { entryId }]) => !kept.has(entryId));
    if (refused.length > 0) throw new EntriesOnList(refused.map(([at]) => at));
    const [first] = fresh;
    const vault = first && vaultOf.get(first.entryId);
    if (first && vault) await recordAdded(tx, vault, { list, entries: fresh, first, comment });
    for (const entityId of entityIds) await settle(tx, entityId);
    return { list, entries: fresh };
  });
}

type EntityAsked = {
  readonly listName: string;
  readonly entityId: string;
  readonly comment?: CommentInput;
};

/** Puts a person on a list, by what is on record about them. @throws {@link EntityOnList} */
export async function addEntity(
  ctx: Context,
  {
    listName,
    entityId,
    reasons,
    comment,
  }: EntityAsked & { readonly reasons?: readonly string[] | undefined },
): Promise<MatchlistEntry> {
  return inTransaction(ctx, async (tx) => {
    const list = await listInUse(tx, listName);
    await lockEntities(tx.db, [entityId]);
    const entity = await findOwnEntity(tx, entityId);
    if (!entity) throw new EntityIsNone();
    const attributes = attributesOfPerson(entity.individual);
    if (attributes.length === 0) throw new EntityHasNothing();
    const entry = newEntry(tx, list, { entityId, entityType: 'INDIVIDUAL', attributes, reasons });
    const { kept, vaultOf } = await insertEntries(tx, [entry]);
    const vault = vaultOf.get(entry.entryId);
    if (!kept.has(entry.entryId) || !vault) throw new EntityOnList();
    await recordAdded(tx, vault, { list, entries: [entry], first: entry, comment });
    await settleProfiles(tx, entity, { relatedId: entry.entryId });
    return entry;
  });
}

/** Takes a person off a list: the entry that was made from them is deleted. @throws {@link EntryNotFound} */
export async function removeEntity(
  ctx: Context,
  { listName, entityId, comment }: EntityAsked,
): Promise<MatchlistEntry> {
  return inTransaction(ctx, async (tx) => {
    const list = await holdMatchlist(tx.db, listName);
    if (!list) throw new MatchlistNotFound();
    await lockEntities(tx.db, [entityId]);
    const entryId = await findEntryIdOf(tx.db, list.matchlistId, entityId);
    if (entryId === undefined) throw new EntryNotFound('body.entityId');
    return change(tx, list, { entryId, patch: { state: 'DELETED' }, comment });
  });
}

type Changing = {
  readonly entryId: string;
  readonly patch: MatchlistEntryPatch;
  readonly comment?: CommentInput;
};

/** Changes what may change of an entry: its reference, its reasons and its state. */
export async function changeEntry(
  ctx: Context,
  listName: string,
  changing: Changing,
): Promise<MatchlistEntry> {
  return inTransaction(ctx, async (tx) => {
    const list = await holdMatchlist(tx.db, listName);
    if (!list) throw new MatchlistNotFound();
    return change(tx, list, changing);
  });
}

async function change(
  tx: Context,
  list: Matchlist,
  { entryId, patch, comment }: Changing,
): Promise<MatchlistEntry> {
  const held = await lockEntry(tx, list.matchlistId, entryId);
  if (!held) throw new EntryNotFound();
  const { entry, vault } = held;
  if (entry.state === 'DELETED') throw new EntryDeleted();
  if (patch.state === 'ACTIVE' && list.state === 'ARCHIVED') throw new MatchlistArchived();
  const changed: MatchlistEntry = {
    ...entry,
    state: patch.state ?? entry.state,
    updatedAt: tx.now(),
    detail: {
      ...entry.detail,
      ...(patch.reference !== undefined && { reference: patch.reference }),
      ...(patch.reasons !== undefined && { reasons: patch.reasons }),
      updatedBy: tx.actor.username,
    },
  };
  await putEntry(tx.db, vault, changed);
  await record(tx, vault, {
    objectId: entryId,
    detail: {
      description: 'An entry of a matchlist was changed.',
      matchlistId: list.matchlistId,
      previousState: entry.state,
      fieldsUpdated: Object.keys(patch),
      data: { type: 'MATCHLIST_ENTRY', matchlist: inShort(list), entry: entryInShort(changed) },
    },
    ...(comment?.text && { userComment: comment.text }),
  });
  if (entry.entityId !== null && changed.state !== entry.state) await settle(tx, entry.entityId);
  return changed;
}

async function listInUse(tx: Context, name: string): Promise<Matchlist> {
  const list = await holdMatchlist(tx.db, name);
  if (!list) throw new MatchlistNotFound();
  if (list.state === 'ARCHIVED') throw new MatchlistArchived();
  return list;
}

/** The person may be of another system, or gone: then there is nothing to bring anywhere. */
async function settle(tx: Context, entityId: string): Promise<void> {
  const entity = await findOwnEntity(tx, entityId);
  if (entity) await settleProfiles(tx, entity);
}

type Saying = Omit<MatchlistEntryInput, 'reasons'> & {
  readonly reasons?: readonly string[] | undefined;
  readonly batchName?: string | undefined;
};

function newEntry(tx: Context, list: Matchlist, said: Saying): MatchlistEntry {
  const { entityId, entityType, reference, reasons, attributes, batchName } = said;
  const at = tx.now();
  const by = tx.actor.username;
  return {
    entryId: newUuid(),
    matchlistId: list.matchlistId,
    state: 'ACTIVE',
    entityId: entityId ?? null,
    createdAt: at,
    updatedAt: at,
    detail: { attributes, entityType, reference, reasons, batchName, createdBy: by, updatedBy: by },
  };
}

type Added = {
  readonly list: Matchlist;
  readonly entries: readonly MatchlistEntry[];
  readonly first: MatchlistEntry;
  readonly comment: CommentInput;
};

/** One event for all of a request: a long list would bury the audit. */
async function recordAdded(
  tx: Context,
  vault: EntityVault,
  { list, entries, first, comment }: Added,
): Promise<void> {
  const types = entries.flatMap(({ detail }) => detail.attributes.map(({ type }) => type));
  const what =
    entries.length === 1
      ? { type: 'MATCHLIST_ENTRY', entry: entryInShort(first) }
      : {
          type: 'MATCHLIST_ENTRIES',
          entries: {
            numOfEntries: entries.length,
            attributes: [...new Set(types)],
            state: 'ACTIVE',
            batchName: first.detail.batchName,
          },
        };
  await record(tx, vault, {
    objectId: first.entryId,
    detail: {
      description: 'Somebody was put on a matchlist.',
      matchlistId: list.matchlistId,
      data: { matchlist: inShort(list), ...what },
    },
    ...(comment?.text && { userComment: comment.text }),
  });
}

/** The event is about no person's record: the entry's own key seals it. */
async function record(
  tx: Context,
  vault: EntityVault,
  fact: Pick<AuditFact, 'objectId' | 'detail' | 'userComment'>,
): Promise<void> {
  const event = auditEventOf(tx, vault, {
    type: 'MATCHLIST_ENTRY',
    objectType: 'MATCHLIST',
    ...fact,
  });
  await insertAuditEvents(tx.db, [{ ...event, entityId: null }]);
}

function inShort({ name, action, riskScore }: Matchlist): object {
  return { name, action, riskScore };
}

/** Which attributes an entry has, never what they say. */
function entryInShort({ entryId, state, detail }: MatchlistEntry): object {
  const { attributes, reasons, batchName } = detail;
  return { entryId, state, reasons, batchName, attributes: attributes.map(({ type }) => type) };
}
