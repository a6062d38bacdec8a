import { getIndividual, updateIndividual } from '@probity/contract/operations/individuals';
import { describe, expect, it } from 'vitest';
import {
  ALL,
  asks,
  create,
  execute,
  idsOf,
  PERSON,
  rules,
  say,
  statusesOf,
  test,
  visits,
  workflow,
} from './test-kyc.ts';

describe('a verification', () => {
  it('is a MATCH and passes, with one result for each object and source', async () => {
    say({ alpha: ALL });
    const run = await execute(await create(), await workflow({ rulesets: ['one_plus'] }));
    expect(run).toMatchObject({
      status: 'PASS',
      step: { result: 'MATCH', objectType: 'INDIVIDUAL' },
    });
    expect(rules(run)).toEqual({ matched: ['one_plus'], unmatched: [] });
    expect(run.issueNames).toEqual([]);
    expect(
      run.results.map(({ class: kind, objectType }) => `${kind} ${objectType}`).sort(),
    ).toEqual(['KYC ADDRESS', 'KYC DATE_OF_BIRTH', 'KYC NAME']);
    for (const result of run.results) {
      expect(result).toMatchObject({
        result: 'MATCH',
        systemStatus: 'VALID',
        state: 'COMPLETED',
        providerResult: {
          name: 'alpha',
          source: 'Register of alpha',
          sourceNormalized: 'src-alpha',
          reference: 'alpha/1',
        },
      });
    }
    const byType = Object.fromEntries(
      run.results.map(({ objectType, supplementaryData }) => [objectType, supplementaryData]),
    );
    expect(byType).toMatchObject({
      NAME: { type: 'KYC_NAME', matchStrengths: { fullName: 100 } },
      DATE_OF_BIRTH: { type: 'KYC_DOB', wasNameMatchStrongEnough: true },
      ADDRESS: { type: 'KYC_ADDRESS', wasNameMatchStrongEnough: true },
    });
  });

  it('asks no further than a ruleset needs, and for no more', async () => {
    say({ alpha: ALL, beta: ALL, gamma: ALL });
    const one = await execute(await create(), await workflow({ rulesets: ['one_plus'] }));
    expect(visits(one)).toEqual(['alpha MATCH']);
    const two = await execute(await create(), await workflow({ rulesets: ['two_plus'] }));
    expect(visits(two)).toEqual(['alpha MATCH', 'beta MATCH']);
    expect(asks.map(({ provider, ask }) => `${provider} ${ask.attributes.join()}`)).toEqual([
      'alpha name,dob,address',
      'alpha name,dob,address',
      // The two matches of birth date and address are there already: the name is what is left.
      'beta name',
    ]);
    expect(asks.flatMap(({ ask }) => ask.documents)).toEqual([]);
  });

  it('goes on to the next provider where the first does not know the person', async () => {
    say({ beta: ALL });
    const run = await execute(await create(), await workflow({ rulesets: ['one_plus'] }));
    expect(visits(run)).toEqual(['alpha NO_MATCH', 'beta MATCH']);
    expect(run).toMatchObject({ status: 'PASS', step: { result: 'MATCH' } });
  });

  it('counts a document, shows it as class ID, and its name as nothing', async () => {
    say({ alpha: { document: 'MATCH' } });
    const entityId = await create();
    const run = await execute(entityId, await workflow({ rulesets: ['gov_id_only'] }));
    expect(run).toMatchObject({ status: 'PASS', step: { result: 'MATCH' } });
    expect(run.results).toMatchObject([
      { class: 'ID', objectType: 'DOCUMENT', supplementaryData: { type: 'ID' } },
    ]);
    const both = await execute(await create(), await workflow({ rulesets: ['one_plus_gov_id'] }));
    expect(both).toMatchObject({ status: 'FAIL', step: { result: 'PARTIAL' } });
  });

  it('meets any of several rulesets, own ones among them', async () => {
    say({ alpha: { name: 'MATCH', gender: 'MATCH' } });
    const own = {
      name: 'name-and-gender',
      groups: [{ attributes: ['name'] }, { attributes: ['gender'] }],
    };
    const run = await execute(await create(), await workflow({ rulesets: ['two_plus', own] }));
    expect(rules(run)).toEqual({ matched: ['name-and-gender'], unmatched: ['two_plus'] });
    expect(run.results.map(({ supplementaryData }) => supplementaryData?.type)).toContain(
      'KYC_GENDER',
    );
  });

  it('confirms an age', async () => {
    say({ alpha: ALL });
    const grown = await workflow({ rulesets: ['age'] });
    expect((await execute(await create(), grown)).status).toBe('PASS');
    const young = { ...PERSON, dateOfBirth: { year: '2015', month: '01', day: '01' } };
    const run = await execute(await create(young), grown);
    expect(run).toMatchObject({ status: 'FAIL', step: { result: 'NO_MATCH' } });
  });
});

describe('what is not enough', () => {
  it('is PARTIAL with a warning, and fails', async () => {
    say({ alpha: { name: 'MATCH' } });
    const run = await execute(await create(), await workflow({ rulesets: ['one_plus'] }));
    expect(run).toMatchObject({ status: 'FAIL', step: { result: 'PARTIAL' } });
    expect(run.issueNames).toEqual(['KYC/PARTIAL WARNING']);
  });

  it('is NO_MATCH with NOT_FOUND where nobody knows the person', async () => {
    const run = await execute(await create(), await workflow({ rulesets: ['one_plus'] }));
    expect(run).toMatchObject({ status: 'FAIL', step: { result: 'NO_MATCH' } });
    expect(run.issueNames).toEqual(['KYC/NOT_FOUND CRITICAL']);
    expect(visits(run)).toHaveLength(3);
  });

  it.each([
    ['name', 'BAD_DATA_NAME'],
    ['dob', 'BAD_DATA_DOB'],
    ['address', 'BAD_DATA_ADDRESS'],
  ] as const)('raises an issue for a %s that no source can use', async (attribute, issue) => {
    say({ alpha: { [attribute]: 'BAD_DATA' } });
    const run = await execute(await create(), await workflow({ rulesets: ['one_plus'] }));
    expect(run.issueNames).toContain(`BAD_DATA/${issue} REVIEW`);
    expect(run.status).toBe('FAIL');
  });

  it('raises BAD_DATA_ID for a document that cannot be', async () => {
    say({ alpha: { document: 'INVALID_MATCH' } });
    const run = await execute(await create(), await workflow({ rulesets: ['gov_id_only'] }));
    expect(run.issueNames).toContain('BAD_DATA/BAD_DATA_ID REVIEW');
  });

  it.each([
    [
      'one_plus',
      { dateOfBirth: undefined, addresses: undefined },
      ['individual.addresses', 'individual.dateOfBirth'],
      'BAD_DATA/BAD_DATA_DOB REVIEW',
    ],
    [
      'one_plus_gov_id',
      { documents: undefined },
      ['individual.documents.IDENTITY'],
      'BAD_DATA/BAD_DATA_ID REVIEW',
    ],
    [
      'age',
      { dateOfBirth: { year: '1962' } },
      ['individual.dateOfBirth'],
      'BAD_DATA/BAD_DATA_DOB REVIEW',
    ],
  ] as const)('is MISSING_DATA for %s without %j, and nobody is asked', async (...row) => {
    const [ruleset, without, locations, issue] = row;
    say({ alpha: ALL });
    const entityId = await create({ ...PERSON, ...without });
    const run = await execute(entityId, await workflow({ rulesets: [ruleset] }));
    expect(run).toMatchObject({ status: 'INCOMPLETE', step: { result: 'MISSING_DATA' } });
    expect(run.step.errors?.map(({ location }) => location).sort()).toEqual(locations);
    expect(run.issueNames).toContain(issue);
    expect(asks).toEqual([]);
  });

  it('is MISSING_DATA naming a consent that was not given', async () => {
    say({ alpha: ALL });
    const entityId = await create();
    const consents = ['GENERAL', 'CREDITHEADER'];
    const run = await execute(entityId, await workflow({ rulesets: ['one_plus'], consents }));
    expect(run).toMatchObject({ status: 'INCOMPLETE', step: { result: 'MISSING_DATA' } });
    expect(run.step.errors).toMatchObject([
      { location: 'individual.consents', description: expect.stringContaining('CREDITHEADER') },
    ]);
    const documents = { rulesets: ['gov_id_only'], documentConsents: ['DOCS'] };
    const refused = await execute(entityId, await workflow(documents));
    expect(refused.step.errors?.[0]?.description).toContain('DOCS');
    expect(asks).toEqual([]);
  });
});

describe('a source that is silent', () => {
  it.each([
    ['timeout', 'SERVICE_TIMEOUT', 'TIMEOUT'],
    ['error', 'SERVICE_ERROR', 'ERROR'],
    ['refused', 'SERVICE_ERROR', 'ERROR'],
    ['nonsense', 'SERVICE_ERROR', 'ERROR'],
  ] as const)(
    'by %s makes an ERROR and a REVIEW, never a NO_MATCH',
    async (silent, issue, visit) => {
      say({ alpha: { silent }, beta: { name: 'MATCH' } });
      const run = await execute(await create(), await workflow({ rulesets: ['one_plus'] }));
      expect(run).toMatchObject({ status: 'REVIEW', step: { result: 'ERROR' } });
      expect(run.issueNames).toEqual([`SYSTEM/${issue} ERROR`]);
      expect(run.step.errors).toMatchObject([{ location: 'alpha' }]);
      expect(visits(run)[0]).toBe(`alpha ${visit}`);
    },
  );

  it('is shown, and asks for less, where others were enough', async () => {
    say({ alpha: { silent: 'error' }, beta: ALL });
    const run = await execute(await create(), await workflow({ rulesets: ['one_plus'] }));
    expect(run).toMatchObject({ status: 'PASS', step: { result: 'MATCH' } });
    expect(run.issueNames).toEqual(['SYSTEM/SERVICE_ERROR WARNING']);
    expect(run.step.errors?.[0]?.description).toContain('alpha');
  });

  it('is one that a workflow names and nobody has set up', async () => {
    const configuration = { rulesets: ['one_plus'], providers: ['nobody-at-all'] };
    const run = await execute(await create(), await workflow(configuration));
    expect(run).toMatchObject({ status: 'REVIEW', step: { result: 'ERROR' } });
    expect(run.step.errors).toMatchObject([{ location: 'nobody-at-all' }]);
  });
});

describe('a death on record', () => {
  it('is looked at by a person, whatever else matched, and does not go away', async () => {
    say({ alpha: { ...ALL, isDeceased: true } });
    const path = await workflow({ rulesets: ['one_plus'] });
    const entityId = await create();
    const run = await execute(entityId, path);
    expect(run).toMatchObject({ status: 'REVIEW', step: { result: 'CLEAR_REVIEW' } });
    expect(run.issueNames).toEqual(['DECEASED/DECEASED CRITICAL']);
    const again = await execute(entityId, path);
    expect(again).toMatchObject({ status: 'REVIEW', step: { result: 'CLEAR_REVIEW' } });
    expect(again.issueNames).toEqual(['DECEASED/DECEASED CRITICAL']);
  });

  it('is kept in mind where that source confirmed nothing and another did', async () => {
    say({ alpha: { name: 'PARTIAL_MATCH', isDeceased: true }, beta: ALL });
    const path = await workflow({ rulesets: ['one_plus'] });
    const entityId = await create();
    expect((await execute(entityId, path)).status).toBe('REVIEW');
    asks.length = 0;
    expect(await execute(entityId, path)).toMatchObject({
      status: 'REVIEW',
      step: { result: 'CLEAR_REVIEW' },
    });
    expect(asks).toEqual([]);
  });

  it('is no news of a credit header, which is', async () => {
    say({ alpha: { ...ALL, isCreditHeader: true } });
    const run = await execute(await create(), await workflow({ rulesets: ['one_plus'] }));
    expect(run).toMatchObject({ status: 'PASS', step: { result: 'MATCH' } });
    expect(run.issueNames).toEqual(['INFORMATIONAL/CREDIT_HEADER INFO']);
  });
});

describe('earlier evidence', () => {
  it('is enough by itself: SKIPPED, listed again with its own times, nobody asked', async () => {
    say({ alpha: ALL });
    const path = await workflow({ rulesets: ['one_plus'] });
    const entityId = await create();
    const first = await execute(entityId, path);
    asks.length = 0;
    const again = await execute(entityId, path);
    expect(again).toMatchObject({ status: 'PASS', step: { result: 'SKIPPED' } });
    expect(again.steps?.passed).toContain('KYC');
    expect(asks).toEqual([]);
    expect(rules(again).matched).toEqual(['one_plus']);
    expect(idsOf(again).sort()).toEqual(idsOf(first).sort());
    for (const result of again.results) expect(result.requestId).toBe(first.requestId);
  });

  it('is asked for again where it was no match, and the newer word counts', async () => {
    const path = await workflow({ rulesets: ['one_plus'] });
    const entityId = await create();
    const first = await execute(entityId, path);
    say({ alpha: ALL });
    const again = await execute(entityId, path);
    expect(again).toMatchObject({ status: 'PASS', step: { result: 'MATCH' } });
    const statuses = await statusesOf(entityId);
    const alphas = first.results.filter(({ providerResult }) => providerResult?.name === 'alpha');
    for (const { processResultId = '' } of alphas)
      expect(statuses.get(processResultId)).toBe('STALE');
  });

  it('is completed by what it lacks', async () => {
    say({ alpha: ALL });
    const entityId = await create();
    await execute(entityId, await workflow({ rulesets: ['one_plus'] }));
    say({ alpha: ALL, beta: { name: 'MATCH' } });
    asks.length = 0;
    const run = await execute(
      entityId,
      await workflow({ rulesets: ['two_plus'], providers: ['beta'] }),
    );
    expect(run).toMatchObject({ status: 'PASS', step: { result: 'MATCH' } });
    expect(asks.map(({ ask }) => ask.attributes.join())).toEqual(['name']);
  });

  it('is STALE when what it is about is edited, and is asked for again', async () => {
    say({ alpha: ALL });
    const path = await workflow({ rulesets: ['one_plus'] });
    const entityId = await create();
    const first = await execute(entityId, path);
    const { individual } = await test.ok(getIndividual, 200, { path: { entityId } });
    const name = { nameId: individual?.name?.nameId, familyName: 'Thornbury' };
    await test.ok(updateIndividual, 200, { path: { entityId }, body: { individual: { name } } });
    expect(new Set((await statusesOf(entityId)).values())).toEqual(new Set(['STALE']));
    asks.length = 0;
    say({});
    const again = await execute(entityId, path);
    expect(again).toMatchObject({ status: 'FAIL', step: { result: 'NO_MATCH' } });
    expect(asks).toHaveLength(3);
    for (const id of idsOf(first)) expect(idsOf(again)).not.toContain(id);
  });

  it('expires by its window, and by the document that it is about', async () => {
    say({ alpha: ALL });
    const reuse = { KYC: { results: ['MATCH'], hours: 24 } };
    const path = await workflow({ rulesets: ['one_plus'], reuse });
    const entityId = await create();
    await execute(entityId, path);
    test.turnForward(25 * 3_600_000);
    say({});
    const run = await execute(entityId, path);
    expect(run).toMatchObject({ status: 'FAIL', step: { result: 'NO_MATCH' } });
    expect(run.issueNames).toContain('EXPIRY/REQUIRES_KYC REVIEW');

    say({ alpha: ALL });
    const day = new Date(test.now().getTime() + 48 * 3_600_000);
    const [year, month, dayOfMonth] = day.toISOString().slice(0, 10).split('-');
    const expiryDate = { year, month, day: dayOfMonth };
    const document = { ...PERSON.documents.IDENTITY[0], expiryDate };
    const other = await create({ ...PERSON, documents: { IDENTITY: [document] } });
    const byDocument = await workflow({ rulesets: ['gov_id_only'] });
    expect((await execute(other, byDocument)).status).toBe('PASS');
    test.turnForward(96 * 3_600_000);
    const later = await execute(other, byDocument);
    expect(later.status).not.toBe('PASS');
    expect(later.issueNames).toContain('EXPIRY/REQUIRES_KYC REVIEW');
  });
});

it('keeps to the published contract throughout', () => {
  expect(test.violations).toEqual([]);
});
