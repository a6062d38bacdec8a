import type { ListedDocument, Listing } from '@probity/screening';
import type { ListFile } from '../../list-source.ts';
import { countryCode } from '../../reading/country.ts';
import { given } from '../../reading/entry-draft.ts';
import {
  childNamed,
  childrenNamed,
  childText,
  type XmlElement,
  xmlRecords,
} from '../../reading/xml-records.ts';
import type { SdnList } from '../sdn-party.ts';
import { datePeriod, statedDay } from './date-period.ts';
import { profileNameOf } from './party-names.ts';
import { ReferenceValues } from './reference-values.ts';

/** The outermost element of OFAC's advanced XML. */
export const ADVANCED_ROOT = 'Sanctions';

/** A place; `parts` are by OFAC's words for them, such as `CITY`. */
export type Place = { readonly parts: ReadonlyMap<string, string>; readonly country: string };

export type Relation = { readonly toProfile: string; readonly relationship: string };

/** Everything that the advanced XML says of parties outside their own elements. */
export type Companions = {
  readonly values: ReferenceValues;
  readonly places: Map<string, Place>;
  /** By the identity whose papers they are. */
  readonly documents: Map<string, ListedDocument[]>;
  /** By the profile; so are the others below. */
  readonly listings: Map<string, Listing[]>;
  readonly relations: Map<string, Relation[]>;
  readonly names: Map<string, string>;
  /** The day that the file states. */
  publishedOn: string | undefined;
};

const RECORDS = new Set([
  'DateOfIssue',
  'ReferenceValueSets',
  'Location',
  'IDRegDocument',
  'DistinctParty',
  'ProfileRelationship',
  'SanctionsEntry',
]);

/**
 * Reads the file once for what is said in other places than with the party itself. It is held in
 * memory: OFAC's own files make some tens of megabytes of it.
 */
export async function advancedCompanions(file: ListFile, list: SdnList): Promise<Companions> {
  const companions: Companions = {
    values: new ReferenceValues(),
    places: new Map(),
    documents: new Map(),
    listings: new Map(),
    relations: new Map(),
    names: new Map(),
    publishedOn: undefined,
  };
  for await (const record of xmlRecords(file, { root: ADVANCED_ROOT, records: RECORDS })) {
    take(companions, record, list);
  }
  return companions;
}

function take(to: Companions, record: XmlElement, list: SdnList): void {
  switch (record.name) {
    case 'DateOfIssue':
      to.publishedOn = statedDay(record);
      return;
    case 'ReferenceValueSets':
      to.values.add(record);
      return;
    case 'Location':
      to.places.set(record.attributes.ID ?? '', placeOf(record, to.values));
      return;
    case 'IDRegDocument':
      addTo(to.documents, record.attributes.IdentityID, documentOf(record, to.values));
      return;
    case 'DistinctParty':
      for (const profile of childrenNamed(record, 'Profile')) {
        to.names.set(profile.attributes.ID ?? '', profileNameOf(profile, to.values));
      }
      return;
    case 'ProfileRelationship':
      addRelation(to, record);
      return;
    default:
      addTo(to.listings, record.attributes.ProfileID, listingOf(record, to.values, list));
  }
}

function addTo<T>(map: Map<string, T[]>, key: string | undefined, value: T | undefined): void {
  if (value === undefined) return;
  const before = map.get(key ?? '');
  if (before) before.push(value);
  else map.set(key ?? '', [value]);
}

function placeOf(location: XmlElement, values: ReferenceValues): Place {
  const parts = new Map<string, string>();
  for (const part of childrenNamed(location, 'LocationPart')) {
    const written = childrenNamed(part, 'LocationPartValue');
    const primary = written.find(({ attributes }) => attributes.Primary === 'true') ?? written[0];
    const text = primary ? childText(primary, 'Value') : '';
    if (text !== '') parts.set(values.word('LocPartType', part.attributes.LocPartTypeID), text);
  }
  const country = childNamed(location, 'LocationCountry')?.attributes.CountryID;
  const area = childNamed(location, 'LocationAreaCode')?.attributes.AreaCodeID;
  const named = values.word('Country', country) || values.word('AreaCode', area);
  return { parts, country: /^undetermined$/i.test(named) ? '' : named };
}

function documentOf(paper: XmlElement, values: ReferenceValues): ListedDocument | undefined {
  const number = childText(paper, 'IDRegistrationNo');
  if (number === '') return undefined;
  const issuer = values.word('Country', paper.attributes['IssuedBy-CountryID']);
  const dates = new Map<string, string>();
  for (const date of childrenNamed(paper, 'DocumentDate')) {
    const kind = values.word('IDRegDocDateType', date.attributes.IDRegDocDateTypeID);
    const period = childNamed(date, 'DatePeriod');
    const day = period && datePeriod(period)?.from;
    if (day !== undefined) dates.set(/expir/i.test(kind) ? 'expires' : 'issued', day);
  }
  const code = countryCode(issuer);
  const notes = [childText(paper, 'Comment'), childText(paper, 'IssuingAuthority')];
  if (code === undefined) notes.push(issuer);
  return {
    type: values.word('IDRegDocType', paper.attributes.IDRegDocTypeID) || 'unknown',
    number,
    ...given('country', code),
    ...given('issuedOn', dates.get('issued')),
    ...given('expiresOn', dates.get('expires')),
    ...given('note', notes.filter((note) => note !== '').join('; ')),
  };
}

function addRelation(to: Companions, record: XmlElement): void {
  const { 'From-ProfileID': from, 'To-ProfileID': toProfile = '', Former } = record.attributes;
  const word = to.values.word('RelationType', record.attributes.RelationTypeID);
  const relationship = `${Former === 'true' ? 'Formerly: ' : ''}${word || 'Related to'}`;
  addTo(to.relations, from, { toProfile, relationship });
}

function listingOf(entry: XmlElement, values: ReferenceValues, list: SdnList): Listing {
  const programmes = childrenNamed(entry, 'SanctionsMeasure')
    .filter(
      ({ attributes }) => values.word('SanctionsType', attributes.SanctionsTypeID) === 'Program',
    )
    .map((measure) => childText(measure, 'Comment'));
  const events = childrenNamed(entry, 'EntryEvent');
  const days = events.map((event) => statedDay(childNamed(event, 'Date')) ?? '');
  const basis = values.word('LegalBasis', events[0]?.attributes.LegalBasisID);
  return {
    kind: 'SANCTION',
    authority: list.authority,
    programmes: [...new Set(programmes.filter((code) => code !== ''))],
    country: 'USA',
    ...given('reason', /^unknown$/i.test(basis) ? '' : basis),
    ...given('listedOn', days.filter((day) => day !== '').sort()[0]),
  };
}
