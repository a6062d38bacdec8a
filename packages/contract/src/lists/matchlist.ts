import { z } from 'zod';
import { MATCHLIST_ATTRIBUTE_TYPES } from '../evidence/counterpart-data.ts';
import { EntityType } from '../person/entity-type.ts';
import { MatchlistAction } from '../step-summary.ts';
import { named } from '../wire/named.ts';
import {
  FREE_TEXT_LENGTH,
  filledText,
  Instant,
  NAME_LENGTH,
  several,
  text,
  Uuid,
} from '../wire/text.ts';

export const MATCHLIST_STATES = ['ACTIVE', 'ARCHIVED'] as const;
export const MATCHLIST_ENTRY_STATES = ['ACTIVE', 'EXPIRED', 'DELETED'] as const;

/** Most attributes of one entry. */
export const ATTRIBUTES_OF_ENTRY = 50;
/** Most entries of one request. */
export const ENTRIES_AT_ONCE = 1_000;
const REASONS_OF_ENTRY = 50;

export const MatchlistState = named(
  'Matchlist-State',
  'Whether a list is in use.',
  z.enum(MATCHLIST_STATES),
);
export type MatchlistState = z.infer<typeof MatchlistState>;

export const MatchlistEntryState = named(
  'Matchlist-Entry-State',
  'ACTIVE entries are matched; EXPIRED ones are only seen; DELETED ones stay on record for good.',
  z.enum(MATCHLIST_ENTRY_STATES),
);
export type MatchlistEntryState = z.infer<typeof MatchlistEntryState>;

const base = {
  matchlistId: Uuid.optional(),
  name: z.string().optional(),
  description: z.string().optional(),
  isDefault: z.boolean().optional(),
  action: MatchlistAction.optional(),
  riskScore: z.number().optional().describe('What being on it adds to the risk.'),
};
const history = {
  createdBy: z.string().optional(),
  createdAt: Instant.optional(),
  updatedBy: z.string().optional(),
  updatedAt: Instant.optional(),
};

export const MatchlistBase = named('Matchlist-Base', 'A list, in short.', z.object(base));

export const Matchlist = named(
  'Matchlist',
  'A list of people who are blocked, watched or let through.',
  z.object({ ...base, state: MatchlistState.optional(), ...history }),
);
export type Matchlist = z.infer<typeof Matchlist>;

const reasonCode = z
  .string()
  .regex(/^[A-Z0-9_-]{1,24}$/, 'must be 1 to 24 of A–Z, 0–9, _ and -')
  .describe('A code, such as `FRAUD`.');
const reasons = several(reasonCode, REASONS_OF_ENTRY).optional();
const reference = text(NAME_LENGTH)
  .optional()
  .describe('What the caller knows the entry by; several may have one reference.');

export const MatchlistAttribute = named(
  'Matchlist-Entry-Attribute',
  'One thing that an entry says of whomever it is about.',
  z.object({ type: z.enum(MATCHLIST_ATTRIBUTE_TYPES), value: filledText(FREE_TEXT_LENGTH) }),
);
export type MatchlistAttribute = z.infer<typeof MatchlistAttribute>;

const attributes = z.array(MatchlistAttribute).min(1).max(ATTRIBUTES_OF_ENTRY);

/** What entries say beside their attributes. */
const entryBase = {
  entryId: Uuid.optional(),
  entityId: z.string().optional().describe('The entity that it is about.'),
  entityType: EntityType.optional(),
  reference: z.string().optional(),
  reasons: z.array(z.string()).optional(),
};

export const MatchlistEntry = named(
  'Matchlist-Entry',
  'Somebody on a list, by everything that must fit whoever is to be the one.',
  z.object({
    ...entryBase,
    attributes: z.array(MatchlistAttribute),
    state: MatchlistEntryState.optional(),
    batchName: z.string().optional(),
    ...history,
  }),
);
export type MatchlistEntry = z.infer<typeof MatchlistEntry>;

export const MatchedEntry = named(
  'Matchlists-Search-Matched-Entry',
  'An entry that a search found, with what of it agrees.',
  z.object({
    matchlistId: Uuid,
    entry: named(
      'Matchlist-Entry-Base-With-Audit',
      'An entry without its attributes.',
      z.object({ ...entryBase, ...history }),
    ),
    attributes: z.array(
      named(
        'Matchlists-Search-Matched-Attribute',
        'An attribute of the entry, and how far it agrees.',
        z.object({
          attribute: MatchlistAttribute,
          confidence: z.number().min(0).max(1).optional(),
        }),
      ),
    ),
    confidence: z.number().min(0).max(1).optional(),
  }),
);
export type MatchedEntry = z.infer<typeof MatchedEntry>;

export const MatchlistOfEntries = named(
  'Matchlist-Entry-Matchlist',
  'The list that entries are on.',
  z.object({
    matchlistId: Uuid,
    name: z.string(),
    action: MatchlistAction,
    state: MatchlistState,
  }),
);

/** Types of attributes that speak of one kind of entity only. */
const KIND_OF_ENTITY = { IND_: 'INDIVIDUAL', ORG_: 'ORGANIZATION' } as const;
const DATE = /^\s*\d{4}(-\d{2}(-\d{2})?)?\s*$/;

type Sent = {
  readonly entityId?: string | undefined;
  readonly entityType?: string | undefined;
  readonly attributes: readonly MatchlistAttribute[];
};

/** What cannot be true of one entity at once. */
function refuseContradictions(entry: Sent, ctx: z.RefinementCtx): void {
  const { entityId, entityType, attributes } = entry;
  const problem = (path: (string | number)[], message: string) =>
    ctx.addIssue({ code: 'custom', path, message });
  if (entityId !== undefined && entityType === undefined)
    problem(['entityType'], 'is required beside entityId');
  if (entityType !== undefined && entityId === undefined)
    problem(['entityId'], 'is required beside entityType');
  for (const at of mixedKinds(entry))
    problem(['attributes', at], 'speaks of another kind of entity than the others do');
  for (const [at, attribute] of attributes.entries()) {
    const message = valueProblem(attribute);
    if (message) problem(['attributes', at, 'value'], message);
  }
}

/** Places of attributes that speak of another kind of entity than what stands before them. */
function mixedKinds({ entityType, attributes }: Sent): number[] {
  const isKnown = (kind: string | undefined) => kind !== undefined && kind !== 'UNKNOWN';
  let known = isKnown(entityType) ? entityType : undefined;
  return attributes.flatMap((attribute, at) => {
    const kind = kindOf(attribute);
    if (!isKnown(kind) || kind === known) return [];
    if (known !== undefined) return [at];
    known = kind;
    return [];
  });
}

function valueProblem({ type, value }: MatchlistAttribute): string | undefined {
  if (type === 'IND_DATE_OF_BIRTH' && !DATE.test(value))
    return 'must be a date: YYYY-MM-DD, YYYY-MM or YYYY';
  if (type === 'ENTITY_TYPE' && !EntityType.safeParse(value.trim().toUpperCase()).success)
    return 'must be INDIVIDUAL, ORGANIZATION or UNKNOWN';
  return undefined;
}

function kindOf({ type, value }: MatchlistAttribute): string | undefined {
  if (type === 'ENTITY_TYPE') return value.trim().toUpperCase();
  const prefix = Object.keys(KIND_OF_ENTITY).find((one) => type.startsWith(one));
  return prefix && KIND_OF_ENTITY[prefix as keyof typeof KIND_OF_ENTITY];
}

export const MatchlistEntryInput = named(
  'Create-Matchlist-Entry-Request',
  'An entry to be kept. Its attributes never change afterwards.',
  z
    .object({
      entityId: Uuid.optional(),
      entityType: EntityType.optional(),
      reference,
      reasons,
      attributes,
    })
    .superRefine(refuseContradictions),
);
export type MatchlistEntryInput = z.output<typeof MatchlistEntryInput>;

export const MatchlistEntryPatch = named(
  'Update-Matchlist-Entry-Request',
  'What changes of an entry; reasons are replaced as a whole.',
  z.object({ reference, reasons, state: MatchlistEntryState.optional() }),
);
export type MatchlistEntryPatch = z.output<typeof MatchlistEntryPatch>;

export const MatchlistSearch = named(
  'Search-Matchlists-Request',
  'What to search entries for, and on which lists.',
  z
    .object({
      search: z.object({
        type: z.enum(['EXACT', 'FUZZY']).default('EXACT'),
        attributes,
      }),
      filter: z
        .object({
          listScope: z.enum(['DEFAULT', 'ALL', 'CUSTOM']).default('DEFAULT'),
          searchLists: several(Uuid).optional(),
        })
        .default({ listScope: 'DEFAULT' }),
    })
    .superRefine(({ filter }, ctx) => {
      if (filter.listScope !== 'CUSTOM' || (filter.searchLists ?? []).length > 0) return;
      const message = 'is required with listScope CUSTOM';
      ctx.addIssue({ code: 'custom', path: ['filter', 'searchLists'], message });
    }),
);
export type MatchlistSearch = z.output<typeof MatchlistSearch>;

export const reasonsInput = reasons;
