import {
  createDocument,
  decideDocument,
  deleteAttachment,
  deleteDocument,
  getDocument,
  listDocuments,
  updateDocument,
} from '@probity/contract/operations/documents';
import { createAndExecuteWorkflow, executeWorkflow } from '@probity/contract/operations/executions';
import {
  createIndividual,
  getIndividual,
  updateIndividual,
} from '@probity/contract/operations/individuals';
import { listResults } from '@probity/contract/operations/results';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemStatement } from '../src/kernel/statement.ts';
import { type TestApp, testApp } from './test-app.ts';

const PNG = Buffer.from('89504e470d0a1a0a00', 'hex').toString('base64');
const PDF = Buffer.from('%PDF-1.7 a bill').toString('base64');
const PASSPORT = { type: 'PASSPORT', country: 'AUS', primaryIdentifier: 'PA7654321' };
const BILL = { type: 'UTILITY_BILL', country: 'AUS', attachments: [{ data: { base64: PDF } }] };
const SCREENING = { serviceName: 'KYC', workflowName: 'AML-Screening' };

let test: TestApp;
beforeAll(async () => {
  test = await testApp();
});
afterAll(() => test.close());

async function newPerson(documents?: object): Promise<string> {
  const individual = { name: { familyName: 'Ottoline' }, ...(documents && { documents }) };
  const answer = await test.ok(createIndividual, 201, { body: { individual } });
  return answer.individual.entityId ?? '';
}

async function add(entityId: string, document: object, level = 'meta') {
  // The published file wants type and country also of what only adds to a document.
  const isBeyondContract = 'documentId' in document;
  const call = { path: { entityId }, query: { level }, body: { document }, isBeyondContract };
  const { document: added } = await test.ok(createDocument, 201, call);
  return { ...added, documentId: added.documentId ?? '' };
}

async function reviewsOf(entityId: string) {
  const call = { path: { entityId }, query: { classes: 'SUPPORTING_DOC' } };
  return (await test.ok(listResults, 200, call)).processResults;
}

const LATEST_EVENT = systemStatement<{ type: string; object_id: string | null }>(
  'test-latest-event',
  `select type, object_id from audit_event where entity_id = $1 order by occurred_at desc limit 1`,
);

describe('documents', () => {
  it('are added under their class, and listed and read bare', async () => {
    const entityId = await newPerson();
    const passport = await add(entityId, {
      class: 'IDENTITY',
      ...PASSPORT,
      expiryDate: { year: '2030', month: '5', day: '6' },
      attachments: [{ mimeType: 'image/jpeg', side: 'FRONT', data: { base64: PNG } }],
    });
    expect(passport).toMatchObject({
      ...PASSPORT,
      entityId,
      expiryDate: { normalized: '2030-05-06' },
      attachments: [
        { mimeType: 'image/png', retrievalStatus: 'EXCLUDED', data: { base64: '' }, side: 'FRONT' },
      ],
    });
    const listed = await test.ok(listDocuments, 200, { path: { entityId } });
    expect(listed).toEqual({ IDENTITY: [passport] });
    const path = { entityId, documentId: passport.documentId };
    expect(await test.ok(getDocument, 200, { path })).toEqual(passport);
    const whole = await test.ok(getDocument, 200, { path, query: { level: 'base64' } });
    expect(whole.attachments).toMatchObject([{ retrievalStatus: 'NORMAL', data: { base64: PNG } }]);
  });

  it('come as ids alone where nothing else is wanted', async () => {
    const entityId = await newPerson();
    const { documentId, attachments } = await add(
      entityId,
      { ...PASSPORT, attachments: [{ data: { base64: PNG } }] },
      'id',
    );
    const { type, country } = PASSPORT;
    const ids = { documentId, type, country, attachments };
    expect(attachments).toEqual([
      {
        attachmentId: attachments?.[0]?.attachmentId,
        data: { base64: '' },
        retrievalStatus: 'EXCLUDED',
      },
    ]);
    const call = { path: { entityId }, query: { level: 'id' } };
    expect(await test.ok(listDocuments, 200, call)).toEqual({ IDENTITY: [ids] });
  });

  it('take pages over several calls', async () => {
    const entityId = await newPerson();
    const { documentId } = await add(entityId, PASSPORT);
    for (const pageNumber of [1, 2]) {
      const page = { pageNumber, data: { base64: PNG } };
      await add(entityId, { class: 'IDENTITY', documentId, attachments: [page] });
    }
    const path = { entityId, documentId };
    const { attachments = [] } = await test.ok(getDocument, 200, { path });
    expect(attachments.map(({ pageNumber }) => pageNumber)).toEqual([1, 2]);
  });

  it('say which file cannot be read, and show the others', async () => {
    const entityId = await newPerson();
    const files = [1, 2].map((pageNumber) => ({ pageNumber, data: { base64: PNG } }));
    const { documentId, attachments = [] } = await add(entityId, {
      ...PASSPORT,
      attachments: files,
    });
    const broken = attachments[0]?.attachmentId ?? '';
    await test.database.system.all(SPOIL, [broken]);
    const read = { path: { entityId, documentId }, query: { level: 'base64' } };
    const document = await test.ok(getDocument, 200, read);
    expect(document.attachments).toMatchObject([
      { attachmentId: broken, retrievalStatus: 'FAILED', data: { base64: '' } },
      { retrievalStatus: 'NORMAL', data: { base64: PNG } },
    ]);
  });

  it('ignore blank content that comes back, and keep its other fields', async () => {
    const entityId = await newPerson();
    const file = { data: { base64: PNG } };
    const { documentId, attachments = [] } = await add(entityId, {
      ...PASSPORT,
      attachments: [file],
    });
    const path = { entityId, documentId };
    const changed = { ...attachments[0], side: 'BACK' };
    const body = { document: { attachments: [changed] } };
    const { document } = await test.ok(updateDocument, 200, {
      isBeyondContract: true,
      path,
      query: { level: 'base64' },
      body,
    });
    expect(document.attachments).toMatchObject([{ side: 'BACK', data: { base64: PNG } }]);
  });

  it('change in the fields that are sent, with their audit event', async () => {
    const entityId = await newPerson();
    const { documentId } = await add(entityId, PASSPORT);
    const body = { document: { primaryIdentifier: 'PB1234567' }, comment: { text: 'a typo' } };
    const path = { entityId, documentId };
    const before = await test.rowCounts();
    const { document, entity } = await test.ok(updateDocument, 200, {
      isBeyondContract: true,
      path,
      body,
    });
    expect(entity).toBe(entityId);
    expect(document).toMatchObject({ ...PASSPORT, primaryIdentifier: 'PB1234567' });
    const after = await test.rowCounts();
    expect([after.audit_event, after.comment]).toEqual([
      (before.audit_event ?? 0) + 1,
      (before.comment ?? 0) + 1,
    ]);
    expect(await test.database.system.one(LATEST_EVENT, [entityId])).toEqual({
      type: 'ENTITY_UPDATE',
      object_id: documentId,
    });
  });

  it('put a pass in question when they change or go, and not when one is added', async () => {
    for (const isRemoval of [false, true]) {
      const entityId = await newPerson({ IDENTITY: [PASSPORT] });
      const { IDENTITY = [] } = await test.ok(listDocuments, 200, { path: { entityId } });
      const path = { entityId, documentId: IDENTITY[0]?.documentId ?? '', ...SCREENING };
      const stateOf = async () => {
        const { serviceProfiles } = await test.ok(getIndividual, 200, { path });
        return serviceProfiles[0]?.state;
      };
      await test.ok(executeWorkflow, 200, { path });
      expect(await stateOf()).toBe('ACTIVE');
      await add(entityId, { ...PASSPORT, primaryIdentifier: 'PC1234567' });
      expect(await stateOf()).toBe('ACTIVE');
      if (isRemoval) await test.ok(deleteDocument, 200, { path });
      else {
        const body = { document: { primaryIdentifier: 'PD1234567' } };
        await test.ok(updateDocument, 200, { isBeyondContract: true, path, body });
      }
      expect(await stateOf()).toBe('AUTO');
    }
  });

  it('go with their files, and files go by themselves', async () => {
    const entityId = await newPerson();
    const files = [{ data: { base64: PNG } }, { data: { base64: PDF } }];
    const { documentId, attachments = [] } = await add(entityId, {
      ...PASSPORT,
      attachments: files,
    });
    const attachmentId = attachments[0]?.attachmentId ?? '';
    const path = { entityId, documentId, attachmentId };
    const before = (await test.rowCounts()).attachment ?? 0;
    expect(await test.ok(deleteAttachment, 200, { path })).toMatchObject(path);
    expect((await test.rowCounts()).attachment).toBe(before - 1);
    expect(await test.call(deleteAttachment, { path })).toMatchObject({
      status: 404,
      body: { errorCode: 'DOC-1010' },
    });
    const deleted = await test.ok(deleteDocument, 200, { path });
    expect(deleted).toMatchObject({ entityId, documentId });
    expect((await test.rowCounts()).attachment).toBe(before - 2);
    for (const operation of [getDocument, deleteDocument]) {
      expect((await test.call(operation, { path })).status).toBe(404);
    }
    expect(await test.ok(listDocuments, 200, { path })).toEqual({ IDENTITY: [] });
  });

  it.each([
    { what: 'a new one without a type', document: { country: 'AUS' }, at: 'body.document.type' },
    {
      what: 'a class that is none',
      document: { ...PASSPORT, class: 'X' },
      at: 'body.document.class',
    },
    {
      what: 'a document that is not there',
      document: { documentId: '00000000-0000-4000-8000-00000000e0e0' },
      at: 'body.document.documentId',
    },
    {
      what: 'a file that is not there',
      document: {
        ...PASSPORT,
        attachments: [{ attachmentId: '00000000-0000-4000-8000-00000000e0e0' }],
      },
      at: 'body.document.attachments[0].attachmentId',
    },
    {
      what: 'content that is no base64',
      document: { ...PASSPORT, attachments: [{ data: { base64: 'no' } }] },
      at: 'body.document.attachments[0].data.base64',
    },
  ])('refuse $what', async ({ document, at }) => {
    const entityId = await newPerson();
    const before = await test.rowCounts();
    const answer = await test.call(createDocument, { path: { entityId }, body: { document } });
    expect(answer).toMatchObject({ status: 400, body: { details: [{ issueLocation: at }] } });
    expect(await test.rowCounts()).toEqual(before);
  });
});

describe('supporting documents', () => {
  it.each(['create', 'execute', 'patch', 'add'])(
    'wait for a review when they come by %s',
    async (door) => {
      const individual = { name: { familyName: 'Ottoline' }, documents: { SUPPORTING: [BILL] } };
      let entityId = '';
      if (door === 'execute') {
        const call = { path: SCREENING, body: { individual } };
        const { workflowResult } = await test.ok(createAndExecuteWorkflow, 200, call);
        entityId = workflowResult?.entityId ?? '';
      } else {
        entityId = await newPerson(door === 'create' ? individual.documents : undefined);
      }
      const path = { entityId };
      if (door === 'patch') {
        const body = { individual: { documents: individual.documents } };
        await test.ok(updateIndividual, 200, { path, body });
      }
      if (door === 'add') await add(entityId, { class: 'SUPPORTING', ...BILL });
      const { SUPPORTING = [] } = await test.ok(listDocuments, 200, { path });
      const reviews = await reviewsOf(entityId);
      expect(reviews).toMatchObject([
        { objectType: 'DOCUMENT', objectId: SUPPORTING[0]?.documentId, systemStatus: 'VALID' },
      ]);
      expect(reviews[0]?.manualStatus).toBeUndefined();
    },
  );

  it('are decided about, again and again, and by whom is kept', async () => {
    const entityId = await newPerson();
    const { documentId } = await add(entityId, { class: 'SUPPORTING', ...BILL });
    const path = { entityId, documentId };
    for (const manualStatus of ['NEEDS_ATTENTION', 'APPROVED', 'APPROVED', 'REJECTED']) {
      const call = {
        path,
        body: { manualStatus, comment: { text: 'looked at' } },
        headers: { 'X-Frankie-Username': 'officer@example.org' },
      };
      const { processResults } = await test.ok(decideDocument, 200, call);
      expect(processResults).toMatchObject([
        { objectId: documentId, manualStatus, updatedBy: 'officer@example.org' },
      ]);
    }
    expect(await reviewsOf(entityId)).toHaveLength(1);
  });

  it('are reviewed anew once they or their files change', async () => {
    const entityId = await newPerson();
    const { documentId } = await add(entityId, { class: 'SUPPORTING', ...BILL });
    const path = { entityId, documentId };
    const changes = [
      { primaryIdentifier: 'another' },
      { attachments: [{ data: { base64: PNG } }] },
    ];
    for (const document of changes) {
      await test.ok(decideDocument, 200, { path, body: { manualStatus: 'APPROVED' } });
      test.turnForward(1_000);
      await test.ok(updateDocument, 200, { isBeyondContract: true, path, body: { document } });
      const valid = (await reviewsOf(entityId)).filter((one) => one.systemStatus === 'VALID');
      expect(valid).toHaveLength(1);
      expect(valid[0]?.manualStatus).toBeUndefined();
    }
  });

  it.each([
    { what: 'of another class', document: { ...BILL, class: 'OTHER' } },
    { what: 'without a file', document: { ...BILL, class: 'SUPPORTING', attachments: [] } },
  ])('are not those $what', async ({ document }) => {
    const entityId = await newPerson();
    const { documentId } = await add(entityId, document);
    const path = { entityId, documentId };
    const answer = await test.call(decideDocument, { path, body: { manualStatus: 'APPROVED' } });
    expect(answer.status).toBe(400);
    expect(await reviewsOf(entityId)).toEqual([]);
  });
});

const SPOIL = systemStatement<never>(
  'test-spoil-file',
  `update attachment set sealed = set_byte(sealed, length(sealed) - 1,
     get_byte(sealed, length(sealed) - 1) # 1) where attachment_id = $1`,
);

it('keeps to the published contract throughout', () => {
  expect(test.violations).toEqual([]);
  expect(test.logs.join('\n')).not.toMatch(/PA7654321|Ottoline/);
});
