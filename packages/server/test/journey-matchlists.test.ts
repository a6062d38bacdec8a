import { createMatchlist, updateMatchlist } from '@probity/contract/operations/admin-matchlists';
import { publishWorkflow } from '@probity/contract/operations/admin-workflows';
import { executeWorkflow } from '@probity/contract/operations/executions';
import {
  createIndividual,
  deleteIndividual,
  getIndividual,
  updateIndividual,
} from '@probity/contract/operations/individuals';
import {
  addMatchlistEntity,
  createMatchlistEntries,
  getMatchlistEntry,
  listMatchlistEntries,
  listMatchlists,
  removeMatchlistEntity,
  searchMatchlists,
  updateMatchlistEntry,
} from '@probity/contract/operations/matchlists';
import { decideMatchlistResults } from '@probity/contract/operations/results';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemStatement } from '../src/kernel/statement.ts';
import { type TestApp, type TestTenant, testApp } from './test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await testApp();
  await publish(test.tenant);
  await publish(test.tenant, 'Lists-Fuzzy', { match: 'FUZZY', threshold: 0.8 });
  for (const action of ['REVIEW', 'ALERT', 'ALLOW', 'NONE'] as const) await setUp(action, action);
});
afterAll(async () => {
  expect(test.violations).toEqual([]);
  await test.close();
});

const operator = () => ({ authorization: `Bearer ${test.operatorKey}` });

async function publish(tenant: TestTenant, workflowName = 'Lists', configuration = {}) {
  const { customerId, customerChildId } = tenant;
  const definition = JSON.stringify({
    serviceName: 'KYC',
    workflowId: workflowName.toLowerCase(),
    workflowName,
    type: 'kyc',
    lifecyclePhase: 'ONBOARDING',
    steps: [
      { name: 'START', type: 'START' },
      { name: 'MATCHLIST', type: 'BLOCKLIST', dependsOn: ['START'], configuration },
      { name: 'DUPLICATE', type: 'DUPLICATE', dependsOn: ['MATCHLIST'] },
      { name: 'DECISION', type: 'DECISION', dependsOn: ['DUPLICATE'] },
      { name: 'FINISH', type: 'FINISH', dependsOn: ['DECISION'] },
    ],
  });
  const body = { customerId, customerChildId, definition };
  await test.ok(publishWorkflow, 201, { headers: operator(), body });
}

async function setUp(name: string, action: string, as = test.tenant) {
  const { customerId, customerChildId } = as;
  const body = { customerId, customerChildId, name, action, riskScore: 5 };
  const { matchlist } = await test.ok(createMatchlist, 201, { headers: operator(), body });
  return matchlist.matchlistId ?? '';
}

let count = 0;
function somebody() {
  count += 1;
  const syllables = ['ba', 'ko', 'ru', 'mi', 'zen', 'tal', 'vor', 'quis', 'dre', 'lop'];
  const word = [...String(count * 7_919 + 10_000)]
    .map((digit) => syllables[Number(digit)])
    .join('');
  return {
    name: { givenName: `Gi${word}`, familyName: `Fa${[...word].reverse().join('')}` },
    dateOfBirth: {
      year: String(1950 + (count % 40)),
      month: String(1 + (count % 12)).padStart(2, '0'),
      day: String(1 + ((count * 5) % 28)).padStart(2, '0'),
    },
  };
}

async function create(individual: object, as = test.tenant): Promise<string> {
  const created = await test.ok(createIndividual, 201, { body: { individual }, as });
  return created.individual.entityId ?? '';
}

async function execute(entityId: string, { as = test.tenant, workflowName = 'Lists' } = {}) {
  const { workflowResult, serviceProfile } = await test.ok(executeWorkflow, 200, {
    path: { entityId, serviceName: 'KYC', workflowName },
    as,
  });
  const steps = workflowResult?.workflowStepResults ?? [];
  const step = steps.find(({ stepName }) => stepName === 'MATCHLIST');
  const next = steps.find(({ stepName }) => stepName === 'DUPLICATE');
  if (!workflowResult || !step || !next) throw new Error('An answer without its step.');
  return {
    ...workflowResult,
    step,
    next,
    hits: step.processResults ?? [],
    state: serviceProfile?.state,
  };
}

type Attribute = { readonly type: string; readonly value: string };

async function add(attributes: readonly Attribute[], matchlistName = 'blocklist', more = {}) {
  const body = { entries: [{ attributes, ...more }] };
  const called = {
    path: { matchlistName },
    body,
    headers: { 'X-Frankie-Username': 'jo@example.org' },
  };
  const { entries } = await test.ok(createMatchlistEntries, 200, called);
  const [entry] = entries;
  if (!entry?.entryId) throw new Error('There is no entry.');
  return { ...entry, entryId: entry.entryId };
}

const nameOf = ({ name }: { name: { givenName: string; familyName: string } }): Attribute[] => [
  { type: 'IND_GIVEN_NAME', value: name.givenName },
  { type: 'IND_FAMILY_NAME', value: name.familyName },
];

async function decide(
  entityId: string,
  hits: readonly { processResultId?: string | undefined }[],
  manualStatus: string,
) {
  const body = { processResults: hits.map((hit) => hit.processResultId ?? ''), manualStatus };
  const isBeyondContract = manualStatus === 'TRUE_POSITIVE';
  const { processResults } = await test.ok(decideMatchlistResults, 200, {
    path: { entityId },
    body,
    isBeyondContract,
  });
  return processResults;
}

async function statesOf(entityId: string) {
  const { serviceProfiles } = await test.ok(getIndividual, 200, { path: { entityId } });
  return serviceProfiles?.map(({ state }) => state);
}

describe('matchlists', () => {
  it('begin with a default one that blocks, and show those in use', async () => {
    const fresh = await test.newTenant();
    const { matchlists } = await test.ok(listMatchlists, 200, { as: fresh });
    expect(matchlists).toMatchObject([
      { name: 'Blocklist', isDefault: true, action: 'BLOCK', state: 'ACTIVE', riskScore: 100 },
    ]);
    await setUp('Gone', 'NONE', fresh);
    await change('Gone', { state: 'ARCHIVED' }, fresh);
    const shown = async (query: Record<string, string>) =>
      (await test.ok(listMatchlists, 200, { as: fresh, query })).matchlists.map(({ name }) => name);
    expect(await shown({})).toEqual(['Blocklist']);
    expect(await shown({ states: 'ARCHIVED' })).toEqual(['Gone']);
    expect(await shown({ states: 'ACTIVE,ARCHIVED,WHAT' })).toEqual(['Blocklist', 'Gone']);
    expect(await shown({ states: 'WHAT' })).toEqual(['Blocklist']);
  });

  it('are set up by the operator, once under a name; the default one stays', async () => {
    const { customerId } = test.tenant;
    const headers = operator();
    const again = await test.call(createMatchlist, {
      headers,
      body: { customerId, name: 'review', action: 'NONE' },
    });
    expect(again.status).toBe(409);
    const archived = await test.call(updateMatchlist, {
      headers,
      body: { customerId, name: 'blocklist', state: 'ARCHIVED' },
    });
    expect(archived.status).toBe(400);
    const nobody = await test.call(updateMatchlist, {
      headers,
      body: { customerId, name: 'nowhere', state: 'ARCHIVED' },
    });
    expect(nobody.status).toBe(404);
  });
});

async function change(name: string, changes: object, as = test.tenant) {
  const { customerId, customerChildId } = as;
  const body = { customerId, customerChildId, name, ...changes };
  return (await test.ok(updateMatchlist, 200, { headers: operator(), body })).matchlist;
}

describe('entries', () => {
  it('are kept as they were sent, and read back one by one and in pages', async () => {
    const entries = Array.from({ length: 12 }, (_, at) => ({
      attributes: [{ type: 'EMAIL_ADDRESS', value: `page${at}@example.org` }],
      reference: at < 2 ? 'REF-1' : `REF-${at}`,
      reasons: ['FRAUD', 'A-1'],
    }));
    const added = await test.ok(createMatchlistEntries, 200, {
      path: { matchlistName: 'NONE' },
      body: { batchName: 'first batch', entries, comment: { text: 'from the old system' } },
      headers: { 'X-Frankie-Username': 'jo@example.org' },
    });
    expect(added.matchlist).toMatchObject({ name: 'NONE', action: 'NONE', state: 'ACTIVE' });
    expect(added.entries).toHaveLength(12);
    expect(added.entries[0]).toMatchObject({
      ...entries[0],
      state: 'ACTIVE',
      batchName: 'first batch',
      createdBy: 'jo@example.org',
      updatedBy: 'jo@example.org',
    });
    const path = { matchlistName: 'none' };
    const list = async (query: Record<string, string | number>) =>
      (await test.ok(listMatchlistEntries, 200, { path, query })).entries;
    const first = await list({ batchName: 'first batch' });
    expect(first).toHaveLength(10);
    expect(await list({ batchName: 'first batch', page: 2 })).toHaveLength(2);
    expect(await list({ batchName: 'first batch', page: 3 })).toEqual([]);
    expect(await list({ batchName: 'other batch' })).toEqual([]);
    expect(await list({ reference: 'REF-1' })).toHaveLength(2);
    const entryId = first[3]?.entryId ?? '';
    expect(await list({ entryId })).toEqual([first[3]]);
    const one = await test.ok(getMatchlistEntry, 200, { path: { ...path, entryId } });
    expect(one.entry).toEqual(first[3]);
    const sorted = await list({ sort: 'desc', sortFields: 'createdAt', limit: 100 });
    expect(sorted.map((entry) => entry.createdAt)).toEqual(
      sorted
        .map((entry) => entry.createdAt)
        .sort()
        .reverse(),
    );
  });

  it('are refused where they say what another says, all of them or none', async () => {
    const one = { attributes: [{ type: 'EMAIL_ADDRESS', value: 'Twice@Example.org' }] };
    await add(one.attributes, 'NONE');
    const other = { attributes: [{ type: 'EMAIL_ADDRESS', value: 'once@example.org' }] };
    const same = { attributes: [{ type: 'EMAIL_ADDRESS', value: 'twice@example.org' }] };
    const path = { matchlistName: 'NONE' };
    const refused = await test.call(createMatchlistEntries, {
      path,
      body: { entries: [other, same, other] },
    });
    expect(refused).toMatchObject({
      status: 400,
      body: {
        details: [{ issueLocation: 'body.entries[1]' }, { issueLocation: 'body.entries[2]' }],
      },
    });
    expect((await add(other.attributes, 'NONE')).state).toBe('ACTIVE');
    expect((await add(one.attributes, 'ALERT')).state).toBe('ACTIVE');
  });

  const BAD: readonly (readonly [string, object])[] = [
    ['no attributes', { attributes: [] }],
    ['a blank value', { attributes: [{ type: 'EMAIL_ADDRESS', value: '  ' }] }],
    ['an unknown type', { attributes: [{ type: 'SHOE_SIZE', value: '9' }] }],
    [
      'a person and an organisation',
      {
        attributes: [
          { type: 'IND_FAMILY_NAME', value: 'x' },
          { type: 'ORG_NAME', value: 'y' },
        ],
      },
    ],
    [
      'another kind of entity than it says',
      {
        attributes: [
          { type: 'ENTITY_TYPE', value: 'ORGANIZATION' },
          { type: 'IND_FAMILY_NAME', value: 'x' },
        ],
      },
    ],
    [
      'an entity without its kind',
      {
        entityId: '00000000-0000-4000-8000-000000000009',
        attributes: [{ type: 'EMAIL_DOMAIN', value: 'x.org' }],
      },
    ],
    [
      'a kind without its entity',
      {
        entityType: 'INDIVIDUAL',
        attributes: [{ type: 'EMAIL_DOMAIN', value: 'x.org' }],
      },
    ],
    [
      'a reason that is no code',
      { reasons: ['no code'], attributes: [{ type: 'EMAIL_DOMAIN', value: 'x.org' }] },
    ],
    ['a date that is none', { attributes: [{ type: 'IND_DATE_OF_BIRTH', value: '1 May 1980' }] }],
  ];
  it.each(BAD)('are refused with %s', async (_what, entry) => {
    const path = { matchlistName: 'NONE' };
    const refused = await test.call(createMatchlistEntries, { path, body: { entries: [entry] } });
    expect(refused.status).toBe(400);
  });

  it('change in reference, reasons and state alone, and never once they are deleted', async () => {
    const { entryId } = await add(
      [{ type: 'EMAIL_ADDRESS', value: 'change@example.org' }],
      'NONE',
      {
        reasons: ['OLD', 'OTHER'],
      },
    );
    const path = { matchlistName: 'NONE', entryId };
    const patch = async (entry: object) =>
      (await test.ok(updateMatchlistEntry, 200, { path, body: { entry } })).entry;
    expect(await patch({ reasons: ['NEW'], reference: 'R' })).toMatchObject({
      reasons: ['NEW'],
      reference: 'R',
      state: 'ACTIVE',
    });
    expect(await patch({ state: 'EXPIRED' })).toMatchObject({ state: 'EXPIRED', reasons: ['NEW'] });
    expect(await patch({ state: 'ACTIVE' })).toMatchObject({ state: 'ACTIVE' });
    expect(await patch({ state: 'DELETED' })).toMatchObject({ state: 'DELETED' });
    const again = await test.call(updateMatchlistEntry, {
      path,
      body: { entry: { state: 'ACTIVE' } },
    });
    expect(again.status).toBe(400);
    expect((await test.ok(getMatchlistEntry, 200, { path })).entry.state).toBe('DELETED');
    const list = async (query: Record<string, string>) =>
      (
        await test.ok(listMatchlistEntries, 200, { path, query: { limit: 100, ...query } })
      ).entries.map((entry) => entry.entryId);
    expect(await list({})).not.toContain(entryId);
    expect(await list({ states: 'DELETED' })).toContain(entryId);
    expect(
      (await add([{ type: 'EMAIL_ADDRESS', value: 'change@example.org' }], 'NONE')).state,
    ).toBe('ACTIVE');
  });

  it('are nowhere in another list, another tenant, or under another id', async () => {
    const { entryId } = await add([{ type: 'EMAIL_ADDRESS', value: 'mine@example.org' }], 'NONE');
    const stranger = await test.newTenant();
    await setUp('NONE', 'NONE', stranger);
    const elsewhere = { matchlistName: 'ALERT', entryId };
    expect((await test.call(getMatchlistEntry, { path: elsewhere })).status).toBe(404);
    const path = { matchlistName: 'NONE', entryId };
    expect((await test.call(getMatchlistEntry, { path, as: stranger })).status).toBe(404);
    const body = { entry: { state: 'DELETED' } };
    expect((await test.call(updateMatchlistEntry, { path, body, as: stranger })).status).toBe(404);
    const none = { matchlistName: 'nowhere' };
    expect((await test.call(listMatchlistEntries, { path: none })).status).toBe(404);
    expect(
      (
        await test.call(createMatchlistEntries, {
          path: none,
          body: { entries: [{ attributes: [{ type: 'EMAIL_DOMAIN', value: 'x.org' }] }] },
        })
      ).status,
    ).toBe(404);
    const search = {
      search: { attributes: [{ type: 'EMAIL_ADDRESS', value: 'mine@example.org' }] },
      filter: { listScope: 'ALL' },
    };
    expect((await test.ok(searchMatchlists, 200, { body: search, as: stranger })).entries).toEqual(
      [],
    );
  });
});

describe('somebody on a list', () => {
  it('that blocks is BLOCKED, and nothing else is tried', async () => {
    const person = somebody();
    const entry = await add(
      [...nameOf(person), { type: 'IND_DATE_OF_BIRTH', value: dateOf(person) }],
      'Blocklist',
      {
        reasons: ['FRAUD'],
        reference: 'CASE-7',
      },
    );
    const entityId = await create({
      ...person,
      name: { ...person.name, familyName: person.name.familyName.toUpperCase() },
    });
    const run = await execute(entityId);
    expect(run).toMatchObject({
      status: 'BLOCKED',
      state: 'AUTO',
      step: { result: 'HIT' },
      next: { result: 'UNCHECKED', errors: [{ code: 'CHECK-0409' }] },
      issues: [{ category: 'BLOCKLISTED', issue: 'MATCHED_INTERNAL', severity: 'BLOCK' }],
    });
    expect(run.steps).toMatchObject({
      order: ['START', 'MATCHLIST', 'DUPLICATE', 'DECISION', 'FINISH'],
      failed: ['MATCHLIST'],
      incomplete: ['DUPLICATE'],
    });
    const [hit] = run.hits;
    expect(hit).toMatchObject({ class: 'MATCHLIST', result: 'HIT', objectId: entityId });
    const { individual } = await test.ok(getIndividual, 200, { path: { entityId } });
    expect(hit?.supplementaryData).toEqual({
      type: 'MATCHLIST',
      entryId: entry.entryId,
      reference: 'CASE-7',
      reasons: ['FRAUD'],
      matchlistId: expect.any(String),
      matchlistName: 'Blocklist',
      matchlistAction: 'BLOCK',
      confidence: 1,
      matchedFields: [
        {
          objectType: 'NAME',
          objectId: individual.name?.nameId,
          matchedAttributes: [
            { type: 'IND_GIVEN_NAME', confidence: 1 },
            { type: 'IND_FAMILY_NAME', confidence: 1 },
          ],
        },
        {
          objectType: 'DATE_OF_BIRTH',
          objectId: individual.dateOfBirth?.dateOfBirthId,
          matchedAttributes: [{ type: 'IND_DATE_OF_BIRTH', confidence: 1 }],
        },
      ],
    });
    const counts = { numMatches: 1, numUnresolved: 1, numFalsePositives: 0, numTruePositives: 0 };
    expect(run.step.summary).toMatchObject({
      stepName: 'MATCHLIST',
      totalMatches: 1,
      totalUnresolved: 1,
      matchlistSummaries: expect.arrayContaining([
        expect.objectContaining({ name: 'Blocklist', action: 'BLOCK', ...counts }),
        expect.objectContaining({ name: 'REVIEW', numMatches: 0 }),
      ]),
    });
  });

  it.each([
    [
      'REVIEW',
      {
        status: 'REVIEW',
        step: { result: 'HIT' },
        issues: [{ category: 'WATCHLIST', issue: 'INTERNAL_MATCH', severity: 'REVIEW' }],
      },
    ],
    [
      'ALERT',
      {
        status: 'REVIEW',
        step: { result: 'HIT' },
        issues: [{ category: 'WATCHLIST', issue: 'INTERNAL_MATCH', severity: 'REVIEW' }],
      },
    ],
    ['ALLOW', { status: 'PASS', step: { result: 'CLEAR' }, issues: [] }],
    ['NONE', { status: 'PASS', step: { result: 'CLEAR' }, issues: [] }],
  ])('with the action %s is treated so', async (matchlistName, outcome) => {
    const person = somebody();
    await add(nameOf(person), matchlistName);
    const run = await execute(await create(person));
    expect(run).toMatchObject({ ...outcome, next: { result: 'CLEAR' } });
    expect(run.hits).toMatchObject([{ supplementaryData: { matchlistAction: matchlistName } }]);
  });

  const FITTING: readonly (readonly [string, Attribute[], object])[] = [
    [
      'an e-mail address in another case',
      [{ type: 'EMAIL_ADDRESS', value: 'Fit.One@Example.ORG' }],
      { emailAddresses: [{ email: 'fit.one@example.org' }] },
    ],
    [
      'the domain of an e-mail address',
      [{ type: 'EMAIL_DOMAIN', value: '@bad.example' }],
      { emailAddresses: [{ email: 'who@bad.example' }] },
    ],
    [
      'a telephone number in another form',
      [{ type: 'PHONE_NUMBER', value: '+61 2 9555 0101' }],
      { phoneNumbers: [{ country: 'AUS', number: '(02) 9555 0101' }] },
    ],
    [
      'a telephone number without its country',
      [{ type: 'PHONE_NUMBER', value: '02 9555 0177' }],
      { phoneNumbers: [{ number: '+61295550177' }] },
    ],
    [
      'a document',
      [
        { type: 'DOC_TYPE', value: 'PASSPORT' },
        { type: 'DOC_PRIMARY_IDENTIFIER', value: 'ab 123-456' },
      ],
      {
        documents: {
          IDENTITY: [{ type: 'PASSPORT', country: 'NZL', primaryIdentifier: 'AB123456' }],
        },
      },
    ],
    [
      'an address',
      [
        { type: 'ADDR_STREET_NUMBER', value: '77' },
        { type: 'ADDR_STREET_NAME', value: 'ELM' },
        { type: 'ADDR_LOCALITY', value: 'Dubbo' },
      ],
      { addresses: [{ country: 'AUS', streetNumber: '77', streetName: 'Elm', locality: 'dubbo' }] },
    ],
    [
      'a whole name with accents',
      [{ type: 'IND_DISPLAY_NAME', value: 'zoe brontemare' }],
      { name: { givenName: 'Zoë', familyName: 'Brontémare' } },
    ],
    [
      'another name that they go by',
      [{ type: 'IND_FAMILY_NAME', value: 'Oldmaidenname' }],
      { alternateNames: [{ familyName: 'Oldmaidenname', type: 'PREVIOUS' }] },
    ],
    [
      'a year of birth and a nationality',
      [
        { type: 'IND_DATE_OF_BIRTH', value: '1931-02-28' },
        { type: 'IND_NATIONALITY', value: 'fra' },
      ],
      { dateOfBirth: { year: '1931', month: '02', day: '28' }, nationality: 'FRA' },
    ],
    [
      'only what everybody may have',
      [{ type: 'ADDR_COUNTRY', value: 'ATA' }],
      { addresses: [{ country: 'ATA' }] },
    ],
  ];
  it.each(FITTING)('is found by %s', async (_what, attributes, has) => {
    const { entryId } = await add(attributes, 'ALERT');
    const run = await execute(await create({ ...somebody(), ...has }));
    expect(run.hits.map((hit) => Object(hit.supplementaryData).entryId)).toContain(entryId);
    const other = await execute(await create(somebody()));
    expect(other.hits.map((hit) => Object(hit.supplementaryData).entryId)).not.toContain(entryId);
  });

  it('is only who everything fits, in one and the same address, name and document', async () => {
    await add(
      [
        { type: 'ADDR_STREET_NAME', value: 'Acorn' },
        { type: 'ADDR_LOCALITY', value: 'Yass' },
      ],
      'ALERT',
    );
    const apart = [
      { country: 'AUS', streetName: 'Acorn', locality: 'Orange' },
      { country: 'AUS', streetName: 'Beech', locality: 'Yass' },
    ];
    expect((await execute(await create({ ...somebody(), addresses: apart }))).hits).toEqual([]);
    const person = somebody();
    await add(
      [...nameOf(person), { type: 'EMAIL_ADDRESS', value: `x${count}@example.org` }],
      'ALERT',
    );
    expect((await execute(await create(person))).hits).toEqual([]);
  });

  it('is not sought among organisations, expired and deleted entries', async () => {
    const email = { emailAddresses: [{ email: 'shared@corp.example' }] };
    await add(
      [
        { type: 'ORG_NAME', value: 'Corp' },
        { type: 'EMAIL_ADDRESS', value: 'shared@corp.example' },
      ],
      'ALERT',
    );
    const expired = await add([{ type: 'EMAIL_ADDRESS', value: 'shared@corp.example' }], 'ALERT');
    const patch = {
      path: { matchlistName: 'ALERT', entryId: expired.entryId },
      body: { entry: { state: 'EXPIRED' } },
    };
    await test.ok(updateMatchlistEntry, 200, patch);
    expect((await execute(await create({ ...somebody(), ...email }))).hits).toEqual([]);
  });

  it('is found where it is only alike, if the workflow says so', async () => {
    const person = { ...somebody(), name: { givenName: 'Katharina', familyName: 'Wohlgemuth' } };
    await add([...nameOf(person), { type: 'IND_DATE_OF_BIRTH', value: dateOf(person) }], 'REVIEW');
    const slipped = { ...person, name: { givenName: 'Catharina', familyName: 'Wohlgemut' } };
    const entityId = await create(slipped);
    expect((await execute(entityId)).hits).toEqual([]);
    const run = await execute(entityId, { workflowName: 'Lists-Fuzzy' });
    expect(run.hits).toHaveLength(1);
    const { confidence } = Object(run.hits[0]?.supplementaryData);
    expect(confidence).toBeGreaterThanOrEqual(0.8);
    expect(confidence).toBeLessThan(1);
  });

  it('is nobody where a list that the workflow names is not in use: ERROR, not CLEAR', async () => {
    await publish(test.tenant, 'Lists-Missing', { lists: ['Blocklist', 'Nowhere'] });
    const run = await execute(await create(somebody()), { workflowName: 'Lists-Missing' });
    expect(run).toMatchObject({ status: 'REVIEW', step: { result: 'ERROR' } });
  });
});

const dateOf = ({ dateOfBirth }: ReturnType<typeof somebody>) =>
  `${dateOfBirth.year}-${dateOfBirth.month}-${dateOfBirth.day}`;

describe('an officer’s word', () => {
  it('that it is somebody else is remembered for the person and the entry', async () => {
    const person = somebody();
    await add(nameOf(person));
    const entityId = await create(person);
    const blocked = await execute(entityId);
    await decide(entityId, blocked.hits, 'FALSE_POSITIVE');
    expect(await execute(entityId)).toMatchObject({
      status: 'PASS',
      state: 'ACTIVE',
      step: { result: 'CLEARED', summary: { totalFalsePositives: 1, totalUnresolved: 0 } },
      next: { result: 'CLEAR' },
      issues: [],
    });
    const { individual } = await test.ok(getIndividual, 200, { path: { entityId } });
    const name = {
      nameId: individual.name?.nameId,
      ...person.name,
      givenName: person.name.givenName.toUpperCase(),
    };
    await test.ok(updateIndividual, 200, { path: { entityId }, body: { individual: { name } } });
    const run = await execute(entityId);
    expect(run).toMatchObject({ status: 'PASS', step: { result: 'CLEARED' } });
    expect(run.hits).toMatchObject([{ manualStatus: 'FALSE_POSITIVE', systemStatus: 'VALID' }]);
  });

  it.each(['TRUE_POSITIVE_REJECT', 'TRUE_POSITIVE'])(
    'that it is the one blocks them, until it is taken back: %s',
    async (word) => {
      const person = somebody();
      await add(nameOf(person), 'REVIEW');
      const entityId = await create(person);
      const { hits } = await execute(entityId);
      expect(await decide(entityId, hits, word)).toMatchObject([
        { manualStatus: 'TRUE_POSITIVE_REJECT' },
      ]);
      expect(await statesOf(entityId)).toEqual(['BLOCKLISTED']);
      const run = await execute(entityId);
      expect(run).toMatchObject({
        status: 'FAIL',
        state: 'BLOCKLISTED',
        step: { result: 'HIT_REJECTED', summary: { totalTruePositives: 1 } },
        issues: [{ isCleared: true }],
      });
      await decide(entityId, run.hits, 'FALSE_POSITIVE');
      expect(await statesOf(entityId)).toEqual(['AUTO']);
      expect(await execute(entityId)).toMatchObject({ status: 'PASS', state: 'ACTIVE' });
    },
  );
});

describe('a person who is put on a list', () => {
  const path = { matchlistName: 'Blocklist' };
  const put = (entityId: string, more = {}) =>
    test.call(addMatchlistEntity, { path, body: { entityId, entityType: 'INDIVIDUAL', ...more } });

  it('is BLOCKLISTED in every service, once, and let back in when taken off', async () => {
    const person = somebody();
    const entityId = await create(person);
    expect(await execute(entityId)).toMatchObject({ status: 'PASS', state: 'ACTIVE' });
    const added = await put(entityId, { reasons: ['FRAUD'], comment: { text: 'chargebacks' } });
    expect(added).toMatchObject({
      status: 200,
      body: { entry: { entityId, entityType: 'INDIVIDUAL', state: 'ACTIVE', reasons: ['FRAUD'] } },
    });
    expect(await statesOf(entityId)).toEqual(['BLOCKLISTED']);
    expect((await put(entityId)).status).toBe(409);
    expect(await execute(entityId)).toMatchObject({ status: 'BLOCKED', state: 'BLOCKLISTED' });

    const twin = await create(person);
    expect(await execute(twin)).toMatchObject({ status: 'BLOCKED', state: 'AUTO' });

    const removed = await test.ok(removeMatchlistEntity, 200, { path, body: { entityId } });
    expect(removed).toMatchObject({ entityId, state: 'DELETED' });
    expect(await statesOf(entityId)).toEqual(['AUTO']);
    const again = await test.call(removeMatchlistEntity, { path, body: { entityId } });
    expect(again.status).toBe(404);
    expect((await put(entityId)).status).toBe(200);
  });

  it('returns to where the latest run left them', async () => {
    const entityId = await create(somebody());
    await execute(entityId);
    await put(entityId);
    await test.ok(removeMatchlistEntity, 200, { path, body: { entityId } });
    expect(await statesOf(entityId)).toEqual(['ACTIVE']);
  });

  it('is not blocked by a list that does not block, and is when it begins to', async () => {
    await setUp('Turning', 'REVIEW');
    const entityId = await create(somebody());
    await execute(entityId);
    const turning = { matchlistName: 'Turning' };
    await test.ok(addMatchlistEntity, 200, { path: turning, body: { entityId } });
    expect(await statesOf(entityId)).toEqual(['ACTIVE']);
    await change('Turning', { action: 'BLOCK' });
    expect(await statesOf(entityId)).toEqual(['BLOCKLISTED']);
    expect(await change('Turning', { state: 'ARCHIVED' })).toMatchObject({ state: 'ARCHIVED' });
    expect(await statesOf(entityId)).toEqual(['ACTIVE']);
    const { entries } = await test.ok(listMatchlistEntries, 200, { path: turning });
    expect(entries).toMatchObject([{ entityId, state: 'EXPIRED' }]);
    const refused = await test.call(addMatchlistEntity, { path: turning, body: { entityId } });
    expect(refused.status).toBe(400);
  });

  it('has to be one of the tenant’s', async () => {
    const stranger = await test.newTenant();
    const entityId = await create(somebody(), stranger);
    expect((await put(entityId)).status).toBe(404);
    expect((await put('00000000-0000-4000-8000-00000000dead')).status).toBe(404);
    expect((await test.call(addMatchlistEntity, { path, body: { entityId: 'x' } })).status).toBe(
      400,
    );
  });

  it('stays on it when they are forgotten, since they may come back', async () => {
    const person = somebody();
    const entityId = await create(person);
    await put(entityId);
    await test.ok(deleteIndividual, 200, { path: { entityId } });
    expect(await execute(await create(person))).toMatchObject({ status: 'BLOCKED' });
  });

  it('is put and taken off with the audit of it, bulk in one event', async () => {
    const before = await entryEvents();
    const entityId = await create(somebody());
    await put(entityId);
    await test.ok(removeMatchlistEntity, 200, { path, body: { entityId } });
    const entries = [1, 2, 3].map((at) => ({
      attributes: [{ type: 'EMAIL_ADDRESS', value: `bulk${at}@example.org` }],
    }));
    await test.ok(createMatchlistEntries, 200, { path, body: { entries } });
    expect(await entryEvents()).toBe(before + 3);
  });
});

const EVENTS = systemStatement<{ events: number }>(
  'test-matchlist-events',
  `select count(*)::int as events from audit_event where type = 'MATCHLIST_ENTRY'`,
);

async function entryEvents(): Promise<number> {
  return (await test.database.system.one(EVENTS))?.events ?? 0;
}

describe('a search of matchlists', () => {
  it('finds the same exactly and what is alike roughly, on the lists that are asked', async () => {
    const own = await test.newTenant();
    const watchId = await setUp('Watch', 'ALERT', own);
    const keep = async (matchlistName: string, attributes: readonly Attribute[]) => {
      const body = { entries: [{ attributes, reasons: ['X'] }] };
      const added = await test.ok(createMatchlistEntries, 200, {
        path: { matchlistName },
        body,
        as: own,
      });
      return added.entries[0]?.entryId;
    };
    const named = (value: string) => ({ type: 'IND_FAMILY_NAME', value });
    const first = await keep('Blocklist', [
      named('Montgomery'),
      { type: 'IND_GIVEN_NAME', value: 'Alfred' },
    ]);
    const second = await keep('Watch', [named('Montgommery')]);
    await keep('Watch', [named('Zbigniew')]);
    const search = async (body: object, query = {}) =>
      test.ok(searchMatchlists, 200, { body, query, as: own });
    const attributes = [named('MONTGOMERY')];

    const exact = await search({ search: { type: 'EXACT', attributes } });
    expect(exact.entries).toMatchObject([
      {
        entry: { entryId: first, reasons: ['X'] },
        confidence: 1,
        attributes: [{ attribute: named('Montgomery'), confidence: 1 }],
      },
    ]);
    expect(exact.meta).toEqual({ total: 1, limit: 20, count: 1 });
    expect(Object.values(exact.matchlists)).toMatchObject([{ name: 'Blocklist', action: 'BLOCK' }]);

    const all = { listScope: 'ALL' };
    expect((await search({ search: { attributes }, filter: all })).entries).toHaveLength(1);
    const fuzzy = await search({ search: { type: 'FUZZY', attributes }, filter: all });
    expect(fuzzy.entries.map(({ entry }) => entry.entryId)).toEqual([first, second]);
    expect(fuzzy.entries[1]?.confidence).toBeLessThan(1);
    expect(
      (await search({ search: { type: 'FUZZY', attributes }, filter: all }, { limit: 1 })).meta,
    ).toEqual({
      total: 2,
      limit: 1,
      count: 1,
    });
    const custom = { listScope: 'CUSTOM', searchLists: [watchId] };
    const onWatch = await search({ search: { type: 'FUZZY', attributes }, filter: custom });
    expect(onWatch.entries.map(({ entry }) => entry.entryId)).toEqual([second]);
    expect(Object.keys(onWatch.matchlists)).toEqual([watchId]);
    const both = [named('Montgomery'), { type: 'IND_GIVEN_NAME', value: 'Bernard' }];
    expect(
      (await search({ search: { attributes: both }, filter: all })).entries[0]?.confidence,
    ).toBe(0.5);
  });

  it('refuses what cannot be searched', async () => {
    const attributes = [{ type: 'EMAIL_ADDRESS', value: 'x@example.org' }];
    const status = async (body: object) => (await test.call(searchMatchlists, { body })).status;
    expect(await status({ search: { attributes }, filter: { listScope: 'CUSTOM' } })).toBe(400);
    expect(await status({ search: { attributes: [] } })).toBe(400);
    expect(await status({ search: { attributes, type: 'ROUGH' } })).toBe(400);
    expect(await status({})).toBe(400);
    const searchLists = ['00000000-0000-4000-8000-00000000dead'];
    expect(
      await status({ search: { attributes }, filter: { listScope: 'CUSTOM', searchLists } }),
    ).toBe(422);
  });
});
