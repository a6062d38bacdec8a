import { readFileSync } from 'node:fs';
import { createClient } from '@probity/contract/client';
import { createKey, listTenants } from '@probity/contract/operations/admin-tenants';
import { ALL_OPERATIONS } from '@probity/contract/operations/all-operations';
import { listAuditEvents } from '@probity/contract/operations/audit/audit-events';
import {
  createAndExecuteWorkflow,
  executeWorkflow,
  getExecution,
  listExecutions,
  overrideExecution,
} from '@probity/contract/operations/executions';
import { getHealth } from '@probity/contract/operations/health';
import {
  createIndividual,
  deleteIndividual,
  getIndividual,
  updateIndividual,
} from '@probity/contract/operations/individuals';
import { invalidateManual, verifyManually } from '@probity/contract/operations/manual-kyc';
import { overrideRiskLevel, toggleMonitoring } from '@probity/contract/operations/profiles';
import { decideAmlResults, listResults } from '@probity/contract/operations/results';
import { listWorkflows } from '@probity/contract/operations/workflows';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isUlid } from '../src/kernel/id.ts';
import type { WatchlistProvider } from '../src/providers/watchlist-provider.ts';
import { type TestApp, testApp, until } from './test-app.ts';

let test: TestApp;
let isBroken = false;
beforeAll(async () => {
  const watchlists = ({ search, ...real }: WatchlistProvider): WatchlistProvider => ({
    ...real,
    search(asked, signal) {
      // An error that says whom it is about, as those of drivers and services do.
      if (isBroken) throw new Error(`No answer about ${JSON.stringify(asked.query)}`);
      return search(asked, signal);
    },
  });
  test = await testApp({ watchlists });
});
afterAll(() => test.close());

/** What is sent about people and officers, and must not come up anywhere but in answers. */
const CANARIES = [
  'Kaltezmar',
  'Zorvan',
  '1961',
  'Canarylane',
  'canary-mail',
  '0400999888',
  'PA-CANARY',
  'CRM-CANARY',
  'canary-attribute',
  'canary-comment',
  'canary-officer',
  'canary-channel',
  'canary-wrong-value',
  Buffer.from('canary-file-content').toString('base64'),
];
const INDIVIDUAL = {
  name: { givenName: 'Zorvan', middleName: 'Ilmere', familyName: 'Kaltezmar' },
  dateOfBirth: { year: '1961', month: '03', day: '14' },
  addresses: [{ streetName: 'Canarylane', country: 'AUS' }],
  emailAddresses: [{ email: 'canary-mail@example.org' }],
  phoneNumbers: [{ number: '0400999888' }],
  externalReferences: [{ name: 'crm', value: 'CRM-CANARY' }],
  customAttributes: { a: { type: 'text', value: 'canary-attribute' } },
  documents: {
    IDENTITY: [
      {
        type: 'PASSPORT',
        country: 'AUS',
        primaryIdentifier: 'PA-CANARY',
        attachments: [{ data: { base64: Buffer.from('canary-file-content').toString('base64') } }],
      },
    ],
  },
} as const;
const SCREENING = { serviceName: 'KYC', workflowName: 'AML-Screening' };
const comment = { text: 'canary-comment' };
const headers = {
  'X-Frankie-Username': 'canary-officer@example.org',
  'X-Frankie-Channel': 'canary-channel',
};

/** The main job from the first request to the last, through every operation of a tenant. */
async function wholeStory(): Promise<void> {
  await test.ok(listWorkflows, 200, { headers });
  const body = { individual: INDIVIDUAL, comment };
  const created = await test.ok(createIndividual, 201, { headers, body });
  const path = { ...SCREENING, entityId: created.individual.entityId ?? '' };
  await test.ok(getIndividual, 200, { headers, path, query: { level: 'base64' } });
  const first = await test.ok(executeWorkflow, 200, { headers, path, body: { comment } });
  expect(first.workflowResult?.status).toBe('REVIEW');
  const { processResults: hits } = await test.ok(listResults, 200, { headers, path });
  const processResults = hits.map(({ processResultId }) => processResultId);
  const decision = { processResults, manualStatus: 'FALSE_POSITIVE', comment };
  await test.ok(decideAmlResults, 200, { headers, path, body: decision });
  const second = await test.ok(executeWorkflow, 200, { headers, path });
  expect(second.workflowResult?.status).toBe('PASS');
  const workflowExecutionId = second.workflowResult?.workflowExecutionId ?? '';
  const execution = { ...path, workflowExecutionId };
  const override = { status: 'FAIL', comment };
  await test.ok(overrideExecution, 200, { headers, path: execution, body: override });
  const read = await test.ok(getExecution, 200, { headers, path: execution });
  expect(read.workflowResult).toMatchObject({ status: 'FAIL', result: 'PASS' });
  const { meta } = await test.ok(listExecutions, 200, { headers, path });
  expect(meta.total).toBe(2);
  const scored = { ...path, workflowName: 'GLB-AMLMedia' };
  await test.ok(executeWorkflow, 200, { headers, path: scored, body: { comment } });
  const level = { riskLevel: 'MEDIUM', comment };
  await test.ok(overrideRiskLevel, 200, { headers, path, body: level });
  const query = { enabled: 'true' };
  await test.ok(toggleMonitoring, 200, { headers, path, query, body: { comment } });
  const nationality = { individual: { nationality: 'AUS' }, comment };
  await test.ok(updateIndividual, 200, { headers, path, body: nationality });
  await test.ok(createAndExecuteWorkflow, 200, { headers, path: SCREENING, body });
  const approvedDocuments = created.individual.documents?.IDENTITY?.map((one) => one.documentId);
  const approval = { approvedBy: 'canary-officer', approvedDocuments, comment };
  await test.ok(verifyManually, 200, { headers, path, body: approval });
  await test.ok(invalidateManual, 200, { headers, path, body: { comment } });
  const { entityId } = path;
  await test.ok(listAuditEvents, 200, { headers, query: { entityId, limit: 100 } });
  await test.ok(deleteIndividual, 200, { headers, path });
}

/** What goes wrong on the way: refused, unknown and broken. */
async function mishaps(): Promise<void> {
  const path = { ...SCREENING, entityId: 'canary-wrong-value' };
  const name = { familyName: 7, givenName: ['canary-wrong-value'] };
  await test.call(getIndividual, { headers, path });
  await test.call(getIndividual, { headers: { ...headers, api_key: 'canary-wrong-value' }, path });
  await test.call(createIndividual, { headers, body: { individual: { ...INDIVIDUAL, name } } });
  await test.call(createIndividual, { headers, body: '{"individual":"canary-wrong-value"' });
  await test.call(listResults, { headers, path, query: { sort: 'canary-wrong-value' } });
  isBroken = true;
  const body = { individual: INDIVIDUAL };
  const broken = await test.ok(createAndExecuteWorkflow, 200, { headers, path: SCREENING, body });
  isBroken = false;
  expect(broken.workflowResult?.status).toBe('REVIEW');
  await test.app.http.inject({ url: '/canary-wrong-value/Kaltezmar?name=Zorvan' });
  await test.app.http.inject({ url: '/v2/%ff/Kaltezmar' });
}

/** Operations that have a journey of their own, where they are driven to every answer. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  'journey-documents.test.ts': [
    'createDocument',
    'listDocuments',
    'getDocument',
    'updateDocument',
    'deleteDocument',
    'deleteAttachment',
    'decideDocument',
  ],
  'journey-elements.test.ts': [
    'deleteName',
    'deleteDateOfBirth',
    'deleteAddress',
    'deleteEmailAddress',
    'deletePhoneNumber',
    'deleteConsent',
    'listExternalReferences',
    'deleteExternalReference',
  ],
  'journey-profiles.test.ts': ['getProfile', 'updateProfile', 'updateAndExecuteWorkflow'],
  'journey-duplicates.test.ts': ['decideDuplicateResults'],
  'journey-fraud.test.ts': ['decideFraudResults'],
  'journey-hosted.test.ts': ['getHostedUrl'],
  'journey-idv.test.ts': [
    'decideIdvResults',
    'getIDVToken',
    'processIDVOCR',
    'initBiometrics',
    'checkIDVStatus',
  ],
  'journey-matchlist-hits.test.ts': ['addMatchlistEntity', 'removeMatchlistEntity'],
  'test-matchlists.ts': ['decideMatchlistResults'],
  'journey-matchlists.test.ts': [
    'listMatchlists',
    'listMatchlistEntries',
    'createMatchlistEntries',
    'getMatchlistEntry',
    'updateMatchlistEntry',
    'searchMatchlists',
  ],
  'journey-manual-kyc.test.ts': ['verifyManually', 'invalidateManual'],
  'journey-search.test.ts': ['searchProfiles'],
  'journey-risk.test.ts': ['overrideRiskLevel', 'toggleMonitoring'],
};

it.each(Object.entries(ELSEWHERE))('leaves to %s what is driven there', (file, operationIds) => {
  const journey = readFileSync(new URL(file, import.meta.url), 'utf8');
  for (const operationId of operationIds) expect(journey).toContain(operationId);
});

it('goes through every operation of a tenant, to the letter of the contract', async () => {
  await wholeStory();
  const elsewhere = new Set(Object.values(ELSEWHERE).flat());
  const operations = ALL_OPERATIONS.filter(
    ({ access, operationId }) => access === 'tenant' && !elsewhere.has(operationId),
  );
  for (const { operationId, answers } of operations) {
    const usual = Object.keys(answers).map(Number)[0] ?? 0;
    expect([...(test.driven.get(operationId) ?? [])], operationId).toContain(usual);
  }
  expect(test.violations).toEqual([]);
});

it('is the same through the typed client', async () => {
  const client = createClient({
    ...test.tenant,
    url: 'http://probity.test',
    operatorKey: test.operatorKey,
    username: 'officer@example.org',
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const {
        statusCode,
        payload,
        headers: answered,
      } = await test.app.http.inject({
        method: request.method as 'GET',
        url: request.url,
        headers: Object.fromEntries(request.headers),
        payload: await request.text(),
      });
      const requestId = String(answered['x-request-id']);
      return new Response(payload, { status: statusCode, headers: { 'x-request-id': requestId } });
    },
  });
  const body = { individual: { name: INDIVIDUAL.name, dateOfBirth: INDIVIDUAL.dateOfBirth } };
  const path = { serviceName: 'KYC', workflowName: 'AML-Screening' };
  const executed = await client.call(createAndExecuteWorkflow, { path, body });
  const waiting = await client.call(createAndExecuteWorkflow, { path, body, background: true });
  const { body: health } = await client.call(getHealth);
  const { body: tenants } = await client.call(listTenants);
  const { customerId } = test.tenant;
  const { body: key } = await client.call(createKey, { body: { customerId } });

  expect(executed).toMatchObject({ status: 200, body: { workflowResult: { status: 'REVIEW' } } });
  expect(waiting).toMatchObject({ status: 202, requestId: waiting.body.requestId });
  expect(health).toMatchObject({ status: 'ok' });
  expect(tenants.tenants.map((tenant) => tenant.customerId)).toContain(customerId);
  expect(key.key.customerId).toBe(customerId);
  await expect(
    client.call(getIndividual, { path: { entityId: customerId } }),
  ).rejects.toMatchObject({ status: 404, errorCode: 'ENT-1010' });
});

it('leaves one line a request in the log, and nothing about anybody', async () => {
  const from = test.logs.length;
  await wholeStory();
  await mishaps();
  const STORY = 19;
  const MISHAPS = 8;
  const written = await until('every request is in the log', async () => {
    const lines = test.logs.slice(from);
    const answers = lines.filter((line) => line.includes('request answered'));
    return answers.length < STORY + MISHAPS ? undefined : lines;
  });
  const all = written.join('\n');
  const lines = written.map((line) => Object(JSON.parse(line)) as Record<string, unknown>);
  const answered = lines.filter(({ msg }) => msg === 'request answered');

  expect(CANARIES.filter((canary) => all.includes(canary))).toEqual([]);
  expect(all).not.toContain(test.tenant.apiKey);
  expect(all).not.toContain(test.operatorKey);
  expect(answered).toHaveLength(STORY + MISHAPS);
  const requestIds = answered.map(({ requestId }) => String(requestId));
  expect(new Set(requestIds).size).toBe(answered.length);
  expect(requestIds.filter((id) => !isUlid(id))).toEqual([]);
  const routes = new Set(
    ALL_OPERATIONS.map(({ path }) => path.replaceAll('{', ':').replaceAll('}', '')),
  );
  for (const { route, status, method } of answered) {
    expect([...routes, 'unknown']).toContain(route);
    expect(status).toBeTypeOf('number');
    expect(method).toBeTypeOf('string');
  }
});
