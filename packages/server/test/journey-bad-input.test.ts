import type { Operation } from '@probity/contract/operation';
import { publishRiskProfile } from '@probity/contract/operations/admin-risk';
import { createTenant } from '@probity/contract/operations/admin-tenants';
import { publishWorkflow, validateWorkflow } from '@probity/contract/operations/admin-workflows';
import { ALL_OPERATIONS } from '@probity/contract/operations/all-operations';
import { listDocuments } from '@probity/contract/operations/documents';
import {
  createAndExecuteWorkflow,
  executeWorkflow,
  getExecution,
  listExecutions,
  overrideExecution,
} from '@probity/contract/operations/executions';
import {
  createIndividual,
  deleteIndividual,
  getIndividual,
  updateIndividual,
} from '@probity/contract/operations/individuals';
import { invalidateManual, verifyManually } from '@probity/contract/operations/manual-kyc';
import {
  createMatchlist,
  updateMatchlist,
} from '@probity/contract/operations/matchlists/admin-matchlists';
import { decideAmlResults, listResults } from '@probity/contract/operations/results';
import { listWorkflows } from '@probity/contract/operations/workflows';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestAnswer, type TestApp, type TestCall, testApp } from './test-app.ts';
import { AUDIT_REQUESTS } from './test-audit-requests.ts';
import { OTHER_DECISIONS } from './test-decision-requests.ts';
import { BILL, DOCUMENT_REQUESTS } from './test-document-requests.ts';
import { ELEMENT_REQUESTS, elementPathOf, PROFILE_REQUESTS } from './test-element-requests.ts';
import { IDV_REQUESTS, LINK_REQUEST } from './test-idv-requests.ts';
import { MATCHLIST_REQUESTS, newEntry } from './test-matchlist-requests.ts';
import { MARK, NASTY, NASTY_NAMES } from './test-nasty-values.ts';
import { DEFINITION, operatorRequests } from './test-operator-requests.ts';
import { packed, placesIn, wellFormed, withValueAt } from './test-places.ts';

const RUNS = 3_000;

let test: TestApp;
let base: Base;
beforeAll(async () => {
  test = await testApp();
  base = await newBase();
});
afterAll(() => test.close());

type Base = {
  readonly path: Readonly<Record<string, string>>;
  readonly resultId: string;
  readonly entryId: string;
};

const INDIVIDUAL = {
  name: { givenName: 'Zorvan', middleName: 'Ilmere', familyName: 'Kaltezmar', language: 'eng' },
  alternateNames: [{ familyName: 'K', type: 'ALIAS' }],
  dateOfBirth: { year: '1961', month: '03', day: '14', type: 'GREGORIAN' },
  alternateDatesOfBirth: [{ unstructured: 'spring' }],
  gender: { gender: 'MALE' },
  placeOfBirth: { locality: 'Port Grelling', country: 'AUS' },
  nationality: 'AUS',
  addresses: [
    { type: 'RESIDENTIAL', country: 'AUS', locality: 'X', validFrom: { year: '2020' } },
    { longForm: '1 Street', country: 'NZL', status: 'PREVIOUS' },
  ],
  phoneNumbers: [{ type: 'MOBILE', number: '1', isPreferred: true, country: 'AUS' }],
  emailAddresses: [{ type: 'WORK', email: 'a@example.org', isPreferred: false }],
  consents: [{ type: 'GENERAL', granted: true }],
  externalReferences: [{ name: 'crm', value: '1', type: 'CUSTOMER', description: 'x' }],
  customAttributes: { a: { type: 'text', value: 'b' } },
  documents: {
    IDENTITY: [
      {
        type: 'PASSPORT',
        country: 'AUS',
        primaryIdentifier: 'P1',
        issueDate: { year: '2020', month: '1', day: '2' },
        supplementaryData: { type: 'PASSPORT', homeCountryFullName: 'x' },
        customAttributes: { a: { type: 'text', value: 'b' } },
        attachments: [
          { filename: 'a.png', pageNumber: 1, side: 'FRONT', data: { base64: 'AAAA' } },
        ],
      },
    ],
    SUPPORTING: [BILL],
  },
};
const SCREENING = { serviceName: 'KYC', workflowName: 'AML-Screening' };
const PAGE = { page: 1, limit: 5, sort: 'asc', sortFields: 'createdAt' };
const TIMES = { startedAtAfter: '2020-01-01', startedAtBefore: '2030-01-01T00:00:00Z' };

async function newBase(): Promise<Base> {
  const body = { individual: INDIVIDUAL };
  const path = SCREENING;
  const done = await test.ok(createAndExecuteWorkflow, 200, { path, body });
  const {
    entityId = '',
    workflowExecutionId = '',
    workflowStepResults,
  } = done.workflowResult ?? {};
  const aml = workflowStepResults?.find(({ stepName }) => stepName === 'AML');
  const resultId = aml?.processResults?.[0]?.processResultId ?? '';
  const documents = await test.ok(listDocuments, 200, { path: { entityId } });
  const [{ documentId = '', attachments = [] } = {}] = documents.SUPPORTING ?? [];
  const [{ attachmentId = '' } = {}] = attachments;
  const elements = elementPathOf(done.individual ?? {});
  const ids = { entityId, workflowExecutionId, documentId, attachmentId, ...elements };
  const entryId = await newEntry(test, test.tenant);
  return { path: { ...SCREENING, ...ids }, resultId, entryId };
}

type Target = { readonly operation: Operation; call(): TestCall };
const comment = { text: 'x' };
const asOperator = () => ({ authorization: `Bearer ${test.operatorKey}` });

/** A valid request of every operation that has anything to get wrong. */
const TARGETS: readonly [Target, ...Target[]] = [
  {
    operation: createIndividual,
    call: () => ({
      query: { level: 'meta' },
      body: { individual: INDIVIDUAL, ...SCREENING, comment },
    }),
  },
  { operation: getIndividual, call: () => ({ path: base.path, query: { level: 'base64' } }) },
  {
    operation: updateIndividual,
    call: () => ({ path: base.path, body: { individual: INDIVIDUAL, comment } }),
  },
  { operation: deleteIndividual, call: () => ({ path: base.path }) },
  ...[
    ...DOCUMENT_REQUESTS,
    ...ELEMENT_REQUESTS,
    ...PROFILE_REQUESTS,
    ...IDV_REQUESTS,
    LINK_REQUEST,
  ].map(({ operation, call }) => ({ operation, call: () => call(base.path) })),
  ...MATCHLIST_REQUESTS.map(({ operation, call }) => ({
    operation,
    call: () => call({ entityId: base.path.entityId ?? '', entryId: base.entryId }),
  })),
  {
    operation: createMatchlist,
    call: () => ({
      headers: asOperator(),
      body: { customerId: test.tenant.customerId, name: 'x', action: 'NONE', riskScore: 1 },
    }),
  },
  {
    operation: updateMatchlist,
    call: () => ({
      headers: asOperator(),
      body: { customerId: test.tenant.customerId, name: 'x', state: 'ACTIVE' },
    }),
  },
  {
    operation: listWorkflows,
    call: () => ({ query: { serviceName: 'KYC', include: 'workflowDefinition' } }),
  },
  {
    operation: createAndExecuteWorkflow,
    call: () => ({
      path: base.path,
      query: { level: 'id' },
      body: { individual: INDIVIDUAL, comment },
    }),
  },
  {
    operation: executeWorkflow,
    call: () => ({ path: base.path, query: { level: 'id' }, body: { comment } }),
  },
  {
    operation: listExecutions,
    call: () => ({ path: base.path, query: { ...PAGE, ...TIMES, workflowResults: 'PASS,FAIL' } }),
  },
  { operation: getExecution, call: () => ({ path: base.path, query: { level: 'meta' } }) },
  {
    operation: overrideExecution,
    call: () => ({ path: base.path, body: { status: 'PASS', comment } }),
  },
  {
    operation: listResults,
    call: () => ({
      path: base.path,
      query: { ...PAGE, profileName: 'KYC', workflowName: 'x', classes: 'AML', states: 'ERROR' },
    }),
  },
  ...AUDIT_REQUESTS.map(({ operation, call }) => ({
    operation,
    call: () => call(test, base.path.entityId ?? ''),
  })),
  {
    operation: decideAmlResults,
    call: () => ({
      path: base.path,
      body: { processResults: [base.resultId], manualStatus: 'UNKNOWN', comment },
    }),
  },
  ...OTHER_DECISIONS.map(({ operation, manualStatus }) => ({
    operation,
    // Whoever is on a list has no result of another kind: valid in form, and refused for that.
    call: () => ({
      path: base.path,
      body: { processResults: [base.resultId], manualStatus, comment },
    }),
  })),
  {
    operation: verifyManually,
    call: () => ({
      path: base.path,
      body: { approvedBy: 'x', approvedDocuments: [base.resultId], comment },
    }),
  },
  { operation: invalidateManual, call: () => ({ path: base.path, body: { comment } }) },
  ...operatorRequests(() => ({ customerId: test.tenant.customerId, id: base.resultId })).map(
    ({ operation, call }) => ({ operation, call: () => ({ headers: asOperator(), ...call() }) }),
  ),
];

type Mutation = {
  readonly where: 'body' | 'new field' | 'path' | 'query' | 'header' | 'no body';
  readonly pick: number;
  readonly value: unknown;
  readonly name: string;
};

function nth<T>(values: readonly T[], pick: number): T | undefined {
  return values[pick % values.length];
}

function mutated(call: TestCall, { where, pick, value, name }: Mutation): TestCall {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  switch (where) {
    case 'body':
      return { ...call, body: withValueAt(call.body, nth(placesIn(call.body), pick) ?? [], value) };
    case 'new field': {
      const objects = placesIn(call.body).filter((place) => place.length !== 1 || pick % 2 === 0);
      const place = nth(objects, pick) ?? [];
      return { ...call, body: withValueAt(call.body, [...place.slice(0, -1), name], value) };
    }
    case 'path': {
      const key = nth(Object.keys(call.path ?? {}), pick) ?? 'none';
      return { ...call, path: { ...call.path, [key]: wellFormed(text).slice(0, 4_000) } };
    }
    case 'query': {
      const key = nth([...Object.keys(call.query ?? {}), 'level', 'page', name], pick) ?? name;
      return { ...call, query: { ...call.query, [key]: wellFormed(text).slice(0, 4_000) } };
    }
    case 'header': {
      const headers = ['X-Frankie-Channel', 'X-Frankie-Username', 'X-Frankie-Background'];
      const others = ['X-Frankie-CustomerID', 'Accept', 'X-Frankie-RequestID', 'Idempotency-Key'];
      const key = nth([...headers, ...others], pick);
      const legal = text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 2_000);
      return { ...call, headers: { ...call.headers, [key ?? 'Accept']: legal } };
    }
    case 'no body':
      return { ...call, body: pick % 2 === 0 ? undefined : value };
  }
}

const mutations = fc.record({
  where: fc.constantFrom<Mutation['where'][]>(
    ...(['body', 'body', 'body', 'new field', 'path', 'query', 'header', 'no body'] as const),
  ),
  pick: fc.nat(10_000),
  value: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...NASTY) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4, noUnicodeString: false }) },
  ),
  name: fc.constantFrom(...NASTY_NAMES),
});

let rows: Readonly<Record<string, number>>;

/** Errors of definitions, which the operator writes and which are about nobody, name their words. */
const MAY_NAME: ReadonlySet<Operation> = new Set([
  validateWorkflow,
  publishWorkflow,
  publishRiskProfile,
]);

/** Nothing is kept of what was refused, and nothing of it is said back. */
async function checkRefusal(answer: TestAnswer, operation: Operation): Promise<void> {
  expect(answer.status).toBeLessThan(500);
  const after = await test.rowCounts();
  if (answer.status >= 400) {
    expect(after).toEqual(rows);
    if (!MAY_NAME.has(operation)) expect(answer.text).not.toContain(MARK);
  }
  rows = after;
}

/** So that the next request meets a person who is there and of a handy size. */
async function renewed(): Promise<void> {
  base = await newBase();
  rows = await test.rowCounts();
}

describe('requests with something wrong', () => {
  it('are tried at every operation with a body or an id', () => {
    const tried = new Set(TARGETS.map(({ operation }) => operation.operationId));
    const open = ALL_OPERATIONS.filter(({ access, bodyPresence, path }) => {
      const hasInput = bodyPresence === 'required' || bodyPresence === 'optional';
      return access === 'tenant' || hasInput || path.includes('{');
    });
    expect(open.filter(({ operationId }) => !tried.has(operationId))).toEqual([]);
  });

  it(`are answered in the contract's words and leave no trace (${RUNS} requests)`, async () => {
    await renewed();
    let sent = 0;
    const statuses = new Map<number, number>();
    const property = fc.asyncProperty(
      fc.nat(TARGETS.length - 1),
      fc.array(mutations, { minLength: 1, maxLength: 3 }),
      async (at, several) => {
        const { operation, call } = TARGETS[at] ?? TARGETS[0];
        sent += 1;
        if (sent % 100 === 0) await renewed();
        const asked = several.reduce(mutated, { ...call(), isBeyondContract: true });
        const answer = await test.call(operation, packed(asked));
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        if (answer.status !== 202) await checkRefusal(answer, operation);
        const isGone = operation === deleteIndividual && answer.status < 300;
        if (isGone || answer.status === 202) await renewed();
      },
    );
    await fc.assert(property, { numRuns: RUNS });

    expect(statuses.get(400)).toBeGreaterThan(RUNS / 4);
    expect(statuses.get(200)).toBeGreaterThan(0);
  }, 300_000);
});

const json = (body: string) => ({ body, headers: { 'content-type': 'application/json' } });
const whole = JSON.stringify({ individual: INDIVIDUAL });

describe('bodies that are no JSON of ours', () => {
  it.each<[string, TestCall]>([
    ['cut off', json(whole.slice(0, -2))],
    ['followed by more', json(`${whole}${MARK}`)],
    ['a word', json(MARK)],
    ['a number', json('1')],
    ['null', json('null')],
    ['a list', json('[]')],
    ['blank', json('   ')],
    ['not a number', json(`{"individual":NaN,"x":"${MARK}"}`)],
    ['in single quotes', json(`{'individual':'${MARK}'}`)],
    ['with a comment', json(`{/* ${MARK} */"individual":{}}`)],
    ['with a prototype', json('{"__proto__":{"individual":{"name":{"familyName":"x"}}}}')],
    ['with a prototype in disguise', json('{"__pr\\u006fto__":{"individual":{"name":{}}}}')],
    ['in UTF-16', { ...json(''), body: Buffer.from(whole, 'utf16le') }],
    ['with bytes that are no UTF-8', { ...json(''), body: Buffer.from([0x22, 0xff, 0xfe, 0x22]) }],
    ['nested beyond reason', json('['.repeat(100_000))],
    ['nested objects beyond reason', json('{"a":'.repeat(5_000))],
    ['of another type', { body: whole, headers: { 'content-type': 'application/xml' } }],
    ['a form', { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['of a type that is none', { body: whole, headers: { 'content-type': MARK } }],
    ['in parts', { body: whole, headers: { 'content-type': 'multipart/form-data; boundary=x' } }],
    ['without a type', { body: Buffer.from(whole), headers: { 'content-type': undefined } }],
  ])('%s: 400, nothing kept, nothing said back', async (_, call) => {
    for (const { operation, call: valid } of TARGETS) {
      if (operation.bodyPresence !== 'required') continue;
      rows = await test.rowCounts();
      const headers = { ...valid().headers, ...call.headers };
      const answer = await test.call(operation, { ...valid(), ...call, headers });
      expect([400, 415], operation.operationId).toContain(answer.status);
      await checkRefusal(answer, operation);
    }
  });

  it('read a byte order mark over and keep nothing of a key that is sent twice', async () => {
    const body = `\ufeff{"individual":{"name":{"familyName":"${MARK}"}},"individual":{"name":{"familyName":"Last"}}}`;
    const answer = await test.call(createIndividual, { ...json(body), isBeyondContract: true });
    expect(answer.status).toBe(201);
    expect(answer.text).not.toContain(MARK);
  });
});

describe('bodies that are too large', () => {
  const MEGABYTE = 1024 * 1024;
  it.each([
    [executeWorkflow, 2],
    [overrideExecution, 2],
    [decideAmlResults, 2],
    [createTenant, 2],
    [createIndividual, 24],
    [updateIndividual, 24],
    [createAndExecuteWorkflow, 24],
  ] as const)('are refused ($operationId)', async (operation, megabytes) => {
    const target = TARGETS.find((one) => one.operation.operationId === operation.operationId);
    const call = target?.call() ?? {};
    rows = await test.rowCounts();
    const padding = Buffer.alloc(megabytes * MEGABYTE, ' ');
    const body = Buffer.concat([padding, Buffer.from(whole)]);
    const headers = { ...call.headers, 'content-type': 'application/json' };
    const answer = await test.call(operation, { ...call, body, headers });

    expect(answer).toMatchObject({ status: 413, body: { errorCode: 'API-0413' } });
    await checkRefusal(answer, operation);
  });
});

describe('names in a path', () => {
  it('may be as long as names of workflows are, in any script', async () => {
    const workflowName = '名'.repeat(100);
    const definition = JSON.stringify({ ...DEFINITION, workflowName });
    const body = { customerId: test.tenant.customerId, definition };
    await test.ok(publishWorkflow, 201, { headers: asOperator(), body });
    await renewed();
    const path = { ...base.path, workflowName };
    expect((await test.call(executeWorkflow, { path })).status).toBe(200);
  });
});

describe('problems', () => {
  it('are told all at once, each with its place', async () => {
    const individual = {
      name: { familyName: ' ', givenName: 7 },
      addresses: [{ country: 'AUS' }, { country: 'Nowhere', type: 'X' }],
      emailAddresses: [{ email: 'none' }],
      documents: { IDENTITY: [{ type: 'PASSPORT' }] },
      customAttributes: { [MARK]: { type: '', value: 1 } },
    };
    const answer = await test.call(createIndividual, {
      query: { level: 'x' },
      body: { individual },
    });
    const body = Object(answer.body) as { details: { issueLocation: string }[]; errorMsg: string };

    expect(answer.status).toBe(400);
    expect(body.errorMsg).toBe('Multiple Errors: See Issues list');
    expect(body.details.map(({ issueLocation }) => issueLocation).sort()).toEqual([
      'body.individual.addresses[1].country',
      'body.individual.addresses[1].type',
      'body.individual.customAttributes.*.type',
      'body.individual.customAttributes.*.value',
      'body.individual.documents.IDENTITY[0].country',
      'body.individual.emailAddresses[0].email',
      'body.individual.name.familyName',
      'body.individual.name.givenName',
      'query.level',
    ]);
    expect(answer.text).not.toContain(MARK);
  });

  it.each(['/', '/v2', '/v2/individuals/x/y', '/V2/individuals', `/${MARK}`, '/v2/%ff', '/%'])(
    'of a path that is none are answered the same way (%s)',
    async (url) => {
      const answer = await test.app.http.inject({ method: 'GET', url });
      expect([400, 404]).toContain(answer.statusCode);
      expect(answer.json()).toMatchObject({ requestId: answer.headers['x-request-id'] });
      expect(answer.body).not.toContain(MARK);
    },
  );
});

it('keeps to the published contract throughout', () => {
  expect(test.violations).toEqual([]);
});
