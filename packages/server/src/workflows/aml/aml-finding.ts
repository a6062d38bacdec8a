import type { ListingKind } from '@probity/screening';
import type { StepFinding } from '../../features/executions/step-end.ts';
import type { RunError } from '../../features/executions/step-result.ts';
import { type AmlHit, amlCounts } from '../../features/results/aml-counts.ts';
import { amlRiskFacts } from '../../features/results/aml-risk-facts.ts';
import { amlMeaning, amlStepResult } from '../../features/results/aml-status.ts';
import type { SilentList } from '../../providers/watchlist-provider.ts';
import { silenceError, silenceIssue, visitsOf } from '../steps/ask-source.ts';
import { outdatedRows } from '../steps/process-result-of.ts';
import { LISTING_KINDS } from './aml-configuration.ts';
import { type AmlSearch, type MergedSearch, mergedSearch, type StandingHit } from './aml-hits.ts';
import { amlSummary } from './aml-summary.ts';
import type { Screening } from './consult-watchlists.ts';

type Issues = NonNullable<StepFinding['issues']>;

/** What a screening step concludes from what was said, laid over what officers have decided before. */
export function amlFindingOf(search: AmlSearch): StepFinding {
  const { input, screening } = search;
  const merged = mergedSearch(search);
  const { hits } = merged;
  return {
    result: resultOf(screening, hits),
    isMandatory: input.configuration.isMandatory,
    objectType: 'INDIVIDUAL',
    objectId: input.individual.entityId ?? input.run.entityId,
    summary: amlSummary({
      providers: screening.visits,
      searchQuery: { ...search.asked.echoed, fuzziness: `${input.configuration.fuzziness}` },
      hits,
    }),
    serviceProviders: visitsOf(screening.visits),
    errors: errorsOf(screening),
    processResultIds: hits.map(({ processResultId }) => processResultId),
    restsOn: search.asked.derivedFrom,
    issues: [
      ...silenceIssuesOf(screening),
      ...LISTING_KINDS.flatMap((kind) => issueOfKind(kind, hits)),
    ],
    facts: { ...amlCounts(hits), ...amlRiskFacts(hits) },
    notes: notesOf(screening, merged.missing),
    rows: {
      process_result: merged.opened.map((result) => input.resultRow(result)),
      process_result_stale: outdatedRows(merged.outdated, input.now()),
    },
  };
}

/** Whatever was found: while anybody was silent, or could compare nothing, the search has not been done. */
function resultOf(
  { silentLists, silences, notComparable }: Screening,
  hits: readonly AmlHit[],
): StepFinding['result'] {
  if (silentLists.length + silences.length > 0) return 'ERROR';
  if (notComparable !== undefined) return 'MISSING_DATA';
  return amlStepResult(hits.map(({ manualStatus }) => manualStatus));
}

function errorsOf({ silentLists, silences, notComparable }: Screening): RunError[] {
  return [
    ...(notComparable === undefined
      ? []
      : [
          {
            code: 'VAL-0400',
            description: `Nothing could be screened: ${notComparable}`,
            location: 'individual.name',
          },
        ]),
    ...silentLists.map(silenceOf),
    ...silences.map(({ provider, silent }) => silenceError(provider, silent)),
  ];
}

/** One issue of a kind, however many are silent: the errors name each. */
function silenceIssuesOf({ silentLists, silences, notComparable }: Screening): Issues {
  const all = [
    ...(silentLists.length > 0 ? [silenceIssue({ because: 'error' })] : []),
    ...silences.map(({ silent }) => silenceIssue(silent)),
    ...(notComparable === undefined ? [] : [BAD_NAME]),
  ];
  return all.filter(({ issue }, at) => all.findIndex((other) => other.issue === issue) === at);
}

const BAD_NAME: Issues[number] = {
  category: 'BAD_DATA',
  issue: 'BAD_DATA_NAME',
  severity: 'REVIEW',
  processResultIds: [],
  isCleared: false,
};

/** What the search rests on, and which listings a decision no longer rests on. */
function notesOf(
  { consulted, engineVersion }: Screening,
  missing: MergedSearch['missing'],
): StepFinding['notes'] {
  const versions = consulted.map(({ name, version }) => `${name} version ${version}`).join(', ');
  const nameOf = (listId: string) => consulted.find((list) => list.listId === listId)?.name;
  return {
    ...(versions !== '' && { 'list-versions': { type: 'version', value: versions } }),
    'engine-version': { type: 'version', value: engineVersion },
    ...Object.fromEntries(
      missing.map(({ stored, member: { listId, reference } }, at) => [
        `missing-listing-${at + 1}`,
        {
          type: 'finding',
          value:
            `List ${nameOf(listId) ?? listId} no longer brings ${reference}, one of the listings of ` +
            `process result ${stored.processResultId}, which stands on the others.`,
        },
      ]),
    ),
  };
}

function issueOfKind(kind: ListingKind, hits: readonly StandingHit[]): Issues {
  const ofKind = hits.filter(({ listings }) => listings.some((listing) => listing.kind === kind));
  const standing = ofKind.filter(
    ({ manualStatus }) => amlMeaning(manualStatus).disposition !== 'cleared',
  );
  if (standing.length === 0) return [];
  return [
    {
      category: 'AML',
      issue: kind,
      severity: 'WARNING',
      processResultIds: ofKind.map(({ processResultId }) => processResultId),
      isCleared: standing.every(
        ({ manualStatus }) => amlMeaning(manualStatus).disposition !== 'open',
      ),
    },
  ];
}

const SILENCE: Readonly<Record<SilentList['because'], string>> = {
  'not-loaded': 'is not loaded',
  stale: 'is older than this installation allows',
  failing: 'could not be loaded',
  retired: 'is retired',
  'too-many-hits': 'has more hits than one search brings',
};

function silenceOf({ name, because }: SilentList): RunError {
  return { code: 'CHECK-0503', description: `List ${name} ${SILENCE[because]}`, location: 'lists' };
}
