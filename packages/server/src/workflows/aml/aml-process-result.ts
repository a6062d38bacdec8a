import { thresholdOf } from '@probity/screening';
import {
  amlSupplementOf,
  hitReferenceOf,
  percentOf,
} from '../../features/results/aml-supplement.ts';
import type { HitMember } from '../../features/results/evidence.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';
import type { StepInput } from '../step-type.ts';
import { processResultOf } from '../steps/process-result-of.ts';
import type { AmlConfiguration } from './aml-configuration.ts';
import type { AmlParty } from './aml-party.ts';
import type { AmlQuery } from './aml-query.ts';
import type { ProviderHit, Screening } from './consult-watchlists.ts';

type NewResult = {
  readonly input: StepInput<AmlConfiguration>;
  readonly asked: AmlQuery;
  readonly screening: Screening;
  readonly party: AmlParty;
};

/** The process result of a hit that nobody has decided yet. */
export function newAmlResult({ input, asked, screening, party }: NewResult): ProcessResult {
  const { run, configuration } = input;
  const threshold = thresholdOf(configuration.fuzziness);
  const [{ provider }] = party.hits;
  return processResultOf(input, {
    objectType: 'INDIVIDUAL',
    objectId: run.entityId,
    class: 'AML',
    result: 'HIT',
    derivedFrom: asked.derivedFrom,
    evidence: {
      providerResult: providerResultOf(party, configuration),
      supplementaryData: amlSupplementOf({
        provider,
        members: party.hits,
        fuzziness: configuration.fuzziness,
        searchLevel: configuration.kinds.join(' + '),
      }),
      notes: notesOf(party, screening, threshold),
      basis: {
        provider,
        engineVersion: screening.engineVersion,
        profile: configuration.profile,
        threshold,
        query: asked.query,
        severity: party.severity,
        members: party.hits.map((hit) => memberOf(hit, provider)),
      },
    },
  });
}

function memberOf(hit: ProviderHit, bestProvider: string): HitMember {
  const { provider, listId, listVersion, materialHash, match, vendor } = hit;
  const { reference, nameScore, evidenceScore, name, findings } = match;
  return {
    ...(provider !== bestProvider && { provider }),
    listId,
    reference,
    listVersion,
    materialHash,
    match: match.match,
    nameScore,
    evidenceScore,
    name,
    findings,
    ...(vendor && { vendor }),
  };
}

/** Confidence is the finder's own: of our lists how far the names agree, of a vendor its score. */
function providerResultOf({ hits }: AmlParty, { fuzziness }: AmlConfiguration) {
  const [best] = hits;
  const once = (values: readonly string[]) => [...new Set(values)].join(', ');
  const confidence = best.vendor?.score ?? best.match.nameScore;
  return {
    name: best.provider,
    source: once(hits.map(({ listName }) => listName)),
    sourceNormalized: once(hits.map(({ source }) => source)),
    reference: inWords(best),
    fuzziness: { normalized: fuzziness, actual: `${fuzziness}` },
    confidence: { normalized: percentOf(confidence), actual: confidence.toFixed(4) },
  };
}

/**
 * Why it matched, one note a finding, so that an officer reads it beside the hit; how grave it is; what
 * vendors say; what shows that several listings are one party; and what all of it rests on.
 */
function notesOf(party: AmlParty, { engineVersion }: Screening, threshold: number): object {
  const { hits, proofs, severity } = party;
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
    severity: { type: 'finding', value: `${severity.score} of 100: ${severity.because}` },
    ...vendorNotes(hits, threshold),
    ...(hits.length > 1 && { 'one-party': { type: 'finding', value: merged } }),
    'list-versions': { type: 'version', value: [...new Set(versions)].join(', ') },
    'engine-version': { type: 'version', value: engineVersion },
  };
}

/** What vendors say of their entries beside what we say, most of all where the two differ. */
function vendorNotes(hits: readonly ProviderHit[], threshold: number): object {
  const said = hits.flatMap((hit) => {
    const { vendor, provider, match } = hit;
    if (!vendor) return [];
    const verdict = vendor.isMatch ? 'calls it a match' : 'does not call it a match';
    const ours = match.match >= threshold ? 'is one here' : 'would be none here';
    return [
      `${provider} scores ${inWords(hit)} with ${percentOf(vendor.score)} of 100 and ${verdict}; ` +
        `matched by this engine it has ${percentOf(match.match)} and ${ours}, where ` +
        `${percentOf(threshold)} is asked for.`,
    ];
  });
  return said.length === 0 ? {} : { 'vendor-match': { type: 'finding', value: said.join(' ') } };
}

function inWords({ listName, entry }: ProviderHit): string {
  return hitReferenceOf(listName, entry.reference);
}
