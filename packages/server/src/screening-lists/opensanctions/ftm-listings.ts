import type { Listing, ListingKind } from '@probity/screening';
import { countryCode } from '../reading/country.ts';
import { type EntryDraft, given } from '../reading/entry-draft.ts';
import { publisherDate } from '../reading/publisher-date.ts';
import { type FtmEntity, propertyText, propertyTexts } from './ftm-entity.ts';
import type { PartyParts } from './ftm-parts.ts';

const AUTHORITY = 'OpenSanctions';

/** What a topic means: the first that begins it; all others are warnings. */
const TOPICS: ReadonlyArray<[beginning: string, kind: ListingKind]> = [
  ['sanction', 'SANCTION'],
  ['role.pep', 'PEP'],
  ['role.rca', 'PEP'],
];

/** Why a party is listed: its topics, its sanctions and the offices it holds. */
export function addListings(draft: EntryDraft, party: FtmEntity, parts: PartyParts): void {
  const sanctions = parts.sanctions.map((sanction) => sanctionListing(sanction, party));
  const offices = parts.offices.map((office) => officeListing(office));
  const kinds = new Map<ListingKind, string[]>();
  for (const topic of propertyTexts(party, 'topics')) {
    const kind = TOPICS.find(([beginning]) => topic.startsWith(beginning))?.[1] ?? 'WATCHLIST';
    kinds.set(kind, [...(kinds.get(kind) ?? []), topic]);
  }
  if (kinds.size + sanctions.length + offices.length === 0) kinds.set('WATCHLIST', []);
  draft.listings.push(...sanctions, ...offices);
  for (const [kind, topics] of kinds) {
    if (draft.listings.some((listing) => listing.kind === kind)) continue;
    draft.listings.push({
      kind,
      authority: AUTHORITY,
      programmes: party.datasets,
      ...given('reason', topics.join(', ')),
    });
  }
}

/** Debarments and export controls are among the sanctions of OpenSanctions: the topics tell. */
function sanctionListing(sanction: FtmEntity, party: FtmEntity): Listing {
  const topics = propertyTexts(party, 'topics');
  const isSanction = topics.length === 0 || topics.some((topic) => topic.startsWith('sanction'));
  const listed = propertyText(sanction, 'listingDate') || propertyText(sanction, 'startDate');
  return {
    kind: isSanction ? 'SANCTION' : 'WATCHLIST',
    authority: propertyText(sanction, 'authority') || AUTHORITY,
    programmes: propertyTexts(sanction, 'program'),
    ...given('reason', propertyText(sanction, 'reason')),
    ...given('listedOn', publisherDate(listed)),
    ...given('delistedOn', publisherDate(propertyText(sanction, 'endDate'))),
    ...given('country', countryCode(propertyText(sanction, 'country').toUpperCase())),
    ...given('url', propertyText(sanction, 'sourceUrl')),
  };
}

function officeListing({ occupancy, position }: PartyParts['offices'][number]): Listing {
  return {
    kind: 'PEP',
    authority: AUTHORITY,
    programmes: occupancy.datasets,
    ...given('position', position),
    ...given('listedOn', publisherDate(propertyText(occupancy, 'startDate'))),
    ...given('delistedOn', publisherDate(propertyText(occupancy, 'endDate'))),
  };
}
