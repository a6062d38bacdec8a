import { thresholdOf } from '@probity/screening';
import { stepEndOf } from '../../features/executions/step-end.ts';
import type { StepEndWithRows } from '../../features/executions/step-result.ts';
import { ALL_PROVIDERS } from '../../providers/source-call.ts';
import { ALL_LISTS, LOCAL_LISTS } from '../../providers/watchlist-provider.ts';
import type { StepInput, StepType } from '../step-type.ts';
import { AmlConfiguration, asksOwnLists } from './aml-configuration.ts';
import { amlFindingOf } from './aml-finding.ts';
import { type AmlQuery, amlQueryOf } from './aml-query.ts';
import { consultWatchlists, type Screening } from './consult-watchlists.ts';

const MOST_HITS = 100;

/** Screens every name the person is known by, and leaves each hit to an officer. */
export const amlStep: StepType<AmlConfiguration> = {
  type: 'AML',
  description: 'Looks for the person on sanctions, PEP, watch and media lists.',
  timeoutMs: 30_000,
  maxAttempts: 3,
  configuration: AmlConfiguration,

  explain(configuration) {
    const { kinds, profile, fuzziness, isMandatory } = configuration;
    return [
      ...screenedInWords(configuration, kinds.join(', ')),
      `A match of ${100 - fuzziness} or more out of 100, weighed as “${profile}”, is a hit, and a hit waits for an officer.`,
      isMandatory
        ? 'A list that is missing, stale or failing, or a provider that does not answer, makes the step ERROR and the run a REVIEW.'
        : 'The step is optional: its silence is shown, but does not stop a pass.',
      'Uses where known: birth date, gender, nationality, addresses, documents.',
    ];
  },
  needs: (configuration) => ({
    data: ['a name'],
    consents: [],
    providers: sourcesInWords(configuration),
  }),

  async run(input) {
    const startedAt = input.now();
    const asked = amlQueryOf(input.individual);
    if (!asked) return noName(input, startedAt);
    const screening = await search(input, asked);
    const stored = await input.priorResults('AML');
    return stepEndOf(
      { ...input.step, startedAt },
      input.now,
      amlFindingOf({ input, asked, screening, stored }),
    );
  },
};

function ownListsInWords({ lists = [], providers }: AmlConfiguration): string[] {
  if (!asksOwnLists(providers)) return [];
  return [lists.includes(ALL_LISTS) ? 'every list that is in service' : lists.join(', ')];
}

/** Who is asked besides this installation. */
function othersOf({ providers }: AmlConfiguration): string[] {
  return providers.filter((name) => name !== LOCAL_LISTS && name !== ALL_PROVIDERS);
}

function sourcesInWords(configuration: AmlConfiguration): string[] {
  const all = configuration.providers.includes(ALL_PROVIDERS) ? ['any provider of watchlists'] : [];
  return [...ownListsInWords(configuration), ...othersOf(configuration), ...all];
}

function screenedInWords(configuration: AmlConfiguration, kinds: string): string[] {
  const others = configuration.providers.includes(ALL_PROVIDERS)
    ? 'every provider of watchlists that is set up'
    : othersOf(configuration).join(', ');
  const [own] = ownListsInWords(configuration);
  if (own === undefined) return [`Has all names of the person screened by ${others} for ${kinds}.`];
  const screened = `Screens all names of the person against ${own} for ${kinds}.`;
  return others === '' ? [screened] : [screened, `Has them screened by ${others}, too.`];
}

function search(input: StepInput<AmlConfiguration>, { query }: AmlQuery): Promise<Screening> {
  const { lists = [], kinds, profile, fuzziness } = input.configuration;
  const threshold = thresholdOf(fuzziness);
  return consultWatchlists(input, { query, lists, kinds, threshold, profile, limit: MOST_HITS });
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
