import type { Operation } from '@probity/contract/operation';
import { overrideExecution } from '@probity/contract/operations/executions';
import { getIndividual, updateIndividual } from '@probity/contract/operations/individuals';
import {
  deleteAddress,
  deleteConsent,
  deleteDateOfBirth,
  deleteEmailAddress,
  deleteExternalReference,
  deleteName,
  deletePhoneNumber,
} from '@probity/contract/operations/individuals/elements';
import { invalidateManual, verifyManually } from '@probity/contract/operations/manual-kyc';
import { createMatchlistEntries } from '@probity/contract/operations/matchlists/matchlists';
import { overrideRiskLevel, updateProfile } from '@probity/contract/operations/profiles';
import {
  decideAmlResults,
  decideDuplicateResults,
  decideFraudResults,
  decideIdvResults,
  decideMatchlistResults,
} from '@probity/contract/operations/results';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from './test-app.ts';
import {
  create,
  execute,
  look,
  nobody,
  publishCheck,
  type Run,
  type Seen,
  word,
} from './test-decision-effects.ts';
import { type MatrixRow, readDecisionMatrix } from './test-decision-matrix.ts';
import { ELEMENTS, elementPathOf } from './test-element-requests.ts';
import { LICENCE, SELFIE_DOCUMENT } from './test-idv.ts';

let test: TestApp;
beforeAll(async () => {
  test = await testApp();
  for (const { type, configuration = '{}' } of Object.values<Check>(CHECKS)) {
    await publishCheck(test, type, configuration);
  }
});
afterAll(() => test.close());

type Check = {
  readonly type: string;
  readonly configuration?: string;
  /** Somebody of whom the check has something to say. */
  person(): Promise<object>;
};

/** A public official on the shipped list of invented people. */
const OFFICIAL = {
  name: { givenName: 'Ingeborg', familyName: 'Fjellsundvik' },
  dateOfBirth: { year: '1971', month: '03', day: '03' },
};
const passport = () => ({
  IDENTITY: [{ type: 'PASSPORT', country: 'AUS', primaryIdentifier: `N${word()}` }],
});
const verifiable = () => ({
  ...nobody(),
  gender: { gender: 'FEMALE' },
  nationality: 'AUS',
  addresses: [{ type: 'RESIDENTIAL', streetNumber: '1', streetName: word(), country: 'AUS' }],
  emailAddresses: [{ email: `${word()}@gmail.com` }],
  documents: passport(),
});
const scripted = (middleName: string) => {
  const one = verifiable();
  return { ...one, name: { ...one.name, middleName } };
};

const CHECKS = {
  aml: {
    type: 'AML',
    configuration: '{ lists: ["*"] }',
    person: async () => ({ ...verifiable(), ...OFFICIAL }),
  },
  matchlist: {
    type: 'BLOCKLIST',
    async person() {
      const one = nobody();
      const attributes = [{ type: 'IND_FAMILY_NAME', value: one.name.familyName }];
      const path = { matchlistName: 'Blocklist' };
      await test.ok(createMatchlistEntries, 200, { path, body: { entries: [{ attributes }] } });
      return one;
    },
  },
  duplicate: { type: 'DUPLICATE', person: async () => nobody() },
  fraud: {
    type: 'FRAUD',
    person: async () => ({ ...nobody(), emailAddresses: [{ email: `${word()}@mailinator.com` }] }),
  },
  idv: {
    type: 'IDV',
    async person() {
      const one = scripted('idvsuspect');
      const { attachments } = LICENCE;
      const IDENTITY = passport().IDENTITY.map((document) => ({ ...document, attachments }));
      return { ...one, documents: { IDENTITY, OTHER: [SELFIE_DOCUMENT] } };
    },
  },
  kyc: {
    type: 'KYC',
    configuration: '{ rulesets: [one_plus] }',
    person: async () => scripted('failall'),
  },
} satisfies Record<string, Check>;

/** Somebody on whom the check has been run. */
async function checked(check: Check): Promise<Run> {
  const individual = await check.person();
  const run = await execute(test, await create(test, individual), `Only-${check.type}`);
  return run ?? expect.fail('Nobody may be executed on.');
}

const workflowOf = ({ path }: Run) => path.workflowName;

/** What is seen after an act, and what the next run makes of it, as `next …`. */
async function effectsOf(run: Run): Promise<Seen> {
  const now = await look(test, run);
  const second = await execute(test, run.path.entityId, workflowOf(run));
  const next = second
    ? await look(test, second)
    : { status: 'refused', step: '–', profile: now.profile ?? '', issue: '–', 'risk factors': '–' };
  const named = Object.entries(next).map(([name, value]) => [`next ${name}`, value]);
  return { ...now, ...Object.fromEntries(named) };
}

type Act = (act: string) => Promise<Seen>;

function decided(check: Check, operation: typeof decideAmlResults): Act {
  return async (manualStatus) => {
    const run = await checked(check);
    const before = await look(test, run);
    const body = { processResults: run.ids, manualStatus };
    await test.ok(operation, 200, { path: run.path, body, isBeyondContract: true });
    const seen = await effectsOf(run);
    // Whatever is said, what has been done stays as it was.
    const { status, step, result } = before;
    expect(seen).toMatchObject({ status, step, result });
    return seen;
  };
}

const decidedDuplicate: Act = async (manualStatus) => {
  const individual = await CHECKS.duplicate.person();
  const otherId = await create(test, individual);
  await execute(test, otherId, 'Only-DUPLICATE');
  const run = await execute(test, await create(test, individual), 'Only-DUPLICATE');
  if (!run) return expect.fail('The newcomer may not be executed on.');
  const body = { processResults: run.ids, manualStatus };
  await test.ok(decideDuplicateResults, 200, { path: run.path, body });
  const seen = await effectsOf(run);
  const other = await test.ok(getIndividual, 200, { path: { entityId: otherId } });
  return { ...seen, 'profile of the other': `${other.serviceProfiles?.[0]?.state}` };
};

const overridden: Act = async (status) => {
  const run = await checked(CHECKS.aml);
  const answer = await test.call(overrideExecution, { path: run.path, body: { status } });
  return { answer: `${answer.status}`, ...(await effectsOf(run)) };
};

const riskOverridden: Act = async (riskLevel) => {
  const run = await checked({ ...CHECKS.kyc, person: async () => scripted('passall') });
  await test.ok(overrideRiskLevel, 200, { path: run.path, body: { riskLevel } });
  return effectsOf(run);
};

const verifiedByHand: Act = async (act) => {
  const run = await checked(CHECKS.kyc);
  const { path } = run;
  const { individual } = await test.ok(getIndividual, 200, { path });
  const approvedDocuments = individual.documents?.IDENTITY?.map(({ documentId }) => documentId);
  await test.ok(verifyManually, 200, { path, body: { approvedBy: 'officer', approvedDocuments } });
  if (act !== 'approve') await execute(test, path.entityId, path.workflowName);
  if (act === 'invalidate') await test.ok(invalidateManual, 200, { path, body: {} });
  if (act === 'edit the name') {
    const name = { ...individual.name, familyName: word() };
    await test.ok(updateIndividual, 200, { path, body: { individual: { name } } });
  }
  return effectsOf(run);
};

/** What is sent to change each element of a person. */
const EDITS: Readonly<Record<string, (kept: { [name: string]: unknown }) => object>> = {
  name: ({ name }) => ({ name: { ...Object(name), familyName: word() } }),
  'date of birth': () => ({ dateOfBirth: { year: '1979', month: '5', day: '6' } }),
  gender: () => ({ gender: { gender: 'MALE' } }),
  nationality: () => ({ nationality: 'NZL' }),
  address: ({ addresses }) => ({ addresses: [{ ...Object(addresses)[0], streetName: word() }] }),
  'another address': () => ({
    addresses: [{ type: 'POSTAL', streetName: word(), country: 'AUS' }],
  }),
  'e-mail address': ({ emailAddresses }) => ({
    emailAddresses: [{ ...Object(emailAddresses)[0], email: `${word()}@gmail.com` }],
  }),
  'number of a document': ({ documents }) => ({
    documents: {
      IDENTITY: [{ ...Object(documents).IDENTITY[0], primaryIdentifier: `M${word()}` }],
    },
  }),
  'a consent': () => ({ consents: [{ type: 'GENERAL' }] }),
};

const edited: Act = async (act) => {
  const run = await checked({ ...CHECKS.kyc, person: async () => scripted('passall') });
  const { path } = run;
  const { individual } = await test.ok(getIndividual, 200, { path });
  const change = EDITS[act]?.({ ...individual }) ?? expect.fail(`Nobody knows how to edit ${act}.`);
  await test.ok(updateIndividual, 200, { path, body: { individual: change } });
  return effectsOf(run);
};

/** What is taken from somebody, by the operation that takes it. */
const REMOVALS: Readonly<Record<string, Operation>> = {
  'an alternate name': deleteName,
  'the date of birth': deleteDateOfBirth,
  'the address': deleteAddress,
  'the e-mail address': deleteEmailAddress,
  'the telephone number': deletePhoneNumber,
  'a consent that the run needed': deleteConsent,
  'an external reference': deleteExternalReference,
};

const removed: Act = async (act) => {
  const whole = { ...scripted('passall'), ...ELEMENTS, consents: [{ type: 'GENERAL' }] };
  const { addresses } = verifiable();
  const person = async () => ({ ...whole, addresses, alternateDatesOfBirth: [] });
  const configuration = '{ rulesets: [one_plus], consents: [GENERAL] }';
  await publishCheck(test, 'KYC', configuration);
  const run = await checked({ ...CHECKS.kyc, person });
  await publishCheck(test, 'KYC', CHECKS.kyc.configuration);
  const { individual } = await test.ok(getIndividual, 200, { path: run.path });
  const { dateOfBirthId = '' } = individual.dateOfBirth ?? {};
  const path = { ...run.path, ...elementPathOf(individual), dateOfBirthId };
  const operation = REMOVALS[act] ?? expect.fail(`Nobody knows how to remove ${act}.`);
  expect((await test.call(operation, { path })).status).toBe(200);
  return effectsOf(run);
};

const setAside: Act = async (state) => {
  const run = await checked({ ...CHECKS.kyc, person: async () => scripted('passall') });
  await test.ok(updateProfile, 200, { path: run.path, body: { serviceProfile: { state } } });
  return effectsOf(run);
};

const ACTS: Readonly<Record<string, Act>> = {
  'AML hits': decided(CHECKS.aml, decideAmlResults),
  'Matchlist hits': decided(CHECKS.matchlist, decideMatchlistResults as never),
  Duplicates: decidedDuplicate,
  'Signs of fraud': decided(CHECKS.fraud, decideFraudResults as never),
  'Checks of document and face': decided(CHECKS.idv, decideIdvResults as never),
  'Status of an execution': overridden,
  'Level of risk': riskOverridden,
  'Verification by hand': verifiedByHand,
  'Edits of the person': edited,
  'Removals from the person': removed,
  'State of a service profile': setAside,
};

const matrix = readDecisionMatrix();

it('the matrix is about everything that officers decide', () => {
  expect([...matrix.keys()]).toEqual(Object.keys(ACTS));
});

describe.each([...matrix])('%s', (heading, rows) => {
  it.each(rows as MatrixRow[])('$act', async ({ act, effects }) => {
    const seen = (await ACTS[heading]?.(act)) ?? {};
    const told = Object.keys(effects).map((name) => [name, seen[name]]);
    expect(Object.fromEntries(told)).toEqual(effects);
  });
});
