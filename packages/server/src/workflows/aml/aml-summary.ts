import type { ListingKind } from '@probity/screening';
import { type AmlHit, amlCounts } from '../../features/results/aml-counts.ts';

type Summarised = {
  readonly provider: string;
  readonly retrievedAt: Date;
  readonly searchQuery: Readonly<Record<string, string>>;
  readonly hits: readonly AmlHit[];
};

/** The step's summary in the contract's shape: totals, and the same for the one provider. */
export function amlSummary({ provider, retrievedAt, searchQuery, hits }: Summarised): object {
  const counts = amlCounts(hits);
  const unresolvedByKind = {
    numUnresolvedPEP: counts.unresolvedPep,
    numUnresolvedSanction: counts.unresolvedSanction,
    numUnresolvedWatchlist: counts.unresolvedWatchlist,
    numUnresolvedAdverseMedia: counts.unresolvedMedia,
  };
  return {
    totalHits: counts.hits,
    totalFalsePositives: counts.falsePositives,
    totalTruePositives: counts.truePositives,
    totalUnknown: counts.unknown,
    totalUnresolved: counts.unresolved,
    ...unresolvedByKind,
    providerSummaries: [
      {
        name: provider,
        lastRetrievedAt: retrievedAt.toISOString(),
        numHits: counts.hits,
        numFalsePositives: counts.falsePositives,
        numTruePositives: counts.truePositives,
        numUnknown: counts.unknown,
        numUnresolved: counts.unresolved,
        pepCountries: countriesOf(hits, 'PEP'),
        sanctionCountries: countriesOf(hits, 'SANCTION'),
        watchlistCountries: countriesOf(hits, 'WATCHLIST'),
        adverseMediaCountries: countriesOf(hits, 'MEDIA'),
        ...unresolvedByKind,
        searchQuery,
      },
    ],
  };
}

function countriesOf(hits: readonly AmlHit[], kind: ListingKind): string[] {
  const listings = hits.flatMap((hit) => hit.listings).filter((listing) => listing.kind === kind);
  return [...new Set(listings.flatMap(({ country }) => (country ? [country] : [])))].sort();
}
