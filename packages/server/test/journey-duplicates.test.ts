import { publishWorkflow } from '@probity/contract/operations/admin-workflows';
import { executeWorkflow } from '@probity/contract/operations/executions';
import {
  createIndividual,
  deleteIndividual,
  getIndividual,
  updateIndividual,
} from '@probity/contract/operations/individuals';
import { decideDuplicateResults, listResults } from '@probity/contract/operations/results';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filePeople } from '../src/features/entities/file-people.command.ts';
import { masterKeyFrom } from '../src/kernel/seal.ts';
import { systemStatement } from '../src/kernel/statement.ts';
import { vaultsOf } from '../src/kernel/vault.ts';
import { type TestApp, type TestTenant, testApp } from './test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await testApp();
  await publish(test.tenant);
});
afterAll(async () => {
  expect(test.violations).toEqual([]);
  await test.close();
});

const WORKFLOW = { serviceName: 'KYC', workflowName: 'Duplicates' };
const definition = (workflowName: string, configuration: object = {}) => ({
  serviceName: 'KYC',
  workflowId: workflowName.toLowerCase(),
  workflowName,
  type: 'kyc',
  lifecyclePhase: 'ONBOARDING',
  steps: [
    { name: 'START', type: 'START' },
    { name: 'DUPLICATE', type: 'DUPLICATE', dependsOn: ['START'], configuration },
    { name: 'DECISION', type: 'DECISION', dependsOn: ['DUPLICATE'] },
    { name: 'FINISH', type: 'FINISH', dependsOn: ['DECISION'] },
  ],
});

async function publish(tenant: TestTenant, name = 'Duplicates', configuration = {}) {
  const headers = { authorization: `Bearer ${test.operatorKey}` };
  const { customerId, customerChildId } = tenant;
  const body = {
    customerId,
    customerChildId,
    definition: JSON.stringify(definition(name, configuration)),
  };
  await test.ok(publishWorkflow, 201, { headers, body });
}

let count = 0;
/** Somebody whom nobody resembles. */
function somebody() {
  count += 1;
  const syllables = ['ba', 'ko', 'ru', 'mi', 'zen', 'tal', 'vor', 'quis', 'dre', 'lop'];
  const word = (seed: number) =>
    Array.from({ length: 4 }, (_, at) => syllables[(seed * (at + 3) + at * at) % 10]).join('');
  return {
    name: { givenName: word(count), familyName: word(count * 7 + 3) },
    dateOfBirth: {
      year: String(1940 + ((count * 13) % 60)),
      month: String(1 + ((count * 5) % 12)).padStart(2, '0'),
      day: String(1 + ((count * 7) % 28)).padStart(2, '0'),
    },
    documents: {
      IDENTITY: [
        {
          type: 'PASSPORT',
          country: 'AUS',
          primaryIdentifier: `P${String(count * 7919).padStart(8, '4')}`,
        },
      ],
    },
  };
}

async function create(individual: object, as = test.tenant): Promise<string> {
  const created = await test.ok(createIndividual, 201, { body: { individual }, as });
  return created.individual.entityId ?? '';
}

async function execute(entityId: string, { as = test.tenant, workflow = WORKFLOW } = {}) {
  const { workflowResult, serviceProfile } = await test.ok(executeWorkflow, 200, {
    path: { entityId, ...workflow },
    as,
  });
  const step = workflowResult?.workflowStepResults?.find(
    ({ stepName }) => stepName === 'DUPLICATE',
  );
  if (!workflowResult || !step) throw new Error('An answer without its step.');
  return { ...workflowResult, step, hits: step.processResults ?? [], state: serviceProfile?.state };
}

async function decide(entityId: string, ids: readonly string[], manualStatus: string) {
  const body = { processResults: ids, manualStatus, comment: { text: 'as I see it' } };
  const isBeyondContract = manualStatus === 'TRUE_POSITIVE';
  const called = { path: { entityId }, body, isBeyondContract };
  return (await test.ok(decideDuplicateResults, 200, called)).processResults;
}

const tryToDecide = (entityId: string, processResults: readonly string[], manualStatus: string) =>
  test.call(decideDuplicateResults, { path: { entityId }, body: { processResults, manualStatus } });

const idsOf = (hits: readonly { processResultId?: string | undefined }[]) =>
  hits.map(({ processResultId }) => processResultId ?? '');

async function read(entityId: string) {
  const { individual, serviceProfiles } = await test.ok(getIndividual, 200, { path: { entityId } });
  return {
    individual,
    states: serviceProfiles?.map(({ state }) => state),
    duplicates: individual.relationships?.duplicates?.map((one) => one.entityId) ?? [],
  };
}

async function resultsOf(entityId: string) {
  const { processResults } = await test.ok(listResults, 200, { path: { entityId } });
  return processResults;
}

/** Two people who are one, the second one just executed. */
async function twins() {
  const person = somebody();
  const first = await create(person);
  expect((await execute(first)).status).toBe('PASS');
  const second = await create(person);
  const run = await execute(second);
  expect(run).toMatchObject({ status: 'REVIEW', step: { result: 'HIT' } });
  return { person, first, second, ids: idsOf(run.hits) };
}

describe('people who may be one', () => {
  it('are a hit each, with what agrees and by which rules', async () => {
    const { first, second } = await twins();
    const run = await execute(second);

    expect(run.hits).toHaveLength(1);
    expect(run.hits[0]).toMatchObject({
      class: 'DUPLICATE',
      result: 'HIT',
      systemStatus: 'VALID',
      supplementaryData: { type: 'DUPLICATE', duplicateEntityId: first },
    });
    const data = Object(run.hits[0]?.supplementaryData);
    expect(data.matchedRules).toContainEqual({
      name: 'DOCUMENT_AND_DATE_OF_BIRTH',
      strength: 'VERY_HIGH',
    });
    expect(data.matchedRules).toContainEqual({
      name: 'DATE_OF_BIRTH_AND_FAMILY_NAME',
      strength: 'MEDIUM',
    });
    const mine = (await read(second)).individual;
    const theirs = (await read(first)).individual;
    expect(data.matchedFields).toEqual(
      expect.arrayContaining([
        {
          objectType: 'DATE_OF_BIRTH',
          objectId: mine.dateOfBirth?.dateOfBirthId,
          duplicateObjectId: theirs.dateOfBirth?.dateOfBirthId,
          matchStrength: 100,
        },
        {
          objectType: 'DOCUMENT',
          objectId: mine.documents?.IDENTITY?.[0]?.documentId,
          duplicateObjectId: theirs.documents?.IDENTITY?.[0]?.documentId,
          matchStrength: 100,
        },
      ]),
    );
    expect(run.step.summary).toEqual({
      stepName: 'DUPLICATE',
      totalDuplicates: 1,
      totalFalsePositives: 0,
      totalTruePositives: 0,
      totalUnresolved: 1,
      totalResolved: 0,
    });
    expect(run.issues).toMatchObject([
      { category: 'DUPLICATE', issue: 'DUPLICATE', severity: 'REVIEW', isCleared: false },
    ]);
  });

  it('are found from either side', async () => {
    const { first, second } = await twins();
    const run = await execute(first);
    expect(run.hits.map((hit) => Object(hit.supplementaryData).duplicateEntityId)).toEqual([
      second,
    ]);
  });

  it('are found in spite of slips, other names, and what is missing', async () => {
    const person = {
      name: { givenName: 'Marietta', familyName: 'Oberlindner' },
      dateOfBirth: { year: '1968', month: '04', day: '11' },
      addresses: [
        {
          country: 'AUS',
          streetNumber: '12',
          streetName: 'Wattle',
          streetType: 'Street',
          locality: 'Dubbo',
          postalCode: '2830',
        },
      ],
      emailAddresses: [{ email: 'Marietta.O@example.org' }],
      phoneNumbers: [{ country: 'AUS', number: '0412 345 678' }],
    };
    const known = await create(person);
    const { name, dateOfBirth } = person;
    const variants: readonly object[] = [
      { name: { givenName: 'Marieta', familyName: 'Oberlindner' }, dateOfBirth },
      { name: { givenName: 'Oberlindner', familyName: 'Marietta' }, dateOfBirth },
      { name, dateOfBirth: { ...dateOfBirth, month: '11', day: '04' } },
      { name, dateOfBirth: { ...dateOfBirth, year: '1986' } },
      { name, dateOfBirth: { ...dateOfBirth, day: '17' } },
      { name: { familyName: 'Oberlindner' }, dateOfBirth },
      {
        name: { givenName: 'Marietta', familyName: 'Quastel' },
        dateOfBirth,
        addresses: person.addresses,
      },
      { name, emailAddresses: [{ email: 'marietta.o@EXAMPLE.org' }] },
      { name, phoneNumbers: [{ number: '+61412345678' }] },
      { name, addresses: [{ ...person.addresses[0], streetName: 'Watle' }] },
      {
        name: { givenName: 'Marietta', familyName: 'Vandersloot' },
        alternateNames: [{ ...name, type: 'PREVIOUS' }],
        dateOfBirth,
      },
    ];
    for (const variant of variants) {
      const run = await execute(await create(variant));
      const found = run.hits.map((hit) => Object(hit.supplementaryData).duplicateEntityId);
      expect(found, JSON.stringify(variant)).toContain(known);
    }
  });

  it('are not sought among those who share only little', async () => {
    const person = somebody();
    await create(person);
    for (const other of [
      { ...somebody(), dateOfBirth: person.dateOfBirth },
      { ...somebody(), name: { ...somebody().name, familyName: person.name.familyName } },
      { name: person.name, dateOfBirth: { year: '1901', month: '06', day: '30' } },
    ]) {
      expect((await execute(await create(other))).step.result).toBe('CLEAR');
    }
  });

  it('are nobody of another tenant', async () => {
    const person = somebody();
    await create(person);
    const stranger = await test.newTenant();
    await publish(stranger);
    const there = await create(person, stranger);
    expect((await execute(there, { as: stranger })).step.result).toBe('CLEAR');
  });

  it('are found by rules of one’s own, and by no others', async () => {
    await publish(test.tenant, 'Same-Document', {
      rules: [{ name: 'PAPER', strength: 'LOW', fields: { DOCUMENT: 100 } }],
    });
    const workflow = { serviceName: 'KYC', workflowName: 'Same-Document' };
    const { second, person } = await twins();
    const run = await execute(second, { workflow });
    expect(run.hits.map((hit) => Object(hit.supplementaryData).matchedRules)).toEqual([
      [{ name: 'PAPER', strength: 'LOW' }],
    ]);
    const other = await create({ name: person.name, dateOfBirth: person.dateOfBirth });
    expect((await execute(other, { workflow })).step.result).toBe('CLEAR');
  });
});

describe('an officer’s word', () => {
  it('that they are two clears both sides, and holds until another rule finds them', async () => {
    const { person, first, second, ids } = await twins();
    await execute(first);
    const [decided] = await decide(second, ids, 'FALSE_POSITIVE');
    expect(decided).toMatchObject({ manualStatus: 'FALSE_POSITIVE', result: 'HIT' });

    for (const entityId of [second, first]) {
      const run = await execute(entityId);
      expect(run).toMatchObject({ status: 'PASS', step: { result: 'CLEARED' }, issues: [] });
      expect(run.step.summary).toMatchObject({ totalFalsePositives: 1, totalUnresolved: 0 });
      expect(run.hits).toMatchObject([{ manualStatus: 'FALSE_POSITIVE' }]);
    }
    await edit(second, { phoneNumbers: [{ number: '+61299998888' }] });
    expect((await execute(second)).step.result).toBe('CLEARED');
    await edit(first, { emailAddresses: [{ email: `both${count}@example.org` }] });
    await edit(second, { emailAddresses: [{ email: `both${count}@example.org` }] });
    const run = await execute(second);
    expect(run.step.result).toBe('HIT');
    expect(run.hits[0]?.manualStatus).toBeUndefined();
    expect(person).toBeDefined();
  });

  it('is remembered for a pair whose other side was never executed', async () => {
    const { first, second, ids } = await twins();
    await decide(second, ids, 'FALSE_POSITIVE');
    expect(await execute(first)).toMatchObject({ status: 'PASS', step: { result: 'CLEARED' } });
  });

  it('that the one at hand is kept retires the other', async () => {
    const { first, second, ids } = await twins();
    const events = await eventsOf(first);
    await decide(second, ids, 'TRUE_POSITIVE_ACCEPT');

    expect(await read(first)).toMatchObject({ states: ['DUPLICATE'], duplicates: [second] });
    expect(await read(second)).toMatchObject({ states: ['AUTO'], duplicates: [first] });
    const [related] = (await read(first)).individual.relationships?.duplicates ?? [];
    expect(related?.origin).toMatchObject({ entityId: second, processResultId: ids[0] });
    expect(await eventsOf(first)).toEqual({
      ...events,
      ENTITY_UPDATE: (events.ENTITY_UPDATE ?? 0) + 1,
      SERVICE_PROFILE_STATE_CHANGE: (events.SERVICE_PROFILE_STATE_CHANGE ?? 0) + 1,
    });
    const refused = await test.call(executeWorkflow, { path: { entityId: first, ...WORKFLOW } });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(second);
    expect(await execute(second)).toMatchObject({
      status: 'PASS',
      state: 'ACTIVE',
      step: { result: 'HIT_ACCEPTED', summary: { totalTruePositives: 1, totalResolved: 1 } },
      issues: [{ issue: 'DUPLICATE', isCleared: true }],
    });
  });

  it.each(['TRUE_POSITIVE_REJECT', 'TRUE_POSITIVE'])(
    'that the other is kept retires the one at hand: %s',
    async (word) => {
      const { first, second, ids } = await twins();
      expect(await decide(second, ids, word)).toMatchObject([
        { manualStatus: 'TRUE_POSITIVE_REJECT' },
      ]);
      expect(await read(first)).toMatchObject({ states: ['ACTIVE'], duplicates: [second] });
      expect(await read(second)).toMatchObject({ states: ['DUPLICATE'], duplicates: [first] });
      const refused = await test.call(executeWorkflow, { path: { entityId: second, ...WORKFLOW } });
      expect(refused).toMatchObject({ status: 422 });
      expect(refused.text).toContain(first);
      expect((await execute(first)).step.result).toBe('HIT_ACCEPTED');
    },
  );

  it('is taken back by another, with everything that it did', async () => {
    const { first, second, ids } = await twins();
    await decide(second, ids, 'TRUE_POSITIVE_ACCEPT');
    await decide(second, ids, 'TRUE_POSITIVE_REJECT');
    expect(await read(first)).toMatchObject({ states: ['ACTIVE'], duplicates: [second] });
    expect(await read(second)).toMatchObject({ states: ['DUPLICATE'], duplicates: [first] });
    await decide(second, ids, 'FALSE_POSITIVE');
    expect(await read(first)).toMatchObject({ states: ['ACTIVE'], duplicates: [] });
    expect(await read(second)).toMatchObject({ states: ['AUTO'], duplicates: [] });
    expect(await execute(second)).toMatchObject({ status: 'PASS', state: 'ACTIVE' });
  });

  it('said twice changes nothing', async () => {
    const { first, second, ids } = await twins();
    await decide(second, ids, 'TRUE_POSITIVE_ACCEPT');
    const before = [await eventsOf(first), await eventsOf(second)];
    await decide(second, ids, 'TRUE_POSITIVE_ACCEPT');
    // Nothing but the comment that came along.
    const { OTHER: comments, ...after } = await eventsOf(second);
    expect([await eventsOf(first), after, comments]).toEqual([...before, 1]);
  });

  it('does not keep somebody who is a duplicate themselves', async () => {
    const { person, first, second, ids } = await twins();
    const third = await create(person);
    const hits = (await execute(third)).hits;
    await decide(second, ids, 'TRUE_POSITIVE_REJECT');
    const about = hits.filter((hit) => Object(hit.supplementaryData).duplicateEntityId === second);
    const body = { processResults: idsOf(about), manualStatus: 'TRUE_POSITIVE_REJECT' };
    const refused = await test.call(decideDuplicateResults, { path: { entityId: third }, body });
    expect(refused).toMatchObject({ status: 400, body: { errorCode: 'VAL-0400' } });
    expect(await read(third)).toMatchObject({ states: ['AUTO'], duplicates: [] });
    expect((await read(first)).duplicates).toEqual([second]);
  });

  it('from both sides at once ends in one of the two, and in no deadlock', async () => {
    const deadlocks = await deadlocksSoFar();
    for (let round = 0; round < 6; round += 1) {
      const { first, second, ids } = await twins();
      const others = idsOf((await execute(first)).hits);
      const answers = await Promise.all([
        tryToDecide(second, ids, 'TRUE_POSITIVE_ACCEPT'),
        tryToDecide(first, others, 'TRUE_POSITIVE_ACCEPT'),
        tryToDecide(second, ids, 'FALSE_POSITIVE'),
        tryToDecide(first, others, 'TRUE_POSITIVE_REJECT'),
      ]);
      expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
      expect(answers.map(({ status }) => status)).toContain(200);
      const [one, other] = [await read(first), await read(second)];
      const isTwo = one.duplicates.length === 0;
      expect(other.duplicates.length === 0).toBe(isTwo);
      const retired = [one, other].filter(({ states }) => states?.[0] === 'DUPLICATE');
      expect(retired).toHaveLength(isTwo ? 0 : 1);
      const words = [await resultsOf(first), await resultsOf(second)].map(
        (results) => results.find(({ class: kind }) => kind === 'DUPLICATE')?.manualStatus,
      );
      const isOne = words[0] === 'FALSE_POSITIVE' ? 'FALSE_POSITIVE' : mirrored(words[0]);
      expect(words[1]).toBe(isOne);
    }
    expect(await deadlocksSoFar()).toBe(deadlocks);
  });
});

const DEADLOCKS = systemStatement<{ deadlocks: number }>(
  'test-deadlocks',
  `select pg_stat_force_next_flush()::text,
     (select deadlocks from pg_stat_database where datname = current_database()) as deadlocks`,
);

async function deadlocksSoFar(): Promise<number | undefined> {
  return (await test.database.system.one(DEADLOCKS))?.deadlocks;
}

const mirrored = (word: string | undefined) =>
  word === 'TRUE_POSITIVE_ACCEPT' ? 'TRUE_POSITIVE_REJECT' : 'TRUE_POSITIVE_ACCEPT';

async function edit(entityId: string, individual: object) {
  await test.ok(updateIndividual, 200, { path: { entityId }, body: { individual } });
}

const UNFILE = systemStatement<never>(
  'test-unfile',
  `update individual set keys = '{}', keys_version = 0 where entity_id = $1`,
);

describe('a search that cannot see everybody', () => {
  it('is no pass, and is one again once everybody has been filed', async () => {
    const person = somebody();
    const known = await create(person);
    await test.database.system.all(UNFILE, [known]);
    const asked = await create(person);
    expect(await execute(asked)).toMatchObject({
      status: 'REVIEW',
      step: { result: 'ERROR', errors: [{ code: 'CHECK-0503' }] },
      issues: [{ category: 'SYSTEM', issue: 'SERVICE_ERROR' }],
    });
    const vaults = vaultsOf(masterKeyFrom(test.masterKey));
    expect(await filePeople(test.database.system, vaults)).toBe(1);
    expect(await filePeople(test.database.system, vaults)).toBe(0);
    const run = await execute(asked);
    expect(run.hits.map((hit) => Object(hit.supplementaryData).duplicateEntityId)).toEqual([known]);
  });

  it('is no pass where more people are alike than can be compared', async () => {
    const crowd = await test.newTenant();
    await publish(crowd);
    const person = { ...somebody(), documents: undefined };
    for (let at = 0; at < 252; at += 1) await create(person, crowd);
    const run = await execute(await create(person, crowd), { as: crowd });
    expect(run).toMatchObject({ status: 'REVIEW', step: { result: 'ERROR' } });
    expect(run.hits.length).toBeGreaterThan(200);
  });
});

describe('what becomes of duplicates', () => {
  it('is nothing when the other is forgotten, and who was out of use is in use again', async () => {
    const { first, second, ids } = await twins();
    await decide(second, ids, 'TRUE_POSITIVE_REJECT');
    await test.ok(deleteIndividual, 200, { path: { entityId: first } });

    expect(await read(second)).toMatchObject({ states: ['AUTO'], duplicates: [] });
    expect(await resultsOf(second)).toMatchObject([{ systemStatus: 'STALE' }]);
    expect(await execute(second)).toMatchObject({ status: 'PASS', step: { result: 'CLEAR' } });
  });

  it('follows edits, and leaves no key of what was', async () => {
    const { person, first, second } = await twins();
    const { individual } = await read(second);
    const other = somebody();
    await edit(second, {
      name: { ...other.name, nameId: individual.name?.nameId },
      dateOfBirth: { ...other.dateOfBirth, dateOfBirthId: individual.dateOfBirth?.dateOfBirthId },
      documents: {
        IDENTITY: [
          {
            ...other.documents.IDENTITY[0],
            documentId: individual.documents?.IDENTITY?.[0]?.documentId,
          },
        ],
      },
    });
    expect((await execute(second)).step.result).toBe('CLEAR');
    expect((await execute(first)).step.result).toBe('CLEAR');
    // Exactly the keys of somebody who was never anybody else.
    const keys = await keysIn(second);
    expect(keys.sort()).toEqual((await keysIn(await create(other))).sort());
    expect(keys.length).toBeGreaterThan(10);
    expect(keys).not.toEqual(await keysIn(first));
    const fresh = await create(person);
    const found = (await execute(fresh)).hits.map(
      (hit) => Object(hit.supplementaryData).duplicateEntityId,
    );
    expect(found).toEqual([first]);
  });
});

const KEYS = systemStatement<{ keys: string[] }>(
  'test-keys-of',
  'select keys::text[] as keys from individual where entity_id = $1',
);

async function keysIn(entityId: string): Promise<string[]> {
  return (await test.database.system.one(KEYS, [entityId]))?.keys ?? [];
}

const EVENTS = systemStatement<{ type: string; events: number }>(
  'test-events-of',
  `select type, count(*)::int as events from audit_event where entity_id = $1 group by type`,
);

async function eventsOf(entityId: string): Promise<Record<string, number>> {
  const rows = await test.database.system.all(EVENTS, [entityId]);
  return Object.fromEntries(rows.map(({ type, events }) => [type, events]));
}
