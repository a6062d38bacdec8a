import type { ListingKind } from '@probity/screening';
import type { ProcessResult } from '../../features/results/process-result.ts';
import type {
  WatchlistAnswer,
  WatchlistHit,
  WatchlistProvider,
  WatchlistSearch,
} from '../../providers/watchlist-provider.ts';
import { NO_PROVIDERS, type StepInput } from '../step-type.ts';
import { AT, askAtOnce, askNobody, RUN, waitForNothing } from '../test-run.ts';
import { amlStep } from './aml.step.ts';
import { AmlConfiguration } from './aml-configuration.ts';

/** Whom the step is about. */
export const PERSON = {
  entityId: RUN.entityId,
  name: { nameId: 'name-1', givenName: 'Ada', familyName: 'Quill' },
  dateOfBirth: { dateOfBirthId: 'dob-1', year: '1980', normalized: '1980-04-07' },
};

/** A hit on the list `un`. */
export const listed = (reference: string, ...kinds: ListingKind[]): WatchlistHit => ({
  listId: 'list-un',
  listName: 'un',
  source: 'un-consolidated',
  listVersion: 4,
  materialHash: `hash of ${reference}`,
  entry: {
    reference,
    kind: 'person',
    names: [{ full: 'Ada Quill', quality: 'primary' }],
    births: [],
    birthPlaces: [],
    genders: [],
    countries: [],
    documents: [],
    addresses: [],
    listings: kinds.map((kind) => ({ kind, authority: 'UN', programmes: [], country: 'NZL' })),
    titles: [],
    relatedParties: [],
    links: [],
  },
  match: {
    listId: 'list-un',
    reference,
    match: 0.97,
    nameScore: 1,
    evidenceScore: 0.5,
    name: { full: 'Ada Quill', quality: 'primary' },
    findings: [{ signal: 'name', agreement: 'agrees', effect: 1, because: 'the same name' }],
  },
});

const CONSULTED = [{ listId: 'list-un', name: 'un', version: 4 }];
type Answered = Extract<WatchlistAnswer, { outcome: 'answered' }>;
/** What a provider says that has the list `un`. */
export const answered = (
  hits: readonly WatchlistHit[],
  silent: Answered['silent'] = [],
  consulted: Answered['consulted'] = CONSULTED,
): WatchlistAnswer => ({ outcome: 'answered', hits, consulted, silent, engineVersion: '1.0.0' });

type Screened = {
  /** Of one provider. */
  readonly answer?: WatchlistAnswer;
  readonly stored?: readonly ProcessResult[];
  readonly individual?: StepInput<unknown>['individual'];
  readonly configuration?: Partial<AmlConfiguration>;
  /** In place of the one that gives the answer. */
  readonly watchlists?: readonly WatchlistProvider[];
};

/** Runs the step with a provider that gives one answer, or with several. */
export async function screen(screened: Screened) {
  const {
    answer = answered([]),
    stored = [],
    individual = PERSON,
    configuration,
    watchlists,
  } = screened;
  const searches: WatchlistSearch[] = [];
  const kept: ProcessResult[] = [];
  const { end, rows } = await amlStep.run({
    step: { name: 'AML', type: 'AML' },
    configuration: AmlConfiguration.parse({ lists: ['*'], ...configuration }),
    run: RUN,
    individual,
    earlier: [],
    priorResults: async (resultClass) => stored.filter((result) => result.class === resultClass),
    resultRow(result) {
      kept.push(result);
      return { process_result_id: result.processResultId };
    },
    capabilities: {
      ...NO_PROVIDERS,
      watchlists: watchlists ?? [
        {
          name: 'fake',
          serves: () => true,
          isHere: true,
          async search(search) {
            searches.push(search);
            return answer;
          },
        },
      ],
    },
    ask: watchlists ? askAtOnce : askNobody,
    wait: waitForNothing,
    now: () => AT,
    signal: AbortSignal.timeout(60_000),
  });
  const stale = (rows.process_result_stale ?? []).map((row) => row.process_result_id);
  return { end, step: end.step, kept, stale, searches };
}

/** What a first run keeps of these hits, with what an officer has said since. */
export async function storedFrom(
  hits: readonly WatchlistHit[],
  manualStatus: string | null = null,
) {
  const { kept } = await screen({ answer: answered(hits) });
  return kept.map((result): ProcessResult => ({ ...result, manualStatus }));
}

/** Issues, and whether they are cleared. */
export const shown = (issues: Awaited<ReturnType<typeof screen>>['end']['issues']) =>
  issues.map(({ category, issue, isCleared }) => `${category}/${issue} ${isCleared}`);
