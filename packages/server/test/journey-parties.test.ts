import { executeWorkflow } from '@probity/contract/operations/executions';
import { createIndividual } from '@probity/contract/operations/individuals';
import { decideAmlResults } from '@probity/contract/operations/results';
import type { ProcessResult } from '@probity/contract/process-result';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importList } from '../src/features/lists/import-list.command.ts';
import { describeRealLists, realFiles } from '../src/screening-lists/test-real-lists.ts';
import { type TestApp, testApp } from './test-app.ts';

const SCREENING = { serviceName: 'KYC', workflowName: 'AML-Screening' };

describeRealLists('a party of several real lists', () => {
  let test: TestApp;
  const importReal = async (source: string, path: string) => {
    const { database, now, app } = test;
    const request = { source, files: realFiles(path), acceptsFewerEntries: true };
    await importList({ db: database.system, now }, request);
    await app.lists.refresh();
  };
  beforeAll(async () => {
    test = await testApp({ hasSampleList: false });
    await importReal('un-consolidated', 'un/un-2026-02.xml');
    await importReal('ofac-sdn', 'ofac-2021');
  }, 180_000);
  afterAll(() => test.close());

  const create = async (givenName: string, familyName: string, [year, month, day]: string[]) => {
    const individual = { name: { givenName, familyName }, dateOfBirth: { year, month, day } };
    const created = await test.ok(createIndividual, 201, { body: { individual } });
    return created.individual.entityId ?? '';
  };
  const execute = async (entityId: string) => {
    const path = { entityId, ...SCREENING };
    const { workflowResult } = await test.ok(executeWorkflow, 200, { path });
    const step = workflowResult?.workflowStepResults?.find(({ stepName }) => stepName === 'AML');
    return { result: step?.result, hits: step?.processResults ?? [], notes: step?.notes ?? {} };
  };
  const sourcesOf = ({ supplementaryData }: ProcessResult) =>
    supplementaryData?.type === 'AML'
      ? (supplementaryData.sanctionData ?? []).map(({ sourceName }) => sourceName).sort()
      : [];
  const decide = async (entityId: string, hits: readonly ProcessResult[]) => {
    const body = {
      processResults: hits.map(({ processResultId }) => processResultId),
      manualStatus: 'FALSE_POSITIVE',
    };
    await test.ok(decideAmlResults, 200, { path: { entityId }, body });
  };

  it('is one hit, and one decision until another list names it too', async () => {
    const entityId = await create('Imed', 'Zarkaoui', ['1973', '01', '15']);
    const first = await execute(entityId);
    expect(first.hits.map(sourcesOf)).toEqual([['ofac-sdn', 'un-consolidated']]);
    expect(first.hits[0]?.notes?.['one-party']?.value).toMatch(/un-consolidated:QDi\.139/);
    await decide(entityId, first.hits);
    expect((await execute(entityId)).result).toBe('CLEARED');

    await importReal('un-consolidated', 'un/un-2026-08.xml');
    const newer = await execute(entityId);
    expect(newer.result).toBe('CLEARED');
    expect(newer.notes['list-versions']?.value).toContain('un-consolidated version 2');

    await importReal('us-csl', 'us-csl/consolidated-2025.csv.gz');
    const named = await execute(entityId);
    expect(named.result).toBe('HIT');
    expect(named.hits.map(sourcesOf)).toEqual([['ofac-sdn', 'un-consolidated', 'us-csl']]);
    expect(named.hits[0]?.manualStatus).toBeUndefined();
  }, 180_000);

  it('is never one with a brother of the same birth date', async () => {
    const entityId = await create('Kamal Mustafa Sultan', 'Al-Tikriti', ['1955', '05', '04']);
    const { hits } = await execute(entityId);
    const named = hits.map(({ supplementaryData }) =>
      supplementaryData?.type === 'AML' ? supplementaryData.matchData?.name : '',
    );
    expect(named.filter((name) => /kamal/i.test(name ?? ''))).toHaveLength(1);
    expect(named.filter((name) => /jamal/i.test(name ?? ''))).toHaveLength(1);
    for (const hit of hits) {
      const text = JSON.stringify(hit.supplementaryData);
      expect(/kamal mustafa/i.test(text) && /jamal mustafa/i.test(text)).toBe(false);
    }
    expect(test.violations).toEqual([]);
  });
});
