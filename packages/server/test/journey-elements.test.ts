import { executeWorkflow } from '@probity/contract/operations/executions';
import {
  createIndividual,
  getIndividual,
  updateIndividual,
} from '@probity/contract/operations/individuals';
import {
  deleteAddress,
  deleteConsent,
  deleteDateOfBirth,
  deleteEmailAddress,
  deleteExternalReference,
  deleteName,
  deletePhoneNumber,
  listExternalReferences,
} from '@probity/contract/operations/individuals/elements';
import { listResults } from '@probity/contract/operations/results';
import { searchProfiles } from '@probity/contract/operations/search-profiles';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemStatement } from '../src/kernel/statement.ts';
import { type TestApp, testApp } from './test-app.ts';
import { ELEMENT_REQUESTS, ELEMENTS, elementPathOf } from './test-element-requests.ts';

let test: TestApp;
beforeAll(async () => {
  test = await testApp();
});
afterAll(() => test.close());

const ABSENT = '0b6a4d2e-9b1c-4f7a-8a52-0c6f5f2f7d11';
const SCREENING = { serviceName: 'KYC', workflowName: 'AML-Screening' };
const WHOLE = {
  name: { givenName: 'Ottoline', familyName: 'Fennimore' },
  dateOfBirth: { year: '1984', month: '02', day: '29' },
  placeOfBirth: { locality: 'Wexmouth', country: 'AUS' },
  ...ELEMENTS,
};

type Person = Awaited<ReturnType<typeof create>>;

async function create(individual: object = WHOLE) {
  const body = { individual, serviceName: 'KYC' };
  const { individual: made } = await test.ok(createIndividual, 201, { body });
  return { ...made, entityId: made.entityId ?? '' };
}

const pathOf = (person: Person) => ({
  entityId: person.entityId,
  ...SCREENING,
  ...elementPathOf(person),
});

async function read({ entityId }: Person) {
  return test.ok(getIndividual, 200, { path: { entityId } });
}

const EVENTS = systemStatement<{ type: string }>(
  'test-events-of',
  `select type from audit_event where entity_id = $1 order by occurred_at, event_id`,
);

async function eventsOf({ entityId }: Person): Promise<string[]> {
  const rows = await test.database.system.all(EVENTS, [entityId]);
  return rows.map(({ type }) => type);
}

describe('removing an element', () => {
  it('takes that one and no other, and names it', async () => {
    const person = await create();
    const path = pathOf(person);
    const { entityId } = person;
    const { nameId, dateOfBirthId, addressId, emailAddressId, phoneNumberId, referenceId } = path;
    const removed = [
      [await test.ok(deleteName, 200, { path }), { nameId }],
      [await test.ok(deleteDateOfBirth, 200, { path }), { dateOfBirthId }],
      [await test.ok(deleteAddress, 200, { path }), { addressId }],
      [await test.ok(deleteEmailAddress, 200, { path }), { emailAddressId }],
      [await test.ok(deletePhoneNumber, 200, { path }), { phoneNumberId }],
      [await test.ok(deleteConsent, 200, { path }), { consentType: 'GENERAL' }],
      [await test.ok(deleteExternalReference, 200, { path }), { referenceId }],
    ] as const;

    for (const [{ requestId: _, ...answer }, named] of removed) {
      expect(answer).toEqual({ entityId, ...named });
    }
    const { individual } = await read(person);
    expect(individual).toMatchObject({
      name: WHOLE.name,
      dateOfBirth: WHOLE.dateOfBirth,
      placeOfBirth: WHOLE.placeOfBirth,
    });
    for (const field of Object.keys(ELEMENTS)) {
      expect(Reflect.get(individual, field), field).toEqual([]);
    }
    const updates = (await eventsOf(person)).filter((type) => type === 'ENTITY_UPDATE');
    expect(updates).toHaveLength(removed.length);
  });

  it('finds nothing the second time, and says of what', async () => {
    const person = await create();
    const path = pathOf(person);
    for (const { operation, call } of ELEMENT_REQUESTS.filter(({ isWrite }) => isWrite)) {
      expect((await test.call(operation, call(path))).status).toBe(200);
      const before = await eventsOf(person);
      const again = await test.call(operation, call(path));
      const parameter = /\{(\w+)\}$/.exec(operation.path)?.[1];

      expect(again).toMatchObject({
        status: 404,
        body: { errorCode: 'ENT-1010', details: [{ issueLocation: `path.${parameter}` }] },
      });
      expect(await eventsOf(person)).toEqual(before);
    }
  });

  it('refuses the name itself, and no other single thing', async () => {
    const person = await create();
    const path = { ...pathOf(person), nameId: person.name?.nameId ?? '' };
    expect(await test.call(deleteName, { path })).toMatchObject({
      status: 400,
      body: { errorCode: 'API-0400', details: [{ issueLocation: 'path.nameId' }] },
    });
    const dateOfBirthId = person.dateOfBirth?.dateOfBirthId ?? '';
    await test.ok(deleteDateOfBirth, 200, { path: { ...path, dateOfBirthId } });
    const addressId = person.placeOfBirth?.addressId ?? '';
    await test.ok(deleteAddress, 200, { path: { ...path, addressId } });

    const { individual } = await read(person);
    expect(individual).toMatchObject({ name: WHOLE.name, addresses: [{ country: 'AUS' }] });
    expect(individual).not.toHaveProperty('dateOfBirth');
    expect(individual).not.toHaveProperty('placeOfBirth');
  });

  it("refuses another person's element, and a consent that is none", async () => {
    const [person, other] = [await create(), await create()];
    const path = { ...pathOf(other), entityId: person.entityId };
    for (const { operation, call } of ELEMENT_REQUESTS) {
      if (!/Id\}$/.test(operation.path)) continue;
      expect((await test.call(operation, call(path))).status).toBe(404);
    }
    const consent = await test.call(deleteConsent, { path: { ...path, consentType: 'SOUL' } });
    expect(consent.status).toBe(400);
    expect(consent.text).not.toContain('SOUL');
    expect((await read(person)).individual).toMatchObject(ELEMENTS);
    expect((await eventsOf(person)).includes('ENTITY_UPDATE')).toBe(false);
  });

  it('lets an element be sent again, under another id', async () => {
    const person = await create();
    const path = pathOf(person);
    await test.ok(deletePhoneNumber, 200, { path });
    const body = { individual: { phoneNumbers: [{ number: '1' }] } };
    const { individual } = await test.ok(updateIndividual, 200, { path, body });
    const [again] = individual.phoneNumbers ?? [];
    expect(again?.number).toBe('1');
    expect(again?.phoneNumberId).not.toBe(path.phoneNumberId);
  });

  it('loses none of several that come at once', async () => {
    const phoneNumbers = Array.from({ length: 12 }, (_, at) => ({ number: `${at}` }));
    const person = await create({ ...WHOLE, phoneNumbers });
    const ids = (person.phoneNumbers ?? []).map(({ phoneNumberId = '' }) => phoneNumberId);
    await Promise.all(
      ids
        .slice(1)
        .map((phoneNumberId) =>
          test.ok(deletePhoneNumber, 200, { path: { ...pathOf(person), phoneNumberId } }),
        ),
    );
    const { individual } = await read(person);
    expect(individual.phoneNumbers).toMatchObject([{ phoneNumberId: ids[0], number: '0' }]);
  });
});

describe('external references', () => {
  it('are listed as they are, and an empty list is one', async () => {
    const externalReferences = [
      { name: 'crm', value: 'A', type: 'OTHER', description: 'x' },
      { name: 'core', value: 'B' },
    ];
    const person = await create({ ...WHOLE, externalReferences });
    const path = pathOf(person);
    const listed = await test.ok(listExternalReferences, 200, { path });
    expect(listed.externalReferences).toEqual(person.externalReferences);
    expect(listed.externalReferences).toMatchObject(externalReferences);

    const { externalReferences: _, ...without } = WHOLE;
    const other = await create(without);
    const none = await test.ok(listExternalReferences, 200, { path: pathOf(other) });
    expect(none.externalReferences).toEqual([]);
    const absent = await test.call(listExternalReferences, { path: { entityId: ABSENT } });
    expect(absent.status).toBe(404);
  });
});

describe('what follows from removing', () => {
  const LISTED = {
    name: { givenName: 'Nobody', familyName: 'Inparticular' },
    alternateNames: [
      { givenName: 'Zorvan', middleName: 'Ilmere', familyName: 'Kaltezmar', type: 'ALIAS' },
    ],
    dateOfBirth: { year: '1961', month: '03', day: '14' },
    phoneNumbers: [{ number: '1' }],
  };

  it('makes results that rest on it STALE, and puts passes in question', async () => {
    const listed = await create(LISTED);
    const path = pathOf(listed);
    const first = await test.ok(executeWorkflow, 200, { path });
    expect(first.workflowResult?.status).toBe('REVIEW');

    await test.ok(deletePhoneNumber, 200, { path });
    const statuses = async () => {
      const { processResults } = await test.ok(listResults, 200, { path });
      return new Set(processResults.map(({ systemStatus }) => systemStatus));
    };
    expect(await statuses()).toEqual(new Set(['VALID']));
    await test.ok(deleteName, 200, { path });
    expect(await statuses()).toEqual(new Set(['STALE']));
    const second = await test.ok(executeWorkflow, 200, { path });
    expect(second.workflowResult?.status).toBe('PASS');
    expect((await read(listed)).serviceProfiles).toMatchObject([{ state: 'ACTIVE' }]);

    const { dateOfBirthId = '' } = listed.dateOfBirth ?? {};
    await test.ok(deleteDateOfBirth, 200, { path: { ...path, dateOfBirthId } });
    expect((await read(listed)).serviceProfiles).toMatchObject([{ state: 'AUTO' }]);
    expect((await eventsOf(listed)).slice(-2).sort()).toEqual([
      'ENTITY_UPDATE',
      'SERVICE_PROFILE_STATE_CHANGE',
    ]);
  });

  it('is that nobody finds the person by it any more', async () => {
    const value = 'CRM-Wexmouth-9917';
    const person = await create({ ...WHOLE, externalReferences: [{ name: 'crm', value }] });
    const terms = [{ field: 'EXTERNAL_REFERENCE', term: value }];
    const body = { search: { type: 'EXACT', terms } };
    const found = async () => {
      const { matches } = await test.ok(searchProfiles, 200, { body, isBeyondContract: true });
      return matches.flat().map(({ serviceProfile }) => serviceProfile.entityId);
    };
    expect(await found()).toEqual([person.entityId]);
    await test.ok(deleteExternalReference, 200, { path: pathOf(person) });
    expect(await found()).toEqual([]);
  });
});

it('keeps to the published contract throughout', () => {
  expect(test.violations).toEqual([]);
});
