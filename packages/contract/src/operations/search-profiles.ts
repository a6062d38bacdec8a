import { z } from 'zod';
import { RequestId } from '../error.ts';
import { ExecutionOutcome } from '../execution/execution-outcome.ts';
import { IssueCategory, IssueSeverity, IssueType } from '../issue.ts';
import type { Operation } from '../operation.ts';
import { PAGE_QUERY, PageMeta } from '../page.ts';
import { RiskLevel } from '../risk.ts';
import { ProfileState, ServiceProfile } from '../service-profile.ts';
import { named } from '../wire/named.ts';
import { FREE_TEXT_LENGTH, filledText, NAME_LENGTH, several, Uuid } from '../wire/text.ts';
import { From, Until } from '../wire/time-filter.ts';
import { Nothing, TENANT_ERRORS } from './path.ts';

/** What a person can be searched by. */
export const SEARCH_FIELDS = [
  'ALL',
  'NAME',
  'GIVEN_NAME',
  'FAMILY_NAME',
  'MIDDLE_NAME',
  'DISPLAY_NAME',
  'OTHER_NAME',
  'ADDRESS',
  'EMAIL_ADDRESS',
  'PHONE_NUMBER',
  'DOCUMENT_IDENTIFIER',
  'EXTERNAL_REFERENCE',
] as const;
/** What only organisations have: taken, and found with nobody. */
const FIELDS_OF_ORGANISATIONS = [
  'REGISTERED_NAME',
  'ALTERNATE_NAME',
  'REGISTRATION_NUMBER',
] as const;
export const OVERRIDE_TYPES = ['ONLY_OVERRIDDEN', 'EXCLUDE_OVERRIDDEN', 'ALL'] as const;

/** Most terms of one search. */
const TERMS = 10;
const VALUES = 100;

const OverrideType = named(
  'Status-Override-Type-Filter',
  'Whether executions count whose outcome an officer has overridden.',
  z.enum(OVERRIDE_TYPES),
);

const SearchTerm = named(
  'Search-Term',
  'A text, and where it must be found.',
  z.object({
    term: filledText(FREE_TEXT_LENGTH),
    field: z
      .enum([...SEARCH_FIELDS, ...FIELDS_OF_ORGANISATIONS])
      .describe('NAME is any part of a name, ALL is any field.'),
  }),
);
export type SearchTerm = z.output<typeof SearchTerm>;

const filters = z.object({
  entityIds: several(Uuid, VALUES).optional(),
  entityTypes: several(z.enum(['INDIVIDUAL', 'ORGANIZATION'])).optional(),
  createdAtAfter: From.optional(),
  createdAtBefore: Until.optional(),
  updatedAtAfter: From.optional(),
  updatedAtBefore: Until.optional(),
  assignees: several(filledText(NAME_LENGTH)).optional(),
  reviewers: several(filledText(NAME_LENGTH)).optional(),
  states: several(ProfileState).optional(),
  workflowNames: several(filledText(NAME_LENGTH)).optional(),
  workflowExecutionStatuses: several(
    named(
      'Workflow-Execution-Statuses',
      'Statuses of executions, overridden or not.',
      z.object({ status: several(ExecutionOutcome), overrideType: OverrideType }),
    ),
  )
    .optional()
    .describe('Where it is given, `workflowStatuses` and `statusOverrideType` do not count.'),
  statusOverrideType: z.enum(OVERRIDE_TYPES).optional().describe('Deprecated.'),
  workflowStatuses: several(ExecutionOutcome).optional().describe('Deprecated.'),
  issueCategories: several(IssueCategory).optional(),
  issueSeverities: several(IssueSeverity).optional(),
  issues: several(IssueType).optional(),
  riskLevels: several(RiskLevel).optional(),
  workflowExecutionScope: z
    .enum(['LAST', 'ANY'])
    .default('ANY')
    .describe('Whether only the newest execution of a profile counts.'),
});
export type ProfileFilters = z.output<typeof filters>;

const SearchMatch = named(
  'Search-Match',
  'A profile that was found, and by what.',
  z.object({
    serviceProfile: ServiceProfile,
    confidence: z.number().min(0).max(1),
    fieldsMatched: z.array(
      named(
        'Search-Field-Match',
        'A field that agrees, and how far.',
        z.object({ field: z.enum(SEARCH_FIELDS), confidence: z.number().min(0).max(1) }),
      ),
    ),
  }),
);

/** Searches a tenant's service profiles by what is known of people, by filters, or by both. */
export const searchProfiles = {
  operationId: 'searchProfiles',
  method: 'POST',
  path: '/v2/search/serviceprofiles',
  summary: 'Search service profiles',
  description:
    'All terms and all filters must hold; of several values in one filter, one is enough. EXACT means the same, whatever the case, accents and spacing; FUZZY means alike, surest first. Without `search` it lists. The matches of the page are the one element of `matches`.',
  tag: 'Service profiles',
  access: 'tenant',
  parameters: Nothing,
  query: z.object(PAGE_QUERY),
  body: z.object({
    search: z
      .object({
        type: z.enum(['EXACT', 'FUZZY']),
        terms: z.array(SearchTerm).min(1).max(TERMS),
      })
      .optional(),
    filters: filters.default({ workflowExecutionScope: 'ANY' }),
  }),
  bodyPresence: 'optional',
  background: false,
  answers: {
    200: z.object({
      requestId: RequestId,
      matches: z.array(z.array(SearchMatch)),
      meta: PageMeta,
    }),
  },
  errors: TENANT_ERRORS,
} satisfies Operation;
