import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listProviders } from '@probity/contract/operations/admin-providers';
import { replayScreening } from '@probity/contract/operations/admin-screening';
import { publishWorkflow } from '@probity/contract/operations/admin-workflows';
import { createAndExecuteWorkflow, executeWorkflow } from '@probity/contract/operations/executions';
import { decideAmlResults } from '@probity/contract/operations/results';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readProviderSettings } from '../src/providers/configured/read-provider-settings.ts';
import {
  sendJson,
  type VendorHandler,
  type VendorServer,
  vendorServer,
} from '../src/providers/test-vendor-server.ts';
import { matched, watchmanServer } from '../src/providers/watchman/test-watchman.ts';
import { scored, yenteServer } from '../src/providers/yente/test-yente.ts';
import { type TestApp, type TestTenant, testApp } from './test-app.ts';

const HEADER = 'reference,kind,listing,name,births';
const SCREENING = { serviceName: 'KYC', workflowName: 'AML-Screening' };
const born = { dateOfBirth: { year: '1962', month: '04', day: '07' } };
const named = (familyName: string, middleName?: string, givenName = 'Ilyara') => ({
  name: { givenName, familyName, ...(middleName && { middleName }) },
  ...born,
});
const CLEAN = { name: { givenName: 'Nobody', familyName: 'Whosoever' } };

let test: TestApp;
let yente: VendorServer;
let watchman: VendorServer;
let answers: { yente: VendorHandler; watchman: VendorHandler };

const version = '20260301063000-abc';
const current = { datasets: [{ name: 'default', version, updated_at: new Date().toISOString() }] };
/** As old as the test: data that are a day old clear people. */
function freshYente(found: Readonly<Record<string, readonly object[]>> = {}): VendorHandler {
  const serve = yenteServer({ found });
  return (request, response) => {
    if (request.url !== '/catalog') return serve(request, response);
    const stamp = test.now().toISOString().replaceAll(/\D/g, '').slice(0, 14);
    const [dataset] = current.datasets;
    return sendJson(response, { datasets: [{ ...dataset, version: `${stamp}-abc` }] });
  };
}
const freshWatchman = (found: Readonly<Record<string, readonly object[]>> = {}): VendorHandler => {
  const info = { lists: { us_ofac: 17_646 }, endedAt: new Date().toISOString() };
  return watchmanServer({ found, info });
};

beforeAll(async () => {
  yente = await vendorServer((request, response) => answers.yente(request, response));
  watchman = await vendorServer((request, response) => answers.watchman(request, response));
  test = await testApp({ providers: await operatorsFile(), hasSampleList: false });
  await test.importSample(`${HEADER}\nS-1,person,SANCTION,Solivar Prendick,1970-01-01\n`);
});
beforeEach(() => {
  answers = { yente: freshYente(), watchman: freshWatchman() };
  // Whoever was left alone is asked again, and what they said of themselves is forgotten.
  test.turnForward(120_000);
});
afterAll(async () => {
  await test?.close();
  await yente?.close();
  await watchman?.close();
});

/** What `PROBITY_PROVIDERS` names, as the server reads it when it starts. */
async function operatorsFile() {
  const folder = await mkdtemp(join(tmpdir(), 'probity-watchlists-'));
  const path = join(folder, 'providers.yaml');
  const shared = 'timeoutMs: 250, asksForSandboxes: true';
  await writeFile(
    path,
    `providers:
  - {kind: yente, name: open-lists, url: "${yente.url}", ${shared}}
  - {kind: watchman, name: guard, url: "${watchman.url}", lists: [us_ofac], ${shared}}
`,
  );
  const known = await readProviderSettings({ path, environment: {} });
  await rm(folder, { recursive: true });
  return known;
}

type Running = { readonly as?: TestTenant; readonly workflow?: typeof SCREENING };

async function screened(
  individual: object,
  { as = test.tenant, workflow = SCREENING }: Running = {},
) {
  const call = { path: workflow, body: { individual }, as };
  const { workflowResult } = await test.ok(createAndExecuteWorkflow, 200, call);
  return shownOf(workflowResult);
}

async function again(entityId: string) {
  const { workflowResult } = await test.ok(executeWorkflow, 200, {
    path: { entityId, ...SCREENING },
  });
  return shownOf(workflowResult);
}

type Result = NonNullable<
  Awaited<ReturnType<typeof test.ok<typeof executeWorkflow, 200>>>['workflowResult']
>;
function shownOf(workflowResult: Result | undefined) {
  const step = workflowResult?.workflowStepResults?.find(({ stepName }) => stepName === 'AML');
  if (!workflowResult || !step) throw new Error('An answer without its screening step.');
  return {
    ...workflowResult,
    step,
    hits: step.processResults ?? [],
    visits: (step.serviceProviders ?? []).map(({ provider, result }) => `${provider} ${result}`),
    raised: (workflowResult.issues ?? []).map(({ category, issue }) => `${category}/${issue}`),
  };
}

async function decide(entityId: string, hits: Awaited<ReturnType<typeof again>>['hits']) {
  const processResults = hits.map(({ processResultId }) => processResultId);
  const body = { processResults, manualStatus: 'FALSE_POSITIVE' };
  await test.ok(decideAmlResults, 200, { path: { entityId }, body });
}

const byOperator = () => ({ headers: { authorization: `Bearer ${test.operatorKey}` } });

describe('words of the sandbox', () => {
  it.each([
    ['sanction', 'SANCTION', 'sanctionData'],
    ['pep', 'PEP', 'pepData'],
    ['watchlist', 'WATCHLIST', 'watchlistData'],
    ['media', 'MEDIA', 'mediaData'],
  ])('%s makes a hit for %s, which waits for an officer', async (word, issue, data) => {
    const run = await screened(named('Whosoever', word, 'Nobody'));
    expect(run).toMatchObject({ status: 'REVIEW', step: { result: 'HIT' } });
    expect(run.raised).toEqual([`AML/${issue}`]);
    expect(run.hits).toMatchObject([
      {
        providerResult: { name: 'sandbox', source: 'sandbox/invented' },
        supplementaryData: { [data]: [expect.anything()] },
        notes: { sandbox: { type: 'INFORMATIONAL' }, severity: { type: 'finding' } },
      },
    ]);
    expect(run.notes).toMatchObject({ sandbox: { type: 'INFORMATIONAL' } });
    await decide(run.entityId ?? '', run.hits);
    expect(await again(run.entityId ?? '')).toMatchObject({
      status: 'PASS',
      step: { result: 'CLEARED' },
    });
  });

  it('make one hit of several kinds', async () => {
    const run = await screened(named('Whosoever', 'pep media', 'Nobody'));
    expect(run.hits).toHaveLength(1);
    expect(run.raised.sort()).toEqual(['AML/MEDIA', 'AML/PEP']);
  });

  it.each([
    ['timeout', 'SERVICE_TIMEOUT'],
    ['error', 'SERVICE_ERROR'],
  ])('%s makes %s and a REVIEW', async (word, issue) => {
    const run = await screened(named('Whosoever', word, 'Nobody'));
    expect(run).toMatchObject({ status: 'REVIEW', step: { result: 'ERROR' } });
    expect(run.raised).toEqual([`SYSTEM/${issue}`]);
    expect(run.step.errors).toMatchObject([{ location: 'sandbox' }]);
    expect(run.visits).toContain('sandbox ERROR');
  });

  it('slowN takes its time, and passes', async () => {
    const run = await screened(named('Whosoever', 'slow1', 'Nobody'));
    expect(run.status).toBe('PASS');
    const visit = run.step.serviceProviders?.find(({ provider }) => provider === 'sandbox');
    const took = Date.parse(String(visit?.endedAt)) - Date.parse(String(visit?.startedAt));
    expect(took).toBeGreaterThanOrEqual(990);
  });

  it('mean nothing for anybody else', async () => {
    const as = await test.newTenant({ isSandbox: false });
    const run = await screened(named('Whosoever', 'pep', 'Nobody'), { as });
    expect(run.visits.join()).not.toContain('sandbox');
    expect(run.hits).toEqual([]);
    // The only list that is loaded here is one of invented people.
    expect(run.status).toBe('REVIEW');
  });
});

describe('the operator’s providers of watchlists', () => {
  it('are asked beside the lists, and pass whom nobody lists', async () => {
    const run = await screened(CLEAN);
    expect(run).toMatchObject({ status: 'PASS', step: { result: 'CLEAR' }, issues: [] });
    expect(run.visits).toEqual([
      'probity CLEAR',
      'open-lists CLEAR',
      'guard CLEAR',
      'sandbox CLEAR',
    ]);
    expect(run.step.notes?.['list-versions']?.value).toMatch(
      /probity-sample version 1, open-lists\/default version \d{14}-abc, guard\/us_ofac version not stated/,
    );
    expect(run.step.summary).toMatchObject({
      providerSummaries: [
        { name: 'probity' },
        { name: 'open-lists' },
        { name: 'guard' },
        { name: 'sandbox' },
      ],
    });
  });

  it('find somebody, and an officer’s decision holds until something material changes', async () => {
    answers.yente = freshYente({ Thornquill: [scored('NK-1')] });
    const run = await screened(named('Thornquill'));
    expect(run).toMatchObject({ status: 'REVIEW', step: { result: 'HIT' } });
    expect(run.visits).toContain('open-lists HIT');
    expect(run.hits).toMatchObject([
      {
        providerResult: {
          name: 'open-lists',
          source: 'open-lists/default',
          sourceNormalized: 'yente',
          confidence: { normalized: 96 },
        },
        supplementaryData: { matchData: { name: 'Ilyara Thornquill', strength: 100 } },
        notes: { 'vendor-match': { value: expect.stringContaining('calls it a match') } },
      },
    ]);
    const entityId = run.entityId ?? '';
    await decide(entityId, run.hits);
    answers.yente = freshYente({ Thornquill: [scored('NK-1', { score: 0.8 })] });
    expect(await again(entityId)).toMatchObject({ status: 'PASS', step: { result: 'CLEARED' } });
    const properties = { ...Object(scored('NK-1')).properties, alias: ['Ily the Quill'] };
    answers.yente = freshYente({ Thornquill: [scored('NK-1', { properties })] });
    expect(await again(entityId)).toMatchObject({ status: 'REVIEW', step: { result: 'HIT' } });
    answers.yente = freshYente();
    expect(await again(entityId)).toMatchObject({ status: 'PASS', step: { result: 'CLEAR' } });
  });

  it('make one hit of the party whom several of them name, and our own lists', async () => {
    const list = `${HEADER}\nS-1,person,SANCTION,Solivar Prendick,1970-01-01\nT-1,person,SANCTION,Ilyara Thornquill,1962-04-07\n`;
    await test.importSample(list);
    answers = {
      yente: freshYente({ Thornquill: [scored('NK-1')] }),
      watchman: freshWatchman({ Thornquill: [matched('30001')] }),
    };
    const run = await screened(named('Thornquill'));
    expect(run.step.summary).toMatchObject({ totalHits: 1, numUnresolvedSanction: 1 });
    expect(run.hits).toHaveLength(1);
    const [hit] = run.hits;
    expect(hit?.notes?.['one-party']?.value).toContain('3 listings are taken for one party');
    expect(String(hit?.providerResult?.source).split(', ').sort()).toEqual([
      'guard/us_ofac',
      'open-lists/default',
      'probity-sample',
    ]);
    const replayed = await test.ok(replayScreening, 200, {
      body: { processResultId: hit?.processResultId ?? '' },
      ...byOperator(),
    });
    expect(replayed).toMatchObject({ outcome: 'impossible', differences: [] });
    expect(replayed.because).toMatch(
      /^It comes from .*(guard|open-lists).* cannot be run again here/,
    );
  });

  const fails: VendorHandler = (_, response) => sendJson(response, { detail: 'Thornquill' }, 500);
  const hangs: VendorHandler = () => undefined;
  const babbles: VendorHandler = (_, response) => sendJson(response, { responses: 'Thornquill' });
  it.each([
    ['fails', fails, 'SERVICE_ERROR'],
    ['does not answer in time', hangs, 'SERVICE_TIMEOUT'],
    ['answers with nonsense', babbles, 'SERVICE_ERROR'],
  ])('make a REVIEW where one %s, whatever the others say', async (_, handler, issue) => {
    answers.yente = handler;
    const run = await screened(CLEAN);
    expect(run).toMatchObject({ status: 'REVIEW', result: 'REVIEW', step: { result: 'ERROR' } });
    expect(run.raised).toEqual([`SYSTEM/${issue}`]);
    expect(run.step.errors).toMatchObject([{ location: 'open-lists' }]);
    expect(run.visits).toEqual([
      'probity CLEAR',
      'open-lists ERROR',
      'guard CLEAR',
      'sandbox CLEAR',
    ]);
    expect(JSON.stringify(run)).not.toContain('Thornquill');
  });

  it('make a REVIEW where one is left alone after failing again and again, until it is back', async () => {
    answers.watchman = fails;
    for (let round = 0; round < 2; round++) await screened(CLEAN);
    const before = watchman.received.length;
    const left = await screened(CLEAN);
    expect(left).toMatchObject({ status: 'REVIEW', step: { errors: [{ location: 'guard' }] } });
    expect(watchman.received.length).toBe(before);
    answers.watchman = freshWatchman();
    test.turnForward(31_000);
    expect((await screened(CLEAN)).status).toBe('PASS');
  });

  it('make a REVIEW of a hit that is cleared, too, while one is silent', async () => {
    answers.yente = freshYente({ Thornquill: [scored('NK-1')] });
    const run = await screened(named('Thornquill'));
    const entityId = run.entityId ?? '';
    await decide(entityId, run.hits);
    answers.yente = fails;
    expect(await again(entityId)).toMatchObject({ status: 'REVIEW', step: { result: 'ERROR' } });
    test.turnForward(31_000);
    answers.yente = freshYente({ Thornquill: [scored('NK-1')] });
    expect(await again(entityId)).toMatchObject({ status: 'PASS', step: { result: 'CLEARED' } });
  });

  it('make a REVIEW where their data are too old', async () => {
    const datasets = [{ name: 'default', version: '20260101000000-abc' }];
    answers.yente = yenteServer({ datasets });
    const run = await screened(CLEAN);
    expect(run).toMatchObject({ status: 'REVIEW', step: { result: 'ERROR' } });
    expect(run.step.errors).toMatchObject([
      { description: 'List open-lists/default is older than this installation allows' },
    ]);
  });

  async function publish(providers: readonly string[], workflowName: string) {
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
      workflowId: workflowName.toLowerCase(),
      type: 'aml_screening',
      lifecyclePhase: 'ONBOARDING',
      monitoringTypes: ['AML'],
      steps: [
        step('START', []),
        step('AML', ['START'], { configuration: { providers } }),
        step('DECISION', ['AML']),
        step('FINISH', ['DECISION']),
      ],
    };
    const { customerId } = test.tenant;
    const body = { customerId, definition: JSON.stringify(definition) };
    await test.ok(publishWorkflow, 201, { body, ...byOperator() });
    return { serviceName: 'KYC', workflowName };
  }

  it('are asked alone where a workflow names them', async () => {
    const workflow = await publish(['guard'], 'Guarded');
    answers.yente = fails;
    const run = await screened(CLEAN, { workflow });
    expect(run).toMatchObject({ status: 'PASS', visits: ['guard CLEAR'] });
  });

  it('make a REVIEW where a workflow names somebody who is not set up', async () => {
    const run = await screened(CLEAN, { workflow: await publish(['guard', 'gone'], 'Gone') });
    expect(run).toMatchObject({ status: 'REVIEW', step: { result: 'ERROR' } });
    expect(run.step.errors).toMatchObject([{ location: 'gone' }]);
  });

  it('are shown to the operator', async () => {
    const { providers } = await test.ok(listProviders, 200, byOperator());
    expect(providers).toMatchObject([
      { name: 'open-lists', kind: 'yente', capabilities: ['watchlist'] },
      { name: 'guard', kind: 'watchman', capabilities: ['watchlist'] },
    ]);
  });
});

it('keeps to the published contract, and leaves nothing of the person in the log', () => {
  expect(test.violations).toEqual([]);
  expect(test.logs.join('\n')).not.toMatch(/Thornquill|Ilyara|Whosoever/);
});
