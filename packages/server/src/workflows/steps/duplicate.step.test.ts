import { StepSummary } from '@probity/contract/step-summary';
import { SupplementaryData } from '@probity/contract/supplementary-data';
import { describe, expect, it } from 'vitest';
import type { Duplicate, SearchGap } from '../../features/duplicates/duplicate.ts';
import { DEFAULT_DUPLICATE_RULES } from '../../features/duplicates/duplicate-rules.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';
import { NO_PROVIDERS } from '../step-type.ts';
import { AT, askNobody, RUN, waitForNothing } from '../test-run.ts';
import { duplicateStep } from './duplicate.step.ts';
import { DuplicateConfiguration } from './duplicate-configuration.ts';

const [BY_DOCUMENT, BY_NAME] = DEFAULT_DUPLICATE_RULES;
if (!BY_DOCUMENT || !BY_NAME) throw new Error('There are no rules.');
const OTHER = '00000000-0000-4000-8000-00000000e002';

const duplicate = (changes: Partial<Duplicate> = {}): Duplicate => ({
  entityId: OTHER,
  likenesses: [
    {
      field: 'DOCUMENT',
      strength: 100,
      objectType: 'DOCUMENT',
      objectId: 'd1',
      otherObjectId: 'd2',
    },
    {
      field: 'DATE_OF_BIRTH',
      strength: 85,
      objectType: 'DATE_OF_BIRTH',
      objectId: 'b1',
      otherObjectId: 'b2',
    },
    { field: 'ADDRESS', strength: 20, objectType: 'ADDRESS', objectId: 'a1', otherObjectId: 'a2' },
  ],
  rules: [BY_DOCUMENT],
  ...changes,
});

type Looked = {
  readonly duplicates?: readonly Duplicate[];
  readonly gaps?: readonly SearchGap[];
  readonly stored?: readonly ProcessResult[];
  readonly isMandatory?: boolean;
};

async function look({ duplicates = [], gaps = [], stored = [], isMandatory = true }: Looked) {
  const kept: ProcessResult[] = [];
  const { end, rows } = await duplicateStep.run({
    step: { name: 'DUPLICATE', type: 'DUPLICATE' },
    configuration: DuplicateConfiguration.parse({ isMandatory }),
    run: RUN,
    individual: { name: { familyName: 'Quill', nameId: 'n1' } },
    earlier: [],
    priorResults: async (resultClass) => stored.filter((result) => result.class === resultClass),
    resultRow(result) {
      kept.push(result);
      return { process_result_id: result.processResultId };
    },
    capabilities: {
      ...NO_PROVIDERS,
      people: { name: 'probity', findDuplicates: async () => ({ duplicates, gaps }) },
    },
    ask: askNobody,
    wait: waitForNothing,
    now: () => AT,
    signal: AbortSignal.timeout(60_000),
  });
  const stale = (rows.process_result_stale ?? []).map((row) => row.process_result_id);
  return { end, step: end.step, kept, stale };
}

async function storedFrom(found: Duplicate, manualStatus: string | null = null) {
  const { kept } = await look({ duplicates: [found] });
  return kept.map((result): ProcessResult => ({ ...result, manualStatus }));
}

describe('the DUPLICATE step', () => {
  it('is CLEAR where nobody is alike', async () => {
    const { step, end } = await look({});
    expect(step).toMatchObject({ result: 'CLEAR', errors: [], restsOn: ['n1'] });
    expect(end).toMatchObject({ issues: [], facts: { hits: 0, open: 0, accepted: 0 } });
    expect(StepSummary.parse(step.summary)).toEqual(step.summary);
  });

  it('keeps for each what agrees by the rules that found them, in the words of the wire', async () => {
    const { kept, step } = await look({ duplicates: [duplicate()] });
    expect(step.result).toBe('HIT');
    expect(kept).toMatchObject([
      { class: 'DUPLICATE', counterpartId: OTHER, manualStatus: null, derivedFrom: ['d1', 'b1'] },
    ]);
    const data = kept[0]?.evidence.supplementaryData;
    expect(SupplementaryData.parse(data)).toEqual(data);
    expect(data).toMatchObject({
      matchedFields: [
        { objectType: 'DOCUMENT', matchStrength: 100 },
        { objectType: 'DATE_OF_BIRTH', matchStrength: 85 },
      ],
      matchedRules: [{ name: 'DOCUMENT_AND_DATE_OF_BIRTH', strength: 'VERY_HIGH' }],
    });
  });

  it.each([
    { said: 'FALSE_POSITIVE', result: 'CLEARED', issues: [], facts: { cleared: 1, open: 0 } },
    {
      said: 'TRUE_POSITIVE_ACCEPT',
      result: 'HIT_ACCEPTED',
      issues: [{ isCleared: true }],
      facts: { accepted: 1 },
    },
    {
      said: 'TRUE_POSITIVE_REJECT',
      result: 'HIT_REJECTED',
      issues: [{ isCleared: true }],
      facts: { rejected: 1 },
    },
  ])('is $result once $said was said of the pair', async ({ said, result, issues, facts }) => {
    const word = { manualStatus: said, rules: [BY_DOCUMENT.name] };
    const found = duplicate({ word });
    const fresh = await look({ duplicates: [found] });
    expect(fresh.step.result).toBe(result);
    expect(fresh.kept).toMatchObject([{ manualStatus: said }]);
    expect(fresh.end.issues).toMatchObject(issues);
    expect(fresh.end.facts).toMatchObject(facts);

    const stored = await storedFrom(duplicate(), said);
    const again = await look({ duplicates: [found], stored });
    expect(again.step.result).toBe(result);
    expect(again.step.processResultIds).toEqual(stored.map((one) => one.processResultId));
    expect([...again.kept, ...again.stale]).toEqual([]);
  });

  it('opens a pair again that another rule finds, unless they were said to be one', async () => {
    const rules = [BY_DOCUMENT, BY_NAME];
    const cleared = { manualStatus: 'FALSE_POSITIVE', rules: [BY_DOCUMENT.name] };
    const stored = await storedFrom(duplicate(), 'FALSE_POSITIVE');
    const opened = await look({ duplicates: [duplicate({ rules, word: cleared })], stored });
    expect(opened.step.result).toBe('HIT');
    expect(opened.kept).toMatchObject([{ manualStatus: null }]);
    expect(opened.stale).toEqual(stored.map((one) => one.processResultId));

    const same = { manualStatus: 'TRUE_POSITIVE_ACCEPT', rules: [BY_DOCUMENT.name] };
    const kept = await look({ duplicates: [duplicate({ rules, word: same })] });
    expect(kept.step.result).toBe('HIT_ACCEPTED');
  });

  it('outdates what is found no more, of its own', async () => {
    const stored = await storedFrom(duplicate());
    const elsewhere = stored.map((one) => ({ ...one, workflowKey: 'another' }));
    const { stale, step } = await look({ stored: [...stored, ...elsewhere] });
    expect(step.result).toBe('CLEAR');
    expect(stale).toEqual(stored.map((one) => one.processResultId));
  });

  it.each<SearchGap>(['too-many', 'unfiled', 'too-much'])(
    'is ERROR, never CLEAR, when the search has a gap: %s',
    async (gap) => {
      for (const duplicates of [[], [duplicate()]]) {
        const { end, step } = await look({ duplicates, gaps: [gap] });
        expect(step.result).toBe('ERROR');
        expect(step.errors).toMatchObject([{ code: 'CHECK-0503' }]);
        expect(end.issues).toContainEqual(expect.objectContaining({ category: 'SYSTEM' }));
        expect(end.facts.open).toBe(duplicates.length);
      }
    },
  );

  it('is optional only where it is said', async () => {
    expect((await look({ isMandatory: false })).end.isMandatory).toBe(false);
  });

  it.each([
    { rules: [] },
    { rules: [{ name: 'X', strength: 'HIGH', fields: {} }] },
    { rules: [{ name: 'X', strength: 'HIGH', fields: { NAME: 90 } }] },
    { rules: [{ name: 'X', strength: 'HUGE', fields: { DOCUMENT: 100 } }] },
    { rules: [{ name: 'small', strength: 'HIGH', fields: { DOCUMENT: 100 } }] },
    { rules: [{ name: 'X', strength: 'HIGH', fields: { DOCUMENT: 0 } }] },
    { rules: [{ name: 'X', strength: 'HIGH', fields: { SHOE: 90 } }] },
    { rule: [] },
  ])('refuses the configuration %j', (configuration) => {
    expect(DuplicateConfiguration.safeParse(configuration).success).toBe(false);
  });
});
