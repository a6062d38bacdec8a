import type { Audit } from '@probity/contract/audit/audit-event';
import { ALL_OPERATIONS } from '@probity/contract/operations/all-operations';
import { exportAudit, verifyAudit } from '@probity/contract/operations/audit/admin-audit';
import { listAuditEvents } from '@probity/contract/operations/audit/audit-events';
import { executeWorkflow } from '@probity/contract/operations/executions';
import { createIndividual, deleteIndividual } from '@probity/contract/operations/individuals';
import { decideAmlResults, listResults } from '@probity/contract/operations/results';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSuperuser } from '../src/database/test-superuser.ts';
import { type TestApp, type TestCall, type TestTenant, testApp } from './test-app.ts';
import { elementPathOf } from './test-element-requests.ts';
import { ELEMENT_WRITES } from './test-element-writes.ts';
import { newEntry } from './test-matchlist-requests.ts';
import { PLAIN, PURGE, SAID, SCREENING, SOMEBODY, type Whom, WRITES } from './test-writes.ts';

/** Every operation of a tenant that changes something. */
const ALL_WRITES = [...WRITES, ...ELEMENT_WRITES, PURGE];

let test: TestApp;
beforeAll(async () => {
  test = await testApp();
});
afterAll(async () => {
  await test.close();
  expect(test.violations).toEqual([]);
});

const OFFICER = '=HYPERLINK("x")@example.org';
const headers = { 'X-Frankie-Username': OFFICER };

async function whole(as: TestTenant): Promise<Whom> {
  const body = { individual: SOMEBODY, serviceName: 'KYC' };
  const { individual } = await test.ok(createIndividual, 201, { as, headers, body });
  const { entityId = '', documents } = individual;
  const path = { ...SCREENING, entityId };
  const { workflowResult } = await test.ok(executeWorkflow, 200, { as, headers, path });
  const { processResults } = await test.ok(listResults, 200, {
    as,
    path,
    query: { classes: 'AML' },
  });
  const [{ documentId = '', attachments = [] } = {}] = documents?.SUPPORTING ?? [];
  return {
    ...elementPathOf(individual),
    entityId,
    workflowExecutionId: workflowResult?.workflowExecutionId ?? '',
    processResultId: processResults[0]?.processResultId ?? '',
    documentId,
    passportId: documents?.IDENTITY?.[0]?.documentId ?? '',
    attachmentId: attachments[0]?.attachmentId ?? '',
    entryId: await newEntry(test, as),
  };
}

async function events(query: TestCall['query'] = {}, as = test.tenant): Promise<Audit[]> {
  const all: Audit[] = [];
  for (let page = 1; ; page++) {
    const asked = { as, query: { limit: 100, page, ...query } };
    const { events: some, meta } = await test.ok(listAuditEvents, 200, asked);
    all.push(...some);
    if (all.length >= meta.total || some.length === 0) return all;
  }
}

const operator = () => ({ authorization: `Bearer ${test.operatorKey}` });

describe('whatever changes something', () => {
  it('is among the writes here', () => {
    const changing = ALL_OPERATIONS.filter(
      ({ access, method, path }) =>
        access === 'tenant' && method !== 'GET' && !path.startsWith('/v2/search'),
    );
    // Decided in one way for all kinds of results.
    const alike = [
      'decideMatchlistResults',
      'decideDuplicateResults',
      'decideFraudResults',
      'decideIdvResults',
    ];
    // They look; what they fill in goes the way of any edit.
    const asking = ['checkIDVStatus', 'processIDVOCR'];
    const tried = ALL_WRITES.map(({ operation }) => operation.operationId);
    expect(
      changing
        .map(({ operationId }) => operationId)
        .filter((id) => ![...alike, ...asking, ...tried].includes(id)),
    ).toEqual([]);
  });

  it('is an event with its request, its author and what was said; field names, and no values', async () => {
    const whom = await whole(test.tenant);
    for (const { operation, call, leaves } of ALL_WRITES) {
      const asked = { ...call(whom), isBeyondContract: true };
      const answer = await test.call(operation, { ...asked, headers });
      expect(answer.status, `${operation.operationId} ${answer.text}`).toBeLessThan(300);
      const requestId = String(Object(answer.body).requestId);
      const found = await events({ requestId });
      const types = found.map(({ type }) => type);

      expect(types, operation.operationId).toEqual(expect.arrayContaining([...leaves]));
      const isPurge = types.includes('ENTITY_PURGE');
      if (!isPurge) expect(new Set(found.map(({ source }) => source))).toEqual(new Set([OFFICER]));
      const isCommented = Object(asked.body).comment !== undefined;
      const comments = found.filter(({ userComment }) => userComment?.text === SAID);
      expect(comments.length > 0, operation.operationId).toBe(isCommented);
      for (const { userComment: _, ...event } of found) {
        expect(JSON.stringify(event)).not.toMatch(new RegExp(`${PLAIN}|Kaltezmar|Zorvan|PA4445`));
      }
    }
  });

  it('names the fields of a person that changed', async () => {
    const { entityId } = await whole(test.tenant);
    const [created] = await events({ entityId, sort: 'asc', level: 1 });

    const { fieldsAdded = [], ...data } = Object(created?.supplementaryData);
    expect(data).toMatchObject({ type: 'INDIVIDUAL_CHANGE', fieldsUpdated: [] });
    const named = (fieldsAdded as { changeDescription: string }[]).map(
      ({ changeDescription }) => changeDescription,
    );
    expect(named.sort()).toEqual(Object.keys(SOMEBODY).sort());
  });
});

describe('a run', () => {
  it('says what happened, why and how, and what it changed', async () => {
    const { entityId } = await whole(test.tenant);
    const second = { path: { ...SCREENING, entityId } };
    const { requestId } = await test.ok(executeWorkflow, 200, second);
    const found = await events({ requestId, sort: 'asc' });

    expect(found.map(({ level, description }) => `${level} ${description}`)).toEqual([
      '1 The workflow began.',
      '2 Step START ended: COMPLETE.',
      '2 Step AML ended: HIT.',
      '3 Step AML asked probity: HIT.',
      '3 Step AML asked sandbox: CLEAR.',
      '2 Step DECISION ended: COMPLETE.',
      '2 Step FINISH ended: COMPLETE.',
      '1 The workflow ended: REVIEW.',
    ]);
    expect(found[2]?.descriptionDetails).toContain('probity-sample version 1');
    const data = found.flatMap(({ supplementaryData }) => supplementaryData ?? []);
    expect(data).toMatchObject([
      { type: 'AML', result: 'HIT', numHits: 1, numUnresolved: 1 },
      {
        type: 'AML_CONNECTOR',
        connectorName: 'probity',
        numHits: 1,
        numUnresolved: 1,
      },
      { type: 'AML_CONNECTOR', connectorName: 'sandbox', numHits: 0, numUnresolved: 0 },
      { type: 'DECISION', previous: { workflowStatus: 'REVIEW' } },
    ]);
    expect(found.every(({ workflowName }) => workflowName === 'AML-Screening')).toBe(true);
  });
});

describe('the list of events', () => {
  let tenant: TestTenant;
  let whom: Whom;
  let all: Audit[];
  beforeAll(async () => {
    tenant = await test.newTenant();
    whom = await whole(tenant);
    const { entityId, processResultId } = whom;
    await test.ok(decideAmlResults, 200, {
      as: tenant,
      path: { entityId },
      headers: { 'X-Frankie-Username': 'Second@example.org', 'X-Frankie-Channel': 'portal' },
      body: { processResults: [processResultId], manualStatus: 'FALSE_POSITIVE' },
    });
    const path = { serviceName: 'KYC', workflowName: 'GLB-AMLMedia', entityId };
    await test.ok(executeWorkflow, 200, { as: tenant, path });
    await test.ok(createIndividual, 201, {
      as: tenant,
      body: { individual: { name: { familyName: 'Other' } } },
    });
    all = await events({}, tenant);
  });

  const kept = async (query: TestCall['query'], fits: (event: Audit) => boolean) => {
    const found = await events(query, tenant);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(all.length);
    expect(found).toEqual(all.filter(fits));
  };

  it('is narrowed down by each filter, and by all of them together', async () => {
    const { entityId } = whom;
    const isOurs = (event: Audit) => event.entityId === entityId;
    const requestId = all.find(({ type }) => type === 'ENTITY_RESULT_UPDATE')?.requestId ?? '';
    await kept({ entityId }, isOurs);
    await kept({ workflowNames: 'glb-amlmedia,x' }, (one) => one.workflowName === 'GLB-AMLMedia');
    await kept({ workflowRiskLevels: 'LOW,MEDIUM,HIGH' }, ({ riskLevel }) =>
      ['LOW', 'MEDIUM', 'HIGH'].includes(riskLevel ?? ''),
    );
    await kept({ sources: 'second@EXAMPLE.org' }, (one) => one.source === 'Second@example.org');
    await kept({ sources: 'system' }, ({ source }) => source === 'system');
    await kept({ sources: 'system,second@example.org' }, ({ source }) =>
      ['system', 'Second@example.org'].includes(source),
    );
    await kept({ requestId }, (one) => one.requestId === requestId);
    await kept({ channels: 'PORTAL' }, ({ channel }) => channel === 'PORTAL');
    await kept({ channels: 'SYSTEM,PORTAL' }, ({ channel }) => channel !== 'API');
    await kept({ level: 1 }, ({ level }) => level === 1);
    await kept({ level: 2 }, ({ level }) => level <= 2);
    await kept(
      { entityId, channels: 'API', level: 2, workflowNames: 'AML-Screening' },
      (one) =>
        isOurs(one) &&
        one.channel === 'API' &&
        one.level <= 2 &&
        one.workflowName === 'AML-Screening',
    );
  });

  it('has both bounds of time inclusive, as instants and as days', async () => {
    const middle = all[Math.floor(all.length / 2)]?.timestamp ?? '';
    await kept({ afterTimestamp: middle }, ({ timestamp }) => timestamp >= middle);
    await kept({ beforeTimestamp: middle }, ({ timestamp }) => timestamp <= middle);
    const today = middle.slice(0, 10);
    expect(await events({ afterTimestamp: today, beforeTimestamp: today }, tenant)).toEqual(all);
    expect(await events({ afterTimestamp: '2100-01-01' }, tenant)).toEqual([]);
  });

  it('is sorted by time both ways, and comes in pages that are whole together', async () => {
    const query = { sort: 'asc', sortFields: 'timestamp' };
    expect(await events(query, tenant)).toEqual([...all].reverse());
    const times = all.map(({ timestamp }) => timestamp);
    expect(times).toEqual([...times].sort().reverse());
    expect(await events({ limit: 7 }, tenant)).toEqual(all);
    const past = { as: tenant, query: { page: 1_000, limit: 7 } };
    const { events: none, meta } = await test.ok(listAuditEvents, 200, past);
    expect([none, meta.total, meta.count]).toEqual([[], all.length, 0]);
  });

  it('refuses what it does not know, in the words of the contract', async () => {
    for (const query of [
      { channels: 'FAX' },
      { workflowRiskLevels: 'SOME' },
      { sortFields: 'createdAt' },
      { level: 4 },
      { entityId: 'x' },
      { afterTimestamp: 'yesterday' },
      { limit: 0 },
    ]) {
      const answer = await test.call(listAuditEvents, { as: tenant, query });
      expect(answer).toMatchObject({ status: 400, body: { errorCode: 'API-0400' } });
    }
  });

  it('is for the tenant alone, and for its parent', async () => {
    const parent = await test.newTenant();
    const child = await test.newTenant({ parent });
    const sibling = await test.newTenant({ parent });
    const stranger = await test.newTenant();
    const { entityId } = await whole(child);
    const ofChild = await events({ entityId }, child);
    expect(ofChild.length).toBeGreaterThan(5);
    expect(await events({ entityId }, parent)).toEqual(ofChild);
    expect((await events({ sources: OFFICER, entityId }, parent)).length).toBeGreaterThan(5);
    for (const other of [sibling, stranger, test.tenant]) {
      expect(await events({ entityId }, other)).toEqual([]);
    }
  });
});

describe('a person who is deleted', () => {
  it('leaves events whose chain holds, without authors, comments and details', async () => {
    const tenant = await test.newTenant();
    const { entityId } = await whole(tenant);
    const before = await events({ entityId }, tenant);
    await test.ok(deleteIndividual, 200, { as: tenant, path: { entityId }, headers });
    const [purge, ...after] = await events({ entityId }, tenant);

    expect(purge?.type).toBe('ENTITY_PURGE');
    expect(after.map(({ eventId, type, timestamp }) => [eventId, type, timestamp])).toEqual(
      before.map(({ eventId, type, timestamp }) => [eventId, type, timestamp]),
    );
    expect(new Set(after.map(({ source }) => source))).toEqual(new Set(['forgotten']));
    expect(after.some((one) => one.userComment ?? one.supplementaryData)).toBe(false);
    expect(after.some(({ workflowName }) => workflowName === 'AML-Screening')).toBe(true);
    const { customerId } = tenant;
    const proof = await test.ok(verifyAudit, 200, { headers: operator(), body: { customerId } });
    expect(proof).toMatchObject({ outcome: 'intact', findings: [] });
    const body = { customerId, entityId };
    const { record } = await test.ok(exportAudit, 200, { headers: operator(), body });
    expect(record).toMatchObject({ executions: [], results: [], comments: [] });
    expect(record?.events).toHaveLength(before.length + 2);
  });
});

describe('verification', () => {
  it('is of one tenant or of all, and names what somebody did to the tables', async () => {
    const tenant = await test.newTenant();
    const { entityId } = await whole(tenant);
    const [newest] = await events({ entityId }, tenant);
    const all = await test.ok(verifyAudit, 200, { headers: operator() });
    expect(all).toMatchObject({ outcome: 'intact', findings: [] });
    expect(all.tenants.length).toBeGreaterThan(1);
    expect(all.publicKey).toContain('BEGIN PUBLIC KEY');

    const address = { url: test.databaseUrl };
    await asSuperuser(
      address,
      `alter table audit_event disable trigger append_only;
       update audit_event set channel = 'SYSTEM' where event_id = '${newest?.eventId}';
       alter table audit_event enable always trigger append_only`,
    );
    const { customerId } = tenant;
    const broken = await test.ok(verifyAudit, 200, { headers: operator(), body: { customerId } });
    expect(broken).toMatchObject({
      outcome: 'broken',
      tenants: [{ customerId, findings: 1 }],
      findings: [{ kind: 'altered', customerId, entityId, eventId: newest?.eventId }],
    });
    const child = { customerChildId: customerId };
    const refused = await test.call(verifyAudit, { headers: operator(), body: child });
    expect(refused.status).toBe(400);
  });

  it('is for the operator alone', async () => {
    for (const operation of [verifyAudit, exportAudit]) {
      expect((await test.call(operation, { body: {} })).status).toBe(401);
    }
  });
});

describe('an export', () => {
  it('has what was asked, of which list version, what matched and why, and who decided', async () => {
    const tenant = await test.newTenant();
    const { entityId, processResultId } = await whole(tenant);
    const decision = { processResults: [processResultId], manualStatus: 'FALSE_POSITIVE' };
    await test.ok(decideAmlResults, 200, {
      as: tenant,
      headers,
      path: { entityId },
      body: { ...decision, comment: { text: '+not him, "I am sure"' } },
    });
    const { customerId } = tenant;
    const asked = { customerId, entityId };
    const { record } = await test.ok(exportAudit, 200, { headers: operator(), body: asked });

    expect(record?.executions).toMatchObject([
      { workflowName: 'AML-Screening', workflowVersion: 1, status: 'REVIEW', startedBy: OFFICER },
    ]);
    const hit = record?.results.find((one) => one.processResultId === processResultId);
    expect(hit).toMatchObject({
      class: 'AML',
      asked: { births: ['1961-03-14'] },
      matched: [
        { list: 'probity-sample', listVersion: 1, name: expect.stringMatching(/Kaltezmar/) },
      ],
      decision: { status: 'FALSE_POSITIVE', by: OFFICER },
    });
    expect(hit?.matched[0]?.because.join(' ')).toMatch(/name/i);
    expect(record?.comments).toMatchObject([{ text: '+not him, "I am sure"', by: OFFICER }]);
    expect(record?.events.map(({ place }) => place)).toEqual(record?.events.map((_, at) => at + 1));
    expect(record?.events.at(-1)).toMatchObject({ type: 'GENERATE_REPORT' });

    const inCsv = { headers: operator(), body: { ...asked, format: 'csv' } };
    const { csv = '' } = await test.ok(exportAudit, 200, inCsv);
    const lines: Record<string, string>[] = parse(csv, { columns: true });
    expect(lines.length).toBeGreaterThanOrEqual((record?.events.length ?? 0) + 2);
    const found = lines.find(({ kind }) => kind === 'RESULT AML');
    expect(found).toMatchObject({
      list: 'probity-sample',
      listVersion: '1',
      decision: 'FALSE_POSITIVE',
    });
    expect(found?.decidedBy).toBe(`'${OFFICER}`);
    expect(lines.find(({ kind }) => kind === 'COMMENT')?.comment).toBe(`'+not him, "I am sure"`);
    const cells = lines.flatMap((line) => Object.values(line));
    expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    const times = lines.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
  });

  it('is refused for somebody whom the tenant never had', async () => {
    const [mine, other] = [await test.newTenant(), await test.newTenant()];
    const { entityId } = await whole(other);
    const before = await test.rowCounts();
    for (const id of [entityId, '0b6a4d2e-9b1c-4f7a-8a52-0c6f5f2f7d11']) {
      const body = { customerId: mine.customerId, entityId: id };
      const answer = await test.call(exportAudit, { headers: operator(), body });
      expect(answer).toMatchObject({ status: 404, body: { errorCode: 'ENT-1010' } });
    }
    expect(await test.rowCounts()).toEqual(before);
  });
});
