import { createHash } from 'node:crypto';
import { executeWorkflow } from '@probity/contract/operations/executions';
import {
  createIndividual,
  deleteIndividual,
  getIndividual,
  updateIndividual,
} from '@probity/contract/operations/individuals';
import { decideAmlResults, listResults } from '@probity/contract/operations/results';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemStatement } from '../src/kernel/statement.ts';
import { type TestApp, testApp, until } from './test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await testApp();
});
afterAll(() => test.close());

const PNG = Buffer.from('89504e470d0a1a0a', 'hex').toString('base64');
const PDF = Buffer.from('%PDF-1.4 nothing').toString('base64');
const ABSENT = '0b6a4d2e-9b1c-4f7a-8a52-0c6f5f2f7d11';

/** Somebody of whom everything is known. */
const WHOLE = {
  name: {
    givenName: 'Ottoline',
    middleName: 'Marguerite',
    familyName: 'Fennimore-Vash',
    prefix: 'Dr',
    suffix: 'III',
    language: 'eng',
  },
  alternateNames: [
    { givenName: 'Otti', familyName: 'Fennimore', type: 'ALIAS' },
    { familyName: 'Vash', displayName: 'Miss Vash', type: 'PREVIOUS' },
  ],
  dateOfBirth: { year: '1984', month: '2', day: '29' },
  alternateDatesOfBirth: [{ year: '1985' }, { unstructured: 'about 1983' }],
  gender: { gender: 'FEMALE' },
  placeOfBirth: { locality: 'Wexmouth', country: 'AUS' },
  nationality: 'AUS',
  addresses: [
    {
      type: 'RESIDENTIAL',
      unitNumber: '4',
      streetNumber: '17',
      streetName: 'Nowhere',
      streetType: 'Lane',
      locality: 'Wexmouth',
      subdivision: 'NSW',
      postalCode: '2999',
      country: 'AUS',
      validFrom: { year: '2019', month: '01', day: '01' },
    },
    { longForm: '1 High Street, Elsewhere', country: 'NZL', status: 'PREVIOUS' },
  ],
  phoneNumbers: [{ type: 'MOBILE', country: 'AUS', number: '0400000000', isPreferred: true }],
  emailAddresses: [{ type: 'PERSONAL', email: 'ottoline@example.org' }],
  consents: [{ type: 'GENERAL' }, { type: 'DOCS' }],
  externalReferences: [
    { name: 'crm', value: 'CRM-17', type: 'CUSTOMER', description: 'in the old system' },
  ],
  customAttributes: { segment: { type: 'text', value: 'gold' } },
  documents: {
    IDENTITY: [
      {
        type: 'PASSPORT',
        country: 'AUS',
        primaryIdentifier: 'PA7654321',
        secondaryIdentifier: 'S2',
        subtype: 'ordinary',
        subdivision: 'NSW',
        issueDate: { year: '2020', month: '05', day: '06' },
        expiryDate: { year: '2030', month: '05', day: '06' },
        supplementaryData: { type: 'PASSPORT', homeCountryFullName: 'Ottoline' },
        customAttributes: { shelf: { type: 'text', value: 'B' } },
        attachments: [
          { filename: 'front.png', mimeType: 'image/png', side: 'FRONT', data: { base64: PNG } },
          { mimeType: 'application/pdf', pageNumber: 2, data: { base64: PDF } },
        ],
      },
    ],
    SUPPORTING: [{ type: 'UTILITY_BILL', country: 'AUS', primaryIdentifier: 'BILL-1' }],
  },
} as const;

type Person = Awaited<ReturnType<typeof create>>;

async function create(individual: object = WHOLE) {
  const body = { individual };
  return (await test.ok(createIndividual, 201, { body })).individual;
}

const pathOf = ({ entityId = '' }: Person) => ({ entityId });

async function patch(person: Person, individual: object, level = 'meta') {
  // By the contract an element is whole even where only one field of it changes.
  const lenient = { isBeyondContract: true };
  const call = { ...lenient, path: pathOf(person), query: { level }, body: { individual } };
  return (await test.ok(updateIndividual, 200, call)).individual;
}

async function read(person: Person, level = 'meta') {
  return (await test.ok(getIndividual, 200, { path: pathOf(person), query: { level } })).individual;
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('Something that must be here is not.');
  return value;
}

/** Everything that looks like an id of the server's, at any depth. */
function idsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    /Id$/.test(key) && typeof inner === 'string' ? [inner] : idsIn(inner),
  );
}

describe('creating', () => {
  it('keeps everything that was sent, with an id on every element', async () => {
    const person = await create();

    expect(person).toMatchObject({
      ...WHOLE,
      entityType: 'INDIVIDUAL',
      name: { ...WHOLE.name, displayName: 'Ottoline Marguerite Fennimore-Vash' },
      dateOfBirth: { year: '1984', month: '02', day: '29', normalized: '1984-02-29' },
      documents: {
        IDENTITY: [
          {
            type: 'PASSPORT',
            issueDate: { normalized: '2020-05-06' },
            attachments: [
              { filename: 'front.png', side: 'FRONT', data: { base64: '' } },
              { pageNumber: 2, data: { base64: '' } },
            ],
          },
        ],
        SUPPORTING: WHOLE.documents.SUPPORTING,
      },
    });
    const ids = idsIn(person);
    const elements = 3 + 3 + 1 + 1 + 2 + 1 + 1 + 1 + 2 + 2;
    expect(new Set(ids).size).toBe(elements + 1);
    expect(await read(person)).toEqual(person);
  });

  it('answers with ids alone at level=id, and with contents at level=base64', async () => {
    const call = { body: { individual: WHOLE } };
    const ids = await test.ok(createIndividual, 201, { ...call, query: { level: 'id' } });
    expect(Object.keys(ids.individual).sort()).toEqual(['entityId', 'entityType']);
    const whole = await test.ok(createIndividual, 201, { ...call, query: { level: 'base64' } });
    expect(whole.individual.documents?.IDENTITY?.[0]?.attachments).toMatchObject([
      { data: { base64: PNG }, retrievalStatus: 'NORMAL' },
      { data: { base64: PDF }, retrievalStatus: 'NORMAL' },
    ]);
  });

  it('does not take ids, times and sources from the sender', async () => {
    const body = {
      individual: {
        name: { familyName: 'Sender', nameId: ABSENT, sourceId: 'mine' },
        entityId: ABSENT,
        createdAt: '1999-01-01T00:00:00Z',
        addresses: [{ country: 'AUS', addressId: ABSENT }],
        unheardOf: true,
      },
    };
    const { individual } = await test.ok(createIndividual, 201, { body });

    expect(JSON.stringify(individual)).not.toContain(ABSENT);
    expect(JSON.stringify(individual)).not.toMatch(/1999|mine|unheardOf/);
  });

  it('makes a profile for the service that is named, whatever its case', async () => {
    const body = { individual: WHOLE, serviceName: 'kyc', workflowName: 'aml-screening' };
    const created = await test.ok(createIndividual, 201, { body });

    expect(created.serviceProfiles).toMatchObject([
      { serviceName: 'KYC', currentWorkflowName: 'AML-Screening', state: 'INIT' },
    ]);
    expect(created.serviceProfiles[0]?.workflowSummaries).toEqual([]);
  });

  it.each([
    [{ serviceName: 'no such' }, 'body.serviceName'],
    [{ serviceName: 'KYC', workflowName: 'no such' }, 'body.workflowName'],
    [{ workflowName: 'AML-Screening' }, 'body.workflowName'],
    [{ individual: { name: {} } }, 'body.individual.name.familyName'],
    [{ individual: { ...WHOLE, addresses: [{}] } }, 'body.individual.addresses[0].country'],
    [
      { individual: { ...WHOLE, dateOfBirth: { year: '1985', month: '02', day: '29' } } },
      'body.individual.dateOfBirth.day',
    ],
  ])('refuses %j', async (extra, issueLocation) => {
    const before = await test.rowCounts();
    const answer = await test.call(createIndividual, { body: { individual: WHOLE, ...extra } });

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ details: [{ issueLocation }] });
    expect(await test.rowCounts()).toEqual(before);
  });
});

describe('reading', () => {
  it('leaves contents out unless they are asked for', async () => {
    const person = await create();
    const meta = await read(person, 'meta');
    const whole = await read(person, 'base64');

    expect(meta.documents?.IDENTITY?.[0]?.attachments?.[0]).toMatchObject({
      retrievalStatus: 'EXCLUDED',
      data: { base64: '' },
    });
    expect(whole.documents?.IDENTITY?.[0]?.attachments?.[0]).toMatchObject({
      retrievalStatus: 'NORMAL',
      data: { base64: PNG },
    });
  });

  it('gives files of megabytes back as they came', async () => {
    const bytes = Buffer.alloc(5 * 1024 * 1024, 'probity');
    const document = {
      type: 'PASSPORT',
      country: 'AUS',
      attachments: [{ data: { base64: bytes.toString('base64') } }],
    };
    const person = await create({ name: WHOLE.name, documents: { IDENTITY: [document] } });
    const whole = await read(person, 'base64');
    const data = whole.documents?.IDENTITY?.[0]?.attachments?.[0]?.data;

    const read64 = data && 'base64' in data ? data.base64 : '';
    const digest = (buffer: Buffer) => createHash('sha256').update(buffer).digest('hex');
    expect(digest(Buffer.from(read64, 'base64'))).toBe(digest(bytes));
  });

  it.each([getIndividual, updateIndividual])('knows no level=id at $operationId', async (it) => {
    const person = await create();
    const body = it.bodyPresence === 'none' ? undefined : {};
    const answer = await test.call(it, { path: pathOf(person), query: { level: 'id' }, body });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ details: [{ issueLocation: 'query.level' }] });
  });
});

describe('changing', () => {
  it('with nothing in it changes nothing', async () => {
    const person = await create();
    const call = { path: pathOf(person), body: {} };
    expect((await test.ok(updateIndividual, 200, call)).individual).toEqual(person);
    expect(await patch(person, {})).toEqual(person);
  });

  it('changes the element with the id and adds the one without, and loses nothing', async () => {
    const person = await create();
    const [first, second] = present(person.addresses);
    const changed = await patch(person, {
      addresses: [
        { addressId: second?.addressId, postalCode: '9999' },
        { country: 'FRA', locality: 'Nulle Part' },
      ],
      alternateNames: [{ nameId: person.alternateNames?.[0]?.nameId, givenName: 'Ottilie' }],
      phoneNumbers: [{ number: '1' }],
      emailAddresses: [
        { emailAddressId: person.emailAddresses?.[0]?.emailAddressId, isPreferred: false },
      ],
      externalReferences: [
        { referenceId: person.externalReferences?.[0]?.referenceId, value: 'CRM-18' },
      ],
      consents: [{ type: 'GENERAL' }, { type: 'CREDITHEADER' }],
      customAttributes: { branch: { type: 'text', value: 'north' } },
      documents: {
        IDENTITY: [
          {
            documentId: person.documents?.IDENTITY?.[0]?.documentId,
            primaryIdentifier: 'PA0000000',
            attachments: [{ data: { base64: PDF } }],
          },
        ],
      },
    });

    expect(changed.addresses).toMatchObject([
      { ...first },
      { ...second, postalCode: '9999' },
      { country: 'FRA', type: 'OTHER', status: 'CURRENT' },
    ]);
    expect(changed.alternateNames).toMatchObject([
      { ...person.alternateNames?.[0], givenName: 'Ottilie', displayName: expect.any(String) },
      person.alternateNames?.[1],
    ]);
    expect(changed.phoneNumbers).toHaveLength(2);
    expect(changed.emailAddresses).toMatchObject([
      { email: 'ottoline@example.org', isPreferred: false },
    ]);
    expect(changed.externalReferences).toMatchObject([{ name: 'crm', value: 'CRM-18' }]);
    expect(changed.consents?.map(({ type }) => type)).toEqual(['GENERAL', 'DOCS', 'CREDITHEADER']);
    expect(Object.keys(changed.customAttributes ?? {})).toEqual(['segment', 'branch']);
    expect(changed.documents?.IDENTITY).toHaveLength(1);
    expect(changed.documents?.IDENTITY?.[0]).toMatchObject({
      primaryIdentifier: 'PA0000000',
      secondaryIdentifier: 'S2',
      supplementaryData: { type: 'PASSPORT' },
      customAttributes: { shelf: { value: 'B' } },
    });
    expect(changed.documents?.IDENTITY?.[0]?.attachments).toHaveLength(3);
    expect(changed.documents?.SUPPORTING).toEqual(person.documents?.SUPPORTING);
    expect(changed).toMatchObject({ name: person.name, dateOfBirth: person.dateOfBirth });
    expect(await read(person)).toEqual(changed);
  });

  it('lays single things over the one that is there, with or without its id', async () => {
    const person = await create();
    const changed = await patch(person, {
      name: { givenName: 'Odile', familyName: 'Fennimore-Vash' },
      dateOfBirth: { dateOfBirthId: person.dateOfBirth?.dateOfBirthId, day: '28' },
      placeOfBirth: { locality: 'Port Grelling', country: 'AUS' },
      gender: { gender: 'OTHER' },
      nationality: 'nzl',
    });

    expect(changed).toMatchObject({
      name: { nameId: person.name?.nameId, givenName: 'Odile', familyName: 'Fennimore-Vash' },
      dateOfBirth: { normalized: '1984-02-28' },
      placeOfBirth: { locality: 'Port Grelling', country: 'AUS' },
      gender: { genderId: person.gender?.genderId, gender: 'OTHER' },
      nationality: 'NZL',
    });
  });

  it('writes the name anew in full where the full name was made from its parts', async () => {
    const person = await create();
    const changed = await patch(person, { name: { ...idOf(person.name), givenName: 'Odile' } });
    expect(changed.name?.displayName).toBe('Odile Marguerite Fennimore-Vash');
  });

  const filesOf = (person: Person) => present(person.documents?.IDENTITY?.[0]?.attachments);
  const patchFiles = (person: Person, attachments: object[]) => {
    const documentId = person.documents?.IDENTITY?.[0]?.documentId;
    return patch(person, { documents: { IDENTITY: [{ documentId, attachments }] } });
  };

  it('replaces and keeps the contents of files', async () => {
    const person = await create();
    const [front, back] = filesOf(person);
    await patchFiles(person, [
      { attachmentId: front?.attachmentId, data: { base64: PDF } },
      // As it came back from an answer without contents.
      { ...back, side: 'BACK' },
    ]);

    expect(filesOf(await read(person, 'base64'))).toMatchObject([
      { filename: 'front.png', data: { base64: PDF } },
      { side: 'BACK', data: { base64: PDF }, pageNumber: 2 },
    ]);
  });

  it('forgets the contents of a file that is only linked to from now on', async () => {
    const person = await create();
    const [front] = filesOf(person);
    const kept = Number((await test.rowCounts()).attachment);
    const data = { uri: 'https://files.example.org/front' };
    await patchFiles(person, [{ attachmentId: front?.attachmentId, data }]);

    expect((await test.rowCounts()).attachment).toBe(kept - 1);
    expect(filesOf(await read(person, 'base64'))).toMatchObject([{ data }, {}]);
  });

  it.each([
    [{ name: { nameId: ABSENT, givenName: 'X' } }, 'name.nameId'],
    [{ alternateNames: [{ nameId: ABSENT, givenName: 'X' }] }, 'alternateNames[0].nameId'],
    [{ dateOfBirth: { dateOfBirthId: ABSENT, day: '1' } }, 'dateOfBirth.dateOfBirthId'],
    [{ addresses: [{ addressId: ABSENT }] }, 'addresses[0].addressId'],
    [{ phoneNumbers: [{ phoneNumberId: ABSENT }] }, 'phoneNumbers[0].phoneNumberId'],
    [{ emailAddresses: [{ emailAddressId: ABSENT }] }, 'emailAddresses[0].emailAddressId'],
    [{ externalReferences: [{ referenceId: ABSENT }] }, 'externalReferences[0].referenceId'],
    [{ documents: { OTHER: [{ documentId: ABSENT }] } }, 'documents.OTHER[0].documentId'],
    [{ placeOfBirth: { addressId: ABSENT } }, 'placeOfBirth.addressId'],
  ])('refuses the id of nothing in %j, and changes nothing', async (individual, place) => {
    const person = await create();
    const before = await test.rowCounts();
    const body = { individual: { nationality: 'FRA', ...individual } };
    const answer = await test.call(updateIndividual, { path: pathOf(person), body });

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      errorCode: 'API-0400',
      details: [{ issueLocation: `body.individual.${place}` }],
    });
    expect(await read(person)).toEqual(person);
    expect(await test.rowCounts()).toEqual(before);
  });

  it("refuses the id of another person's element", async () => {
    const [one, other] = [await create(), await create()];
    const addresses = [{ addressId: other.addresses?.[0]?.addressId, locality: 'Mine' }];
    const call = { path: pathOf(one), body: { individual: { addresses } } };
    expect((await test.call(updateIndividual, call)).status).toBe(400);
    expect(await read(other)).toEqual(other);
  });

  it.each([
    [{ dateOfBirth: { year: '1985' } }, 'dateOfBirth.day'],
    [{ dateOfBirth: { year: '1984', month: '04', day: '31' } }, 'dateOfBirth.day'],
    [{ dateOfBirth: { year: '1984', month: '13' } }, 'dateOfBirth.month'],
    [{ dateOfBirth: { year: '0000' } }, 'dateOfBirth.year'],
  ])('refuses %j, which leaves a date that never was', async (individual, place) => {
    const person = await create();
    const call = { path: pathOf(person), body: { individual } };
    const answer = await test.call(updateIndividual, call);

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      details: [{ issueLocation: `body.individual.${place}` }],
    });
    expect(await read(person)).toEqual(person);
  });

  it('loses none of twenty changes that come at once', async () => {
    const person = await create({ name: { familyName: 'Busy' } });
    const streets = Array.from({ length: 20 }, (_, at) => `Street ${at}`);
    await Promise.all(
      streets.map((streetName) => patch(person, { addresses: [{ streetName, country: 'AUS' }] })),
    );
    const { addresses } = await read(person);

    expect(addresses?.map(({ streetName }) => streetName).sort()).toEqual([...streets].sort());
    expect(new Set(addresses?.map(({ addressId }) => addressId)).size).toBe(20);
  });
});

/** An invented person of the shipped list. */
const LISTED = {
  name: { givenName: 'Zorvan', middleName: 'Ilmere', familyName: 'Kaltezmar' },
  dateOfBirth: { year: '1961', month: '03', day: '14' },
  phoneNumbers: [{ number: '123' }],
};
const SCREENING = { serviceName: 'KYC', workflowName: 'AML-Screening' };

async function screen(person: Person) {
  const { workflowResult } = await test.ok(executeWorkflow, 200, {
    path: { ...pathOf(person), ...SCREENING },
  });
  return present(workflowResult);
}

async function resultsOf(person: Person, query = {}) {
  const { processResults } = await test.ok(listResults, 200, { path: pathOf(person), query });
  return processResults;
}

async function clearAll(person: Person) {
  const processResults = (await resultsOf(person)).map(({ processResultId }) => processResultId);
  const body = { processResults, manualStatus: 'FALSE_POSITIVE' };
  await test.ok(decideAmlResults, 200, { path: pathOf(person), body });
}

describe('changing what was checked', () => {
  it.each([
    ['a name', (person: Person) => ({ name: { ...idOf(person.name), suffix: 'Sr' } })],
    ['a birth date', () => ({ dateOfBirth: { year: '1961', day: '15' } })],
  ])('%s makes the results STALE, and the next run opens the hit again', async (_, change) => {
    const person = await create(LISTED);
    expect((await screen(person)).status).toBe('REVIEW');
    await clearAll(person);
    expect((await screen(person)).status).toBe('PASS');
    await patch(person, change(person));

    const [stale] = await resultsOf(person);
    expect(stale).toMatchObject({ systemStatus: 'STALE', manualStatus: 'FALSE_POSITIVE' });
    expect(await screen(person)).toMatchObject({ status: 'REVIEW', result: 'REVIEW' });
    const [fresh] = await resultsOf(person, { systemStatuses: 'VALID' });
    expect(fresh?.manualStatus).toBeUndefined();
    expect(fresh?.processResultId).not.toBe(stale?.processResultId);
  });

  it('puts a clean pass in question, though it left no result that could be STALE', async () => {
    const person = await create({ name: { givenName: 'Quintessa', familyName: 'Overbrook' } });
    const stateOf = async () => {
      const { serviceProfiles } = await test.ok(getIndividual, 200, { path: pathOf(person) });
      return serviceProfiles.map(({ state }) => state);
    };
    expect((await screen(person)).status).toBe('PASS');
    await patch(person, { phoneNumbers: [{ number: '99' }] });
    expect(await stateOf()).toEqual(['ACTIVE']);
    await patch(person, { name: { ...idOf(person.name), familyName: 'Underbrook' } });
    expect(await stateOf()).toEqual(['AUTO']);
    const audit = await test.database.system.all(AUDIT_OF, [person.entityId ?? '']);
    expect(audit.at(-1)?.type).toBe('SERVICE_PROFILE_STATE_CHANGE');

    expect((await screen(person)).status).toBe('PASS');
    expect(await stateOf()).toEqual(['ACTIVE']);
  });

  it('leaves results alone where nothing changed or nothing of it was checked', async () => {
    const person = await create(LISTED);
    await screen(person);
    await clearAll(person);
    const [phone] = present(person.phoneNumbers);
    await patch(person, { phoneNumbers: [{ phoneNumberId: phone?.phoneNumberId, number: '9' }] });
    await patch(person, { name: { ...idOf(person.name), givenName: 'Zorvan' } });

    expect(await resultsOf(person)).toMatchObject([{ systemStatus: 'VALID' }]);
    expect((await screen(person)).status).toBe('PASS');
  });
});

function idOf(name: Person['name']) {
  return { nameId: name?.nameId };
}

const AUDIT_OF = systemStatement<{ type: string; entity_id: string; has_detail: boolean }>(
  'test-audit-of',
  `select type, entity_id, sealed is not null as has_detail from audit_event
   where entity_id = $1 order by occurred_at, type, event_id`,
);

describe('deleting', () => {
  it.each([
    [false, 200],
    [true, 202],
  ] as const)(
    'forgets the person (background: %s) and keeps the audit',
    async (background, status) => {
      const person = await create(LISTED);
      await screen(person);
      const path = pathOf(person);
      const answer = await test.ok(deleteIndividual, status, { path, background });

      expect(answer).toMatchObject(path);
      await until('the person is gone', async () =>
        (await test.call(getIndividual, { path })).status === 404 ? true : undefined,
      );
      for (const operation of [getIndividual, updateIndividual, deleteIndividual, listResults]) {
        const body = operation === updateIndividual ? {} : undefined;
        const gone = await test.call(operation, { path, body });
        expect(gone.status).toBe(404);
        expect(gone.body).toMatchObject({ errorCode: 'ENT-1010' });
      }
      const again = await test.call(executeWorkflow, { path: { ...path, ...SCREENING } });
      expect(again.status).toBe(404);
      const audit = await test.database.system.all(AUDIT_OF, [path.entityId]);
      expect(audit.map(({ type }) => type)).toContain('ENTITY_CREATE');
      expect(audit.at(-1)?.type).toBe('ENTITY_PURGE');
    },
  );
});

it('keeps to the published contract throughout', () => {
  expect(test.violations).toEqual([]);
});
