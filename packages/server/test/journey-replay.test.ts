import { retireList } from '@probity/contract/operations/admin-lists';
import {
  type ReplayDifference,
  replayScreening,
} from '@probity/contract/operations/admin-screening';
import { executeWorkflow } from '@probity/contract/operations/executions';
import { createIndividual, deleteIndividual } from '@probity/contract/operations/individuals';
import { decideAmlResults } from '@probity/contract/operations/results';
import type { ProcessResult } from '@probity/contract/process-result';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { findEntity } from '../src/features/entities/entity.store.ts';
import type { ProcessResultEvidence } from '../src/features/results/evidence.ts';
import { masterKeyFrom } from '../src/kernel/seal.ts';
import { systemStatement } from '../src/kernel/statement.ts';
import { vaultsOf } from '../src/kernel/vault.ts';
import { type TestApp, testApp } from './test-app.ts';

const SCREENING = { serviceName: 'KYC', workflowName: 'AML-Screening' };
const HEADER = 'reference,kind,listing,name,aliases,births,nationalities,programmes,remarks';
const LISTED = 'S-1,person,SANCTION,Solivar Prendick,Sol Prendik,1970-03-04,FRA,SAMPLE-FRAUD,';
const OTHERS = Array.from(
  { length: 30 },
  (_, at) => `X-${at},person,PEP,Corvan Telmarch ${at},,,,,`,
);
const listOf = (...lines: readonly string[]) => `${[HEADER, ...lines].join('\n')}\n`;

const SEALED = systemStatement<{ sealed: Buffer }>(
  'test-sealed-result',
  'select sealed from process_result where process_result_id = $1',
);
const RESEAL = systemStatement<never>(
  'test-reseal-result',
  'update process_result set sealed = $2 where process_result_id = $1',
);
const DROP_VERSION = systemStatement<never>('test-drop-version', 'delete from list_version');
const DROP_ENTRY = systemStatement<never>(
  'test-drop-entry',
  "delete from list_entry where reference = 'X-7'",
);
const CHANGE_ENTRY = systemStatement<never>(
  'test-change-entry',
  `update list_entry set detail = replace(detail::text, '1970-03-04', '1970-03-05')::jsonb
   where reference = 'S-1'`,
);
const DROP_LISTS = systemStatement<never>('test-drop-lists', 'delete from list');

let test: TestApp;
beforeAll(async () => {
  test = await testApp({ hasSampleList: false });
});
beforeEach(async () => {
  await test.database.system.all(DROP_LISTS);
  await test.importSample(listOf(LISTED, ...OTHERS), 'first');
  await test.importSample(listOf(LISTED.replace('S-1', 'T-9')), 'second');
});
afterAll(() => test.close());

async function hitOf(givenName = 'Solivar'): Promise<{ entityId: string; hit: ProcessResult }> {
  const name = { givenName, familyName: 'Prendick' };
  const dateOfBirth = { year: '1970', month: '03', day: '04' };
  const individual = { name, dateOfBirth, gender: { gender: 'MALE' } };
  const { individual: made } = await test.ok(createIndividual, 201, { body: { individual } });
  const entityId = made.entityId ?? '';
  const path = { entityId, ...SCREENING };
  const { workflowResult } = await test.ok(executeWorkflow, 200, { path });
  const step = workflowResult?.workflowStepResults?.find(({ stepName }) => stepName === 'AML');
  const [hit, ...others] = step?.processResults ?? [];
  if (!hit) throw new Error('Nobody was found.');
  expect(others).toEqual([]);
  return { entityId, hit };
}

const replay = ({ processResultId = '' }: ProcessResult) =>
  test.ok(replayScreening, 200, {
    body: { processResultId },
    headers: { authorization: `Bearer ${test.operatorKey}` },
  });

/** Puts something else in place of what is kept, sealed as it should be. */
async function forge(
  entityId: string,
  { processResultId = '' }: ProcessResult,
  change: (evidence: ProcessResultEvidence) => ProcessResultEvidence,
): Promise<void> {
  const { system } = test.database;
  const { tenantId: own } = test.tenant;
  const db = system.forTenant({ own, readable: [own] });
  const vaults = vaultsOf(masterKeyFrom(test.masterKey));
  const entity = await findEntity({ db, vaults }, entityId);
  const row = await system.one(SEALED, [processResultId]);
  if (!entity || !row) throw new Error('There is nothing to forge.');
  const place = `process_result/${processResultId}`;
  const evidence = entity.vault.unseal<ProcessResultEvidence>(place, row.sealed);
  await system.all(RESEAL, [processResultId, entity.vault.seal(place, change(evidence))]);
}

type Basis = NonNullable<ProcessResultEvidence['basis']>;
const basisWith =
  (change: (basis: Basis) => Partial<Basis>) =>
  (evidence: ProcessResultEvidence): ProcessResultEvidence => {
    if (!evidence.basis) throw new Error('It is no screening hit.');
    return { ...evidence, basis: { ...evidence.basis, ...change(evidence.basis) } };
  };
const memberWith = (change: (member: Basis['members'][number]) => object) =>
  basisWith(({ members }) => ({ members: members.map((one) => ({ ...one, ...change(one) })) }));
const fieldsOf = (differences: readonly ReplayDifference[]) =>
  [...new Set(differences.map(({ field }) => field))].sort();

it('is identical, with all of the lists that name the party', async () => {
  const { hit } = await hitOf('Solyvar');
  const done = await replay(hit);
  expect(done).toMatchObject({ outcome: 'identical', differences: [] });
  expect(done.because).toMatch(/(first|second) version 1, (first|second) version 1/);
  expect(await replay(hit)).toMatchObject({ outcome: 'identical' });
});

it('is identical after the lists have changed, many times, and were retired', async () => {
  const { hit } = await hitOf();
  for (const year of [1971, 1972, 1973, 1974, 1975]) {
    const changed = LISTED.replace('1970', `${year}`);
    const imported = await test.importSample(listOf(changed, ...OTHERS), 'first');
    await test.ok(retireList, 200, {
      path: { listId: imported.listId },
      headers: { authorization: `Bearer ${test.operatorKey}` },
    });
  }
  expect(await replay(hit)).toMatchObject({ outcome: 'identical' });
}, 180_000);

it('is identical after an officer has decided', async () => {
  const { entityId, hit } = await hitOf();
  const body = { processResults: [hit.processResultId], manualStatus: 'FALSE_POSITIVE' };
  await test.ok(decideAmlResults, 200, { path: { entityId }, body });
  expect(await replay(hit)).toMatchObject({ outcome: 'identical' });
});

it.each<[what: string, fields: string[], change: Parameters<typeof forge>[2]]>([
  ['a match', ['match'], memberWith(({ match }) => ({ match: match - 0.0001 }))],
  ['a score of the names', ['nameScore'], memberWith(() => ({ nameScore: 0.5 }))],
  ['a score of the evidence', ['evidenceScore'], memberWith(() => ({ evidenceScore: -1 }))],
  [
    'the name that matched',
    ['name.full'],
    memberWith(({ name }) => ({ name: { ...name, full: 'Another' } })),
  ],
  [
    'a sentence',
    ['findings.0.because'],
    memberWith(({ findings: [first, ...others] }) => ({
      findings: [{ ...first, because: 'For no reason.' }, ...others],
    })),
  ],
  ['the hash of the entry', ['materialHash'], memberWith(() => ({ materialHash: 'f00' }))],
  ['the entry', ['found'], memberWith(() => ({ reference: 'X-1' }))],
])('differs where somebody has altered %s', async (_, fields, change) => {
  const { entityId, hit } = await hitOf();
  await forge(entityId, hit, change);
  const done = await replay(hit);
  expect(done.outcome).toBe('differs');
  expect(fieldsOf(done.differences).filter((field) => field !== 'parties')).toEqual(fields);
  expect(JSON.stringify(done)).not.toMatch(/Solivar|Prendick|Prendik|1970|Another|reason\./);
});

it('shows numbers before and after', async () => {
  const { entityId, hit } = await hitOf();
  await forge(
    entityId,
    hit,
    memberWith(() => ({ nameScore: 0.5 })),
  );
  const [difference] = (await replay(hit)).differences;
  expect(difference).toMatchObject({ field: 'nameScore', kept: '0.5', replayed: '1' });
  expect(difference?.listing).toMatch(/^(first:S-1|second:T-9)$/);
});

it('differs where somebody has altered the query', async () => {
  const { entityId, hit } = await hitOf();
  const query = { names: [{ full: 'Solivar Prendick' }], kind: 'person' };
  await forge(
    entityId,
    hit,
    basisWith(() => ({ query })),
  );
  expect((await replay(hit)).outcome).toBe('differs');
});

it('differs where somebody has altered the entry behind it', async () => {
  const { hit } = await hitOf();
  await test.database.system.all(CHANGE_ENTRY);
  const done = await replay(hit);
  expect(done.outcome).toBe('differs');
  expect(fieldsOf(done.differences)).toContain('parties');
});

it.each<
  [
    what: string,
    because: RegExp,
    spoil: (of: Awaited<ReturnType<typeof hitOf>>) => Promise<unknown>,
  ]
>([
  [
    'its version of the list is gone',
    /^Version 1 of a list that it rests on is no longer kept/,
    () => test.database.system.all(DROP_VERSION),
  ],
  [
    'its version is not whole',
    /^Version 1 of list first is not whole/,
    () => test.database.system.all(DROP_ENTRY),
  ],
  [
    'another engine found it',
    /^It was found by version 0\.0\.1 of the engine/,
    ({ entityId, hit }) =>
      forge(
        entityId,
        hit,
        basisWith(() => ({ engineVersion: '0.0.1' })),
      ),
  ],
  [
    'another provider found it',
    /^It comes from elsewhere/,
    ({ entityId, hit }) =>
      forge(
        entityId,
        hit,
        basisWith(() => ({ provider: 'elsewhere' })),
      ),
  ],
  [
    'it rests on no search',
    /not the result of a screening/,
    ({ entityId, hit }) => forge(entityId, hit, ({ basis: _, ...evidence }) => evidence),
  ],
  [
    'its bytes were altered',
    /cannot be opened/,
    async ({ hit: { processResultId = '' } }) => {
      const row = await test.database.system.one(SEALED, [processResultId]);
      const altered = Buffer.from(row?.sealed ?? '');
      altered[40] = (altered[40] ?? 0) ^ 1;
      await test.database.system.all(RESEAL, [processResultId, altered]);
    },
  ],
  [
    'the person was deleted',
    /no such process result/,
    ({ entityId }) => test.call(deleteIndividual, { path: { entityId } }),
  ],
])('is impossible where %s', async (_, because, spoil) => {
  const made = await hitOf();
  await spoil(made);
  const done = await replay(made.hit);
  expect(done).toMatchObject({ outcome: 'impossible', differences: [] });
  expect(done.because).toMatch(because);
});

it('is for the operator alone, and takes nothing but an id', async () => {
  const { hit } = await hitOf();
  const body = { processResultId: hit.processResultId };
  const asTenant = await test.call(replayScreening, {
    body,
    headers: { authorization: undefined },
  });
  expect(asTenant.status).toBe(401);
  const headers = { authorization: `Bearer ${test.operatorKey}` };
  const bad = await test.call(replayScreening, { body: { processResultId: 'x' }, headers });
  expect(bad.status).toBe(400);
});

it('leaves nothing of the person in the log', () => {
  expect(test.logs.join('\n')).not.toMatch(/Solivar|Prendick/);
  expect(test.violations).toEqual([]);
});
