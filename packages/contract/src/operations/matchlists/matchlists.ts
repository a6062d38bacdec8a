import { z } from 'zod';
import { CommentInput } from '../../comment.ts';
import { RequestId } from '../../error.ts';
import {
  ENTRIES_AT_ONCE,
  MatchedEntry,
  Matchlist,
  MatchlistBase,
  MatchlistEntry,
  MatchlistEntryInput,
  MatchlistEntryPatch,
  MatchlistEntryState,
  MatchlistOfEntries,
  MatchlistSearch,
  reasonsInput,
} from '../../lists/matchlist.ts';
import type { Operation } from '../../operation.ts';
import { MAX_LIMIT, PAGE_QUERY } from '../../page.ts';
import { EntityType } from '../../person/entity-type.ts';
import { filledText, NAME_LENGTH, several, Uuid } from '../../wire/text.ts';
import { Nothing, TENANT_ERRORS } from '../path.ts';

const tag = 'Matchlists';
const WORD_LENGTH = 64;
const words = several(filledText(WORD_LENGTH)).optional();

const ListPath = z.object({
  matchlistName: filledText(NAME_LENGTH).describe('Name of the list. Case does not matter.'),
});
const EntryPath = ListPath.extend({ entryId: Uuid.describe('The entry.') });
const ENTRY_SORT_FIELDS = ['updatedAt', 'createdAt', 'state'] as const;

/** Lists a tenant's matchlists. */
export const listMatchlists = {
  operationId: 'listMatchlists',
  method: 'GET',
  path: '/v2/matchlists',
  summary: 'List matchlists',
  description:
    'Those in use, unless `states` says otherwise; a state that is not known is ignored.',
  tag,
  access: 'tenant',
  parameters: Nothing,
  query: z.object({ states: words }),
  body: Nothing,
  bodyPresence: 'none',
  background: true,
  answers: { 200: z.object({ requestId: RequestId, matchlists: z.array(Matchlist) }) },
  errors: TENANT_ERRORS,
} satisfies Operation;

/** Lists the entries of one matchlist. */
export const listMatchlistEntries = {
  operationId: 'listMatchlistEntries',
  method: 'GET',
  path: '/v2/matchlists/{matchlistName}/entries',
  summary: 'List the entries of a matchlist',
  description:
    'All filters must hold. Without `states` deleted entries are left out, unless an entry is named. A page past the end is empty.',
  tag,
  access: 'tenant',
  parameters: ListPath,
  query: z.object({
    states: words,
    batchName: filledText(NAME_LENGTH).optional().describe('Only entries of this batch.'),
    reference: filledText(NAME_LENGTH).optional().describe('Only entries with this reference.'),
    entityId: Uuid.optional().describe('Only the entry about this entity.'),
    entryId: Uuid.optional().describe('Only this entry.'),
    page: PAGE_QUERY.page,
    limit: z.int().min(1).max(MAX_LIMIT).default(10).describe('Entries on a page.'),
    sort: z.enum(['asc', 'desc']).default('asc').describe('Oldest first is `asc`.'),
    sortFields: z
      .array(z.enum(ENTRY_SORT_FIELDS))
      .max(ENTRY_SORT_FIELDS.length)
      .default(['createdAt'])
      .describe('What to sort by; the first field counts.'),
  }),
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: { 200: z.object({ requestId: RequestId, entries: z.array(MatchlistEntry) }) },
  errors: TENANT_ERRORS,
} satisfies Operation;

/** Puts entries on a matchlist, all of them or none. */
export const createMatchlistEntries = {
  operationId: 'createMatchlistEntries',
  method: 'POST',
  path: '/v2/matchlists/{matchlistName}/entries',
  summary: 'Add entries to a matchlist',
  description:
    'All of them or none: an entry about an entity that is on the list already, or with exactly the attributes of another, is refused.',
  tag,
  access: 'tenant',
  parameters: ListPath,
  query: Nothing,
  body: z.object({
    batchName: filledText(NAME_LENGTH).optional(),
    entries: z.array(MatchlistEntryInput).min(1).max(ENTRIES_AT_ONCE),
    comment: CommentInput.optional(),
  }),
  bodyPresence: 'required',
  background: true,
  answers: {
    200: z.object({
      requestId: RequestId,
      matchlist: MatchlistOfEntries,
      entries: z.array(MatchlistEntry),
    }),
  },
  errors: TENANT_ERRORS,
} satisfies Operation;

/** Reads one entry, also a deleted one. */
export const getMatchlistEntry = {
  operationId: 'getMatchlistEntry',
  method: 'GET',
  path: '/v2/matchlists/{matchlistName}/entries/{entryId}',
  summary: 'Read an entry of a matchlist',
  tag,
  access: 'tenant',
  parameters: EntryPath,
  query: Nothing,
  body: Nothing,
  bodyPresence: 'none',
  background: true,
  answers: { 200: z.object({ requestId: RequestId, entry: MatchlistEntry }) },
  errors: TENANT_ERRORS,
} satisfies Operation;

/** Changes what may change of an entry: its reference, its reasons and its state. */
export const updateMatchlistEntry = {
  operationId: 'updateMatchlistEntry',
  method: 'PATCH',
  path: '/v2/matchlists/{matchlistName}/entries/{entryId}',
  summary: 'Change an entry of a matchlist',
  description:
    'Attributes never change, since results may refer to them: add another entry and delete this one. What is deleted stays deleted.',
  tag,
  access: 'tenant',
  parameters: EntryPath,
  query: Nothing,
  body: z.object({
    entry: MatchlistEntryPatch.optional(),
    comment: CommentInput.optional(),
  }),
  bodyPresence: 'required',
  background: true,
  answers: { 200: z.object({ requestId: RequestId, entry: MatchlistEntry }) },
  errors: TENANT_ERRORS,
} satisfies Operation;

const aboutEntity = {
  entityId: Uuid,
  entityType: EntityType.optional(),
  comment: CommentInput.optional(),
};

/** Puts a person on a matchlist. */
export const addMatchlistEntity = {
  operationId: 'addMatchlistEntity',
  method: 'POST',
  path: '/v2/matchlists/{matchlistName}/entries/addEntity',
  summary: 'Put a person on a matchlist',
  description:
    'Makes an entry of what is on record about the person. On a list that blocks, their service profiles become BLOCKLISTED.',
  tag,
  access: 'tenant',
  parameters: ListPath,
  query: Nothing,
  body: z.object({ ...aboutEntity, reasons: reasonsInput }),
  bodyPresence: 'required',
  background: true,
  answers: { 200: z.object({ requestId: RequestId, entry: MatchlistEntry }) },
  errors: [...TENANT_ERRORS, 409],
} satisfies Operation;

/** Takes a person off a matchlist. */
export const removeMatchlistEntity = {
  operationId: 'removeMatchlistEntity',
  method: 'PATCH',
  path: '/v2/matchlists/{matchlistName}/entries/removeEntity',
  summary: 'Take a person off a matchlist',
  description:
    'Deletes the entry that was made from the person; their service profiles return to where the latest execution left them.',
  tag,
  access: 'tenant',
  parameters: ListPath,
  query: Nothing,
  body: z.object(aboutEntity),
  bodyPresence: 'required',
  background: true,
  answers: {
    200: z.object({
      requestId: RequestId,
      entityId: Uuid,
      matchlistId: Uuid,
      state: MatchlistEntryState,
    }),
  },
  errors: TENANT_ERRORS,
} satisfies Operation;

/** Searches the entries of matchlists by attributes. */
export const searchMatchlists = {
  operationId: 'searchMatchlists',
  method: 'POST',
  path: '/v2/search/matchlists',
  summary: 'Search matchlists',
  description:
    'Finds entries with which at least one attribute agrees: EXACT means the same, whatever the case, accents and spacing; FUZZY means alike.',
  tag,
  access: 'tenant',
  parameters: Nothing,
  query: z.object({ limit: PAGE_QUERY.limit }),
  body: MatchlistSearch,
  bodyPresence: 'required',
  background: false,
  answers: {
    200: z.object({
      requestId: RequestId,
      matchlists: z.record(z.string(), MatchlistBase),
      entries: z.array(MatchedEntry),
      meta: z.object({ total: z.int(), limit: z.int(), count: z.int() }),
    }),
  },
  errors: [...TENANT_ERRORS, 422],
} satisfies Operation;
