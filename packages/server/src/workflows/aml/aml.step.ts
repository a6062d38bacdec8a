import { thresholdOf } from '@probity/screening';
import { stepEndOf } from '../../features/executions/step-end.ts';
import type { StepEndWithRows } from '../../features/executions/step-result.ts';
import { ALL_LISTS, type WatchlistAnswer } from '../../providers/watchlist-provider.ts';
import type { StepInput, StepType } from '../step-type.ts';
import { AmlConfiguration } from './aml-configuration.ts';
import { amlFindingOf } from './aml-finding.ts';
import { type AmlQuery, amlQueryOf } from './aml-query.ts';

const MOST_HITS = 100;

/** Screens every name the person is known by, and leaves each hit to an officer. */
export const amlStep: StepType<AmlConfiguration> = {
  type: 'AML',
  description: 'Looks for the person on sanctions, PEP, watch and media lists.',
  timeoutMs: 30_000,
  maxAttempts: 3,
  configuration: AmlConfiguration,

  explain({ lists, kinds, profile, fuzziness, isMandatory }) {
    return [
      `Screens all names of the person against ${listsInWords(lists)} for ${kinds.join(', ')}.`,
      `A match of ${100 - fuzziness} or more out of 100, weighed as “${profile}”, is a hit, and a hit waits for an officer.`,
      isMandatory
        ? 'A list that is missing, stale or failing makes the step ERROR and the run a REVIEW.'
        : 'The step is optional: its silence is shown, but does not stop a pass.',
      'Uses where known: birth date, gender, nationality, addresses, documents.',
    ];
  },
  needs: ({ lists }) => ({ data: ['a name'], consents: [], providers: [listsInWords(lists)] }),

  async run(input) {
    const startedAt = input.now();
    const asked = amlQueryOf(input.individual);
    if (!asked) return noName(input, startedAt);
    const answer = await search(input, asked);
    const stored = await input.priorResults('AML');
    return stepEndOf(
      { ...input.step, startedAt },
      input.now,
      amlFindingOf({ input, asked, answer, stored, startedAt }),
    );
  },
};

function listsInWords(lists: readonly string[]): string {
  return lists.includes(ALL_LISTS) ? 'every list that is in service' : lists.join(', ');
}

function search(input: StepInput<AmlConfiguration>, { query }: AmlQuery): Promise<WatchlistAnswer> {
  const { lists, kinds, profile, fuzziness } = input.configuration;
  const { isSandbox, tenantId } = input.run;
  const threshold = thresholdOf(fuzziness);
  return input.capabilities.watchlists.search(
    { query, lists, kinds, threshold, profile, limit: MOST_HITS, isSandbox, tenantId },
    input.signal,
  );
}

function noName(input: StepInput<AmlConfiguration>, startedAt: Date): StepEndWithRows {
  return stepEndOf({ ...input.step, startedAt }, input.now, {
    result: 'MISSING_DATA',
    isMandatory: input.configuration.isMandatory,
    errors: [
      { code: 'VAL-0400', description: 'Screening needs a name', location: 'individual.name' },
    ],
    issues: [
      {
        category: 'BAD_DATA',
        issue: 'BAD_DATA_NAME',
        severity: 'REVIEW',
        processResultIds: [],
        isCleared: false,
      },
    ],
  });
}
