/** What a listed thing is. `unknown` where the publisher does not say. */
export type EntryKind = 'person' | 'organisation' | 'vessel' | 'aircraft' | 'unknown';

/** Why somebody is listed; decides the severity of a hit, never its likelihood. */
export type ListingKind = 'SANCTION' | 'PEP' | 'WATCHLIST' | 'MEDIA';

/** How far the publisher trusts a name: OFAC calls them strong and weak, the UN good and low. */
export type NameQuality = 'primary' | 'strong' | 'weak';

export type ListedName = {
  /** The whole name in reading order, as a person would write it. */
  readonly full: string;
  readonly given?: string;
  readonly middle?: string;
  readonly family?: string;
  readonly quality: NameQuality;
  /** True for a former name or maiden name. */
  readonly isFormer?: boolean;
};

/**
 * A Gregorian date known to the day, the month or the year: `1962-04-07`, `1962-04`, `1962`.
 */
export type PartialDate = string;

/** When somebody was born, as far as the publisher knows. `to` is set for a range and is inclusive. */
export type ListedBirth = {
  readonly from: PartialDate;
  readonly to?: PartialDate;
  /** The publisher says "about". */
  readonly isApproximate?: boolean;
};

export type Gender = 'MALE' | 'FEMALE';

/** How a country belongs to an entry, in the contract's words for `countries[].matchType`. */
export type CountryLink =
  | 'CITIZENSHIP'
  | 'NATIONALITY'
  | 'RESIDENCE'
  | 'BIRTH'
  | 'INCORPORATION'
  | 'OPERATION';

export type ListedCountry = {
  /** ISO 3166-1 alpha-3, or the publisher's own words in {@link ListedCountry.name} alone. */
  readonly code?: string;
  readonly name: string;
  readonly link: CountryLink;
};

export type ListedDocument = {
  /** The publisher's own word for it: `Passport`, `National Identification Number`, `Tax ID No.` … */
  readonly type: string;
  readonly number: string;
  /** ISO 3166-1 alpha-3 of the issuer, where it is known. */
  readonly country?: string;
  readonly issuedOn?: PartialDate;
  readonly expiresOn?: PartialDate;
  readonly note?: string;
};

export type ListedAddress = {
  /** The parts in writing order, joined by commas. */
  readonly full: string;
  readonly city?: string;
  readonly postalCode?: string;
  /** ISO 3166-1 alpha-3. */
  readonly country?: string;
};

/** One reason for being listed: a programme of sanctions, an office held, a warning, an article. */
export type Listing = {
  readonly kind: ListingKind;
  /** Who lists: `US Treasury OFAC`, `United Nations Security Council` … */
  readonly authority: string;
  /** The publisher's programme or regime codes: `SDGT`, `Al-Qaida` … */
  readonly programmes: readonly string[];
  readonly reason?: string;
  readonly listedOn?: PartialDate;
  readonly delistedOn?: PartialDate;
  /** ISO 3166-1 alpha-3 of the country or body that lists. */
  readonly country?: string;
  /** PEP only: 1 heads of state … 4 local. */
  readonly level?: string;
  readonly position?: string;
  readonly url?: string;
};

export type ReferenceLink = { readonly url: string; readonly description?: string };

export type RelatedParty = { readonly name: string; readonly relationship: string };

/** The number by which a publisher of lists knows a party, on whatever list it is repeated. */
export type PartyNumber = {
  /** Whose number it is. */
  readonly register: 'UN' | 'OFAC';
  readonly number: string;
};

/**
 * One party on one list, with everything that its publisher says of it.
 *
 * `reference` is the publisher's own number and is stable from one publication to the next; with the
 * list's id it identifies the party for good, so that an officer's decision can be remembered by it.
 */
export type ListEntry = {
  readonly reference: string;
  readonly kind: EntryKind;
  /** At least one; the primary name first. */
  readonly names: readonly ListedName[];
  readonly births: readonly ListedBirth[];
  readonly birthPlaces: readonly string[];
  readonly genders: readonly Gender[];
  readonly countries: readonly ListedCountry[];
  readonly documents: readonly ListedDocument[];
  readonly addresses: readonly ListedAddress[];
  readonly listings: readonly Listing[];
  readonly isDeceased?: boolean;
  readonly titles: readonly string[];
  readonly relatedParties: readonly RelatedParty[];
  readonly links: readonly ReferenceLink[];
  /** Its publisher's own number, and those of other publishers that it repeats. */
  readonly partyNumbers?: readonly PartyNumber[];
  readonly remarks?: string;
};
