import { publishWorkflow } from '@probity/contract/operations/admin-workflows';
import {
  decideDocument,
  listDocuments,
  updateDocument,
} from '@probity/contract/operations/documents';
import { createAndExecuteWorkflow, executeWorkflow } from '@probity/contract/operations/executions';
import { listResults } from '@probity/contract/operations/results';
import { listWorkflows } from '@probity/contract/operations/workflows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentFinding, IdentityProvider } from '../src/providers/identity-provider.ts';
import { printedPage } from '../src/providers/photos/test-photos.ts';
import { SourceUnavailable } from '../src/providers/source-call.ts';
import { type TestApp, testApp } from './test-app.ts';

/** What the register of these tests says, by the number of the document. */
const REGISTER: Readonly<Record<string, Omit<DocumentFinding, 'documentId' | 'strengths'>>> = {
  PA1111111: { result: 'MATCH', isValid: true },
  PA2222222: { result: 'NO_MATCH' },
  PA3333333: { result: 'INVALID_MATCH', isBlocked: true, blockingCode: 'LOST' },
  PA4444444: { result: 'MATCH', isExpired: true },
};
const NUMBER_OF_TROUBLE = 'PA9999999';

/** Documents that the register was asked about, an element each time. */
const asks: (readonly string[])[] = [];

const register = (name: string): IdentityProvider => ({
  name,
  serves: () => true,
  async verify({ subject, documents }) {
    asks.push(documents);
    const asked = subject.documents.filter(({ objectId }) => documents.includes(objectId));
    if (asked.some(({ primaryIdentifier }) => primaryIdentifier === NUMBER_OF_TROUBLE)) {
      throw new SourceUnavailable(name, 'error');
    }
    return {
      outcome: 'answered',
      sources: [
        {
          source: name,
          sourceName: `The ${name}`,
          attributes: [],
          documents: asked.flatMap(({ objectId, primaryIdentifier = '' }) => {
            const said = REGISTER[primaryIdentifier];
            const strengths = { primaryIdentifier: said?.result === 'MATCH' ? 100 : 0 };
            return said ? [{ documentId: objectId, strengths, ...said }] : [];
          }),
        },
      ],
    };
  },
});

let test: TestApp;
beforeAll(async () => {
  test = await testApp({ capabilities: { identity: [register('passport-register')] } });
  await publish('Documents', 'ID', {});
  await publish('ForADay', 'ID', { reuse: { hours: 24 } });
  await publish('OwnRules', 'ID', { registers: 'none' });
  await publish('TwoDocuments', 'ID', { required: 2 });
  await publish('NobodyToAsk', 'ID', { providers: ['another-register'] });
  await publish('Reviews', 'SUPPORTING_DOCUMENTS_REVIEW', {});
});
afterAll(() => test.close());

async function publish(workflowName: string, type: string, configuration: object): Promise<void> {
  const definition = {
    serviceName: 'KYC',
    workflowName,
    workflowId: workflowName.toLowerCase(),
    type: 'documents',
    lifecyclePhase: 'ONBOARDING',
    monitoringTypes: [],
    steps: [
      { name: 'START', type: 'START', dependsOn: [] },
      { name: type, type, configuration, dependsOn: ['START'] },
      { name: 'DECISION', type: 'DECISION', configuration: {}, dependsOn: [type] },
      { name: 'FINISH', type: 'FINISH', dependsOn: ['DECISION'] },
    ],
  };
  const headers = { authorization: `Bearer ${test.operatorKey}` };
  const body = { customerId: test.tenant.customerId, definition: JSON.stringify(definition) };
  await test.ok(publishWorkflow, 201, { headers, body });
}

const ZONE = [
  'P<AUSOTTOLINE<<GRETA<<<<<<<<<<<<<<<<<<<<<<<<',
  'PA11111118AUS8001014F3501014<<<<<<<<<<<<<<<6',
];

const passport = (primaryIdentifier: string | undefined, more: object = {}) => ({
  type: 'PASSPORT',
  country: 'AUS',
  ...(primaryIdentifier && { primaryIdentifier }),
  expiryDate: { year: '2035', month: '01', day: '01' },
  ...more,
});
const withZone = (zone: readonly string[], more: object = {}) =>
  passport('PA1111111', {
    customAttributes: { mrz: { type: 'mrz', value: zone.join('\n') } },
    ...more,
  });

type Run = {
  readonly documents?: readonly object[];
  readonly consents?: readonly object[];
  readonly workflowName?: string;
};

async function run({
  documents = [],
  consents = [{ type: 'DOCS' }],
  workflowName = 'Documents',
}: Run) {
  const individual = {
    name: { givenName: 'Greta', familyName: 'Ottoline' },
    dateOfBirth: { year: '1980', month: '01', day: '01' },
    consents,
    documents: { IDENTITY: documents },
  };
  const path = { serviceName: 'KYC', workflowName };
  const { workflowResult } = await test.ok(createAndExecuteWorkflow, 200, {
    path,
    body: { individual },
  });
  const step = workflowResult?.workflowStepResults?.find(({ stepName }) => stepName === 'ID');
  const issues = (workflowResult?.issues ?? []).map(
    ({ category, issue }) => `${category}/${issue}`,
  );
  return {
    entityId: workflowResult?.entityId ?? '',
    status: workflowResult?.status,
    result: step?.result,
    issues: issues.sort(),
    errors: step?.errors ?? [],
    processResults: step?.processResults ?? [],
    summary: step?.summary as Record<string, unknown> | undefined,
    step,
  };
}

describe('the check of documents', () => {
  const CASES: readonly (Run & {
    what: string;
    result: string;
    status: string;
    issues: string[];
  })[] = [
    {
      what: 'the register confirms it',
      documents: [passport('PA1111111')],
      result: 'MATCH',
      status: 'PASS',
      issues: [],
    },
    {
      what: 'the register does not have it',
      documents: [passport('PA2222222')],
      result: 'NO_MATCH',
      status: 'FAIL',
      issues: ['DOCUMENT/NOT_FOUND'],
    },
    {
      what: 'the register has it as lost',
      documents: [passport('PA3333333')],
      result: 'NO_MATCH',
      status: 'FAIL',
      issues: ['DOCUMENT/COMPROMISED_DOCUMENT'],
    },
    {
      what: 'the register has it as expired',
      documents: [passport('PA4444444')],
      result: 'EXPIRED',
      status: 'FAIL',
      issues: ['EXPIRY/REQUIRES_KYC'],
    },
    {
      what: 'it says itself that it has expired',
      documents: [passport('PA1111111', { expiryDate: { year: '2020', month: '01', day: '01' } })],
      result: 'EXPIRED',
      status: 'FAIL',
      issues: ['EXPIRY/REQUIRES_KYC'],
    },
    {
      what: 'no register says anything about it',
      documents: [passport('PA5555555')],
      result: 'PARTIAL',
      status: 'FAIL',
      issues: ['DOCUMENT/PARTIAL'],
    },
    {
      what: 'its number cannot be one',
      documents: [passport('1')],
      result: 'NO_MATCH',
      status: 'FAIL',
      issues: ['BAD_DATA/BAD_DATA_ID'],
    },
    {
      what: 'it has no number',
      documents: [passport(undefined)],
      result: 'MISSING_DATA',
      status: 'INCOMPLETE',
      issues: ['BAD_DATA/BAD_DATA_ID'],
    },
    {
      what: 'its zone names somebody else',
      documents: [withZone([(ZONE[0] ?? '').replace('GRETA', 'PETRA'), ZONE[1] ?? ''])],
      result: 'NO_MATCH',
      status: 'FAIL',
      issues: ['DOCUMENT/DATA_COMPARISON'],
    },
    {
      what: 'a digit of its zone was changed',
      documents: [withZone([ZONE[0] ?? '', (ZONE[1] ?? '').replace('F3501014', 'F3601014')])],
      result: 'NO_MATCH',
      status: 'FAIL',
      issues: ['DOCUMENT/DATA_VALIDATION'],
    },
    {
      what: 'it was issued before the person was born',
      documents: [passport('PA1111111', { issueDate: { year: '1979' } })],
      result: 'NO_MATCH',
      status: 'FAIL',
      issues: ['DOCUMENT/DATA_CONSISTENCY'],
    },
    {
      what: 'there is none',
      documents: [],
      result: 'MISSING_DATA',
      status: 'INCOMPLETE',
      issues: ['BAD_DATA/BAD_DATA_ID'],
    },
    {
      what: 'the person has not agreed',
      documents: [passport('PA1111111')],
      consents: [{ type: 'GENERAL' }],
      result: 'MISSING_DATA',
      status: 'INCOMPLETE',
      issues: ['BAD_DATA/BAD_DATA_ID'],
    },
    {
      what: 'the register does not answer',
      documents: [passport(NUMBER_OF_TROUBLE)],
      result: 'ERROR',
      status: 'REVIEW',
      issues: ['DOCUMENT/PARTIAL', 'SYSTEM/SERVICE_ERROR'],
    },
    {
      what: 'the register that is named is not set up',
      documents: [passport('PA1111111')],
      workflowName: 'NobodyToAsk',
      result: 'ERROR',
      status: 'REVIEW',
      issues: ['DOCUMENT/PARTIAL', 'SYSTEM/SERVICE_ERROR'],
    },
    {
      what: 'two are needed and one is confirmed',
      documents: [passport('PA1111111')],
      workflowName: 'TwoDocuments',
      result: 'PARTIAL',
      status: 'FAIL',
      issues: [],
    },
    {
      what: 'one is confirmed and another is not known',
      documents: [passport('PA1111111'), passport('PA2222222')],
      result: 'PARTIAL',
      status: 'FAIL',
      issues: ['DOCUMENT/NOT_FOUND'],
    },
    {
      what: 'own rules are enough, and the zone agrees',
      documents: [withZone(ZONE)],
      workflowName: 'OwnRules',
      result: 'MATCH',
      status: 'PASS',
      issues: [],
    },
    {
      what: 'own rules are enough, and there is nothing but a number',
      documents: [passport('PA1111111')],
      workflowName: 'OwnRules',
      result: 'PARTIAL',
      status: 'FAIL',
      issues: ['DOCUMENT/PARTIAL'],
    },
  ];

  it.each(CASES)(
    'is $result and the run $status where $what',
    async ({ result, status, issues, ...asked }) => {
      const done = await run(asked);
      expect(done).toMatchObject({ result, status, issues });
      const isClean = result === 'MATCH' || result === 'PARTIAL' || result.includes('MATCH');
      if (!isClean) expect([...done.errors, ...done.issues]).not.toEqual([]);
    },
  );

  describe('run again', () => {
    const again = (entityId: string, workflowName: string) =>
      test.ok(executeWorkflow, 200, { path: { serviceName: 'KYC', workflowName, entityId } });
    const standing = async (
      entityId: string,
      before: readonly { processResultId?: string | undefined }[],
    ) => {
      const kept = await test.ok(listResults, 200, {
        path: { entityId },
        query: { classes: 'ID' },
      });
      const known = new Set(before.map(({ processResultId }) => processResultId));
      return kept.processResults
        .map(
          ({ processResultId, providerResult, systemStatus }) =>
            `${known.has(processResultId) ? 'old' : 'new'} ${providerResult?.name} ${systemStatus}`,
        )
        .sort();
    };

    it('asks no register that has confirmed, and looks at the document itself anew', async () => {
      const first = await run({ documents: [passport('PA1111111')] });
      const asked = asks.length;
      const { workflowResult } = await again(first.entityId, 'Documents');
      const step = workflowResult?.workflowStepResults?.find(({ stepName }) => stepName === 'ID');
      expect(step?.result).toBe('MATCH');
      expect(step?.serviceProviders ?? []).toEqual([]);
      expect(asks).toHaveLength(asked);
      const [ofRegister] = first.processResults.filter(
        ({ providerResult }) => providerResult?.name === 'passport-register',
      );
      expect(step?.processResults).toContainEqual(ofRegister);
      expect(await standing(first.entityId, first.processResults)).toEqual([
        'new probity VALID',
        'old passport-register VALID',
        'old probity STALE',
      ]);
    });

    it.each(['PA2222222', 'PA3333333', 'PA4444444'])(
      'asks again about %s, which was not confirmed',
      async (number) => {
        const first = await run({ documents: [passport(number)] });
        const asked = asks.length;
        await again(first.entityId, 'Documents');
        expect(asks).toHaveLength(asked + 1);
        const after = await standing(first.entityId, first.processResults);
        expect(after.filter((line) => line.startsWith('old') && line.endsWith('VALID'))).toEqual(
          [],
        );
      },
    );

    it('asks again about a document that was edited, and when a confirmation is too old', async () => {
      const first = await run({ documents: [passport('PA1111111')], workflowName: 'ForADay' });
      const asked = asks.length;
      await again(first.entityId, 'ForADay');
      expect(asks).toHaveLength(asked);
      test.turnForward(25 * 3_600_000);
      await again(first.entityId, 'ForADay');
      expect(asks).toHaveLength(asked + 1);
      expect(await standing(first.entityId, first.processResults)).toContain(
        'old passport-register EXPIRED',
      );
      const documentId = first.processResults[0]?.objectId ?? '';
      const path = { entityId: first.entityId, documentId };
      const document = { type: 'PASSPORT', country: 'AUS', issueDate: { year: '2020' } };
      await test.ok(updateDocument, 200, { path, body: { document } });
      await again(first.entityId, 'ForADay');
      expect(asks).toHaveLength(asked + 2);
    });
  });

  it('names the consent that is missing', async () => {
    const { errors } = await run({ documents: [passport('PA1111111')], consents: [] });
    expect(errors).toMatchObject([{ location: 'individual.consents' }]);
    expect(errors[0]?.description).toContain('DOCS');
  });

  it('sums up, and lists every document by its id', async () => {
    const { summary, processResults, step } = await run({
      documents: [passport('PA1111111'), passport('PA5555555')],
    });
    const results = processResults.map(({ class: of, objectType, result, providerResult }) => ({
      of,
      objectType,
      result,
      source: providerResult?.sourceNormalized,
    }));
    expect(results).toEqual([
      { of: 'ID', objectType: 'DOCUMENT', result: 'PARTIAL_MATCH', source: 'document-rules' },
      { of: 'ID', objectType: 'DOCUMENT', result: 'MATCH', source: 'passport-register' },
      { of: 'ID', objectType: 'DOCUMENT', result: 'PARTIAL_MATCH', source: 'document-rules' },
    ]);
    const [known = '', unknown = ''] = [processResults[0]?.objectId, processResults[2]?.objectId];
    expect(summary).toMatchObject({
      stepName: 'ID',
      matchCount: 1,
      matchCountRequired: 1,
      isVerified: true,
      matchTypes: { gov_id: { matchCount: 1, matchSources: ['passport-register'] }, other_id: {} },
      [known]: { objectType: 'PASSPORT', matchCount: 1, isVerified: true },
      [unknown]: { objectType: 'PASSPORT', matchCount: 0, isVerified: false },
    });
    expect(step?.serviceProviders).toMatchObject([{ provider: 'passport-register', order: 1 }]);
  });

  it('reads a photo, and says what it could not read', async () => {
    const photo = (bytes: Buffer) => ({
      attachments: [{ data: { base64: bytes.toString('base64') } }],
    });
    const forOthers = printedPage([
      'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
      'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
    ]);
    const other = await run({ documents: [passport('PA1111111', photo(forOthers))] });
    expect(other).toMatchObject({ result: 'NO_MATCH' });
    expect(other.issues).toContain('DOCUMENT/DATA_COMPARISON');

    const damaged = Buffer.from('89504e470d0a1a0a0000', 'hex');
    const unread = await run({ documents: [passport('PA1111111', photo(damaged))] });
    expect(unread).toMatchObject({ result: 'MATCH', issues: ['DOCUMENT/OCR'] });
    expect(unread.errors[0]?.description).toContain('is damaged');
  }, 120_000);
});

describe('the review of supporting documents', () => {
  const bill = {
    type: 'UTILITY_BILL',
    country: 'AUS',
    attachments: [{ data: { base64: 'JVBERi0x' } }],
  };

  it.each([
    { what: 'there is none', said: undefined, result: 'MISSING_DATA', status: 'INCOMPLETE' },
    { what: 'nobody has looked', said: [null], result: 'INCOMPLETE', status: 'INCOMPLETE' },
    {
      what: 'one asks for attention',
      said: ['NEEDS_ATTENTION'],
      result: 'INCOMPLETE',
      status: 'INCOMPLETE',
    },
    {
      what: 'one was turned down and one waits',
      said: ['REJECTED', null],
      result: 'INCOMPLETE',
      status: 'INCOMPLETE',
    },
    {
      what: 'all were turned down',
      said: ['REJECTED', 'REJECTED'],
      result: 'FAIL',
      status: 'FAIL',
    },
    { what: 'one is approved', said: ['REJECTED', 'APPROVED'], result: 'PASS', status: 'PASS' },
  ])('is $result where $what', async ({ said, result, status }) => {
    const individual = {
      name: { familyName: 'Ottoline' },
      ...(said && { documents: { SUPPORTING: said.map(() => bill) } }),
    };
    const path = { serviceName: 'KYC', workflowName: 'Reviews' };
    const first = await test.ok(createAndExecuteWorkflow, 200, { path, body: { individual } });
    const entityId = first.workflowResult?.entityId ?? '';
    const { SUPPORTING = [] } = await test.ok(listDocuments, 200, { path: { entityId } });
    for (const [at, manualStatus] of (said ?? []).entries()) {
      const documentId = SUPPORTING[at]?.documentId ?? '';
      if (!manualStatus) continue;
      await test.ok(decideDocument, 200, {
        path: { entityId, documentId },
        body: { manualStatus },
      });
    }
    const { workflowResult } = await test.ok(executeWorkflow, 200, { path: { ...path, entityId } });
    const step = workflowResult?.workflowStepResults?.find(
      ({ stepName }) => stepName === 'SUPPORTING_DOCUMENTS_REVIEW',
    );
    expect([step?.result, workflowResult?.status]).toEqual([result, status]);
    expect(step?.processResults ?? []).toHaveLength(said?.length ?? 0);
    if (result !== 'PASS') expect(workflowResult?.issues).toMatchObject([{ category: 'DOCUMENT' }]);
  });
});

it('keeps to the published contract throughout, and logs nothing personal', async () => {
  await test.ok(listWorkflows, 200, { query: { include: 'workflowDefinition' } });
  expect(test.violations).toEqual([]);
  expect(test.logs.join('\n')).not.toMatch(/PA1111111|Ottoline|OTTOLINE/);
});
