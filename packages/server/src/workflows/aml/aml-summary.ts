import type { ListingKind } from '@probity/screening';
import { type AmlHit, amlCounts } from '../../features/results/aml-counts.ts';
import type { StandingHit } from './aml-hits.ts';
import type { WatchlistVisit } from './consult-watchlists.ts';

type Summarised = {
  /** Who was asked: of those who said nothing there is nothing to sum up. */
  readonly providers: readonly WatchlistVisit[];
  readonly searchQuery: Readonly<Record<string, string>>;
  readonly hits: readonly StandingHit[];
};

/**
 * The step's summary in the contract's shape: totals, and the same for each provider. A party that several
 * providers name counts once in all, and once for each of them.
 */
export function amlSummary({ providers, searchQuery, hits }: Summarised): object {
  return {
    ...totalsOf(hits),
    ...unresolvedByKind(hits),
    providerSummaries: providers
      .filter(({ hasAnswered }) => hasAnswered)
      .map(({ provider, endedAt }) =>
        providerSummary({ provider, endedAt, searchQuery, hits: hitsOf(provider, hits) }),
      ),
  };
}

function totalsOf(hits: readonly AmlHit[]) {
  const counts = amlCounts(hits);
  return {
    totalHits: counts.hits,
    totalFalsePositives: counts.falsePositives,
    totalTruePositives: counts.truePositives,
    totalUnknown: counts.unknown,
    totalUnresolved: counts.unresolved,
  };
}

function unresolvedByKind(hits: readonly AmlHit[]) {
  const counts = amlCounts(hits);
  return {
    numUnresolvedPEP: counts.unresolvedPep,
    numUnresolvedSanction: counts.unresolvedSanction,
    numUnresolvedWatchlist: counts.unresolvedWatchlist,
    numUnresolvedAdverseMedia: counts.unresolvedMedia,
  };
}

type ProviderSummarised = {
  readonly provider: string;
  readonly endedAt: string;
  readonly searchQuery: Readonly<Record<string, string>>;
  readonly hits: readonly AmlHit[];
};

function providerSummary({ provider, endedAt, searchQuery, hits }: ProviderSummarised) {
  const counts = amlCounts(hits);
  return {
    name: provider,
    lastRetrievedAt: endedAt,
    numHits: counts.hits,
    numFalsePositives: counts.falsePositives,
    numTruePositives: counts.truePositives,
    numUnknown: counts.unknown,
    numUnresolved: counts.unresolved,
    pepCountries: countriesOf(hits, 'PEP'),
    sanctionCountries: countriesOf(hits, 'SANCTION'),
    watchlistCountries: countriesOf(hits, 'WATCHLIST'),
    adverseMediaCountries: countriesOf(hits, 'MEDIA'),
    ...unresolvedByKind(hits),
    searchQuery,
  };
}

/** The hits that a provider has part in, by the listings that it brought. */
function hitsOf(provider: string, hits: readonly StandingHit[]): AmlHit[] {
  return hits.flatMap((hit) => {
    const listings = hit.byProvider.get(provider);
    return listings ? [{ ...hit, listings }] : [];
  });
}

function countriesOf(hits: readonly AmlHit[], kind: ListingKind): string[] {
  const listings = hits.flatMap((hit) => hit.listings).filter((listing) => listing.kind === kind);
  return [...new Set(listings.flatMap(({ country }) => (country ? [country] : [])))].sort();
}
