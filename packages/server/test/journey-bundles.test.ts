import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { publishWorkflow } from '@probity/contract/operations/admin-workflows';
import { executeWorkflow } from '@probity/contract/operations/executions';
import { createIndividual } from '@probity/contract/operations/individuals';
import { decideAmlResults } from '@probity/contract/operations/results';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readShippedWorkflows } from '../src/workflows/shipped-workflows.ts';
import { type TestApp, testApp } from './test-app.ts';
import { word } from './test-decision-effects.ts';
import { LICENCE, SELFIE_DOCUMENT } from './test-idv.ts';

let test: TestApp;
beforeAll(async () => {
  test = await testApp();
});
afterAll(() => test.close());

const workflows = await readShippedWorkflows();
const verifying = workflows.filter(({ steps }) => steps.some(({ type }) => type === 'KYC'));
const screening = workflows.filter(({ steps }) => steps.some(({ type }) => type === 'AML'));
const byName = (workflowName: string) =>
  workflows.find((one) => one.workflowName === workflowName) ??
  expect.fail(`There is no ${workflowName}.`);

let people = 0;

/** Somebody with everything that any workflow looks at. */
function person(middleName: string, change: object = {}) {
  people += 1;
  const own = word();
  return {
    name: { givenName: word(), middleName, familyName: own },
    dateOfBirth: {
      year: `${1950 + (people % 40)}`,
      month: `${1 + (people % 12)}`,
      day: `${10 + (people % 18)}`,
    },
    addresses: [
      {
        type: 'RESIDENTIAL',
        streetNumber: `${people}`,
        streetName: word(),
        streetType: 'Street',
        locality: word(),
        subdivision: 'NSW',
        postalCode: `${randomInt(2_000, 2_999)}`,
        country: 'AUS',
      },
    ],
    emailAddresses: [{ email: `${own}${word()}@gmail.com` }],
    customAttributes: {
      device: { type: 'device', value: JSON.stringify({ deviceType: 'BROWSER' }) },
      ip: { type: 'ip_address', value: `1.1.1.${1 + (people % 250)}` },
    },
    phoneNumbers: [{ number: `+6141${String(randomInt(2_000_000, 9_999_999))}` }],
    consents: ['GENERAL', 'DOCS', 'CREDITHEADER'].map((type) => ({ type })),
    documents: {
      IDENTITY: [
        {
          type: 'PASSPORT',
          country: 'AUS',
          primaryIdentifier: `N${String(randomInt(1_000_000, 9_999_999))}`,
          expiryDate: { year: '2031', month: '01', day: '31' },
          attachments: LICENCE.attachments,
        },
      ],
      OTHER: [SELFIE_DOCUMENT],
    },
    ...change,
  };
}

async function create(individual: object): Promise<string> {
  const created = await test.ok(createIndividual, 201, { body: { individual } });
  return created.individual.entityId ?? '';
}

type Named = { readonly serviceName: string; readonly workflowName: string };

/** Of somebody new, or of somebody who is known by an id. */
async function run({ serviceName, workflowName }: Named, about: object | string) {
  const entityId = typeof about === 'string' ? about : await create(about);
  const answer = await test.ok(executeWorkflow, 200, {
    path: { entityId, serviceName, workflowName },
  });
  const { workflowResult } = answer;
  if (!workflowResult) throw new Error('A run without a result.');
  const { workflowStepResults: steps = [] } = workflowResult;
  return {
    entityId,
    status: workflowResult.status,
    steps: Object.fromEntries(steps.map(({ stepName, result }) => [stepName, result])),
  };
}

describe('every workflow that is shipped', () => {
  it.each(workflows)('$serviceName/$workflowName lets a confirmed person through', async (one) => {
    const { status, steps } = await run(one, person('passall'));
    expect(status, JSON.stringify(steps)).toBe(
      one.lifecyclePhase === 'MONITORING' ? 'CLEAR' : 'PASS',
    );
  });

  it.each(verifying)('$workflowName passes nobody whom no source knows', async (one) => {
    const { status } = await run(one, person('failall'));
    expect(['FAIL', 'REVIEW']).toContain(status);
  });

  it.each(verifying)('$workflowName asks nobody without consent', async (one) => {
    const { status, steps } = await run(one, person('passall', { consents: [] }));
    expect(steps).toMatchObject({ KYC: 'MISSING_DATA' });
    expect(status).toBe('INCOMPLETE');
  });

  it.each(verifying)('$workflowName passes nobody while the sources are silent', async (one) => {
    const { status, steps } = await run(one, person('error'));
    expect(steps).toMatchObject({ KYC: 'ERROR' });
    expect(status).toBe('REVIEW');
  });

  it.each(screening)('$workflowName stops whoever is under sanctions', async (one) => {
    const listed = {
      name: { givenName: 'Zorvan', middleName: 'Ilmere', familyName: 'Kaltezmar' },
      dateOfBirth: { year: '1961', month: '03', day: '14' },
    };
    const { status } = await run(one, person('passall', listed));
    expect(['FAIL', 'REVIEW', 'URGENT', 'BLOCKED']).toContain(status);
  });
});

describe('the bundles differ in what they ask for', () => {
  it('a document, where the name says so', async () => {
    const none = { documents: {} };
    for (const name of ['AUS-Basic1V-IDOnly', 'AUS-Basic2V-TwoPlusID', 'AUS-Basic3V-TwoPlusID']) {
      expect((await run(byName(name), person('passall', none))).status).toBe('INCOMPLETE');
    }
    for (const name of ['AUS-Basic2V-TwoPlus', 'AUS-Basic3V-TwoPlus', 'GLB-IntlOnePlus']) {
      expect((await run(byName(name), person('passall', none))).status).toBe('PASS');
    }
  });

  it('two sources or one', async () => {
    expect((await run(byName('AUS-Basic2V-TwoPlus'), person('onepass'))).status).toBe('FAIL');
    expect((await run(byName('USA-Basic1V-OnePlus'), person('onepass'))).status).toBe('PASS');
  });

  it('an address, and nothing in its place', async () => {
    const nowhere = { addresses: [] };
    const answer = await run(byName('GLB-AddressVerify'), person('passall', nowhere));
    expect(answer.status).toBe('INCOMPLETE');
  });

  it('an age', async () => {
    const child = { dateOfBirth: { year: '2015', month: '04', day: '12' } };
    const answer = await run(byName('AUS-Basic3V-AgeVerify'), person('passall', child));
    expect(answer.status).not.toBe('PASS');
  });
});

describe('the example', () => {
  const text = readFileSync(
    new URL('../../../examples/workflows/onboarding.yaml', import.meta.url),
    'utf8',
  );
  const example = { serviceName: 'KYC', workflowName: 'Fjord-Onboarding' };
  beforeAll(async () => {
    await test.ok(publishWorkflow, 201, {
      headers: { authorization: `Bearer ${test.operatorKey}` },
      body: { customerId: test.tenant.customerId, definition: text },
    });
  });

  it('is what its comments say', async () => {
    const passed = await run(example, person('passall'));
    expect(passed.status, JSON.stringify(passed.steps)).toBe('PASS');
    expect(passed.steps).toMatchObject({ MEDIA: 'SKIPPED', MONITORING: 'COMPLETE' });
    const again = await run(example, passed.entityId);
    expect(again.steps).toMatchObject({ IDENTITY: 'SKIPPED', MONITORING: 'NOT_APPLICABLE' });
    const unasked = await run(example, person('passall', { consents: [] }));
    expect(unasked.steps).toMatchObject({ IDENTITY: 'MISSING_DATA' });
    expect((await run(example, person('failall'))).status).toBe('FAIL');
  });

  it('asks for an approval once an officer has accepted that somebody is in public office', async () => {
    const official = {
      name: { givenName: 'Ingeborg', middleName: 'passall', familyName: 'Fjellsundvik' },
      dateOfBirth: { year: '1971', month: '03', day: '03' },
    };
    const path = { ...example, entityId: await create(person('passall', official)) };
    const first = await test.ok(executeWorkflow, 200, { path });
    const hits = first.workflowResult?.workflowStepResults?.find(
      ({ stepName }) => stepName === 'SCREENING',
    );
    expect(first.workflowResult?.status).toBe('REVIEW');
    const processResults = hits?.processResults?.map(({ processResultId }) => processResultId);
    const body = { processResults, manualStatus: 'TRUE_POSITIVE_ACCEPT' };
    await test.ok(decideAmlResults, 200, { path, body });
    const second = await test.ok(executeWorkflow, 200, { path });
    expect(second.workflowResult?.status).toBe('NEEDS_APPROVAL');
  });
});
