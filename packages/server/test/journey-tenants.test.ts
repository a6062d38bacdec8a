import { randomUUID } from 'node:crypto';
import type { Operation } from '@probity/contract/operation';
import {
  createKey,
  createTenant,
  listTenants,
  revokeKey,
} from '@probity/contract/operations/admin-tenants';
import { ALL_OPERATIONS } from '@probity/contract/operations/all-operations';
import { listAuditEvents } from '@probity/contract/operations/audit/audit-events';
import {
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
import { decideAmlResults, listResults } from '@probity/contract/operations/results';
import { listWorkflows } from '@probity/contract/operations/workflows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type TestAnswer,
  type TestApp,
  type TestCall,
  type TestTenant,
  testApp,
} from './test-app.ts';
import { OTHER_DECISIONS } from './test-decision-requests.ts';
import { BILL, DOCUMENT_REQUESTS } from './test-document-requests.ts';
import {
  ELEMENT_IDS,
  ELEMENT_REQUESTS,
  ELEMENTS,
  type ElementPath,
  elementPathOf,
  PROFILE_REQUESTS,
} from './test-element-requests.ts';
import { IDV_REQUESTS } from './test-idv-requests.ts';
import { ENTRY_REQUESTS, newEntry } from './test-matchlist-requests.ts';

let test: TestApp;
let tenants: Record<Name, TestTenant>;
let people: Record<Name, Person>;
type Name = 'customer' | 'child' | 'sibling' | 'stranger';

beforeAll(async () => {
  test = await testApp();
  const customer = await test.newTenant();
  tenants = {
    customer,
    child: await test.newTenant({ parent: customer }),
    sibling: await test.newTenant({ parent: customer }),
    stranger: await test.newTenant(),
  };
  people = {
    customer: await personOf(tenants.customer),
    child: await personOf(tenants.child),
    sibling: await personOf(tenants.sibling),
    stranger: await personOf(tenants.stranger),
  };
});
afterAll(() => test.close());

const SCREENING = { serviceName: 'KYC', workflowName: 'AML-Screening' };
const LISTED = {
  name: { givenName: 'Zorvan', middleName: 'Ilmere', familyName: 'Kaltezmar' },
  dateOfBirth: { year: '1961', month: '03', day: '14' },
  ...ELEMENTS,
  documents: { SUPPORTING: [BILL] },
};

type Person = {
  readonly entityId: string;
  readonly workflowExecutionId: string;
  readonly processResultId: string;
  readonly elements: ElementPath;
  readonly documentId: string;
  readonly attachmentId: string;
  readonly entryId: string;
};

async function personOf(as: TestTenant): Promise<Person> {
  const body = { individual: LISTED };
  const { individual } = await test.ok(createIndividual, 201, { as, body });
  const { entityId = '', documents } = individual;
  const [{ documentId = '', attachments = [] } = {}] = documents?.SUPPORTING ?? [];
  const { workflowResult } = await test.ok(executeWorkflow, 200, {
    as,
    path: { entityId, ...SCREENING },
  });
  const { processResults } = await test.ok(listResults, 200, { as, path: { entityId } });
  return {
    entityId,
    workflowExecutionId: workflowResult?.workflowExecutionId ?? '',
    processResultId: processResults[0]?.processResultId ?? '',
    elements: elementPathOf(individual),
    documentId,
    attachmentId: attachments[0]?.attachmentId ?? '',
    entryId: await newEntry(test, as),
  };
}

/** Ids in the form of ours, of nothing. */
const nobody = (): Person => ({
  entityId: randomUUID(),
  workflowExecutionId: '01M81FJ56JYKPWZ14Y8HNV2JB2',
  processResultId: randomUUID(),
  elements: {
    ...elementPathOf({}),
    ...Object.fromEntries(ELEMENT_IDS.map((name) => [name, randomUUID()])),
  },
  documentId: randomUUID(),
  attachmentId: randomUUID(),
  entryId: randomUUID(),
});

type Probe = {
  readonly operation: Operation;
  readonly isWrite: boolean;
  /** The path names a list, and a name means the caller's own. */
  readonly isOwnOnly?: true;
  readonly call: (person: Person) => TestCall;
};

const pathOf = ({ entityId, workflowExecutionId, documentId, attachmentId, elements }: Person) => ({
  entityId,
  workflowExecutionId,
  documentId,
  attachmentId,
  ...elements,
  ...SCREENING,
});

/** Every operation that takes an id of a tenant's, asked about somebody. */
const PROBES: readonly Probe[] = [
  ...ENTRY_REQUESTS.map(({ operation, call }) => ({
    operation,
    isWrite: operation.method !== 'GET',
    isOwnOnly: true as const,
    call,
  })),
  {
    operation: verifyManually,
    isWrite: true,
    call: (one) => ({
      path: pathOf(one),
      body: { approvedBy: 'x', approvedDocuments: [one.documentId] },
    }),
  },
  {
    operation: invalidateManual,
    isWrite: true,
    call: (one) => ({ path: pathOf(one), body: {} }),
  },
  ...[...DOCUMENT_REQUESTS, ...ELEMENT_REQUESTS, ...PROFILE_REQUESTS].map(
    ({ operation, isWrite, call }) => ({
      operation,
      isWrite,
      call: (one: Person) => call(pathOf(one)),
    }),
  ),
  ...IDV_REQUESTS.map(({ operation, call }) => ({
    operation,
    isWrite: true,
    call: (one: Person) => call(pathOf(one)),
  })),
  { operation: getIndividual, isWrite: false, call: (one) => ({ path: pathOf(one) }) },
  {
    operation: updateIndividual,
    isWrite: true,
    call: (one) => ({ path: pathOf(one), body: { individual: { nationality: 'FRA' } } }),
  },
  { operation: deleteIndividual, isWrite: true, call: (one) => ({ path: pathOf(one) }) },
  { operation: executeWorkflow, isWrite: true, call: (one) => ({ path: pathOf(one) }) },
  { operation: listExecutions, isWrite: false, call: (one) => ({ path: pathOf(one) }) },
  { operation: getExecution, isWrite: false, call: (one) => ({ path: pathOf(one) }) },
  {
    operation: overrideExecution,
    isWrite: true,
    call: (one) => ({ path: pathOf(one), body: { status: 'PASS' } }),
  },
  { operation: listResults, isWrite: false, call: (one) => ({ path: pathOf(one) }) },
  {
    operation: decideAmlResults,
    isWrite: true,
    call: (one) => ({
      path: pathOf(one),
      body: { processResults: [one.processResultId], manualStatus: 'FALSE_POSITIVE' },
    }),
  },
  ...OTHER_DECISIONS.map(({ operation, manualStatus }) => ({
    operation,
    isWrite: true,
    call: (one: Person) => ({
      path: pathOf(one),
      body: { processResults: [one.processResultId], manualStatus },
    }),
  })),
];

/** Somebody of one's own, with one id in the place of another's. */
const MIXED: readonly { readonly probe: Operation; call(own: Person, other: Person): TestCall }[] =
  [
    ...[...DOCUMENT_REQUESTS, ...ELEMENT_REQUESTS]
      .filter(({ operation }) => /\{entityId\}.+\{\w+Id\}/.test(operation.path))
      .map(({ operation: probe, call }) => ({
        probe,
        call: (own: Person, other: Person) => call({ ...pathOf(other), entityId: own.entityId }),
      })),
    {
      probe: getExecution,
      call: (own, other) => ({ path: { ...pathOf(other), entityId: own.entityId } }),
    },
    {
      probe: overrideExecution,
      call: (own, other) => ({
        path: { ...pathOf(other), entityId: own.entityId },
        body: { status: 'PASS' },
      }),
    },
    {
      probe: decideAmlResults,
      call: (own, other) => ({
        path: pathOf(own),
        body: {
          processResults: [own.processResultId, other.processResultId],
          manualStatus: 'FALSE_POSITIVE',
        },
      }),
    },
    {
      probe: updateIndividual,
      call: (own, { elements: { addressId } }) => ({
        path: pathOf(own),
        body: { individual: { addresses: [{ addressId, country: 'FRA' }] } },
      }),
    },
    { probe: listAuditEvents, call: (_, { entityId }) => ({ query: { entityId } }) },
    {
      probe: listResults,
      call: (own, { workflowExecutionId }) => ({
        path: pathOf(own),
        query: { workflowExecutionId },
      }),
    },
  ];

/** Whose data is asked for by whom. */
const ENCOUNTERS = [
  ['child', 'sibling'],
  ['child', 'stranger'],
  ['customer', 'child'],
  ['customer', 'sibling'],
  ['customer', 'stranger'],
  ['stranger', 'customer'],
  ['stranger', 'child'],
] as const;

/** All that an intruder can tell two answers apart by. */
function seen({ status, text, headers }: TestAnswer): object {
  const { date: _, 'x-request-id': requestId, ...others } = headers;
  return { status, text: text.replaceAll(String(requestId), '<id>'), others };
}

const CASES = ENCOUNTERS.flatMap(([owner, intruder]) =>
  PROBES.flatMap(({ operation, call }) =>
    [true, false].map((background) => ({ owner, intruder, operation, call, background })),
  ),
);
const WRITES = PROBES.filter(({ isWrite }) => isWrite);
const MIXED_CASES = ENCOUNTERS.flatMap(([owner, intruder]) =>
  MIXED.map(({ probe, call }) => ({ owner, intruder, operation: probe, call })),
);

describe("another tenant's ids", () => {
  it('are tried at every operation that takes one', () => {
    const withIds = ALL_OPERATIONS.filter(
      ({ access, path }) => access === 'tenant' && /\{\w+Id\}/.test(path),
    );
    const tried = PROBES.map(({ operation }) => operation.operationId);
    expect(withIds.map(({ operationId }) => operationId).sort()).toEqual(tried.sort());
  });

  it(`are answered as those of nothing, to the byte (${CASES.length} cases)`, async () => {
    const before = await test.rowCounts();
    for (const { owner, intruder, operation, call, background } of CASES) {
      const as = tenants[intruder];
      const foreign = await test.call(operation, { as, background, ...call(people[owner]) });
      const absent = await test.call(operation, { as, background, ...call(nobody()) });
      expect(foreign.status).toBe(404);
      expect(seen(foreign), `${intruder} at ${operation.operationId}`).toEqual(seen(absent));
    }
    expect(await test.rowCounts()).toEqual(before);
  });

  it(`are those of nothing beside one's own (${MIXED_CASES.length} cases)`, async () => {
    const before = await test.rowCounts();
    for (const { owner, intruder, operation, call } of MIXED_CASES) {
      const as = tenants[intruder];
      const foreign = await test.call(operation, { as, ...call(people[intruder], people[owner]) });
      const absent = await test.call(operation, { as, ...call(people[intruder], nobody()) });
      expect(foreign.text).not.toContain(people[owner].processResultId);
      expect(seen(foreign), `${intruder} at ${operation.operationId}`).toEqual(seen(absent));
    }
    expect(await test.rowCounts()).toEqual(before);
  });

  it(`are not for a customer in its own name to change (${WRITES.length * 2} cases)`, async () => {
    const before = await test.rowCounts();
    for (const { operation, call } of WRITES) {
      for (const owner of ['child', 'sibling'] as const) {
        const as = tenants.customer;
        const foreign = await test.call(operation, { as, ...call(people[owner]) });
        const absent = await test.call(operation, { as, ...call(nobody()) });
        expect(foreign.status).toBe(404);
        expect(seen(foreign)).toEqual(seen(absent));
      }
    }
    expect(await test.rowCounts()).toEqual(before);
  });
});

describe('a customer', () => {
  const READS = PROBES.filter(({ isWrite, isOwnOnly }) => !isWrite && !isOwnOnly);

  it(`reads what its children read of their own (${READS.length} operations)`, async () => {
    for (const { operation, call } of READS) {
      const own = await test.call(operation, { as: tenants.child, ...call(people.child) });
      const parent = await test.call(operation, { as: tenants.customer, ...call(people.child) });
      expect(own.status).toBe(200);
      expect(seen(parent)).toEqual(seen(own));
    }
  });

  it('acts as the child that it names, with that data and no other', async () => {
    const { customerId, apiKey, keyId } = tenants.customer;
    const customerChildId = tenants.child.tenantId;
    const as = { customerId, customerChildId, apiKey, keyId, tenantId: customerChildId };
    const { entityId } = await personOf(as);

    const mine = await test.call(getIndividual, { as: tenants.child, path: { entityId } });
    expect(mine.status).toBe(200);
    for (const other of ['customer', 'sibling'] as const) {
      const path = { entityId: people[other].entityId };
      expect((await test.call(getIndividual, { as, path })).status).toBe(404);
    }
  });
});

describe('keys', () => {
  const ask = async (headers: TestCall['headers']) => {
    const answer = await test.call(listWorkflows, headers ? { headers } : {});
    const fields = new Map<string, unknown>(Object.entries(Object(answer.body)));
    return [answer.status, fields.get('errorCode')];
  };
  const as = ({ apiKey, customerId, customerChildId }: TestTenant) => ({
    api_key: apiKey,
    'X-Frankie-CustomerID': customerId,
    'X-Frankie-CustomerChildID': customerChildId,
  });
  const ID = 'X-Frankie-CustomerID';
  const CHILD_ID = 'X-Frankie-CustomerChildID';

  it('are needed', async () => {
    expect(await ask({ api_key: undefined })).toEqual([401, 'AUTH-0401']);
    expect(await ask({ api_key: ' ' })).toEqual([401, 'AUTH-0401']);
    expect(await ask({ api_key: undefined, [ID]: undefined })).toEqual([401, 'AUTH-0401']);
  });

  it.each(['wrong', 'x'.repeat(10_000), "' or true --", '00000000-0000-4000-8000-000000000001'])(
    'that are none are refused (%#)',
    async (apiKey) => {
      expect(await ask({ api_key: apiKey })).toEqual([401, 'AUTH-0002']);
    },
  );

  it.each([undefined, 'no id', '0', `${randomUUID()}x`, "'", '{}'])(
    'need a customer id in the form of one (%#)',
    async (customerId) => {
      expect(await ask({ [ID]: customerId })).toEqual([400, 'API-0400']);
      if (customerId) expect(await ask({ [CHILD_ID]: customerId })).toEqual([400, 'API-0400']);
    },
  );

  it('fit the customer and child that they were made for', async () => {
    const { customer, child, sibling, stranger } = tenants;
    const refused = [
      { ...as(customer), [ID]: stranger.customerId },
      { ...as(customer), [ID]: child.tenantId },
      { ...as(customer), [CHILD_ID]: stranger.tenantId },
      { ...as(customer), [CHILD_ID]: customer.tenantId },
      { ...as(stranger), [CHILD_ID]: child.tenantId },
      { ...as(stranger), [ID]: customer.customerId, [CHILD_ID]: child.tenantId },
      { ...as(child), [ID]: child.tenantId },
      { ...as(child), [ID]: stranger.customerId },
      { ...as(child), [CHILD_ID]: sibling.tenantId },
      { ...as(child), [CHILD_ID]: customer.tenantId },
      { ...as(child), [ID]: child.tenantId, [CHILD_ID]: undefined },
      { ...as(customer), [ID]: randomUUID() },
    ];
    for (const headers of refused) expect(await ask(headers)).toEqual([401, 'AUTH-0002']);
    const accepted = [
      as(customer),
      as(child),
      { ...as(child), [CHILD_ID]: undefined },
      { ...as(customer), [CHILD_ID]: sibling.tenantId },
      { ...as(customer), [ID]: customer.customerId.toUpperCase() },
    ];
    for (const headers of accepted) expect(await ask(headers)).toEqual([200, undefined]);
  });

  const operator = () => ({ authorization: `Bearer ${test.operatorKey}` });

  it('can be several, and one that is revoked opens nothing seconds later', async () => {
    const tenant = await test.newTenant();
    const headers = operator();
    const { customerId } = tenant;
    const { key } = await test.ok(createKey, 201, { headers, body: { customerId } });
    expect(await ask({ ...as(tenant), api_key: key.apiKey })).toEqual([200, undefined]);
    const path = { keyId: key.keyId };
    const { revokedAt } = await test.ok(revokeKey, 200, { headers, path });
    test.turnForward(2_001);

    expect(await ask({ ...as(tenant), api_key: key.apiKey })).toEqual([401, 'AUTH-0002']);
    expect(await ask(as(tenant))).toEqual([200, undefined]);
    expect(await test.ok(revokeKey, 200, { headers, path })).toMatchObject({ revokedAt });
  });

  it('that do not exist cannot be revoked', async () => {
    for (const keyId of [randomUUID(), 'no id', tenants.child.apiKey]) {
      const answer = await test.call(revokeKey, { headers: operator(), path: { keyId } });
      expect(answer).toMatchObject({ status: 404, body: { errorCode: 'ADMIN-1010' } });
      expect(answer.text).not.toContain(keyId);
    }
  });

  it("of the operator and of tenants do not open each other's doors", async () => {
    const before = await test.rowCounts();
    const body = { name: 'x' };
    const admin = [
      { operation: createTenant, call: { body } },
      { operation: listTenants, call: {} },
      { operation: createKey, call: { body: { customerId: tenants.child.customerId } } },
      { operation: revokeKey, call: { path: { keyId: tenants.child.keyId } } },
    ];
    const { apiKey } = tenants.customer;
    for (const { operation, call } of admin) {
      const none = await test.call(operation, call);
      const tenant = await test.call(operation, {
        ...call,
        headers: { ...as(tenants.customer), authorization: `Bearer ${apiKey}` },
      });
      expect(none).toMatchObject({ status: 401, body: { errorCode: 'AUTH-0401' } });
      expect(tenant).toMatchObject({ status: 401, body: { errorCode: 'AUTH-0002' } });
    }
    expect(await ask({ api_key: test.operatorKey })).toEqual([401, 'AUTH-0002']);
    expect(await test.rowCounts()).toEqual(before);
  });

  it('of a child that is new are opened to the customer within seconds', async () => {
    const child = await test.newTenant({ parent: tenants.customer });
    const { entityId } = await personOf(child);
    test.turnForward(2_001);
    const path = { entityId };
    expect((await test.call(getIndividual, { as: tenants.customer, path })).status).toBe(200);
    expect((await test.call(getIndividual, { as: tenants.sibling, path })).status).toBe(404);
  });

  it('of children have no children', async () => {
    const body = { name: 'x', parentCustomerId: tenants.child.tenantId };
    const answer = await test.call(createTenant, { headers: operator(), body });
    expect(answer).toMatchObject({ status: 400, body: { errorCode: 'ADMIN-0400' } });
  });
});

it('keeps to the published contract throughout', () => {
  expect(test.violations).toEqual([]);
});
