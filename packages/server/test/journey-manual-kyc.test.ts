import {
  publishManualKycPolicy,
  showManualKycPolicy,
} from '@probity/contract/operations/admin-manual-kyc';
import {
  importReference,
  listReferences,
  removeReference,
} from '@probity/contract/operations/admin-references';
import {
  createIndividual,
  getIndividual,
  updateIndividual,
} from '@probity/contract/operations/individuals';
import { invalidateManual, verifyManually } from '@probity/contract/operations/manual-kyc';
import { describe, expect, it } from 'vitest';
import { systemStatement } from '../src/kernel/statement.ts';
import { type TestApp, type TestTenant, testApp } from './test-app.ts';
import { asks, create, execute, operator, PERSON, statusesOf, test, workflow } from './test-kyc.ts';

const AUDIT = systemStatement<{ type: string; count: number }>(
  'test-mkyc-audit',
  `select type, count(*)::int as count from audit_event
   where entity_id = $1 and type like 'ENTITY_RESULT%' group by type order by type`,
);

describe('a verification by hand', () => {
  const approve = (entityId: string, approvedDocuments: readonly unknown[]) => {
    const body = { approvedBy: 'Olive Officer', approvedDocuments, comment: { text: 'seen' } };
    return { path: { entityId }, body };
  };
  async function documentIds(entityId: string): Promise<string[]> {
    const { individual } = await test.ok(getIndividual, 200, { path: { entityId } });
    const documents = Object.values(individual?.documents ?? {}).flat();
    return documents.map((document) => document?.documentId ?? '');
  }

  it('satisfies the step without asking anybody, until it is taken back', async () => {
    const path = await workflow({ rulesets: ['two_plus'] });
    const entityId = await create();
    const ids = await documentIds(entityId);
    const { processResults } = await test.ok(verifyManually, 200, approve(entityId, ids));
    expect(
      processResults.map(
        ({ class: kind, objectType, result }) => `${kind} ${objectType} ${result}`,
      ),
    ).toEqual(
      expect.arrayContaining([
        'KYC NAME MANUAL',
        'KYC DATE_OF_BIRTH MANUAL',
        'KYC ADDRESS MANUAL',
        'ID DOCUMENT MANUAL',
      ]),
    );
    for (const result of processResults) {
      expect(result).toMatchObject({ systemStatus: 'VALID', updatedBy: 'Olive Officer' });
    }
    const run = await execute(entityId, path);
    expect(run).toMatchObject({ status: 'PASS', step: { result: 'PASS' } });
    expect(run.results).toHaveLength(4);
    expect(asks).toEqual([]);

    const back = await test.ok(invalidateManual, 200, {
      path: { entityId },
      body: { comment: { text: 'it was a copy' } },
    });
    for (const { systemStatus } of back.processResults) expect(systemStatus).toBe('MARKED_INVALID');
    const { serviceProfiles } = await test.ok(getIndividual, 200, { path: { entityId } });
    expect(serviceProfiles?.[0]?.state).not.toBe('ACTIVE');
    expect(await execute(entityId, path)).toMatchObject({
      status: 'FAIL',
      step: { result: 'NO_MATCH' },
    });
    expect(asks).toHaveLength(3);
    expect(await test.database.system.all(AUDIT, [entityId])).toEqual([
      { type: 'ENTITY_RESULT_INVALIDATE', count: 4 },
      { type: 'ENTITY_RESULT_UPDATE', count: 4 },
    ]);
    expect((await test.call(invalidateManual, { path: { entityId } })).status).toBe(400);
  });

  it('no longer counts when the person is edited', async () => {
    const path = await workflow({ rulesets: ['one_plus'] });
    const entityId = await create();
    await test.ok(verifyManually, 200, approve(entityId, await documentIds(entityId)));
    const { individual } = await test.ok(getIndividual, 200, { path: { entityId } });
    const { addressId } = individual?.addresses?.[0] ?? {};
    const addresses = [{ addressId, country: 'AUS', streetNumber: '14' }];
    await test.ok(updateIndividual, 200, {
      path: { entityId },
      body: { individual: { addresses } },
    });
    expect(await execute(entityId, path)).toMatchObject({
      status: 'FAIL',
      step: { result: 'NO_MATCH' },
    });
  });

  it.each([
    [['DRIVERS_LICENSE'], 200],
    [['BIRTH_CERT', 'CITIZENSHIP'], 200],
    [['BIRTH_CERT', 'BIRTH_CERT'], 200],
    [['CITIZENSHIP', 'MARRIAGE_CERT'], 200],
    [['BIRTH_CERT'], 400],
    [['VISA', 'NATIONAL_HEALTH_ID'], 400],
    [['UTILITY_BILL'], 400],
  ])('by %j is answered %i', async (types, status) => {
    const IDENTITY = types.map((type) => ({ type, country: 'AUS' }));
    const entityId = await create({ ...PERSON, documents: { IDENTITY } });
    const answer = await test.call(verifyManually, approve(entityId, await documentIds(entityId)));
    expect(answer.status).toBe(status);
    expect((await statusesOf(entityId)).size).toBe(status === 200 ? 3 + types.length : 0);
  });

  it('is all or nothing, and only of the person’s own documents', async () => {
    const [entityId, other] = [await create(), await create()];
    const mine = await documentIds(entityId);
    const [theirs] = await documentIds(other);
    const stranger = await test.newTenant();
    const before = await test.rowCounts();
    for (const documents of [[...mine, theirs], [], ['nonsense'], [mine[0], crypto.randomUUID()]]) {
      expect((await test.call(verifyManually, approve(entityId, documents))).status).toBe(400);
    }
    const noOne = approve(entityId, mine);
    const body = { approvedDocuments: mine };
    expect((await test.call(verifyManually, { ...noOne, body })).status).toBe(400);
    expect((await test.call(verifyManually, { ...noOne, as: stranger })).status).toBe(404);
    expect((await test.call(invalidateManual, { ...noOne, body: {}, as: stranger })).status).toBe(
      404,
    );
    const after = await test.rowCounts();
    for (const table of ['process_result', 'audit_event', 'comment']) {
      expect(after[table], table).toBe(before[table]);
    }
  });
});

describe('what suffices for a verification by hand', () => {
  const PASSPORT = { type: 'PASSPORT', country: 'AUS', primaryIdentifier: 'N7654321' };
  const approve = async (as: TestTenant, document: object) => {
    const individual = {
      name: { familyName: 'Quillfeather' },
      documents: { IDENTITY: [document] },
    };
    const created = await test.ok(createIndividual, 201, { as, body: { individual } });
    const approvedDocuments = created.individual.documents?.IDENTITY?.map((one) => one.documentId);
    return test.call(verifyManually, {
      as,
      path: { entityId: created.individual.entityId ?? '' },
      body: { approvedBy: 'officer', approvedDocuments },
    });
  };

  it('is each tenant’s own affair', async () => {
    const [strict, usual] = [await test.newTenant(), await test.newTenant()];
    const customer = { customerId: strict.customerId };
    const before = await test.ok(showManualKycPolicy, 200, {
      headers: operator(test),
      query: customer,
    });
    expect(before.manualKycPolicy).toMatchObject({
      version: 'shipped',
      policy: { acceptsExpired: true },
    });
    const policy = {
      combinations: [
        [{ types: ['PASSPORT'] }, { types: ['VISA', 'NATIONAL_ID'] }],
        [{ types: ['MILITARY_ID'] }],
      ],
      acceptsExpired: false,
    };
    const body = { ...customer, policy };
    const published = await test.ok(publishManualKycPolicy, 201, { headers: operator(test), body });
    expect(published.manualKycPolicy.version).toBe('v1');

    expect((await approve(usual, PASSPORT)).status).toBe(200);
    const refused = await approve(strict, PASSPORT);
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('1 of PASSPORT and 1 of VISA, NATIONAL_ID; or 1 of MILITARY_ID');
    const military = { ...PASSPORT, type: 'MILITARY_ID' };
    expect((await approve(strict, military)).status).toBe(200);
    const expired = { ...military, expiryDate: { year: '2020' } };
    expect((await approve(strict, expired)).status).toBe(400);
    expect((await approve(usual, { ...PASSPORT, expiryDate: { year: '2020' } })).status).toBe(200);
  });

  it('has to be a policy', async () => {
    const body = {
      customerId: test.tenant.customerId,
      policy: { combinations: [[{ types: ['PASS'] }]] },
    };
    const answer = await test.call(publishManualKycPolicy, { headers: operator(test), body });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('body.policy.combinations[0][0].types[0]');
  });
});

describe('registers of the operator', () => {
  const CSV = [
    'given_name,middle_name,family_name,birth_date,street_number,street_name,street_type,locality,subdivision,postal_code,country',
    'Ada,Maria,Quillfeather,1962-04-07,12,Harbour,St,Redfern,NSW,2016,AUS',
    'Bea,,Someone,1980-01-01,1,Low,Lane,Hobart,TAS,7000,AUS',
  ].join('\n');

  function upload(app: TestApp, csv: string, query: Record<string, string>) {
    const boundary = 'probity-boundary';
    const body = [
      `--${boundary}`,
      'content-disposition: form-data; name="file"; filename="people.csv"',
      'content-type: text/csv',
      '',
      csv,
      `--${boundary}--`,
      '',
    ].join('\r\n');
    const headers = {
      ...operator(app),
      'content-type': `multipart/form-data; boundary=${boundary}`,
    };
    return { headers, body, query: { customerId: app.tenant.customerId, ...query } };
  }

  it('confirm people as independent sources, and are imported, listed and removed', async () => {
    const app = await testApp();
    try {
      const path = await workflow({ rulesets: ['two_plus'], providers: ['reference'] }, app);
      const nobody = await execute(await create(PERSON, app), path, app);
      expect(nobody).toMatchObject({ status: 'REVIEW', step: { result: 'ERROR' } });

      await app.ok(
        importReference,
        201,
        upload(app, CSV, { source: 'au-elec-roll', name: 'Roll' }),
      );
      const entityId = await create(PERSON, app);
      const one = await execute(entityId, path, app);
      expect(one).toMatchObject({ status: 'FAIL', step: { result: 'PARTIAL' } });
      await app.ok(importReference, 201, upload(app, CSV, { source: 'core-banking' }));
      const two = await execute(entityId, path, app);
      expect(two).toMatchObject({ status: 'PASS', step: { result: 'MATCH' } });
      expect(two.results.map(({ providerResult }) => providerResult?.sourceNormalized)).toEqual(
        expect.arrayContaining(['au-elec-roll', 'core-banking']),
      );

      const query = { customerId: app.tenant.customerId };
      const headers = operator(app);
      const { references } = await app.ok(listReferences, 200, { headers, query });
      expect(references).toMatchObject([
        { source: 'au-elec-roll', name: 'Roll', peopleCount: 2 },
        { source: 'core-banking', name: 'core-banking', peopleCount: 2 },
      ]);
      const gone = { headers, query: { ...query, source: 'core-banking' } };
      await app.ok(removeReference, 200, gone);
      expect((await app.call(removeReference, gone)).status).toBe(404);
      const refused = await app.call(
        importReference,
        upload(app, 'family_name\n', { source: 'x' }),
      );
      expect(refused).toMatchObject({ status: 400, body: { errorCode: 'REF-0400' } });
      // Another tenant has none of it.
      const another = await app.newTenant();
      const theirs = await app.ok(listReferences, 200, {
        headers,
        query: { customerId: another.customerId },
      });
      expect(theirs.references).toEqual([]);
      expect(app.logs.join('\n')).not.toContain('Quillfeather');
      expect(app.violations).toEqual([]);
    } finally {
      await app.close();
    }
  });
});

it('keeps to the published contract throughout', () => {
  expect(test.violations).toEqual([]);
});
