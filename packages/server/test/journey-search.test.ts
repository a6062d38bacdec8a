import { executeWorkflow, overrideExecution } from '@probity/contract/operations/executions';
import { createIndividual } from '@probity/contract/operations/individuals';
import { searchProfiles } from '@probity/contract/operations/search-profiles';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { masterKeyFrom } from '../src/kernel/seal.ts';
import { systemStatement } from '../src/kernel/statement.ts';
import { vaultsOf } from '../src/kernel/vault.ts';
import { type TestApp, type TestCall, type TestTenant, testApp } from './test-app.ts';

let test: TestApp;
let parent: TestTenant;
let child: TestTenant;
const people: Record<string, string> = {};
beforeAll(async () => {
  test = await testApp();
  parent = await test.newTenant();
  child = await test.newTenant({ parent });
  for (const [who, individual] of Object.entries(PEOPLE)) people[who] = await create(individual);
  people.child = await create(PEOPLE.anna, child);
  people.stranger = await create(PEOPLE.anna, test.tenant);
});
afterAll(async () => {
  expect(test.violations).toEqual([]);
  await test.close();
});

const PEOPLE = {
  anna: {
    name: { givenName: 'Anna', middleName: 'Sofie', familyName: 'Lindgren', otherName: 'Annchen' },
    alternateNames: [{ familyName: 'Brömstedt', givenName: 'Anna', type: 'PREVIOUS' }],
    dateOfBirth: { year: '1980', month: '05', day: '17' },
    addresses: [
      {
        country: 'AUS',
        streetNumber: '14',
        streetName: 'Jacaranda',
        streetType: 'Avenue',
        locality: 'Dubbo',
        subdivision: 'NSW',
        postalCode: '2830',
      },
    ],
    emailAddresses: [{ email: 'anna.lindgren@example.org' }],
    phoneNumbers: [{ country: 'AUS', number: '0412 987 654' }],
    externalReferences: [{ name: 'crm', value: 'CRM-000451', type: 'CUSTOMER' }],
    documents: {
      IDENTITY: [{ type: 'PASSPORT', country: 'SWE', primaryIdentifier: 'SE 883 1120' }],
    },
  },
  bert: { name: { givenName: 'Bert', familyName: 'Lindgren' }, addresses: [{ country: 'AUS' }] },
  listed: {
    name: { givenName: 'Zorvan', middleName: 'Ilmere', familyName: 'Kaltezmar' },
    dateOfBirth: { year: '1961', month: '03', day: '14' },
  },
} as const;
const SCREENING = { serviceName: 'KYC', workflowName: 'AML-Screening' };

async function create(individual: object, as = parent): Promise<string> {
  const body = { individual, serviceName: 'KYC' };
  const created = await test.ok(createIndividual, 201, { body, as });
  return created.individual.entityId ?? '';
}

async function search(
  body: object,
  { as = parent, query = {} }: Pick<TestCall, 'query'> & { as?: TestTenant } = {},
) {
  // The two published parts have different fields to search by; both are taken.
  const called = { body, query, as, isBeyondContract: true };
  const { matches, meta } = await test.ok(searchProfiles, 200, called);
  expect(matches).toHaveLength(1);
  const found = matches[0] ?? [];
  return { found, ids: found.map(({ serviceProfile }) => serviceProfile.entityId), meta };
}

const named = (ids: readonly (string | undefined)[]) =>
  ids.map((id) => Object.entries(people).find(([, one]) => one === id)?.[0]).sort();

async function byTerm(type: string, field: string, term: string) {
  const { found, ids } = await search({ search: { type, terms: [{ field, term }] } });
  return { found, who: named(ids) };
}

describe('an exact search', () => {
  it.each([
    ['NAME', 'lindgren', ['anna', 'bert', 'child']],
    ['NAME', 'ANNA', ['anna', 'child']],
    ['NAME', 'Anna Sofie Lindgren', ['anna', 'child']],
    ['FAMILY_NAME', 'Lindgren', ['anna', 'bert', 'child']],
    ['FAMILY_NAME', 'brömstedt', ['anna', 'child']],
    ['FAMILY_NAME', 'Bromstedt', ['anna', 'child']],
    ['FAMILY_NAME', 'Anna', []],
    ['GIVEN_NAME', 'Bert', ['bert']],
    ['MIDDLE_NAME', 'sofie', ['anna', 'child']],
    ['DISPLAY_NAME', 'bert lindgren', ['bert']],
    ['OTHER_NAME', 'annchen', ['anna', 'child']],
    ['NAME', 'Lindgrn', []],
    ['ADDRESS', '14 jacaranda avenue, Dubbo NSW 2830 AUS', ['anna', 'child']],
    ['EMAIL_ADDRESS', 'Anna.Lindgren@EXAMPLE.org', ['anna', 'child']],
    ['EMAIL_ADDRESS', 'anna.lindgren@example.com', []],
    ['PHONE_NUMBER', '+61 412 987 654', ['anna', 'child']],
    ['PHONE_NUMBER', '0412987654', ['anna', 'child']],
    ['PHONE_NUMBER', '+61 412 987 655', []],
    ['DOCUMENT_IDENTIFIER', 'se8831120', ['anna', 'child']],
    ['EXTERNAL_REFERENCE', 'crm-000451', ['anna', 'child']],
    ['EXTERNAL_REFERENCE', 'CRM-000452', []],
    ['ALL', 'CRM-000451', ['anna', 'child']],
    ['ALL', 'bert', ['bert']],
    ['REGISTERED_NAME', 'Lindgren', []],
  ])('of %s for %s finds %j', async (field, term, who) => {
    const { found, who: seen } = await byTerm('EXACT', field, term);
    expect(seen).toEqual(who);
    for (const { confidence, fieldsMatched } of found) {
      expect(confidence).toBe(1);
      expect(fieldsMatched).toHaveLength(1);
    }
  });
});

describe('a fuzzy search', () => {
  it.each([
    ['NAME', 'Lindgrin', ['anna', 'bert', 'child']],
    ['NAME', 'Ana Sophie Lindgreen', ['anna', 'child']],
    ['FAMILY_NAME', 'Lingren', ['anna', 'bert', 'child']],
    ['GIVEN_NAME', 'Berd', ['bert']],
    ['FAMILY_NAME', 'Zwiebelfisch', []],
    ['ADDRESS', 'Jacaranda Dubbo', ['anna', 'child']],
    ['ADDRESS', '14 Jacarunda Ave 2830', ['anna', 'child']],
    ['EMAIL_ADDRESS', 'anna.lindgren@example.com', ['anna', 'child']],
    ['PHONE_NUMBER', '(02) 2987 654', ['anna', 'child']],
    ['DOCUMENT_IDENTIFIER', 'SE8831210', ['anna', 'child']],
    ['EXTERNAL_REFERENCE', 'CRM-00451', ['anna', 'child']],
    ['ALL', 'Lindgreen', ['anna', 'bert', 'child']],
  ])('of %s for %s finds %j', async (field, term, who) => {
    const { found, who: seen } = await byTerm('FUZZY', field, term);
    expect(seen).toEqual(who);
    for (const { confidence, fieldsMatched } of found) {
      expect(confidence).toBeGreaterThanOrEqual(0.75);
      expect(confidence).toBeLessThan(1);
      expect(fieldsMatched.length).toBeGreaterThan(0);
    }
  });

  it('shows the surest first, and what fits exactly as that', async () => {
    const terms = [{ field: 'NAME', term: 'Bert Lindgren' }];
    const { found } = await search({ search: { type: 'FUZZY', terms } });
    expect(found[0]?.serviceProfile.entityId).toBe(people.bert);
    expect(found[0]?.confidence).toBe(1);
    const confidences = found.map(({ confidence }) => confidence);
    expect(confidences).toEqual([...confidences].sort((one, other) => other - one));
  });
});

describe('a search', () => {
  it('wants every term to fit, and says by which fields', async () => {
    const terms = [
      { field: 'FAMILY_NAME', term: 'Lindgren' },
      { field: 'EMAIL_ADDRESS', term: 'anna.lindgren@example.org' },
    ];
    const { found, ids } = await search({ search: { type: 'EXACT', terms } });
    expect(named(ids)).toEqual(['anna', 'child']);
    expect(found[0]?.fieldsMatched).toEqual([
      { field: 'FAMILY_NAME', confidence: 1 },
      { field: 'EMAIL_ADDRESS', confidence: 1 },
    ]);
    const contradicting = [...terms, { field: 'GIVEN_NAME', term: 'Bert' }];
    expect((await search({ search: { type: 'EXACT', terms: contradicting } })).found).toEqual([]);
  });

  it('sees what the caller may see: a customer its children, nobody a sibling or a stranger', async () => {
    const body = { search: { type: 'EXACT', terms: [{ field: 'NAME', term: 'Anna' }] } };
    expect(named((await search(body)).ids)).toEqual(['anna', 'child']);
    expect(named((await search(body, { as: child })).ids)).toEqual(['child']);
    expect(named((await search(body, { as: test.tenant })).ids)).toEqual(['stranger']);
  });

  it('lists without terms, in pages, in either order', async () => {
    const all = await search({});
    expect(all.meta).toMatchObject({ total: 4, count: 4, page: 1, limit: 20, sort: 'desc' });
    const pages = [];
    for (const page of [1, 2, 3]) {
      const { ids, meta } = await search({}, { query: { page, limit: 2, sort: 'asc' } });
      expect(meta).toMatchObject({ total: 4, page, sort: 'asc' });
      pages.push(...ids);
    }
    expect(pages).toEqual([...all.ids].reverse());
    const terms = [{ field: 'FAMILY_NAME', term: 'Lindgren' }];
    const second = await search(
      { search: { type: 'EXACT', terms } },
      { query: { page: 2, limit: 2 } },
    );
    expect(second.meta).toMatchObject({ total: 3, count: 1 });
  });

  it.each([
    { search: { type: 'EXACT', terms: [] } },
    { search: { type: 'EXACT', terms: [{ field: 'NAME', term: ' ' }] } },
    { search: { type: 'EXACT', terms: [{ field: 'SHOE_SIZE', term: '9' }] } },
    { search: { type: 'ROUGH', terms: [{ field: 'NAME', term: 'x' }] } },
    { filters: { states: ['SOMEWHERE'] } },
    { filters: { createdAtAfter: 'spring' } },
    { filters: { workflowExecutionScope: 'SOME' } },
  ])('refuses %j', async (body) => {
    const called = { body, as: parent, isBeyondContract: true };
    expect((await test.call(searchProfiles, called)).status).toBe(400);
  });
});

describe('filters', () => {
  const run = async (who: string) => {
    const path = { entityId: people[who] ?? '', ...SCREENING };
    const { workflowResult } = await test.ok(executeWorkflow, 200, { path, as: parent });
    return { ...path, workflowExecutionId: workflowResult?.workflowExecutionId ?? '' };
  };
  beforeAll(async () => {
    await run('anna');
    await run('listed');
    const path = await run('bert');
    await test.ok(overrideExecution, 200, { path, body: { status: 'FAIL' }, as: parent });
    await run('bert');
    await test.database.system.all(SET_OFFICERS, [people.bert ?? '', officerKey('assignee jo')]);
  });

  it.each([
    [{ states: ['ACTIVE'] }, ['anna', 'bert']],
    [{ states: ['AUTO', 'INIT'] }, ['child', 'listed']],
    [{ workflowNames: ['aml-screening'] }, ['anna', 'bert', 'listed']],
    [{ workflowNames: ['Other'] }, []],
    [{ workflowExecutionStatuses: [{ status: ['PASS'], overrideType: 'ALL' }] }, ['anna', 'bert']],
    [{ workflowExecutionStatuses: [{ status: ['FAIL'], overrideType: 'ALL' }] }, ['bert']],
    [{ workflowExecutionStatuses: [{ status: ['FAIL'], overrideType: 'EXCLUDE_OVERRIDDEN' }] }, []],
    [{ workflowExecutionStatuses: [{ status: [], overrideType: 'ONLY_OVERRIDDEN' }] }, ['bert']],
    [
      {
        workflowExecutionStatuses: [
          { status: ['FAIL'], overrideType: 'ONLY_OVERRIDDEN' },
          { status: ['REVIEW'], overrideType: 'ALL' },
        ],
      },
      ['bert', 'listed'],
    ],
    [
      {
        workflowExecutionStatuses: [{ status: ['FAIL'], overrideType: 'ALL' }],
        workflowExecutionScope: 'LAST',
      },
      [],
    ],
    [{ workflowStatuses: ['FAIL'] }, ['bert']],
    [{ workflowStatuses: ['FAIL'], statusOverrideType: 'EXCLUDE_OVERRIDDEN' }, []],
    [
      {
        workflowStatuses: ['FAIL'],
        workflowExecutionStatuses: [{ status: ['REVIEW'], overrideType: 'ALL' }],
      },
      ['listed'],
    ],
    [{ issueCategories: ['AML'] }, ['listed']],
    [{ issueCategories: ['KYC'] }, []],
    [{ issueSeverities: ['WARNING', 'BLOCK'] }, ['listed']],
    [{ issues: ['SANCTION', 'PEP'], issueCategories: ['AML'] }, ['listed']],
    [{ issues: ['DUPLICATE'] }, []],
    [{ riskLevels: ['UNKNOWN'] }, ['anna', 'bert', 'listed']],
    [{ riskLevels: ['HIGH'] }, []],
    [{ entityTypes: ['ORGANIZATION'] }, []],
    [{ entityTypes: ['INDIVIDUAL'], states: ['AUTO'] }, ['listed']],
    [{ assignees: ['jo', 'al'] }, ['bert']],
    [{ reviewers: ['jo'] }, []],
    [
      { createdAtAfter: '2000-01-01', updatedAtAfter: '2000-01-01' },
      ['anna', 'bert', 'child', 'listed'],
    ],
    [{ createdAtBefore: '2000-01-01' }, []],
    [{ updatedAtBefore: '2000-01-01' }, []],
  ])('%j let through %j', async (filters, who) => {
    expect(named((await search({ filters })).ids)).toEqual(who);
  });

  it('hold beside terms, and name whom to search among', async () => {
    const terms = [{ field: 'NAME', term: 'Lindgren' }];
    const among = async (filters: object) =>
      named((await search({ search: { type: 'EXACT', terms }, filters })).ids);
    expect(await among({ states: ['ACTIVE'] })).toEqual(['anna', 'bert']);
    expect(await among({ entityIds: [people.bert, people.listed] })).toEqual(['bert']);
    expect(
      named((await search({ filters: { entityIds: [people.listed, people.stranger] } })).ids),
    ).toEqual(['listed']);
  });
});

const SET_OFFICERS = systemStatement<never>(
  'test-set-officers',
  'update service_profile set officer_keys = array[$2::bigint] where entity_id = $1',
);

function officerKey(word: string): string {
  return vaultsOf(masterKeyFrom(test.masterKey)).blindKey(parent.tenantId, 'officers', word);
}
