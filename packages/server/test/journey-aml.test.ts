import { executeWorkflow, getExecution } from '@probity/contract/operations/executions';
import { createIndividual } from '@probity/contract/operations/individuals';
import { decideAmlResults, listResults } from '@probity/contract/operations/results';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemStatement } from '../src/kernel/statement.ts';
import { type TestApp, type TestCall, testApp } from './test-app.ts';

const HEADER = 'reference,kind,listing,name,aliases,births,nationalities,programmes,remarks';
const ENTRIES = {
  one: 'S-1,person,SANCTION,Solivar Prendick,,1970-01-01,FRA,SAMPLE-FRAUD,',
  sanction: 'M-1,person,SANCTION,Quorvan Telmarch,,1970-01-01,,SAMPLE-ARMS,',
  pep: 'M-2,person,PEP,Quorvan Telmarch,,1970-01-01,,,',
  watched: 'M-3,person,WATCHLIST,Quorvan Telmarch,,1970-01-01,,,',
  media: 'M-4,person,MEDIA,Quorvan Telmarch,,1970-01-01,,,',
};
const listOf = (entries: Readonly<Record<string, string>>) =>
  `${[HEADER, ...Object.values(entries)].join('\n')}\n`;

let test: TestApp;
beforeAll(async () => {
  test = await testApp({ hasSampleList: false });
  await test.importSample(listOf(ENTRIES));
});
afterEach(() => test.importSample(listOf(ENTRIES)));
afterAll(() => test.close());

const born = { dateOfBirth: { year: '1970', month: '01', day: '01' } };
const ONE = { name: { givenName: 'Solivar', familyName: 'Prendick' }, ...born };
const MANY = { name: { givenName: 'Quorvan', familyName: 'Telmarch' }, ...born };
const CLEAN = { name: { givenName: 'Nobody', familyName: 'Whosoever' } };
const SCREENING = { serviceName: 'KYC', workflowName: 'AML-Screening' };
const CAUTIOUS = { serviceName: 'KYC', workflowName: 'AML-Screening-Cautious' };
const MONITORING = { serviceName: 'AML', workflowName: 'PEP & Sanctions' };

async function create(individual: object = ONE): Promise<string> {
  const created = await test.ok(createIndividual, 201, { body: { individual } });
  return created.individual.entityId ?? '';
}

async function execute(entityId: string, workflow = SCREENING) {
  const { workflowResult } = await test.ok(executeWorkflow, 200, {
    path: { entityId, ...workflow },
  });
  const step = workflowResult?.workflowStepResults?.find(({ stepName }) => stepName === 'AML');
  if (!workflowResult || !step) throw new Error('An answer without its screening step.');
  return { ...workflowResult, step, hits: step.processResults ?? [] };
}

async function list(entityId: string, query: TestCall['query'] = {}) {
  const path = { entityId };
  const { processResults, meta } = await test.ok(listResults, 200, { path, query });
  return { results: processResults, ids: processResults.map(idOf), meta };
}

const idOf = ({ processResultId }: { processResultId?: string | undefined }) =>
  processResultId ?? '';

async function decide(entityId: string, ids: readonly string[], manualStatus: string) {
  const body = { processResults: ids, manualStatus, comment: { text: 'as I see it' } };
  const path = { entityId };
  const headers = { 'X-Frankie-Username': 'officer@example.org' };
  return (await test.ok(decideAmlResults, 200, { path, body, headers })).processResults;
}

const AUDIT_OF = systemStatement<{ decisions: number }>(
  'test-decisions-of',
  `select count(*)::int as decisions from audit_event
   where entity_id = $1 and type = 'ENTITY_RESULT_UPDATE'`,
);

async function decisionsOf(entityId: string): Promise<number | undefined> {
  return (await test.database.system.one(AUDIT_OF, [entityId]))?.decisions;
}

describe('hits', () => {
  it('are one process result each, counted by kind', async () => {
    const run = await execute(await create(MANY));

    expect(run).toMatchObject({ status: 'REVIEW', step: { result: 'HIT' } });
    expect(run.hits).toHaveLength(4);
    expect(new Set(run.hits.map(idOf)).size).toBe(4);
    expect(run.step.summary).toMatchObject({
      totalHits: 4,
      totalUnresolved: 4,
      totalFalsePositives: 0,
      totalTruePositives: 0,
      totalUnknown: 0,
      numUnresolvedSanction: 1,
      numUnresolvedPEP: 1,
      numUnresolvedWatchlist: 1,
      numUnresolvedAdverseMedia: 1,
    });
    expect(run.issues?.map(({ issue }) => issue).sort()).toEqual(
      ['MEDIA', 'PEP', 'SANCTION', 'WATCHLIST'].sort(),
    );
    for (const hit of run.hits) {
      expect(hit).toMatchObject({ class: 'AML', result: 'HIT', state: 'COMPLETED' });
      expect(hit).toMatchObject({ systemStatus: 'VALID', supplementaryData: { type: 'AML' } });
      expect(hit.manualStatus).toBeUndefined();
    }
  });

  it('are none for somebody who is not listed', async () => {
    const run = await execute(await create(CLEAN));
    expect(run).toMatchObject({ status: 'PASS', step: { result: 'CLEAR' }, issues: [] });
    expect(run.step.summary).toMatchObject({ totalHits: 0, totalUnresolved: 0 });
  });
});

const MEANINGS = [
  ['FALSE_POSITIVE', 'CLEARED', 'PASS', 'CLEAR', { totalFalsePositives: 1 }],
  ['TRUE_POSITIVE', 'HIT', 'FAIL', 'FAIL', { totalTruePositives: 1 }],
  ['TRUE_POSITIVE_ACCEPT', 'HIT_ACCEPTED', 'PASS', 'CLEAR', { totalTruePositives: 1 }],
  ['TRUE_POSITIVE_REJECT', 'HIT_REJECTED', 'FAIL', 'FAIL', { totalTruePositives: 1 }],
  ['UNKNOWN', 'HIT', 'REVIEW', 'REVIEW', { totalUnknown: 1 }],
  ['UNKNOWN_ACCEPT', 'HIT_ACCEPTED', 'PASS', 'CLEAR', { totalUnknown: 1 }],
  ['UNKNOWN_REJECT', 'HIT_REJECTED', 'FAIL', 'FAIL', { totalUnknown: 1 }],
] as const;

describe('a decision', () => {
  it.each(MEANINGS)('of %s makes the next step %s and the run %s', async (...row) => {
    const [manualStatus, stepResult, outcome, monitored, counted] = row;
    const entityId = await create();
    const first = await execute(entityId);
    const [decided] = await decide(entityId, first.hits.map(idOf), manualStatus);

    expect(decided).toMatchObject({ manualStatus, result: 'HIT', systemStatus: 'VALID' });
    expect(decided?.updatedBy).toBe('officer@example.org');
    const path = { entityId, workflowExecutionId: first.workflowExecutionId, ...SCREENING };
    const { workflowResult: old } = await test.ok(getExecution, 200, { path });
    const isResolved = !['TRUE_POSITIVE', 'UNKNOWN'].includes(manualStatus);
    expect(old).toMatchObject({ status: 'REVIEW', result: 'REVIEW', steps: first.steps });
    expect(old.issues).toMatchObject([{ issue: 'SANCTION', isCleared: isResolved }]);

    const next = await execute(entityId);
    expect(next).toMatchObject({ status: outcome, result: outcome, step: { result: stepResult } });
    expect(next.step.summary).toMatchObject({ totalHits: 1, totalUnresolved: 0, ...counted });
    expect(next.hits).toMatchObject([{ processResultId: idOf(first.hits[0] ?? {}), manualStatus }]);
    expect(next.hits[0]?.requestId).toBe(first.requestId);
    expect((await execute(entityId, MONITORING)).status).toBe(monitored);
    expect((await list(entityId)).ids).toHaveLength(1);
  });

  it.each([
    [['FALSE_POSITIVE', 'FALSE_POSITIVE', 'FALSE_POSITIVE', null], 'HIT', 'REVIEW'],
    [['TRUE_POSITIVE_REJECT', 'FALSE_POSITIVE', 'FALSE_POSITIVE', null], 'HIT', 'REVIEW'],
    [['TRUE_POSITIVE', 'FALSE_POSITIVE', 'FALSE_POSITIVE', 'UNKNOWN'], 'HIT', 'FAIL'],
    [['UNKNOWN', 'TRUE_POSITIVE_ACCEPT', 'UNKNOWN_REJECT', 'UNKNOWN'], 'HIT', 'REVIEW'],
    [
      ['UNKNOWN_REJECT', 'UNKNOWN_ACCEPT', 'FALSE_POSITIVE', 'FALSE_POSITIVE'],
      'HIT_REJECTED',
      'FAIL',
    ],
    [
      ['UNKNOWN_ACCEPT', 'FALSE_POSITIVE', 'FALSE_POSITIVE', 'FALSE_POSITIVE'],
      'HIT_ACCEPTED',
      'PASS',
    ],
    [['FALSE_POSITIVE', 'FALSE_POSITIVE', 'FALSE_POSITIVE', 'FALSE_POSITIVE'], 'CLEARED', 'PASS'],
  ])('on each of several hits counts by the worst: %j is %s', async (statuses, step, outcome) => {
    const entityId = await create(MANY);
    const ids = (await execute(entityId)).hits.map(idOf);
    for (const [at, manualStatus] of statuses.entries()) {
      if (manualStatus) await decide(entityId, ids.slice(at, at + 1), manualStatus);
    }
    expect(await execute(entityId)).toMatchObject({ status: outcome, step: { result: step } });
  });

  it('takes several results at once, in the order in which they are named', async () => {
    const entityId = await create(MANY);
    const ids = (await execute(entityId)).hits.map(idOf).reverse();
    const decided = await decide(entityId, ids, 'FALSE_POSITIVE');
    expect(decided.map(idOf)).toEqual(ids);
    expect(await decisionsOf(entityId)).toBe(4);
  });

  it('that is repeated changes nothing, and one that differs replaces it', async () => {
    const entityId = await create();
    const ids = (await execute(entityId)).hits.map(idOf);
    const first = await decide(entityId, ids, 'UNKNOWN');
    test.turnForward(1_000);
    const again = await decide(entityId, ids, 'UNKNOWN');

    expect(again).toEqual(first);
    expect(await decisionsOf(entityId)).toBe(1);
    const [changed] = await decide(entityId, [...ids, ...ids], 'FALSE_POSITIVE');
    expect(changed?.manualStatus).toBe('FALSE_POSITIVE');
    expect(Date.parse(changed?.updatedAt ?? '')).toBeGreaterThan(
      Date.parse(first[0]?.updatedAt ?? ''),
    );
    expect(await decisionsOf(entityId)).toBe(2);
  });

  it('that meets another is heard or told why it is not, and nothing is decided twice', async () => {
    let told = 0;
    for (let round = 0; round < 5; round += 1) {
      const entityId = await create();
      const ids = (await execute(entityId)).hits.map(idOf);
      const words = ['FALSE_POSITIVE', 'TRUE_POSITIVE_ACCEPT', 'TRUE_POSITIVE_REJECT', 'UNKNOWN'];
      const answers = await Promise.all(
        [...words, ...words].map((manualStatus) =>
          test.call(decideAmlResults, {
            path: { entityId },
            body: { processResults: ids, manualStatus },
          }),
        ),
      );
      const refused = answers.filter(({ status }) => status !== 200);
      const standing = (await list(entityId)).results[0]?.manualStatus;
      expect(refused.length).toBeLessThan(answers.length);
      for (const { status, text } of refused) {
        expect(status).toBe(409);
        expect(text).toMatch(/Was set to [A-Z_]+ at .*body\.processResults\[0\]/);
      }
      expect(words).toContain(standing);
      const heard = answers.length - refused.length;
      expect(await decisionsOf(entityId)).toBeLessThanOrEqual(heard);
      told += refused.length;
    }
    expect(told).toBeGreaterThan(0);
  });

  it('is about all of the results or none', async () => {
    const [entityId, other] = [await create(MANY), await create(MANY)];
    const ids = (await execute(entityId)).hits.map(idOf);
    const foreign = (await execute(other)).hits.map(idOf);
    const refused = [
      [...ids, foreign[0]],
      [foreign[0]],
      [...ids, '0b6a4d2e-9b1c-4f7a-8a52-0c6f5f2f7d11'],
      [...ids, 'no id'],
      [],
      ids[0],
    ];
    const before = await test.rowCounts();
    for (const processResults of refused) {
      const body = { processResults, manualStatus: 'FALSE_POSITIVE' };
      const answer = await test.call(decideAmlResults, { path: { entityId }, body });
      expect(answer.status).toBe(400);
      expect(JSON.stringify(answer.body)).toContain('body.processResults');
    }
    expect(await test.rowCounts()).toEqual(before);
    expect((await list(entityId, { manualStatuses: 'FALSE_POSITIVE' })).ids).toEqual([]);
    expect((await list(other, { manualStatuses: 'FALSE_POSITIVE' })).ids).toEqual([]);
  });

  it.each(['UNRESOLVED', 'CLEAR', '', null, undefined])(
    'of %j is refused',
    async (manualStatus) => {
      const entityId = await create();
      const processResults = (await execute(entityId)).hits.map(idOf);
      const body = { processResults, manualStatus };
      const answer = await test.call(decideAmlResults, { path: { entityId }, body });
      expect(answer.status).toBe(400);
      expect(JSON.stringify(answer.body)).toContain('body.manualStatus');
    },
  );

  it('holds in every workflow of the person', async () => {
    const entityId = await create();
    await decide(entityId, (await execute(entityId)).hits.map(idOf), 'FALSE_POSITIVE');

    expect((await execute(entityId, MONITORING)).status).toBe('CLEAR');
    expect((await execute(entityId, CAUTIOUS)).status).toBe('PASS');
  });
});

describe('a new version of a list', () => {
  it.each([
    ['with the same content', ENTRIES],
    ['with other remarks', { ...ENTRIES, one: `${ENTRIES.one}Seen in 1999.` }],
    ['with others added', { ...ENTRIES, more: 'X-1,person,PEP,Somebody Else,,,,,' }],
    ['in another order', Object.fromEntries(Object.entries(ENTRIES).reverse())],
  ])('%s leaves the decision as it is', async (_, entries) => {
    const entityId = await create();
    const { hits } = await execute(entityId);
    await decide(entityId, hits.map(idOf), 'FALSE_POSITIVE');
    await test.importSample(listOf(entries));
    const next = await execute(entityId);

    expect(next.status).toBe('PASS');
    expect(next.hits.map(idOf)).toEqual(hits.map(idOf));
  });

  it.each([
    [
      'an alias',
      'S-1,person,SANCTION,Solivar Prendick,Solly Prendick,1970-01-01,FRA,SAMPLE-FRAUD,',
    ],
    [
      'a birth date',
      'S-1,person,SANCTION,Solivar Prendick,,1970-01-01|1970-01-02,FRA,SAMPLE-FRAUD,',
    ],
    ['a nationality', 'S-1,person,SANCTION,Solivar Prendick,,1970-01-01,FRA|BEL,SAMPLE-FRAUD,'],
    ['a kind', 'S-1,person,PEP,Solivar Prendick,,1970-01-01,FRA,SAMPLE-FRAUD,'],
  ])('with %s that is new opens the hit again', async (_, changed) => {
    const entityId = await create();
    const { hits } = await execute(entityId);
    await decide(entityId, hits.map(idOf), 'FALSE_POSITIVE');
    await test.importSample(listOf({ ...ENTRIES, one: changed }));
    const next = await execute(entityId);

    expect(next).toMatchObject({ status: 'REVIEW', step: { result: 'HIT' } });
    expect(next.hits).toHaveLength(1);
    expect(next.hits[0]?.manualStatus).toBeUndefined();
    expect(next.hits.map(idOf)).not.toEqual(hits.map(idOf));
    expect((await list(entityId, { systemStatuses: 'STALE' })).ids).toEqual(hits.map(idOf));
  });

  it('without the entry lets the person pass, and its return opens the hit again', async () => {
    const entityId = await create();
    const { hits } = await execute(entityId);
    const { one: _, ...others } = ENTRIES;
    await test.importSample(listOf(others));
    const without = await execute(entityId);
    await test.importSample(listOf(ENTRIES));
    const back = await execute(entityId);

    expect(without).toMatchObject({ status: 'PASS', step: { result: 'CLEAR' } });
    expect((await list(entityId, { systemStatuses: 'STALE' })).ids).toEqual(hits.map(idOf));
    expect(back).toMatchObject({ status: 'REVIEW', hits: [{ systemStatus: 'VALID' }] });
  });
});

describe('listing results', () => {
  let entityId: string;
  let first: Awaited<ReturnType<typeof execute>>;
  beforeAll(async () => {
    entityId = await create(MANY);
    first = await execute(entityId);
    await decide(entityId, [idOf(first.hits[0] ?? {})], 'UNKNOWN');
  });

  it.each([
    [{ profileName: 'kyc' }, 4],
    [{ profileName: 'AML' }, 0],
    [{ workflowName: 'aml-screening' }, 4],
    [{ workflowName: 'PEP & Sanctions' }, 0],
    [{ stepNames: 'AML,KYC' }, 4],
    [{ stepNames: 'KYC' }, 0],
    [{ stepTypes: 'AML' }, 4],
    [{ stepTypes: 'IDV' }, 0],
    [{ objectTypes: 'INDIVIDUAL' }, 4],
    [{ objectTypes: 'NAME' }, 0],
    [{ classes: 'AML,KYC' }, 4],
    [{ classes: 'UNHEARD_OF' }, 0],
    [{ systemStatuses: 'VALID,STALE' }, 4],
    [{ systemStatuses: 'EXPIRED' }, 0],
    [{ manualStatuses: 'UNKNOWN' }, 1],
    [{ manualStatuses: 'FALSE_POSITIVE' }, 0],
    [{ states: 'COMPLETED' }, 4],
    [{ states: 'ERROR' }, 0],
    [{ results: 'HIT,CLEAR' }, 4],
    [{ results: 'CLEAR' }, 0],
    [{ createdAtAfter: '2000-01-01' }, 4],
    [{ createdAtBefore: '2000-01-01' }, 0],
    [{ updatedAtAfter: '2000-01-01T00:00:00Z' }, 4],
    [{ updatedAtBefore: '2000-01-01T00:00:00+10:00' }, 0],
    [{ classes: 'AML', manualStatuses: 'UNKNOWN', results: 'CLEAR' }, 0],
  ])('by %j finds %i', async (query, count) => {
    const { ids, meta } = await list(entityId, query);
    expect(ids).toHaveLength(count);
    expect(meta.total).toBe(count);
  });

  it('by execution finds what the execution rests on, whichever run produced it', async () => {
    const second = await execute(entityId);
    for (const { workflowExecutionId } of [first, second]) {
      const { ids } = await list(entityId, { workflowExecutionId });
      expect(ids.sort()).toEqual(first.hits.map(idOf).sort());
    }
    expect((await list(entityId, { workflowExecutionId: 'none' })).ids).toEqual([]);
  });

  it('by times takes both ends in', async () => {
    const [hit] = first.hits;
    const times = first.hits.map(({ createdAt = '' }) => createdAt).sort();
    const range = { createdAtAfter: times[0] ?? '', createdAtBefore: times.at(-1) ?? '' };
    expect((await list(entityId, range)).ids).toHaveLength(4);
    const { results } = await list(entityId, { manualStatuses: 'UNKNOWN' });
    const updated = results[0]?.updatedAt ?? '';
    expect((await list(entityId, { updatedAtAfter: updated })).ids).toEqual([idOf(hit ?? {})]);
  });

  it('goes page by page, in both directions and by either time', async () => {
    const all = (await list(entityId)).ids;
    const page = (number: number, query = {}) =>
      list(entityId, { limit: 3, page: number, ...query });
    const pages = [await page(1), await page(2), await page(3)];

    expect(pages.map(({ meta }) => meta.count)).toEqual([3, 1, 0]);
    expect(pages.map(({ meta }) => meta.total)).toEqual([4, 4, 4]);
    expect(pages.flatMap(({ ids }) => ids)).toEqual(all);
    expect((await list(entityId, { sort: 'asc' })).ids).toEqual([...all].reverse());
    const newest = await list(entityId, { sortFields: 'updatedAt' });
    expect(newest.ids[0]).toBe(idOf(first.hits[0] ?? {}));
    expect(newest.meta).toMatchObject({ sort: 'desc', sortFields: ['updatedAt'] });
    const oldest = await list(entityId, { sortFields: 'updatedAt', sort: 'asc' });
    expect(oldest.ids.at(-1)).toBe(idOf(first.hits[0] ?? {}));
  });
});

it('keeps to the published contract throughout', () => {
  expect(test.violations).toEqual([]);
});
