import type { ListingKind } from '@probity/screening';
import type { AmlHit } from './aml-counts.ts';
import { amlMeaning } from './aml-status.ts';

/** What hits say of a person's risk; one that officers cleared says nothing, an accepted one still does. */
export function amlRiskFacts(hits: readonly AmlHit[]) {
  const standing = hits.filter(
    ({ manualStatus }) => amlMeaning(manualStatus).disposition !== 'cleared',
  );
  const of = (kind: ListingKind) => {
    const listings = standing.map((hit) => hit.listings.filter((one) => one.kind === kind));
    const all = listings.flat();
    return {
      count: listings.filter((ofHit) => ofHit.length > 0).length,
      countries: [...new Set(all.flatMap(({ country }) => country ?? []))],
      levels: [...new Set(all.flatMap(({ level }) => level ?? []))],
    };
  };
  const [pep, sanction, watchlist, media] = [
    of('PEP'),
    of('SANCTION'),
    of('WATCHLIST'),
    of('MEDIA'),
  ];
  return {
    standingPep: pep.count,
    standingSanction: sanction.count,
    standingWatchlist: watchlist.count,
    standingMedia: media.count,
    pepLevels: pep.levels,
    pepCountries: pep.countries,
    sanctionCountries: sanction.countries,
    mediaCountries: media.countries,
  };
}
