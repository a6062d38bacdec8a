import type { ListEntry, ListedName, Listing, ScreeningMatch } from '@probity/screening';
import countries from 'i18n-iso-countries';

/** A hit as the contract's AML supplementary data shows it. */
export type AmlHitFacts = {
  readonly provider: string;
  /** The list entries that are this one party, the best match first. */
  readonly members: readonly [AmlMemberFacts, ...AmlMemberFacts[]];
  /** 0 exact … 100 anything: what was asked for. */
  readonly fuzziness: number;
  /** Which kinds of listing the search was for. */
  readonly searchLevel: string;
};

/** One list entry of a hit. */
export type AmlMemberFacts = {
  readonly listName: string;
  readonly listVersion: number | string;
  readonly entry: ListEntry;
  readonly match: ScreeningMatch;
};

/** Where a list entry can be found again, whatever version of the list is in service. */
export function hitReferenceOf(listName: string, reference: string): string {
  return `${listName}:${reference}`;
}

/** `supplementaryData` of a screening hit: everything the publishers say, in the contract's shape. */
export function amlSupplementOf(hit: AmlHitFacts): object {
  const { members } = hit;
  const [best] = members;
  const references = members.map(({ listName, entry }) =>
    hitReferenceOf(listName, entry.reference),
  );
  const names = members.flatMap(({ entry }) => entry.names.map(fullOf));
  return {
    type: 'AML',
    serviceProvider: hit.provider,
    searchId: distinct(members.map((one) => `${one.listName}@${one.listVersion}`)).join(', '),
    referenceId: references[0],
    // Of all entries the first in the order of the alphabet, whichever of them matches best.
    groupingId: [...references].sort()[0],
    originalStepSearchLevel: hit.searchLevel,
    fuzziness: { normalized: hit.fuzziness, actual: `${hit.fuzziness}` },
    matchData: matchDataOf(best),
    aliases: distinct(names).filter((name) => name !== best.match.name.full),
    relatedParties: distinct(members.flatMap(({ entry }) => entry.relatedParties)),
    referenceDocs: distinct(members.flatMap(({ entry }) => referenceDocs(entry))),
    notes: notesOf(members),
    ...listingsOf(members),
  };
}

/** One item for each reason for being listed, in the order of the members. */
function listingsOf(members: readonly AmlMemberFacts[]) {
  const listings = members.flatMap((member) =>
    member.entry.listings.map((listing) => ({ member, listing })),
  );
  const named = (kind: Listing['kind']) => listings.filter(({ listing }) => listing.kind === kind);
  const withReason = ({ member, listing }: (typeof listings)[number]) => ({
    ...listingData(member, listing),
    ...defined({ sourceReason: reasonOf(listing) }),
  });
  return {
    pepData: named('PEP').map(({ member, listing }) => ({
      ...listingData(member, listing),
      ...defined({
        level: listing.level,
        position: listing.position,
        positionDescription: listing.reason,
      }),
    })),
    sanctionData: named('SANCTION').map(withReason),
    watchlistData: named('WATCHLIST').map(withReason),
    mediaData: named('MEDIA').map(({ member: { entry }, listing }) => ({
      title: listing.reason ?? entry.names[0]?.full ?? entry.reference,
      source: listing.authority,
      isCurrent: listing.delistedOn === undefined,
      ...defined({
        sourceDate: listing.listedOn,
        sourceCountry: listing.country,
        url: listing.url,
      }),
    })),
  };
}

/** In the order in which they come, each once. */
function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

function matchDataOf({ listName, entry, match }: AmlMemberFacts): object {
  const { name } = match;
  const [birth] = entry.births;
  const [document] = entry.documents;
  return {
    strength: percentOf(match.match),
    spReferenceId: hitReferenceOf(listName, entry.reference),
    name: name.full,
    ...defined({
      givenName: name.given,
      otherName: name.middle,
      familyName: name.family,
      date: birth && birthDates(birth),
      address: entry.addresses[0]?.full,
      gender: entry.genders.length === 1 ? entry.genders[0] : undefined,
      isDeceased: entry.isDeceased,
    }),
    countries: entry.countries.flatMap(({ code, link }) =>
      code ? [{ code, matchType: link }] : [],
    ),
    ...(document && {
      nationalId: {
        idNumber: document.number,
        idType: document.type,
        ...defined({ idExpiry: document.expiresOn, issuingCountryCode: document.country }),
      },
    }),
    isAlias: isAlias(entry, name),
    isRelated: false,
  };
}

function isAlias(entry: ListEntry, name: ListedName): boolean {
  return entry.names[0]?.full !== name.full;
}

function listingData({ listName, listVersion, entry }: AmlMemberFacts, listing: Listing): object {
  return {
    sourceName: listName,
    ...defined({
      countryCode: listing.country,
      countryName: listing.country && countries.getName(listing.country, 'en'),
      sourceUrl: listing.url,
      listingStart: listing.listedOn,
      listingEnd: listing.delistedOn,
    }),
    referenceDocs: referenceDocs(entry),
    additionalData: [
      { key: 'reference', value: entry.reference },
      { key: 'listVersion', value: `${listVersion}` },
      { key: 'authority', value: listing.authority },
      ...listing.programmes.map((value) => ({ key: 'programme', value })),
      ...factsOf(entry),
    ],
  };
}

type Fact = { readonly key: string; readonly value: string };

/** What the contract's match data has no place for, or one place where the publisher says several. */
function factsOf(entry: ListEntry): readonly Fact[] {
  const said = (key: string, values: readonly string[]) => values.map((value) => ({ key, value }));
  const { names, births, genders, countries } = entry;
  return [
    ...said('entryKind', [entry.kind]),
    ...said('weakName', names.filter(({ quality }) => quality === 'weak').map(fullOf)),
    ...said('formerName', names.filter(({ isFormer }) => isFormer).map(fullOf)),
    ...said('dateOfBirth', births.map(birthInWords)),
    ...said('placeOfBirth', entry.birthPlaces),
    ...said('gender', genders.length > 1 ? genders : []),
    ...countries.flatMap(({ code, name, link }) => (code ? [] : said(link.toLowerCase(), [name]))),
    ...said('address', entry.addresses.map(fullOf)),
    ...said('document', entry.documents.map(documentInWords)),
    ...said('title', entry.titles),
  ];
}

function fullOf({ full }: { readonly full: string }): string {
  return full;
}

type ListedBirth = ListEntry['births'][number];

function birthDates({ from, to }: ListedBirth): string {
  return to ? `${from} to ${to}` : from;
}

function birthInWords(birth: ListedBirth): string {
  return `${birth.isApproximate ? 'about ' : ''}${birthDates(birth)}`;
}

function documentInWords(document: ListEntry['documents'][number]): string {
  const { type, number, country, issuedOn, expiresOn, note } = document;
  const dates = [issuedOn && `issued ${issuedOn}`, expiresOn && `expires ${expiresOn}`];
  return [type, number, country, ...dates, note && `(${note})`].filter(Boolean).join(' ');
}

function reasonOf({ reason, programmes }: Listing): string | undefined {
  return reason ?? (programmes.length > 0 ? programmes.join(', ') : undefined);
}

/** Media data has no place for facts about the party: where it stands alone, the notes have them. */
function notesOf(members: readonly AmlMemberFacts[]): object {
  const remarks = members.flatMap(({ listName, entry }) =>
    entry.remarks ? [{ from: hitReferenceOf(listName, entry.reference), said: entry.remarks }] : [],
  );
  const facts = members.flatMap(({ entry }) =>
    entry.listings.every(({ kind }) => kind === 'MEDIA') ? factsOf(entry) : [],
  );
  const notes = [
    ...remarks.map(({ from, said }, at) => ({
      key: at === 0 ? 'remarks' : `remarks ${at + 1}`,
      value: members.length > 1 ? `${from}: ${said}` : said,
    })),
    ...facts.map(({ key, value }, at) => ({ key: `${key} ${at + 1}`, value })),
  ];
  return Object.fromEntries(
    notes.slice(0, MOST_NOTES).map(({ key, value }) => [key, { type: 'text', value }]),
  );
}

/** As many as the contract lets one map of attributes have. */
const MOST_NOTES = 200;

function referenceDocs({ links }: ListEntry): object[] {
  return links.map(({ url, description }) => ({ url, ...defined({ description }) }));
}

/** 0 … 1 as the contract's 0 … 100. */
export function percentOf(score: number): number {
  return Math.round(score * 100);
}

function defined<T extends Record<string, unknown>>(fields: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''),
  ) as Partial<T>;
}
