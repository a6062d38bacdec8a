import type { Operation } from '@probity/contract/operation';
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
import { searchProfiles } from '@probity/contract/operations/search-profiles';
import type { TestApp, TestCall, TestTenant } from './test-app.ts';

type Ids = { readonly entityId?: string; readonly entryId?: string };
type MatchlistRequest = { readonly operation: Operation; call(ids: Ids): TestCall };

const matchlistName = 'Blocklist';
const comment = { text: 'x' };
const attributes = [
  { type: 'ENTITY_TYPE', value: 'INDIVIDUAL' },
  { type: 'IND_FAMILY_NAME', value: 'x' },
  { type: 'IND_DATE_OF_BIRTH', value: '1980-01-01' },
];
const entry = { reference: 'x', reasons: ['X'], attributes };
const pathOf = ({ entryId = '' }: Ids) => ({ matchlistName, entryId });

/** Requests for one entry, by its id. */
export const ENTRY_REQUESTS: readonly MatchlistRequest[] = [
  { operation: getMatchlistEntry, call: (ids) => ({ path: pathOf(ids) }) },
  {
    operation: updateMatchlistEntry,
    call: (ids) => ({
      path: pathOf(ids),
      body: { entry: { reference: 'x', reasons: ['X'], state: 'ACTIVE' }, comment },
    }),
  },
];

/** A valid request of every operation on matchlists, and of the search of profiles. */
export const MATCHLIST_REQUESTS: readonly MatchlistRequest[] = [
  {
    operation: searchProfiles,
    call: (ids) => ({
      query: { page: 1, limit: 5, sort: 'asc', sortFields: 'createdAt' },
      body: {
        search: { type: 'FUZZY', terms: [{ field: 'ALL', term: 'Zorvan Kaltezmar' }] },
        filters: {
          entityIds: [ids.entityId],
          createdAtAfter: '2020-01-01',
          states: ['AUTO'],
          workflowNames: ['AML-Screening'],
          workflowExecutionStatuses: [{ status: ['REVIEW'], overrideType: 'ALL' }],
          issueCategories: ['AML'],
          riskLevels: ['UNKNOWN'],
          assignees: ['x'],
        },
      },
    }),
  },
  { operation: listMatchlists, call: () => ({ query: { states: 'ACTIVE,ARCHIVED' } }) },
  {
    operation: listMatchlistEntries,
    call: (ids) => ({
      path: pathOf(ids),
      query: {
        states: 'ACTIVE',
        batchName: 'x',
        page: 1,
        limit: 5,
        sort: 'asc',
        sortFields: 'state',
      },
    }),
  },
  {
    operation: createMatchlistEntries,
    call: (ids) => ({ path: pathOf(ids), body: { batchName: 'x', entries: [entry], comment } }),
  },
  ...ENTRY_REQUESTS,
  {
    operation: addMatchlistEntity,
    call: (ids) => ({
      path: pathOf(ids),
      body: { entityId: ids.entityId, entityType: 'INDIVIDUAL', reasons: ['X'], comment },
    }),
  },
  {
    operation: removeMatchlistEntity,
    call: (ids) => ({ path: pathOf(ids), body: { entityId: ids.entityId, comment } }),
  },
  {
    operation: searchMatchlists,
    call: () => ({
      query: { limit: 5 },
      body: { search: { type: 'FUZZY', attributes }, filter: { listScope: 'ALL' } },
    }),
  },
];

/** An entry on a tenant's default list. */
export async function newEntry(test: TestApp, as: TestTenant): Promise<string> {
  const value = `${Math.random()}@example.org`;
  const body = { entries: [{ attributes: [{ type: 'EMAIL_ADDRESS', value }] }] };
  const { entries } = await test.ok(createMatchlistEntries, 200, {
    as,
    path: { matchlistName },
    body,
  });
  return entries[0]?.entryId ?? '';
}
