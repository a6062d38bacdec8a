import type { Listing, ListingKind } from '@probity/screening';
import { type AmlBucket, amlMeaning } from './aml-status.ts';
import type { Disposition } from './disposition.ts';

/** A hit as far as counting must know it. */
export type AmlHit = {
  readonly processResultId: string;
  readonly manualStatus: string | null;
  readonly listings: readonly Listing[];
};

/** How many hits there are, by where they stand; `open` and `rejected` over all buckets. */
export type AmlCounts = Readonly<
  Record<
    | 'hits'
    | 'open'
    | 'rejected'
    | 'falsePositives'
    | 'truePositives'
    | 'openTruePositives'
    | 'unknown'
    | 'unresolved'
    | 'unresolvedPep'
    | 'unresolvedSanction'
    | 'unresolvedWatchlist'
    | 'unresolvedMedia',
    number
  >
>;

/** Counts hits by what officers have said of them; one hit may count for several kinds. */
export function amlCounts(hits: readonly AmlHit[]): AmlCounts {
  const inBucket = (bucket: AmlBucket) =>
    hits.filter(({ manualStatus }) => amlMeaning(manualStatus).bucket === bucket);
  const unresolved = inBucket('unresolved');
  const ofKind = (kind: ListingKind) =>
    unresolved.filter(({ listings }) => listings.some((listing) => listing.kind === kind)).length;
  const truePositives = inBucket('truePositive');
  const disposed = (among: readonly AmlHit[], disposition: Disposition) =>
    among.filter(({ manualStatus }) => amlMeaning(manualStatus).disposition === disposition).length;
  return {
    hits: hits.length,
    open: disposed(hits, 'open'),
    rejected: disposed(hits, 'rejected'),
    falsePositives: inBucket('falsePositive').length,
    truePositives: truePositives.length,
    openTruePositives: disposed(truePositives, 'open'),
    unknown: inBucket('unknown').length,
    unresolved: unresolved.length,
    unresolvedPep: ofKind('PEP'),
    unresolvedSanction: ofKind('SANCTION'),
    unresolvedWatchlist: ofKind('WATCHLIST'),
    unresolvedMedia: ofKind('MEDIA'),
  };
}
