import { thresholdOf } from '@probity/screening';
import {
  amlSupplementOf,
  hitReferenceOf,
  percentOf,
} from '../../features/results/aml-supplement.ts';
import type { HitMember } from '../../features/results/evidence.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';
import type { WatchlistAnswer, WatchlistHit } from '../../providers/watchlist-provider.ts';
import type { StepInput } from '../step-type.ts';
import { processResultOf } from '../steps/process-result-of.ts';
import type { AmlConfiguration } from './aml-configuration.ts';
import type { AmlParty } from './aml-party.ts';
import type { AmlQuery } from './aml-query.ts';

type NewResult = {
  readonly input: StepInput<AmlConfiguration>;
  readonly asked: AmlQuery;
  readonly answer: Extract<WatchlistAnswer, { outcome: 'answered' }>;
  readonly party: AmlParty;
};

/** The process result of a hit that nobody has decided yet. */
export function newAmlResult({ input, asked, answer, party }: NewResult): ProcessResult {
  const { run, configuration } = input;
  const provider = input.capabilities.watchlists.name;
  return processResultOf(input, {
    objectType: 'INDIVIDUAL',
    objectId: run.entityId,
    class: 'AML',
    result: 'HIT',
    derivedFrom: asked.derivedFrom,
    evidence: {
      providerResult: providerResultOf(provider, party, configuration),
      supplementaryData: amlSupplementOf({
        provider,
        members: party.hits,
        fuzziness: configuration.fuzziness,
        searchLevel: configuration.kinds.join(' + '),
      }),
      notes: notesOf(party, answer),
      basis: {
        provider,
        engineVersion: answer.engineVersion,
        profile: configuration.profile,
        threshold: thresholdOf(configuration.fuzziness),
        query: asked.query,
        members: party.hits.map(memberOf),
      },
    },
  });
}

function memberOf({ listId, listVersion, materialHash, match }: WatchlistHit): HitMember {
  const { reference, nameScore, evidenceScore, name, findings } = match;
  return {
    listId,
    reference,
    listVersion,
    materialHash,
    match: match.match,
    nameScore,
    evidenceScore,
    name,
    findings,
  };
}

function providerResultOf(provider: string, { hits }: AmlParty, { fuzziness }: AmlConfiguration) {
  const [best] = hits;
  const once = (values: readonly string[]) => [...new Set(values)].join(', ');
  return {
    name: provider,
    source: once(hits.map(({ listName }) => listName)),
    sourceNormalized: once(hits.map(({ source }) => source)),
    reference: inWords(best),
    fuzziness: { normalized: fuzziness, actual: `${fuzziness}` },
    confidence: {
      normalized: percentOf(best.match.nameScore),
      actual: best.match.nameScore.toFixed(4),
    },
  };
}

/**
 * Why it matched, one note a finding, so that an officer reads it beside the hit; what shows that
 * several listings are one party; and what all of it rests on.
 */
function notesOf({ hits, proofs }: AmlParty, { engineVersion }: NewResult['answer']): object {
  const [best] = hits;
  const versions = hits.map(({ listName, listVersion }) => `${listName} version ${listVersion}`);
  const merged = [
    `${hits.length} listings are taken for one party: ${hits.map(inWords).join(', ')}.`,
    ...new Set(proofs.map(({ because }) => because)),
  ].join(' ');
  return {
    ...Object.fromEntries(
      best.match.findings.map(({ signal, because }) => [
        signal,
        { type: 'finding', value: because },
      ]),
    ),
    ...(hits.length > 1 && { 'one-party': { type: 'finding', value: merged } }),
    'list-versions': { type: 'version', value: [...new Set(versions)].join(', ') },
    'engine-version': { type: 'version', value: engineVersion },
  };
}

function inWords({ listName, entry }: WatchlistHit): string {
  return hitReferenceOf(listName, entry.reference);
}
