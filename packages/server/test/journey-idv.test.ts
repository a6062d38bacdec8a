import { createDocument, updateDocument } from '@probity/contract/operations/documents';
import { executeWorkflow, getExecution } from '@probity/contract/operations/executions';
import {
  checkIDVStatus,
  getIDVToken,
  initBiometrics,
  processIDVOCR,
} from '@probity/contract/operations/idv/captures';
import {
  createIndividual,
  getIndividual,
  updateIndividual,
} from '@probity/contract/operations/individuals';
import { decideIdvResults, listResults } from '@probity/contract/operations/results';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printedPage } from '../src/providers/photos/test-photos.ts';
import { type TestApp, testApp, until } from './test-app.ts';
import { LICENCE, PERSONA, SELFIE_DOCUMENT } from './test-idv.ts';

const WORKFLOW = { serviceName: 'KYC', workflowName: 'KYC-DocumentFace' };

let test: TestApp;
beforeAll(async () => {
  test = await testApp();
});
afterAll(() => test.close());

async function newPerson(individual: object): Promise<{ entityId: string }> {
  const body = { individual };
  const created = await test.ok(createIndividual, 201, { body });
  return { entityId: created.individual.entityId ?? '' };
}

/** James Testone of the sandbox, with a word among his names that forces an outcome. */
const persona = (word = '') => ({
  ...PERSONA,
  name: { ...PERSONA.name, middleName: `A ${word}`.trim() },
});

async function execute(path: { entityId: string }) {
  const { workflowResult } = await test.ok(executeWorkflow, 200, {
    path: { ...path, ...WORKFLOW },
  });
  const steps = workflowResult?.workflowStepResults ?? [];
  const step = steps.find(({ stepName }) => stepName === 'IDV');
  const issues = (workflowResult?.issues ?? [])
    .filter(({ category }) => category !== 'AML')
    .map(({ category, issue, severity }) => `${category}/${issue} ${severity}`);
  return { status: workflowResult?.status, step, issues: [...new Set(issues)].sort() };
}

async function idvResults(path: { entityId: string }) {
  const query = { classes: 'IDV', limit: 50 };
  const { processResults } = await test.ok(listResults, 200, { path, query });
  return processResults;
}

/** An execution that waits, and a look at how it stands. */
async function executeAndPark(path: { entityId: string }) {
  const accepted = await test.ok(executeWorkflow, 202, { path: { ...path, ...WORKFLOW } });
  const { workflowExecutionId = '' } = accepted;
  const look = async () => {
    const at = { ...path, ...WORKFLOW, workflowExecutionId };
    return (await test.ok(getExecution, 200, { path: at })).workflowResult;
  };
  const ended = () =>
    until('the execution has ended', async () => {
      const result = await look();
      return result?.workflowExecutionState === 'IN_PROGRESS' ? undefined : result;
    });
  return { workflowExecutionId, look, ended };
}

describe('the published flow', () => {
  it('goes from a token over the reading of the document to a pass', async () => {
    const path = await newPerson(persona());
    const wanted = { country: 'AUS', documentType: 'DRIVERS_LICENSE', comment: { text: 'begin' } };
    const begun = await test.ok(getIDVToken, 200, { path, body: wanted });
    expect(begun).toMatchObject({
      provider: 'sandbox',
      smsSent: false,
      country: 'AUS',
      documentType: 'DRIVERS_LICENSE',
    });
    expect(Date.parse(begun.tokenExpiry)).toBeGreaterThan(Date.now());
    const again = await test.ok(getIDVToken, 200, { path });
    expect([again.token, again.applicantId]).toEqual([begun.token, begun.applicantId]);

    const { token } = begun;
    const read = await test.ok(processIDVOCR, 200, { path, body: { token } });
    expect(read).toMatchObject({
      status: 'COMPLETE_OCR',
      ocrResult: { class: 'IDV', supplementaryData: { type: 'IDV_OCR' } },
      individual: { documents: { IDENTITY: [{ primaryIdentifier: '283229690' }] } },
    });

    const body = { token, comment: { text: 'captured' } };
    expect(await test.ok(initBiometrics, 200, { path, body })).toMatchObject({
      status: 'COMPLETE',
    });
    expect(await test.ok(checkIDVStatus, 200, { path })).toMatchObject({ status: 'COMPLETE' });

    const { status, step, issues } = await execute(path);
    expect([status, step?.result, issues]).toEqual(['PASS', 'PASS', []]);
    expect(step?.serviceProviders).toMatchObject([{ provider: 'sandbox', result: 'COMPLETE' }]);
    const results = (await idvResults(path)).filter(({ groupId }) => groupId !== undefined);
    expect(new Set(results.map(({ groupId }) => groupId))).toEqual(new Set([begun.applicantId]));
    expect(
      results.map(({ supplementaryData, result }) => [supplementaryData?.type, result]).sort(),
    ).toEqual([
      ['IDV_DOCUMENT', 'CLEAR'],
      ['IDV_FACIAL_COMPARISON', 'CLEAR'],
      ['IDV_FACIAL_LIVENESS', 'CLEAR'],
      ['IDV_OCR', 'CLEAR'],
      ['IDV_OCR_COMPARISON', 'CLEAR'],
    ]);
    const comparison = results.find((one) => one.supplementaryData?.type === 'IDV_OCR_COMPARISON');
    expect(comparison?.supplementaryData).toMatchObject({
      comparisonSource: 'ENTITY',
      resultMap: { name: { resultNormalized: 'clear' }, dob: { originalData: '1950-01-01' } },
      mismatchMap: {},
    });
  });

  it('counts the last check again until something newer is captured', async () => {
    const path = await newPerson(persona());
    await test.ok(getIDVToken, 200, { path });
    const first = await execute(path);
    const second = await execute(path);
    expect([first.step?.result, second.step?.result]).toEqual(['PASS', 'SKIPPED']);
    expect(second.status).toBe('PASS');
    const ids = ({ step }: typeof first) =>
      step?.processResults?.map(({ processResultId }) => processResultId).sort();
    expect(ids(second)).toEqual(ids(first));
    test.turnForward(2 * 3_600_000);
    await test.ok(getIDVToken, 200, { path });
    expect((await execute(path)).step?.result).toBe('PASS');
    const valid = (await idvResults(path)).filter(({ systemStatus }) => systemStatus === 'VALID');
    expect(valid).toHaveLength(5);
  });

  it('compares the last check anew with a person who has changed since', async () => {
    const { dateOfBirth: _, ...undated } = persona();
    const path = await newPerson(undated);
    await test.ok(getIDVToken, 200, { path });
    // Without a birth date it is nobody whom the sandbox knows.
    expect((await execute(path)).step?.result).toBe('CLEAR_REVIEW');

    const known = await newPerson(persona());
    await test.ok(getIDVToken, 200, { path: known });
    expect((await execute(known)).status).toBe('PASS');
    const { individual } = await test.ok(getIndividual, 200, { path: known });
    const name = { nameId: individual.name?.nameId, familyName: 'Other' };
    await test.ok(updateIndividual, 200, { path: known, body: { individual: { name } } });
    const again = await execute(known);
    expect([again.status, again.step?.result]).toEqual(['REVIEW', 'CLEAR_REVIEW']);
    expect(again.issues).toEqual(['IDV/OCR REVIEW']);
  });

  it('asks for a token of the person’s own, and of a provider that is there', async () => {
    const [path, other] = [await newPerson(persona()), await newPerson(persona())];
    const { token, applicantId } = await test.ok(getIDVToken, 200, { path: other });
    const refusals = [
      await test.call(initBiometrics, { path, body: { token } }),
      await test.call(checkIDVStatus, { path, body: { token } }),
      await test.call(processIDVOCR, { path, body: { token } }),
      await test.call(getIDVToken, { path, body: { applicantId } }),
      await test.call(getIDVToken, { path, body: { provider: 'nobody' } }),
      await test.call(initBiometrics, { path, body: { providerReferenceId: 'x' } }),
      await test.call(initBiometrics, { path }),
    ];
    const places = refusals.map(({ status, body }) => [
      status,
      Object(body).details[0].issueLocation,
    ]);
    expect(places).toEqual([
      [400, 'body.token'],
      [400, 'body.token'],
      [400, 'body.token'],
      [400, 'body.applicantId'],
      [400, 'body.provider'],
      [400, 'body.providerReferenceId'],
      [400, 'request'],
    ]);
  });

  it('says that no provider begins a capture where none is there', async () => {
    const tenant = await test.newTenant({ isSandbox: false });
    const body = { individual: persona() };
    const { individual } = await test.ok(createIndividual, 201, { as: tenant, body });
    const path = { entityId: individual.entityId ?? '' };
    const from = test.violations.length;
    const answer = await test.call(getIDVToken, { as: tenant, path });
    expect(answer).toMatchObject({ status: 503, body: { errorCode: 'CHECK-0503' } });
    // A 503 is what it should be here.
    (test.violations as string[]).splice(from, 1);
  });
});

describe('what the provider found', () => {
  it.each([
    { word: 'idvreject', status: 'FAIL', result: 'FAIL', severity: 'CRITICAL' },
    { word: 'idvsuspect', status: 'REVIEW', result: 'CLEAR_REVIEW', severity: 'REVIEW' },
  ])('$word: the status is $status', async ({ word, status, result, severity }) => {
    const path = await newPerson(persona(word));
    await test.ok(getIDVToken, 200, { path });
    const found = await execute(path);
    expect([found.status, found.step?.result]).toEqual([status, result]);
    expect(found.issues).toEqual(
      [
        'VISUAL_AUTHENTICITY',
        'IMAGE_INTEGRITY',
        'DATA_VALIDATION',
        'DOCUMENT_COMPARISON',
        'LIVENESS_DETECTION',
        'OCR',
      ]
        .map((issue) => `IDV/${issue} ${severity}`)
        .sort(),
    );
  });

  it('is an officer’s to clear: all of it, or it is not cleared', async () => {
    const path = await newPerson(persona('idvreject'));
    await test.ok(getIDVToken, 200, { path });
    await execute(path);
    const wrong = (await idvResults(path)).filter(({ result }) => result === 'REJECTED');
    const ids = wrong.map(({ processResultId }) => processResultId ?? '');
    const decide = (processResults: string[], manualStatus: string) =>
      test.ok(decideIdvResults, 200, {
        path,
        body: { processResults, manualStatus, comment: { text: 'seen at the branch' } },
      });
    const { processResults } = await decide(ids.slice(1), 'CLEAR');
    expect(processResults.map(({ manualStatus, result }) => [manualStatus, result])).toEqual(
      ids.slice(1).map(() => ['CLEAR', 'REJECTED']),
    );
    expect((await execute(path)).status).toBe('FAIL');
    await decide(ids, 'CLEAR');
    const cleared = await execute(path);
    expect([cleared.status, cleared.step?.result]).toEqual(['PASS', 'CLEARED']);
    await decide(ids.slice(0, 1), 'REJECTED');
    expect((await execute(path)).status).toBe('FAIL');
    const others = await test.call(decideIdvResults, {
      path,
      body: { processResults: ids, manualStatus: 'TRUE_POSITIVE' },
    });
    expect(others.status).toBe(400);
  });

  it('is compared with the record: another birth date is for somebody to look at', async () => {
    const path = await newPerson(persona());
    await test.ok(getIDVToken, 200, { path });
    // The sandbox goes on with the session that it began; the record changes under it.
    const born = { individual: { dateOfBirth: { year: '1951', month: '01', day: '01' } } };
    const { individual } = await test.ok(getIndividual, 200, { path });
    const { dateOfBirthId } = individual.dateOfBirth ?? {};
    const dateOfBirth = { ...born.individual.dateOfBirth, dateOfBirthId };
    await test.ok(updateIndividual, 200, { path, body: { individual: { dateOfBirth } } });
    const { status, step, issues } = await execute(path);
    expect([status, step?.result, issues]).toEqual(['REVIEW', 'CLEAR_REVIEW', ['IDV/OCR REVIEW']]);
    const results = await idvResults(path);
    const comparison = results.find((one) => one.supplementaryData?.type === 'IDV_OCR_COMPARISON');
    expect(comparison?.supplementaryData).toMatchObject({
      mismatchMap: { dob: { originalData: '1950-01-01', resultNormalized: 'suspected' } },
    });
  });
});

describe('an execution that waits for the capture', () => {
  it('holds nobody up, and goes on when the images are there', async () => {
    const path = await newPerson(persona());
    const parked = await executeAndPark(path);
    expect(await parked.look()).toMatchObject({ workflowExecutionState: 'IN_PROGRESS' });
    expect(await test.call(initBiometrics, { path })).toMatchObject({ status: 400 });

    const licence = { document: { class: 'IDENTITY', ...LICENCE } };
    await test.ok(createDocument, 201, { path, body: licence });
    expect(await test.ok(initBiometrics, 200, { path })).toMatchObject({
      status: 'WAITING_SELFIE_UPLOAD',
    });
    const face = { document: { class: 'OTHER', ...SELFIE_DOCUMENT } };
    await test.ok(createDocument, 201, { path, body: face });
    const done = await test.ok(initBiometrics, 200, { path });
    expect(done).toMatchObject({
      status: 'COMPLETE',
      workflowExecutionId: parked.workflowExecutionId,
    });
    expect(await parked.ended()).toMatchObject({
      workflowExecutionState: 'COMPLETED',
      status: 'PASS',
    });
    const results = await idvResults(path);
    const documents = results.find((one) => one.supplementaryData?.type === 'IDV_DOCUMENT');
    expect(documents).toMatchObject({ objectType: 'DOCUMENT' });
    expect(Object(documents?.supplementaryData).attachmentIds).toEqual({
      front: expect.any(String),
      back: expect.any(String),
    });
  });

  it('takes images that are there already', async () => {
    const documents = { IDENTITY: [LICENCE], OTHER: [SELFIE_DOCUMENT] };
    const path = await newPerson({ ...persona(), documents });
    expect((await execute(path)).status).toBe('PASS');
    const [pending] = await idvResults(path);
    expect(pending).toMatchObject({ systemStatus: 'VALID' });
  });

  it('says that nothing was captured when its time is up', async () => {
    const path = await newPerson(persona());
    const parked = await executeAndPark(path);
    test.turnForward(31 * 24 * 3_600_000);
    // What the engine's own clock does at the time.
    const { tenantId } = test.tenant;
    const db = test.database.system.forTenant({ own: tenantId, readable: [tenantId] });
    const { wakeRuns } = await import('../src/engine/engine.store.ts');
    await wakeRuns(db, path.entityId);
    const ended = await parked.ended();
    expect(ended?.status).toBe('INCOMPLETE');
    const step = ended?.workflowStepResults?.find(({ stepName }) => stepName === 'IDV');
    expect(step).toMatchObject({ result: 'INCOMPLETE', errors: [{ code: 'CHECK-0408' }] });
    expect(ended?.issues).toMatchObject([{ category: 'EXPIRY', issue: 'REQUIRES_IDV' }]);
  });

  it('becomes a review where the provider is silent', async () => {
    const documents = { IDENTITY: [LICENCE], OTHER: [SELFIE_DOCUMENT] };
    for (const [word, issue] of [
      ['timeout', 'SERVICE_TIMEOUT'],
      ['error', 'SERVICE_ERROR'],
    ] as const) {
      const path = await newPerson({ ...persona(word), documents });
      const { status, step, issues } = await execute(path);
      expect([status, step?.result, issues]).toEqual([
        'REVIEW',
        'ERROR',
        [`SYSTEM/${issue} ERROR`],
      ]);
    }
  });
});

describe('reading a document', () => {
  const ZONE = [
    'P<AUSERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
    'L898902C36AUS7408122F1204159ZE184226B<<<<<10',
  ];
  const image = (bytes: Buffer) => ({ fileData: { data: { base64: bytes.toString('base64') } } });

  it('keeps the image with a document of its own, filled in from the zone', async () => {
    const path = await newPerson({ name: { givenName: 'Anna', familyName: 'Eriksson' } });
    const read = await test.ok(processIDVOCR, 200, { path, body: image(printedPage(ZONE)) });
    expect(read).toMatchObject({
      status: 'COMPLETE_OCR',
      individual: {
        documents: {
          IDENTITY: [
            {
              type: 'PASSPORT',
              country: 'AUS',
              primaryIdentifier: 'L898902C3',
              expiryDate: { normalized: '2012-04-15' },
              attachments: [{ side: 'FRONT', mimeType: 'image/png' }],
            },
          ],
        },
      },
    });
    const [{ documentId = '' } = {}] = read.individual.documents?.IDENTITY ?? [];
    expect(read.ocrResult).toMatchObject({ objectType: 'DOCUMENT', objectId: documentId });
    const type = { type: 'PASSPORT', country: 'AUS' };
    const body = { document: { ...type, primaryIdentifier: 'PA7654321' } };
    await test.ok(updateDocument, 200, { path: { ...path, documentId }, body });
    const again = await test.ok(processIDVOCR, 200, {
      path,
      body: { ...image(printedPage(ZONE)), documentId },
    });
    // What somebody said of it stays; the comparison tells that they differ.
    expect(again.individual.documents?.IDENTITY).toMatchObject([
      { primaryIdentifier: 'PA7654321' },
    ]);
  });

  it('says what is wrong with an image, and keeps nothing of it', async () => {
    const path = await newPerson({ name: { familyName: 'Ottoline' } });
    const statusOf = async (body: object) =>
      (await test.ok(processIDVOCR, 200, { path, body })).status;
    expect(await statusOf({})).toBe('AWAITING_DOCUMENT_UPLOAD_FRONT');
    expect(await statusOf(image(Buffer.from('%PDF-1.7')))).toBe(
      'DOCUMENT_INVALID_INCORRECT_FILE_FORMAT',
    );
    expect(await statusOf(image(printedPage(['NOTHING OF A ZONE'])))).toBe(
      'WAITING_DOCUMENT_UPLOAD_FAILED_OCR',
    );
    const { individual } = await test.ok(getIndividual, 200, { path });
    expect(individual.documents).toBeUndefined();
    const elsewhere = { fileData: { data: { uri: 'https://elsewhere.example/x.png' } } };
    expect((await test.call(processIDVOCR, { path, body: elsewhere })).status).toBe(400);
  });
});

it('keeps to the contract, and says nothing about anybody in the log', () => {
  expect(test.violations).toEqual([]);
  expect(test.logs.join()).not.toMatch(/Testone|Eriksson|sandbox~/i);
});
