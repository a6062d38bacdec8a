import { executeWorkflow } from '@probity/contract/operations/executions';
import {
  deleteIndividual,
  getIndividual,
  updateIndividual,
} from '@probity/contract/operations/individuals';
import {
  addMatchlistEntity,
  createMatchlistEntries,
  listMatchlistEntries,
  removeMatchlistEntity,
  updateMatchlistEntry,
} from '@probity/contract/operations/matchlists/matchlists';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileEntries } from '../src/features/matchlists/file-entries.command.ts';
import { masterKeyFrom } from '../src/kernel/seal.ts';
import { systemStatement } from '../src/kernel/statement.ts';
import { vaultsOf } from '../src/kernel/vault.ts';
import { type TestApp, testApp } from './test-app.ts';
import { type Attribute, dateOf, matchlistTools, nameOf, somebody } from './test-matchlists.ts';

let test: TestApp;
const { add, change, create, decide, execute, publish, setUp, statesOf } = matchlistTools(
  () => test,
);
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
      [...nameOf(person), { type: 'EMAIL_ADDRESS', value: 'nobody-has@example.org' }],
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

  it('is nobody while an entry has not been filed: ERROR, not CLEAR', async () => {
    const person = somebody();
    const { entryId } = await add(nameOf(person), 'REVIEW');
    await test.database.system.all(UNFILE, [entryId]);
    const entityId = await create(person);
    expect(await execute(entityId)).toMatchObject({ status: 'REVIEW', step: { result: 'ERROR' } });
    const vaults = vaultsOf(masterKeyFrom(test.masterKey));
    expect(await fileEntries(test.database.system, vaults)).toBe(1);
    expect(await fileEntries(test.database.system, vaults)).toBe(0);
    expect((await execute(entityId)).step.result).toBe('HIT');
  });

  it('is nobody where a list that the workflow names is not in use: ERROR, not CLEAR', async () => {
    await publish(test.tenant, 'Lists-Missing', { lists: ['Blocklist', 'Nowhere'] });
    const run = await execute(await create(somebody()), { workflowName: 'Lists-Missing' });
    expect(run).toMatchObject({ status: 'REVIEW', step: { result: 'ERROR' } });
  });
});

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

describe('words about a hit that only a page of the publisher has', () => {
  it.each([
    [
      'TRUE_POSITIVE_ACCEPT',
      'PASS',
      { result: 'HIT_ACCEPTED', summary: { totalTruePositives: 1 } },
    ],
    ['UNKNOWN', 'REVIEW', { result: 'HIT', summary: { totalUnknown: 1, totalUnresolved: 0 } }],
    ['UNKNOWN_ACCEPT', 'PASS', { result: 'HIT_ACCEPTED', summary: { totalUnknown: 1 } }],
    ['UNKNOWN_REJECT', 'FAIL', { result: 'HIT_REJECTED', summary: { totalUnknown: 1 } }],
  ])('mean what they mean about AML hits: %s', async (word, status, step) => {
    const person = somebody();
    await add(nameOf(person), 'REVIEW');
    const entityId = await create(person);
    const { hits } = await execute(entityId);
    expect(await decide(entityId, hits, word)).toMatchObject([{ manualStatus: word }]);
    expect(await execute(entityId)).toMatchObject({ status, step });
  });
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

  it('is BLOCKLISTED in a service that is new to them as well', async () => {
    const entityId = await create(somebody());
    await put(entityId);
    expect(await statesOf(entityId)).toEqual([]);
    const run = await test.ok(executeWorkflow, 200, {
      path: { entityId, serviceName: 'KYC', workflowName: 'AML-Screening' },
    });
    expect(run.serviceProfile?.state).toBe('BLOCKLISTED');
    await test.ok(removeMatchlistEntity, 200, { path, body: { entityId } });
    expect(await statesOf(entityId)).toEqual(['ACTIVE']);
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

const UNFILE = systemStatement<never>(
  'test-unfile-entry',
  `update matchlist_entry set keys = '{}', keys_version = 0 where entry_id = $1`,
);

const EVENTS = systemStatement<{ events: number }>(
  'test-matchlist-events',
  `select count(*)::int as events from audit_event where type = 'MATCHLIST_ENTRY'`,
);

async function entryEvents(): Promise<number> {
  return (await test.database.system.one(EVENTS))?.events ?? 0;
}
