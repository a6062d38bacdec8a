import {
  importReference,
  listReferences,
  removeReference,
} from '@probity/contract/operations/admin-references';
import { publishWorkflow } from '@probity/contract/operations/admin-workflows';
import { executeWorkflow } from '@probity/contract/operations/executions';
import {
  createIndividual,
  getIndividual,
  updateIndividual,
} from '@probity/contract/operations/individuals';
import { invalidateManual, verifyManually } from '@probity/contract/operations/manual-kyc';
import { listResults } from '@probity/contract/operations/results';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemStatement } from '../src/kernel/statement.ts';
import type {
  AttributeFinding,
  IdentityAsk,
  IdentityProvider,
  SourceFinding,
} from '../src/providers/identity-provider.ts';
import { type Silent, SourceUnavailable } from '../src/providers/source-call.ts';
import { type TestApp, testApp } from './test-app.ts';

type Word = AttributeFinding['result'];
/** What one source is made to say. */
type Script = {
  readonly name?: Word;
  readonly dob?: Word;
  readonly address?: Word;
  readonly gender?: Word;
  readonly document?: SourceFinding['documents'][number]['result'];
  readonly isDeceased?: boolean;
  readonly isCreditHeader?: boolean;
  readonly silent?: 'timeout' | 'error' | 'refused' | 'nonsense';
};

const asks: { provider: string; ask: IdentityAsk }[] = [];
let scripts: Record<string, Script> = {};

/** A vendor that says what the test lets it say, about what it is asked. */
function vendor(name: string): IdentityProvider {
  return {
    name,
    serves: () => true,
    async verify(ask) {
      asks.push({ provider: name, ask });
      const script = scripts[name] ?? {};
      const { silent } = script;
      if (silent === 'timeout' || silent === 'error') throw new SourceUnavailable(name, silent);
      if (silent === 'nonsense')
        return { outcome: 'answered', sources: [{ source: name }] } as never;
      if (silent) {
        return { outcome: 'silent', because: silent, detail: `${name} refused` } satisfies Silent;
      }
      return { outcome: 'answered', sources: [said(name, ask, script)] };
    },
  };
}

function said(name: string, ask: IdentityAsk, script: Script): SourceFinding {
  const { subject, attributes, documents } = ask;
  const elements = {
    name: subject.names,
    dob: subject.births,
    address: subject.addresses,
    gender: subject.gender ? [{ objectId: subject.entityId }] : [],
  };
  const words = {
    name: 'fullName',
    dob: 'fullDateOfBirth',
    address: 'fullAddress',
    gender: 'gender',
  };
  return {
    source: `src-${name}`,
    sourceName: `Register of ${name}`,
    reference: `${name}/1`,
    attributes: attributes.flatMap((attribute) =>
      elements[attribute].map(({ objectId }): AttributeFinding => {
        const result = script[attribute] ?? 'NO_MATCH';
        const strengths = { [words[attribute]]: result === 'MATCH' ? 100 : 20 };
        return { attribute, objectId, result, strengths };
      }),
    ),
    documents: documents.map((documentId) => ({
      documentId,
      result: script.document ?? 'NO_MATCH',
      strengths: { primaryIdentifier: script.document === 'MATCH' ? 100 : 0 },
    })),
    ...(script.isDeceased && { isDeceased: true }),
    ...(script.isCreditHeader && { isCreditHeader: true }),
  };
}

const ALL: Script = {
  name: 'MATCH',
  dob: 'MATCH',
  address: 'MATCH',
  gender: 'MATCH',
  document: 'MATCH',
};

let test: TestApp;
beforeAll(async () => {
  test = await testApp({ identity: ['alpha', 'beta', 'gamma'].map(vendor) });
});
beforeEach(() => {
  scripts = {};
  asks.length = 0;
});
afterAll(() => test.close());

const PERSON = {
  name: { givenName: 'Ada', middleName: 'Maria', familyName: 'Quillfeather' },
  dateOfBirth: { year: '1962', month: '04', day: '07' },
  gender: { gender: 'FEMALE' },
  addresses: [
    {
      type: 'RESIDENTIAL',
      streetNumber: '12',
      streetName: 'Harbour',
      streetType: 'Street',
      locality: 'Redfern',
      subdivision: 'NSW',
      postalCode: '2016',
      country: 'AUS',
    },
  ],
  consents: [{ type: 'GENERAL' }],
  documents: {
    IDENTITY: [{ type: 'PASSPORT', country: 'AUS', primaryIdentifier: 'PA123456' }],
  },
};

let published = 0;

/** Publishes a workflow with one verification, and returns its path. */
async function workflow(configuration: object, app = test) {
  const workflowName = `KYC-${++published}`;
  const step = (type: string, dependsOn: string[], more: object = {}) => ({
    name: type,
    type,
    description: type,
    dependsOn,
    ...more,
  });
  const definition = {
    serviceName: 'KYC',
    workflowName,
    workflowId: `kyc-${published}`,
    type: 'kyc',
    lifecyclePhase: 'ONBOARDING',
    monitoringTypes: ['AML'],
    steps: [
      step('START', []),
      step('KYC', ['START'], { configuration }),
      step('DECISION', ['KYC']),
      step('FINISH', ['DECISION']),
    ],
  };
  const { customerId } = app.tenant;
  const body = { customerId, definition: JSON.stringify(definition) };
  await app.ok(publishWorkflow, 201, { headers: operator(app), body });
  return { serviceName: 'KYC', workflowName };
}

const operator = (app: TestApp) => ({ authorization: `Bearer ${app.operatorKey}` });

async function create(individual: object = PERSON, app = test): Promise<string> {
  const created = await app.ok(createIndividual, 201, { body: { individual } });
  return created.individual.entityId ?? '';
}

async function execute(
  entityId: string,
  path: { serviceName: string; workflowName: string },
  app = test,
) {
  const { workflowResult } = await app.ok(executeWorkflow, 200, { path: { entityId, ...path } });
  const step = workflowResult?.workflowStepResults?.find(({ stepName }) => stepName === 'KYC');
  if (!workflowResult || !step) throw new Error('An answer without its verification.');
  const issues = (workflowResult.issues ?? []).map(
    ({ category, issue, severity }) => `${category}/${issue} ${severity}`,
  );
  return { ...workflowResult, step, issueNames: issues, results: step.processResults ?? [] };
}

type Run = Awaited<ReturnType<typeof execute>>;
const rules = ({ step }: Run) => {
  const summary = step.summary as {
    matchedRules?: { ruleName?: string }[];
    unmatchedRules?: { ruleName?: string }[];
  };
  return {
    matched: summary.matchedRules?.map(({ ruleName }) => ruleName),
    unmatched: summary.unmatchedRules?.map(({ ruleName }) => ruleName),
  };
};
const visits = ({ step }: Run) =>
  (step.serviceProviders ?? []).map(({ provider, result }) => `${provider} ${result}`);
const idsOf = ({ results }: Run) => results.map(({ processResultId }) => processResultId);

describe('a verification', () => {
  it('is a MATCH and passes, with one result for each object and source', async () => {
    scripts = { alpha: ALL };
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
    scripts = { alpha: ALL, beta: ALL, gamma: ALL };
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
    scripts = { beta: ALL };
    const run = await execute(await create(), await workflow({ rulesets: ['one_plus'] }));
    expect(visits(run)).toEqual(['alpha NO_MATCH', 'beta MATCH']);
    expect(run).toMatchObject({ status: 'PASS', step: { result: 'MATCH' } });
  });

  it('counts a document, shows it as class ID, and its name as nothing', async () => {
    scripts = { alpha: { document: 'MATCH' } };
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
    scripts = { alpha: { name: 'MATCH', gender: 'MATCH' } };
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
    scripts = { alpha: ALL };
    const grown = await workflow({ rulesets: ['age'] });
    expect((await execute(await create(), grown)).status).toBe('PASS');
    const young = { ...PERSON, dateOfBirth: { year: '2015', month: '01', day: '01' } };
    const run = await execute(await create(young), grown);
    expect(run).toMatchObject({ status: 'FAIL', step: { result: 'NO_MATCH' } });
  });
});

describe('what is not enough', () => {
  it('is PARTIAL with a warning, and fails', async () => {
    scripts = { alpha: { name: 'MATCH' } };
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
    scripts = { alpha: { [attribute]: 'BAD_DATA' } };
    const run = await execute(await create(), await workflow({ rulesets: ['one_plus'] }));
    expect(run.issueNames).toContain(`BAD_DATA/${issue} REVIEW`);
    expect(run.status).toBe('FAIL');
  });

  it('raises BAD_DATA_ID for a document that cannot be', async () => {
    scripts = { alpha: { document: 'INVALID_MATCH' } };
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
    scripts = { alpha: ALL };
    const entityId = await create({ ...PERSON, ...without });
    const run = await execute(entityId, await workflow({ rulesets: [ruleset] }));
    expect(run).toMatchObject({ status: 'INCOMPLETE', step: { result: 'MISSING_DATA' } });
    expect(run.step.errors?.map(({ location }) => location).sort()).toEqual(locations);
    expect(run.issueNames).toContain(issue);
    expect(asks).toEqual([]);
  });

  it('is MISSING_DATA naming a consent that was not given', async () => {
    scripts = { alpha: ALL };
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
      scripts = { alpha: { silent }, beta: { name: 'MATCH' } };
      const run = await execute(await create(), await workflow({ rulesets: ['one_plus'] }));
      expect(run).toMatchObject({ status: 'REVIEW', step: { result: 'ERROR' } });
      expect(run.issueNames).toEqual([`SYSTEM/${issue} ERROR`]);
      expect(run.step.errors).toMatchObject([{ location: 'alpha' }]);
      expect(visits(run)[0]).toBe(`alpha ${visit}`);
    },
  );

  it('is shown, and asks for less, where others were enough', async () => {
    scripts = { alpha: { silent: 'error' }, beta: ALL };
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
    scripts = { alpha: { ...ALL, isDeceased: true } };
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
    scripts = { alpha: { name: 'PARTIAL_MATCH', isDeceased: true }, beta: ALL };
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
    scripts = { alpha: { ...ALL, isCreditHeader: true } };
    const run = await execute(await create(), await workflow({ rulesets: ['one_plus'] }));
    expect(run).toMatchObject({ status: 'PASS', step: { result: 'MATCH' } });
    expect(run.issueNames).toEqual(['INFORMATIONAL/CREDIT_HEADER INFO']);
  });
});

describe('earlier evidence', () => {
  it('is enough by itself: SKIPPED, listed again with its own times, nobody asked', async () => {
    scripts = { alpha: ALL };
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
    scripts = { alpha: ALL };
    const again = await execute(entityId, path);
    expect(again).toMatchObject({ status: 'PASS', step: { result: 'MATCH' } });
    const statuses = await statusesOf(entityId);
    const alphas = first.results.filter(({ providerResult }) => providerResult?.name === 'alpha');
    for (const { processResultId = '' } of alphas)
      expect(statuses.get(processResultId)).toBe('STALE');
  });

  it('is completed by what it lacks', async () => {
    scripts = { alpha: ALL };
    const entityId = await create();
    await execute(entityId, await workflow({ rulesets: ['one_plus'] }));
    scripts = { alpha: ALL, beta: { name: 'MATCH' } };
    asks.length = 0;
    const run = await execute(
      entityId,
      await workflow({ rulesets: ['two_plus'], providers: ['beta'] }),
    );
    expect(run).toMatchObject({ status: 'PASS', step: { result: 'MATCH' } });
    expect(asks.map(({ ask }) => ask.attributes.join())).toEqual(['name']);
  });

  it('is STALE when what it is about is edited, and is asked for again', async () => {
    scripts = { alpha: ALL };
    const path = await workflow({ rulesets: ['one_plus'] });
    const entityId = await create();
    const first = await execute(entityId, path);
    const { individual } = await test.ok(getIndividual, 200, { path: { entityId } });
    const name = { nameId: individual?.name?.nameId, familyName: 'Thornbury' };
    await test.ok(updateIndividual, 200, { path: { entityId }, body: { individual: { name } } });
    expect(new Set((await statusesOf(entityId)).values())).toEqual(new Set(['STALE']));
    asks.length = 0;
    scripts = {};
    const again = await execute(entityId, path);
    expect(again).toMatchObject({ status: 'FAIL', step: { result: 'NO_MATCH' } });
    expect(asks).toHaveLength(3);
    for (const id of idsOf(first)) expect(idsOf(again)).not.toContain(id);
  });

  it('expires by its window, and by the document that it is about', async () => {
    scripts = { alpha: ALL };
    const reuse = { KYC: { results: ['MATCH'], hours: 24 } };
    const path = await workflow({ rulesets: ['one_plus'], reuse });
    const entityId = await create();
    await execute(entityId, path);
    test.turnForward(25 * 3_600_000);
    scripts = {};
    const run = await execute(entityId, path);
    expect(run).toMatchObject({ status: 'FAIL', step: { result: 'NO_MATCH' } });
    expect(run.issueNames).toContain('EXPIRY/REQUIRES_KYC REVIEW');

    scripts = { alpha: ALL };
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

async function statusesOf(entityId: string) {
  const { processResults } = await test.ok(listResults, 200, { path: { entityId } });
  return new Map(
    processResults.map(({ processResultId = '', systemStatus }) => [processResultId, systemStatus]),
  );
}

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
      const path = await workflow({ rulesets: ['two_plus'] }, app);
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
