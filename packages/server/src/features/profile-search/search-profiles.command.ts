import type { ProfileFilters, SearchTerm } from '@probity/contract/operations/search-profiles';
import type { ServiceProfile } from '@probity/contract/service-profile';
import type { Context } from '../../kernel/context.ts';
import type { Page } from '../../kernel/page.ts';
import type { Entity } from '../entities/entity.store.ts';
import { PEOPLE_KEYS } from '../entities/entity-keys.ts';
import { findMetIds, readEntities } from '../entities/entity-search.store.ts';
import { ISSUE_KEYS } from '../executions/execution-report.ts';
import { readProfiles } from '../executions/read-execution.command.ts';
import { serviceProfileView } from '../executions/service-profile-view.ts';
import { traitsOf } from '../likeness/person-traits.ts';
import { OFFICER_KEYS } from '../service-profiles/service-profile.ts';
import { keyOfName } from '../workflow-definitions/workflow-definition.ts';
import {
  type FoundProfile,
  listFilteredProfiles,
  type ProfileFilter,
} from './profile-search.store.ts';
import { fitsOf, keysOfTerm, type PersonField, type SearchType } from './search-term.ts';
import { TooManyFit } from './too-many-fit.ts';

type Search = { readonly type: SearchType; readonly terms: readonly SearchTerm[] };

export type Searching = {
  readonly search?: Search | undefined;
  readonly filters: ProfileFilters;
  readonly page: Page;
};

/** A field that agrees, and how far. */
export type FieldMatch = { readonly field: PersonField; readonly confidence: number };

/** A profile that was found, and by what. */
export type ProfileMatch = {
  readonly serviceProfile: ServiceProfile;
  readonly confidence: number;
  readonly fieldsMatched: readonly FieldMatch[];
};

/** Most people who are looked at in a search; a term that more people fit exactly is refused. */
const MOST_LOOKED_AT: Readonly<Record<SearchType, number>> = { EXACT: 2_000, FUZZY: 400 };

/** Searches service profiles by what is known of people, by filters, or by both. */
export async function searchProfiles(
  ctx: Context,
  { search, filters, page }: Searching,
): Promise<{ matches: ProfileMatch[]; total: number }> {
  if (filters.entityTypes && !filters.entityTypes.includes('INDIVIDUAL')) {
    return { matches: [], total: 0 };
  }
  const filter = filterOf(ctx, filters);
  if (search) return searchByTerms(ctx, { search, filter, page });
  const { profiles, total } = await listFilteredProfiles(ctx.db, filter, page);
  const people = await peopleOf(ctx, profiles);
  const sure = { confidence: 1, fieldsMatched: [] };
  const found = profiles.map((profile) => ({ profile, ...sure }));
  return { matches: await shown(ctx, people, found), total };
}

type Found = {
  readonly profile: FoundProfile;
  readonly confidence: number;
  readonly fieldsMatched: readonly FieldMatch[];
};

type ByTerms = { readonly search: Search; readonly filter: ProfileFilter; readonly page: Page };

async function searchByTerms(ctx: Context, { search, filter, page }: ByTerms) {
  const ids = await candidateIds(ctx, search, filter.entityIds);
  const everything = { ...page, limit: 2 * MOST_LOOKED_AT.EXACT, offset: 0 };
  const { profiles } = await listFilteredProfiles(
    ctx.db,
    { ...filter, entityIds: ids },
    everything,
  );
  const people = await peopleOf(ctx, profiles);
  const fits = new Map(
    [...people].map(([entityId, { individual }]) => [entityId, fitOf(search, individual)]),
  );
  const found = profiles.flatMap((profile): Found[] => {
    const fit = fits.get(profile.entityId);
    return fit ? [{ profile, ...fit }] : [];
  });
  // Where two are as sure, the order of the page stands: sorting keeps it.
  const ordered = [...found].sort((one, other) => other.confidence - one.confidence);
  const part = ordered.slice(page.offset, page.offset + page.limit);
  return { matches: await shown(ctx, people, part), total: found.length };
}

/** People who have a key in common with every term. @throws {@link TooManyFit} */
async function candidateIds(
  ctx: Context,
  { type, terms }: Search,
  among: readonly string[] | null,
): Promise<string[]> {
  const limit = MOST_LOOKED_AT[type];
  let ids = among === null ? undefined : new Set(among);
  // What few people share comes first: the terms that many share are then looked for among those.
  for (const term of [...terms].sort(mostTellingFirst)) {
    const keys = blinded(ctx, PEOPLE_KEYS, keysOfTerm(term, type));
    const met = await findMetIds(ctx.db, { keys, limit, among: ids ? [...ids] : null });
    if (met.length > limit && type === 'EXACT') throw new TooManyFit(limit);
    ids = new Set(met.slice(0, limit));
  }
  return [...(ids ?? [])];
}

const MOST_TELLING: readonly string[] = [
  'DOCUMENT_IDENTIFIER',
  'EXTERNAL_REFERENCE',
  'EMAIL_ADDRESS',
  'PHONE_NUMBER',
  'ADDRESS',
  'DISPLAY_NAME',
];

function mostTellingFirst(one: SearchTerm, other: SearchTerm): number {
  const rank = ({ field }: SearchTerm) => {
    const at = MOST_TELLING.indexOf(field);
    return at < 0 ? MOST_TELLING.length : at;
  };
  return rank(one) - rank(other);
}

/** Every term fits, each by its best field; undefined where one does not. */
function fitOf({ type, terms }: Search, individual: Entity['individual']) {
  const traits = traitsOf(individual);
  const fits = terms.map((term) => fitsOf(term, traits, type));
  if (fits.some((fields) => fields.length === 0)) return undefined;
  const best = fits.map((fields) => Math.max(...fields.map(({ confidence }) => confidence)));
  const byField = new Map<PersonField, number>();
  for (const { field, confidence } of fits.flat()) {
    byField.set(field, Math.max(confidence, byField.get(field) ?? 0));
  }
  return {
    confidence: Math.min(...best),
    fieldsMatched: [...byField].map(([field, confidence]) => ({ field, confidence })),
  };
}

async function peopleOf(ctx: Context, profiles: readonly FoundProfile[]) {
  const ids = [...new Set(profiles.map(({ entityId }) => entityId))];
  return readEntities(ctx, ids);
}

async function shown(
  ctx: Context,
  people: ReadonlyMap<string, Entity>,
  found: readonly Found[],
): Promise<ProfileMatch[]> {
  const ids = [...new Set(found.map(({ profile }) => profile.entityId))];
  const read = new Map(
    await Promise.all(
      ids.flatMap((id) => {
        const entity = people.get(id);
        return entity
          ? [readProfiles(ctx, entity).then((profiles) => [id, profiles] as const)]
          : [];
      }),
    ),
  );
  return found.flatMap(({ profile: { entityId, serviceKey }, confidence, fieldsMatched }) => {
    const [entity, profiles] = [people.get(entityId), read.get(entityId)];
    const profile = profiles?.profiles.find((one) => one.serviceKey === serviceKey);
    // Somebody who was forgotten between the two reads is not shown.
    if (!entity || !profiles || !profile) return [];
    const surroundings = { individual: entity.individual, ...profiles };
    const serviceProfile = serviceProfileView(profile, surroundings);
    return [{ serviceProfile, confidence, fieldsMatched }];
  });
}

/** Keys are bound to a tenant: a parent looks with the keys of its children as well. */
function blinded(ctx: Context, purpose: string, words: readonly string[]): string[] {
  return ctx.db.scope.readable.flatMap((tenantId) =>
    words.map((word) => ctx.vaults.blindKey(tenantId, purpose, word)),
  );
}

function filterOf(ctx: Context, filters: ProfileFilters): ProfileFilter {
  const keysOf = (purpose: string, kind: string, words: readonly string[] | undefined) =>
    words
      ? blinded(
          ctx,
          purpose,
          words.map((word) => `${kind} ${word}`),
        )
      : null;
  const execution = {
    isLastOnly: filters.workflowExecutionScope === 'LAST',
    workflowKeys: filters.workflowNames?.map(keyOfName) ?? null,
    statuses: statusesOf(filters),
    categoryKeys: keysOf(ISSUE_KEYS, 'category', filters.issueCategories),
    severityKeys: keysOf(ISSUE_KEYS, 'severity', filters.issueSeverities),
    issueKeys: keysOf(ISSUE_KEYS, 'issue', filters.issues),
    riskLevels: filters.riskLevels ?? null,
  };
  const { isLastOnly: _scope, ...asked } = execution;
  const isAsked = Object.values(asked).some((value) => value !== null);
  return {
    entityIds: filters.entityIds ?? null,
    createdAtAfter: filters.createdAtAfter ?? null,
    createdAtBefore: filters.createdAtBefore ?? null,
    updatedAtAfter: filters.updatedAtAfter ?? null,
    updatedAtBefore: filters.updatedAtBefore ?? null,
    states: filters.states ?? null,
    assigneeKeys: keysOf(OFFICER_KEYS, 'assignee', filters.assignees),
    reviewerKeys: keysOf(OFFICER_KEYS, 'reviewer', filters.reviewers),
    execution: isAsked ? execution : null,
  };
}

/** Statuses of executions as they are asked for now, or as they were before. */
function statusesOf(filters: ProfileFilters): string | null {
  const { workflowExecutionStatuses: asked, workflowStatuses, statusOverrideType } = filters;
  if (asked) return JSON.stringify(asked);
  if (!workflowStatuses && !statusOverrideType) return null;
  const before = { status: workflowStatuses ?? [], overrideType: statusOverrideType ?? 'ALL' };
  return JSON.stringify([before]);
}
