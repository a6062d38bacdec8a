import type { MatchlistAction } from '@probity/contract/step-summary';
import { StepSummary } from '@probity/contract/step-summary';
import { SupplementaryData } from '@probity/contract/supplementary-data';
import { describe, expect, it } from 'vitest';
import type {
  MatchlistMatch,
  MatchlistMatches,
} from '../../features/matchlists/find-matches.command.ts';
import type { Matchlist } from '../../features/matchlists/matchlist.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';
import { AT } from '../test-run.ts';
import { tryStep } from '../test-step.ts';
import { matchlistStep } from './matchlist.step.ts';
import { MatchlistConfiguration } from './matchlist-configuration.ts';

const ENTRY_ID = '00000000-0000-4000-8000-0000000000e1';

const listOf = (action: MatchlistAction): Matchlist => ({
  matchlistId: '00000000-0000-4000-8000-0000000000a1',
  name: action,
  description: '',
  action,
  riskScore: 7,
  state: 'ACTIVE',
  isDefault: false,
  createdAt: AT,
  updatedAt: AT,
});

const matchOn = (action: MatchlistAction, word: string | null = null): MatchlistMatch => ({
  list: listOf(action),
  entry: {
    entryId: ENTRY_ID,
    matchlistId: listOf(action).matchlistId,
    state: 'ACTIVE',
    entityId: null,
    createdAt: AT,
    updatedAt: AT,
    detail: {
      attributes: [{ type: 'IND_FAMILY_NAME', value: 'Quill' }],
      reasons: ['FRAUD'],
      createdBy: null,
      updatedBy: null,
    },
  },
  confidence: 0.9,
  matchedFields: [
    {
      objectType: 'NAME',
      objectId: 'n1',
      matchedAttributes: [{ type: 'IND_FAMILY_NAME', confidence: 0.9 }],
    },
  ],
  word,
});

type Looked = Partial<MatchlistMatches> & {
  readonly stored?: readonly ProcessResult[];
  readonly configuration?: object;
};

const look = ({ matches = [], gaps = [], stored = [], configuration = {} }: Looked) =>
  tryStep(matchlistStep, {
    individual: { name: { familyName: 'Quill', nameId: 'n1' } },
    configuration,
    stored,
    capabilities: {
      matchlists: {
        name: 'probity',
        find: async () => ({ searched: matches.map(({ list }) => list), matches, gaps }),
      },
    },
  });

describe('the MATCHLIST step', () => {
  it('is CLEAR where nothing fits, and rests on what was looked for', async () => {
    const { end } = await look({});
    expect(end.step).toMatchObject({ result: 'CLEAR', restsOn: ['n1'], errors: [] });
    expect(StepSummary.parse(end.step.summary)).toEqual(end.step.summary);
  });

  it.each([
    ['BLOCK', null, 'HIT', [['BLOCKLISTED', 'BLOCK', false]], { open: 1, blocking: 1 }],
    ['BLOCK', 'FALSE_POSITIVE', 'CLEARED', [], { open: 0, blocking: 0, actions: [] }],
    [
      'BLOCK',
      'TRUE_POSITIVE_REJECT',
      'HIT_REJECTED',
      [['BLOCKLISTED', 'BLOCK', true]],
      { rejected: 1 },
    ],
    ['REVIEW', null, 'HIT', [['WATCHLIST', 'REVIEW', false]], { open: 1, blocking: 0 }],
    ['REVIEW', 'FALSE_POSITIVE', 'CLEARED', [], { open: 0 }],
    ['ALERT', null, 'HIT', [['WATCHLIST', 'REVIEW', false]], { open: 1 }],
    ['ALERT', 'TRUE_POSITIVE_REJECT', 'HIT_REJECTED', [['WATCHLIST', 'REVIEW', true]], {}],
    ['ALLOW', null, 'CLEAR', [], { hits: 1, open: 0, actions: ['ALLOW'], riskScores: [7] }],
    ['NONE', null, 'CLEAR', [], { hits: 1, open: 0, actions: ['NONE'], riskScores: [7] }],
  ] as const)(
    'on a list for %s, said %s, is %s',
    async (...[action, word, result, issues, facts]) => {
      const matches = [matchOn(action, word)];
      const { end, results } = await look({ matches });
      expect(end.step.result).toBe(result);
      expect(
        end.issues.map(({ category, severity, isCleared }) => [category, severity, isCleared]),
      ).toEqual(issues);
      expect(end.facts).toMatchObject(facts);
      expect(results).toMatchObject([
        { class: 'MATCHLIST', counterpartId: ENTRY_ID, manualStatus: word, derivedFrom: ['n1'] },
      ]);
      const data = results[0]?.evidence.supplementaryData;
      expect(SupplementaryData.parse(data)).toEqual(data);

      const again = await look({ matches, stored: results });
      expect(again.end.step.result).toBe(result);
      expect(again.results).toEqual([]);
      expect(again.rows.process_result_stale).toEqual([]);
    },
  );

  it('outdates what fits no more', async () => {
    const { results } = await look({ matches: [matchOn('BLOCK')] });
    const { end, rows } = await look({ stored: results });
    expect(end.step.result).toBe('CLEAR');
    expect(rows.process_result_stale).toMatchObject([
      { process_result_id: results[0]?.processResultId },
    ]);
  });

  it.each(['unknown-list', 'too-many', 'unfiled'] as const)(
    'is ERROR, never CLEAR, with a gap in the search: %s',
    async (gap) => {
      for (const matches of [[], [matchOn('BLOCK')]]) {
        const { end } = await look({ matches, gaps: [gap] });
        expect(end.step).toMatchObject({ result: 'ERROR', errors: [{ code: 'CHECK-0503' }] });
        expect(end.facts.open).toBe(matches.length);
      }
    },
  );

  it.each([{ lists: [] }, { match: 'ROUGH' }, { threshold: 0.1 }, { list: 'x' }])(
    'refuses the configuration %j',
    (configuration) => {
      expect(MatchlistConfiguration.safeParse(configuration).success).toBe(false);
    },
  );
});
