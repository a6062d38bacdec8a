import type { ListingKind } from '@probity/screening';
import type { StepFinding } from '../../features/executions/step-end.ts';
import type { RunError } from '../../features/executions/step-result.ts';
import { type AmlHit, amlCounts } from '../../features/results/aml-counts.ts';
import { amlRiskFacts } from '../../features/results/aml-risk-facts.ts';
import { amlMeaning, amlStepResult } from '../../features/results/aml-status.ts';
import { mergeHits } from '../../features/results/merge-hits.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';
import type { SilentList, WatchlistAnswer } from '../../providers/watchlist-provider.ts';
import type { StepInput } from '../step-type.ts';
import { outdatedRows } from '../steps/process-result-of.ts';
import { type AmlConfiguration, LISTING_KINDS } from './aml-configuration.ts';
import { type AmlParty, partiesOf } from './aml-party.ts';
import { newAmlResult } from './aml-process-result.ts';
import type { AmlQuery } from './aml-query.ts';
import { amlSummary } from './aml-summary.ts';

/** A search, what it was for, and what is stored of earlier ones. */
export type AmlSearch = {
  readonly input: StepInput<AmlConfiguration>;
  readonly asked: AmlQuery;
  readonly answer: WatchlistAnswer;
  readonly stored: readonly ProcessResult[];
  readonly startedAt: Date;
};

type Answered = Extract<WatchlistAnswer, { outcome: 'answered' }>;

/** What a screening step concludes from an answer, laid over what officers have decided before. */
export function amlFindingOf(search: AmlSearch): StepFinding {
  const { answer } = search;
  const { isMandatory } = search.input.configuration;
  if (answer.outcome === 'not-comparable') {
    return {
      result: 'MISSING_DATA',
      isMandatory,
      errors: [
        {
          code: 'VAL-0400',
          description: `Nothing could be screened: ${answer.because}`,
          location: 'individual.name',
        },
      ],
      issues: [issue('BAD_DATA', 'BAD_DATA_NAME', 'REVIEW')],
    };
  }
  const { hits, rows, missing } = mergedHits(search, answer);
  const isSilent = answer.silent.length > 0;
  return {
    result: isSilent ? 'ERROR' : amlStepResult(hits.map(({ manualStatus }) => manualStatus)),
    isMandatory,
    objectType: 'INDIVIDUAL',
    objectId: search.input.individual.entityId ?? search.input.run.entityId,
    summary: amlSummary({
      provider: search.input.capabilities.watchlists.name,
      retrievedAt: search.input.now(),
      searchQuery: { ...search.asked.echoed, fuzziness: `${search.input.configuration.fuzziness}` },
      hits,
    }),
    serviceProviders: [visitOf(search, isSilent ? 'ERROR' : hits.length > 0 ? 'HIT' : 'CLEAR')],
    errors: answer.silent.map(silenceOf),
    processResultIds: hits.map(({ processResultId }) => processResultId),
    restsOn: search.asked.derivedFrom,
    issues: [
      ...(isSilent ? [issue('SYSTEM', 'SERVICE_ERROR', 'ERROR')] : []),
      ...LISTING_KINDS.flatMap((kind) => issueOfKind(kind, hits)),
    ],
    facts: { ...amlCounts(hits), ...amlRiskFacts(hits) },
    notes: notesOf(answer, missing),
    rows,
  };
}

function mergedHits(search: AmlSearch, answer: Answered) {
  const { input, stored } = search;
  const parties = partiesOf(answer.hits);
  const { kept, outdated, missing } = mergeHits(parties, stored, {
    listIds: new Set(answer.consulted.map(({ listId }) => listId)),
    serviceKey: input.run.serviceKey,
    workflowKey: input.run.workflowKey,
    stepName: input.step.name,
    query: search.asked.query,
  });
  const opened: ProcessResult[] = [];
  const hits = new Map<string, AmlHit>();
  for (const party of parties) {
    const standing = kept.flatMap(({ hit, stored: result }) => (hit === party ? [result] : []));
    if (standing.length === 0) opened.push(newAmlResult({ ...search, answer, party }));
    const results = standing.length > 0 ? standing : opened.slice(-1);
    for (const result of results) addHit(hits, result, party);
  }
  return {
    hits: [...hits.values()],
    missing,
    rows: {
      process_result: opened.map((result) => input.resultRow(result)),
      process_result_stale: outdatedRows(outdated, input.now()),
    },
  };
}

/**
 * What a result is about now: of the party's entries those that it knows. A party that has come apart
 * is one hit as long as one result stands for all of it.
 */
function addHit(
  hits: Map<string, AmlHit>,
  { processResultId, manualStatus, evidence }: ProcessResult,
  party: AmlParty,
): void {
  const known = new Set(
    evidence.basis?.members.map(({ listId, reference }) => `${listId}/${reference}`),
  );
  const listings = party.hits
    .filter(({ listId, entry }) => known.has(`${listId}/${entry.reference}`))
    .flatMap(({ entry }) => entry.listings);
  const before = hits.get(processResultId)?.listings ?? [];
  hits.set(processResultId, {
    processResultId,
    manualStatus,
    listings: [...before, ...listings],
  });
}

type Missing = ReturnType<typeof mergeHits<AmlParty>>['missing'];

/** What the search rests on, and which listings a decision no longer rests on. */
function notesOf({ consulted, engineVersion }: Answered, missing: Missing): StepFinding['notes'] {
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

function issueOfKind(
  kind: ListingKind,
  hits: readonly AmlHit[],
): NonNullable<StepFinding['issues']> {
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

function issue(category: string, name: string, severity: 'ERROR' | 'REVIEW') {
  return { category, issue: name, severity, processResultIds: [], isCleared: false };
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

function visitOf({ input, startedAt }: AmlSearch, result: string) {
  return {
    provider: input.capabilities.watchlists.name,
    result,
    order: 1,
    startedAt: startedAt.toISOString(),
    endedAt: input.now().toISOString(),
  };
}
