import { thresholdOf } from '@probity/screening';
import {
  amlSupplementOf,
  hitReferenceOf,
  percentOf,
} from '../../features/results/aml-supplement.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';
import { newUuid } from '../../kernel/id.ts';
import type { WatchlistAnswer, WatchlistHit } from '../../providers/watchlist-provider.ts';
import type { StepInput } from '../step-type.ts';
import type { AmlConfiguration } from './aml-configuration.ts';
import type { AmlQuery } from './aml-query.ts';

/** Where the listed party is found again in later searches. */
export function referenceOf({ listName, entry }: WatchlistHit): string {
  return hitReferenceOf(listName, entry.reference);
}

type NewResult = {
  readonly input: StepInput<AmlConfiguration>;
  readonly asked: AmlQuery;
  readonly answer: Extract<WatchlistAnswer, { outcome: 'answered' }>;
  readonly hit: WatchlistHit;
};

/** The process result of a hit that nobody has decided yet. */
export function newAmlResult({ input, asked, answer, hit }: NewResult): ProcessResult {
  const { run, step, configuration } = input;
  const at = input.now();
  return {
    processResultId: newUuid(),
    entityId: run.entityId,
    workflowExecutionId: run.workflowExecutionId,
    serviceKey: run.serviceKey,
    workflowKey: run.workflowKey,
    requestId: run.requestId,
    stepName: step.name,
    stepType: step.type,
    objectType: 'INDIVIDUAL',
    objectId: run.entityId,
    groupId: null,
    class: 'AML',
    result: 'HIT',
    state: 'COMPLETED',
    systemStatus: 'VALID',
    manualStatus: null,
    derivedFrom: asked.derivedFrom,
    createdAt: at,
    updatedAt: at,
    updatedBy: null,
    evidence: {
      providerResult: providerResultOf(input.capabilities.watchlists.name, hit, configuration),
      supplementaryData: amlSupplementOf({
        provider: input.capabilities.watchlists.name,
        listName: hit.listName,
        listVersion: hit.listVersion,
        entry: hit.entry,
        match: hit.match,
        fuzziness: configuration.fuzziness,
        searchLevel: configuration.kinds.join(' + '),
      }),
      notes: notesOf(hit),
      basis: {
        provider: input.capabilities.watchlists.name,
        listId: hit.listId,
        listVersion: hit.listVersion,
        engineVersion: answer.engineVersion,
        profile: configuration.profile,
        threshold: thresholdOf(configuration.fuzziness),
        reference: referenceOf(hit),
        materialHash: hit.materialHash,
        query: asked.query,
        match: hit.match.match,
        findings: hit.match.findings,
      },
    },
  };
}

function providerResultOf(provider: string, hit: WatchlistHit, { fuzziness }: AmlConfiguration) {
  return {
    name: provider,
    source: hit.listName,
    sourceNormalized: hit.source,
    reference: referenceOf(hit),
    fuzziness: { normalized: fuzziness, actual: `${fuzziness}` },
    confidence: {
      normalized: percentOf(hit.match.nameScore),
      actual: hit.match.nameScore.toFixed(4),
    },
  };
}

/** Why it matched, one note a finding, so that an officer reads it beside the hit. */
function notesOf({ match }: WatchlistHit): object {
  return Object.fromEntries(
    match.findings.map(({ signal, because }) => [signal, { type: 'finding', value: because }]),
  );
}
