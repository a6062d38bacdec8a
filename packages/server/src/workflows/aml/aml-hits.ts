import type { Listing } from '@probity/screening';
import type { AmlHit } from '../../features/results/aml-counts.ts';
import { mergeHits } from '../../features/results/merge-hits.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';
import type { StepInput } from '../step-type.ts';
import type { AmlConfiguration } from './aml-configuration.ts';
import { type AmlParty, partiesOf } from './aml-party.ts';
import { newAmlResult } from './aml-process-result.ts';
import type { AmlQuery } from './aml-query.ts';
import type { Screening } from './consult-watchlists.ts';

/** A search, what it was for, and what is stored of earlier ones. */
export type AmlSearch = {
  readonly input: StepInput<AmlConfiguration>;
  readonly asked: AmlQuery;
  readonly screening: Screening;
  readonly stored: readonly ProcessResult[];
};

/** A hit, and which of its listings each provider brought. */
export type StandingHit = AmlHit & {
  readonly byProvider: ReadonlyMap<string, readonly Listing[]>;
};

/** What a search came to, laid over what officers have decided before. */
export type MergedSearch = {
  /** In the order in which officers look at them. */
  readonly hits: readonly StandingHit[];
  readonly missing: ReturnType<typeof mergeHits<AmlParty>>['missing'];
  readonly opened: readonly ProcessResult[];
  readonly outdated: readonly ProcessResult[];
};

export function mergedSearch(search: AmlSearch): MergedSearch {
  const { input, stored, screening } = search;
  const parties = partiesOf(screening.hits, input.now());
  const { kept, outdated, missing } = mergeHits(parties, stored, {
    listIds: new Set(screening.consulted.map(({ listId }) => listId)),
    serviceKey: input.run.serviceKey,
    workflowKey: input.run.workflowKey,
    stepName: input.step.name,
    query: search.asked.query,
  });
  const opened: ProcessResult[] = [];
  const hits = new Map<string, StandingHit>();
  for (const party of parties) {
    const standing = kept.flatMap(({ hit, stored: result }) => (hit === party ? [result] : []));
    if (standing.length === 0) opened.push(newAmlResult({ ...search, party }));
    const results = standing.length > 0 ? standing : opened.slice(-1);
    for (const result of results) addHit(hits, result, party);
  }
  return { hits: [...hits.values()], missing, opened, outdated };
}

/**
 * What a result is about now: of the party's entries those that it knows. A party that has come apart
 * is one hit as long as one result stands for all of it.
 */
function addHit(
  hits: Map<string, StandingHit>,
  { processResultId, manualStatus, evidence }: ProcessResult,
  party: AmlParty,
): void {
  const known = new Set(
    evidence.basis?.members.map(({ listId, reference }) => `${listId}/${reference}`),
  );
  const before = hits.get(processResultId);
  const listings = [...(before?.listings ?? [])];
  const byProvider = new Map(before?.byProvider);
  for (const { listId, entry, provider } of party.hits) {
    if (!known.has(`${listId}/${entry.reference}`)) continue;
    listings.push(...entry.listings);
    byProvider.set(provider, [...(byProvider.get(provider) ?? []), ...entry.listings]);
  }
  hits.set(processResultId, { processResultId, manualStatus, listings, byProvider });
}
