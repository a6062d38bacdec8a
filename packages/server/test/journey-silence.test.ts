import {
  createAndExecuteWorkflow,
  executeWorkflow,
  getExecution,
} from '@probity/contract/operations/executions';
import { createIndividual, deleteIndividual } from '@probity/contract/operations/individuals';
import { decideAmlResults } from '@probity/contract/operations/results';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemStatement } from '../src/kernel/statement.ts';
import type { WatchlistProvider } from '../src/providers/watchlist-provider.ts';
import { amlStep } from '../src/workflows/aml/aml.step.ts';
import { type TestApp, type TestTenant, testApp, until } from './test-app.ts';

const HEADER = 'reference,kind,listing,name,births';
const CLEAN = { name: { givenName: 'Nobody', familyName: 'Whosoever' } };
const LISTED = {
  name: { givenName: 'Zorvan', middleName: 'Ilmere', familyName: 'Kaltezmar' },
  dateOfBirth: { year: '1961', month: '03', day: '14' },
};
const SCREENING = { serviceName: 'KYC', workflowName: 'AML-Screening' };
const MONITORING = { serviceName: 'AML', workflowName: 'PEP & Sanctions' };

type Search = WatchlistProvider['search'];

let test: TestApp;
let search: (real: Search) => Search = (real) => real;
beforeAll(async () => {
  const watchlists = (real: WatchlistProvider): WatchlistProvider => ({
    ...real,
    search: (asked, call) => search(real.search)(asked, call),
  });
  test = await testApp({ watchlists });
});
afterEach(() => {
  search = (real) => real;
});
afterAll(() => test.close());

type Caller = { readonly app?: TestApp; readonly as?: TestTenant };
type Run = { readonly individual?: object; readonly workflow?: typeof SCREENING };

async function run(
  { individual = CLEAN, workflow = SCREENING }: Run = {},
  { app = test, as = app.tenant }: Caller = {},
) {
  const call = { path: workflow, body: { individual }, as };
  const { workflowResult } = await app.ok(createAndExecuteWorkflow, 200, call);
  const step = workflowResult?.workflowStepResults?.find(({ stepName }) => stepName === 'AML');
  if (!workflowResult || !step) throw new Error('An answer without its screening step.');
  return { ...workflowResult, step };
}

/** What every silence has in common: it is shown, it waits for a person, and nothing passes. */
const silent = (issue: string) => ({
  workflowExecutionState: 'COMPLETED',
  status: 'REVIEW',
  result: 'REVIEW',
  step: { result: 'ERROR' },
  steps: { incomplete: ['AML'] },
  issues: expect.arrayContaining([
    expect.objectContaining({ category: 'SYSTEM', issue, isCleared: false }),
  ]),
});

describe('a source that fails', () => {
  it.each([SCREENING, MONITORING])('ends in ERROR and REVIEW in $serviceName', async (workflow) => {
    let attempts = 0;
    search = () => () => {
      attempts += 1;
      return Promise.reject(new Error('Zorvan went wrong'));
    };
    const result = await run({ individual: LISTED, workflow });

    expect(result).toMatchObject(silent('SERVICE_ERROR'));
    expect(attempts).toBe(amlStep.maxAttempts);
    expect(JSON.stringify(result)).not.toContain('went wrong');
  });

  it('throws at once rather than later, and the end is the same', async () => {
    search = () => () => {
      throw new Error('broken');
    };
    expect(await run()).toMatchObject(silent('SERVICE_ERROR'));
  });

  it('answers at the last attempt, and the answer counts', async () => {
    let attempts = 0;
    search = (real) => (asked, signal) => {
      attempts += 1;
      if (attempts < amlStep.maxAttempts) throw new Error('not yet');
      return real(asked, signal);
    };
    expect(await run()).toMatchObject({ status: 'PASS', step: { result: 'CLEAR' } });
  });

  it.each([
    undefined,
    null,
    {},
    { outcome: 'answered' },
    { outcome: 'answered', hits: [] },
    'CLEAR',
  ])('answers %j, which is no answer', async (answer) => {
    search = () => async () => answer as never;
    expect((await run()).status).toBe('REVIEW');
  });

  it('stays silent beyond its time, again and again', async () => {
    const timeouts: (() => void)[] = [];
    const realTimeout = globalThis.setTimeout;
    const spy = vi.spyOn(globalThis, 'setTimeout').mockImplementation(((
      callback: () => void,
      ms?: number,
    ) => {
      if (ms === amlStep.timeoutMs) timeouts.push(callback);
      return realTimeout(callback, ms);
    }) as typeof setTimeout);
    search = () => () => new Promise(() => setImmediate(() => timeouts.pop()?.()));
    const result = await run();
    spy.mockRestore();

    expect(result).toMatchObject(silent('SERVICE_TIMEOUT'));
  });
});

describe('lists', () => {
  it('that are not there make a REVIEW', async () => {
    const app = await testApp({ hasSampleList: false });
    try {
      expect(await run({}, { app })).toMatchObject(silent('SERVICE_ERROR'));
      expect(app.violations).toEqual([]);
    } finally {
      await app.close();
    }
  });

  it('of invented people never clear anybody outside a sandbox', async () => {
    const real = await test.newTenant({ isSandbox: false });
    for (const individual of [CLEAN, LISTED]) {
      for (const workflow of [SCREENING, MONITORING]) {
        const result = await run({ individual, workflow }, { as: real });
        expect(result).toMatchObject(silent('SERVICE_ERROR'));
        expect(result.step.processResults).toEqual([]);
      }
    }
  });
});

const AGE_LISTS = systemStatement<never>('test-source', 'update list set source = $1');
const BREAK_LISTS = systemStatement<never>(
  'test-break',
  `update list set version_in_service = version_in_service + 1`,
);
const COPY_VERSION = systemStatement<never>(
  'test-copy-version',
  `insert into list_version select list_id, version + 1, content_hash, published_on, imported_at,
     confirmed_at, entry_count, person_count, name_count, birth_count, address_count, document_count,
     added_count, removed_count, changed_count, materially_changed_count, unchanged_count from list_version`,
);

describe('a list in service', () => {
  it('that nobody has imported for too long makes a REVIEW, until somebody does', async () => {
    const app = await testApp();
    try {
      // Invented people do not age; the same list under a publisher's name does.
      await app.database.system.all(AGE_LISTS, ['un-consolidated']);
      await app.app.lists.refresh();
      expect((await run({}, { app })).status).toBe('PASS');
      app.turnForward(169 * 3_600_000);
      const result = await run({ individual: LISTED }, { app });
      expect(result).toMatchObject(silent('SERVICE_ERROR'));
      expect(result.step.errors?.[0]?.description).toContain('older');
      expect(app.violations).toEqual([]);
    } finally {
      await app.close();
    }
  });

  it('whose new version cannot be loaded makes a REVIEW, although the old one is there', async () => {
    const app = await testApp();
    try {
      await app.database.system.all(COPY_VERSION);
      await app.database.system.all(BREAK_LISTS);
      await app.app.lists.refresh();
      const result = await run({}, { app });
      expect(result).toMatchObject(silent('SERVICE_ERROR'));
      expect(result.step.errors?.[0]?.description).toContain('could not be loaded');
    } finally {
      await app.close();
    }
  });

  it('makes a REVIEW of a hit too, where another list is silent', async () => {
    search = (real) => async (asked, signal) => {
      const answer = await real(asked, signal);
      if (answer.outcome !== 'answered') return answer;
      return { ...answer, silent: [{ name: 'other', because: 'failing' }] };
    };
    const { entityId, ...first } = await run({ individual: LISTED });
    expect(first).toMatchObject(silent('SERVICE_ERROR'));
    expect(first.issues?.map(({ issue }) => issue)).toContain('SANCTION');
    const processResults = first.step.processResults?.map(({ processResultId }) => processResultId);
    const body = { processResults, manualStatus: 'FALSE_POSITIVE' };
    await test.ok(decideAmlResults, 200, { path: { entityId }, body });

    const again = await test.ok(executeWorkflow, 200, { path: { entityId, ...SCREENING } });
    expect(again.workflowResult?.status).toBe('REVIEW');
  });
});

describe('nothing is left out that could be a hit', () => {
  it('where there are more of one name than are shown: the case stays open', async () => {
    const rows = Array.from({ length: 130 }, (_, at) => `N-${at},person,SANCTION,Ulo Vantreek,`);
    await test.importSample(`${HEADER}\n${rows.join('\n')}\n`, 'Namesakes');
    const individual = { name: { givenName: 'Ulo', familyName: 'Vantreek' } };
    const { entityId, ...first } = await run({ individual });
    expect(first).toMatchObject(silent('SERVICE_ERROR'));
    const processResults = first.step.processResults?.map(({ processResultId }) => processResultId);
    expect(processResults).toHaveLength(100);
    const body = { processResults, manualStatus: 'FALSE_POSITIVE' };
    await test.ok(decideAmlResults, 200, { path: { entityId }, body });
    const { workflowResult } = await test.ok(executeWorkflow, 200, {
      path: { entityId, ...SCREENING },
    });

    expect(workflowResult?.status).toBe('REVIEW');
  });

  it.each([
    [{ familyName: 'Smith', displayName: 'Zorvan Ilmere Kaltezmar' }],
    [{ familyName: 'Kaltezmar', displayName: 'Zorvan Ilmere Kaltezmar' }],
    [{ familyName: 'Kaltezmar', givenName: 'Zorvan', displayName: 'Z' }],
    [{ familyName: 'Kaltezmar', otherName: 'Zorvan Ilmere' }],
    [{ familyName: 'Zorvan Ilmere Kaltezmar' }],
  ])('in a name such as %j', async (name) => {
    const result = await run({ individual: { ...LISTED, name } });
    expect(result).toMatchObject({ status: 'REVIEW', step: { result: 'HIT' } });
  });

  it('in any name of the person', async () => {
    const alternateNames = [{ givenName: 'Zorvan Ilmere', familyName: 'Kaltezmar', type: 'ALIAS' }];
    const result = await run({ individual: { ...LISTED, ...CLEAN, alternateNames } });
    expect(result.status).toBe('REVIEW');
  });
});

describe('a person who is deleted', () => {
  it('while a caller waits for their run: the caller hears that they are gone', async () => {
    let reached = false;
    let letGo: () => void = () => undefined;
    search = (real) => async (asked, signal) => {
      reached = true;
      await new Promise<void>((resolve) => {
        letGo = resolve;
      });
      return real(asked, signal);
    };
    const { individual } = await test.ok(createIndividual, 201, { body: { individual: CLEAN } });
    const path = { entityId: individual.entityId ?? '' };
    const waiting = test.call(executeWorkflow, { path: { ...path, ...SCREENING } });
    await until('the run is under way', async () => reached || undefined);
    await test.ok(deleteIndividual, 200, { path });
    letGo();
    const answer = await waiting;

    expect(answer.status).toBe(404);
    const execution = { ...path, ...SCREENING, workflowExecutionId: '01M81FJ56JYKPWZ14Y8HNV2JB2' };
    expect((await test.call(getExecution, { path: execution })).status).toBe(404);
  });

  it('at the moment when runs begin: they run, or they are refused, and never fail', async () => {
    for (let round = 0; round < 10; round++) {
      const { individual } = await test.ok(createIndividual, 201, { body: { individual: CLEAN } });
      const path = { entityId: individual.entityId ?? '' };
      const background = round % 2 === 0;
      const asked = { path: { ...path, ...SCREENING }, background };
      const answers = await Promise.all([
        test.call(executeWorkflow, asked),
        test.call(executeWorkflow, asked),
        test.call(deleteIndividual, { path }),
        test.call(executeWorkflow, asked),
      ]);
      for (const { status } of answers) expect([200, 202, 404]).toContain(status);
    }
  });
});

it('keeps to the published contract throughout', () => {
  expect(test.violations).toEqual([]);
});
