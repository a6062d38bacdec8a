import { z } from 'zod';
import { RequestId } from '../error.ts';
import type { Operation } from '../operation.ts';
import { named } from '../wire/named.ts';
import { filledText, Instant, NAME_LENGTH, Uuid } from '../wire/text.ts';
import { OPERATOR_ERRORS } from './admin-tenants.ts';
import { Nothing } from './path.ts';

const tag = 'Operator: screening lists';
const SOURCE_LENGTH = 64;

const hours = z.number().min(0);

/** How fresh a list is, and whether it can be searched; anyone may ask. */
export const LIST_FRESHNESS = {
  name: z.string(),
  source: z.string().describe('The format and publisher, such as `ofac-sdn`.'),
  version: z.int().describe('Counts the contents that were in service, from 1.'),
  publishedOn: z.string().optional().describe('ISO date on which it was published, if it says.'),
  importedAt: Instant,
  confirmedAt: Instant.describe('When this content was last seen at its publisher, or imported.'),
  ageHours: hours.describe('Since `confirmedAt`: what staleness goes by.'),
  publishedAgeHours: hours
    .optional()
    .describe('Since it was published, if it says; a publisher without news publishes nothing.'),
  isStale: z.boolean().describe('Whether it is older than screening accepts.'),
  isLoaded: z.boolean().describe('Whether this server can search it.'),
};

export const ListStatus = named(
  'Admin-List-Status',
  'A screening list and the version of it that is in service.',
  z.object({
    listId: z.string(),
    ...LIST_FRESHNESS,
    customerId: z.string().optional().describe('Present when the list is private: whose it is.'),
    customerChildId: z.string().optional().describe('Present when it is private to a child.'),
    retiredAt: Instant.optional().describe('Present when it is searched no more: since when.'),
    contentHash: z.string().describe('SHA-256 of the files, in hexadecimal.'),
    entryCount: z.int().min(0),
    nameCount: z.int().min(0).describe('Names and aliases of all entries.'),
    unreadableNameCount: z
      .int()
      .min(0)
      .optional()
      .describe('Names that no search can find; absent until the list is loaded.'),
  }),
);
export type ListStatus = z.infer<typeof ListStatus>;

export const ListChange = named(
  'Admin-List-Change',
  'How a version differs from the one before, in entries.',
  z.object({
    added: z.int().min(0),
    removed: z.int().min(0),
    changed: z.int().min(0),
    unchanged: z.int().min(0),
  }),
);
export type ListChange = z.infer<typeof ListChange>;

const ImportedAnswer = z.object({
  requestId: RequestId,
  list: ListStatus,
  change: ListChange,
});

/** Puts a version of a list in service, whole or not at all. */
export const importList = {
  operationId: 'importList',
  method: 'POST',
  path: '/admin/v1/lists/import',
  summary: 'Import a screening list',
  description:
    'Reads the files of one list, one part each, and puts them in service whole or not at all. Files that are empty, cut off, malformed or implausibly smaller than before are refused, and the version in service stays. Answers 200 when exactly this content is in service already. A private list is seen by searches of its tenant only.',
  tag,
  access: 'operator',
  parameters: Nothing,
  query: z.object({
    source: filledText(SOURCE_LENGTH).describe('The format, such as `ofac-sdn`.'),
    name: filledText(NAME_LENGTH)
      .optional()
      .describe('The list; named after its source if absent.'),
    customerId: Uuid.optional().describe('Makes it a private list of this customer.'),
    customerChildId: Uuid.optional().describe('Makes it one of this child of the customer.'),
    acceptsFewerEntries: z
      .enum(['true', 'false'])
      .optional()
      .describe('Whether a version that holds far less than the one in service is accepted.'),
  }),
  body: Nothing,
  bodyPresence: 'files',
  background: false,
  answers: { 201: ImportedAnswer, 200: ImportedAnswer },
  errors: OPERATOR_ERRORS,
} satisfies Operation;

export const ListSync = named(
  'Admin-List-Sync',
  'How fetching one official list came out.',
  z.object({
    source: z.string(),
    outcome: z
      .enum(['imported', 'unchanged', 'failed', 'retired'])
      .describe('`failed` leaves in service what was; a retired list is not fetched.'),
    version: z.int().optional().describe('The version that is in service; absent if it failed.'),
    issue: z.string().optional().describe('Why it failed.'),
  }),
);
export type ListSync = z.infer<typeof ListSync>;

/** Fetches official lists from their publishers, each of them whole or not at all. */
export const syncLists = {
  operationId: 'syncLists',
  method: 'POST',
  path: '/admin/v1/lists/sync',
  summary: 'Fetch official lists',
  description:
    'Fetches the files that publishers serve over HTTPS, and puts in service what has changed. One source that fails does not stop the others. Answers when all have been tried, which takes minutes.',
  tag,
  access: 'operator',
  parameters: Nothing,
  query: z.object({
    source: filledText(SOURCE_LENGTH)
      .optional()
      .describe('One source, such as `un-consolidated`; all that publishers serve if absent.'),
  }),
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: { 200: z.object({ requestId: RequestId, lists: z.array(ListSync) }) },
  errors: OPERATOR_ERRORS,
} satisfies Operation;

const ListPath = z.object({ listId: Uuid.describe('The list.') });

/** Takes a list out of service, and nothing that rests on it. */
export const retireList = {
  operationId: 'retireList',
  method: 'POST',
  path: '/admin/v1/lists/{listId}/retire',
  summary: 'Retire a screening list',
  description:
    'The list is no longer searched where a workflow asks for every list; a workflow that names it ends in its silence, never in a pass. Hits that rest on it stay as they are, with what was decided of them. Importing the list again restores it.',
  tag,
  access: 'operator',
  parameters: ListPath,
  query: Nothing,
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: { 200: z.object({ requestId: RequestId, list: ListStatus }) },
  errors: OPERATOR_ERRORS,
} satisfies Operation;

export const ListEvent = named(
  'Admin-List-Event',
  'One thing that became of a screening list.',
  z.object({
    at: Instant,
    type: z
      .enum(['imported', 'confirmed', 'failed', 'retired', 'restored'])
      .describe('`confirmed`: the content was the same. `failed`: it could not be fetched.'),
    actor: z
      .enum(['operator', 'schedule', 'installation'])
      .describe('`schedule` fetches by the clock, `installation` is the server at its start.'),
    requestId: z.string().optional().describe('The request that did it, if one did.'),
    version: z.int().optional().describe('The version that was in service afterwards.'),
    publishedOn: z.string().optional(),
    entries: z.int().min(0).optional(),
    added: z.int().min(0).optional(),
    removed: z.int().min(0).optional(),
    changed: z.int().min(0).optional(),
    materiallyChanged: z.int().min(0).optional(),
    issue: z.string().optional().describe('Why it failed.'),
  }),
);
export type ListEvent = z.infer<typeof ListEvent>;

/** Tells what became of a list. */
export const listListEvents = {
  operationId: 'listListEvents',
  method: 'GET',
  path: '/admin/v1/lists/{listId}/events',
  summary: 'Show what became of a screening list',
  description: 'Imports, fetches and retirements, the newest first; at most 500.',
  tag,
  access: 'operator',
  parameters: ListPath,
  query: Nothing,
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: {
    200: z.object({
      requestId: RequestId,
      listId: z.string(),
      name: z.string(),
      source: z.string(),
      events: z.array(ListEvent),
    }),
  },
  errors: OPERATOR_ERRORS,
} satisfies Operation;

/** Lists the screening lists of the installation with their freshness. */
export const listLists = {
  operationId: 'listLists',
  method: 'GET',
  path: '/admin/v1/lists',
  summary: 'Show screening lists',
  tag,
  access: 'operator',
  parameters: Nothing,
  query: Nothing,
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: { 200: z.object({ requestId: RequestId, lists: z.array(ListStatus) }) },
  errors: OPERATOR_ERRORS,
} satisfies Operation;
