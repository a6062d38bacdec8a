import type { CountryLink } from '@probity/screening';
import { birthCountry, listedCountry } from '../../reading/country.ts';
import {
  addIfKnown,
  addPartyNumber,
  type EntryDraft,
  newDraft,
} from '../../reading/entry-draft.ts';
import {
  childNamed,
  childrenNamed,
  childText,
  type XmlElement,
} from '../../reading/xml-records.ts';
import { addAddress, sdnKind } from '../sdn-party.ts';
import { readSdnRemarks } from '../sdn-remarks.ts';
import type { Companions, Place } from './advanced-companions.ts';
import { datePeriod } from './date-period.ts';
import { profileNames } from './party-names.ts';

/** One party of the advanced XML, with what the rest of the file says of it. */
export function advancedDraft(party: XmlElement, companions: Companions): EntryDraft {
  const profiles = childrenNamed(party, 'Profile');
  const main = profiles[0]?.attributes;
  const kind = sdnKind(companions.values.kindWord(main?.PartySubTypeID));
  const draft = newDraft(party.attributes.FixedRef ?? main?.ID ?? '', kind);
  addPartyNumber(draft, 'OFAC', party.attributes.FixedRef);
  for (const profile of profiles) addProfile(draft, profile, companions);
  const comment = childText(party, 'Comment');
  if (comment !== '') readSdnRemarks(draft, comment);
  return draft;
}

function addProfile(draft: EntryDraft, profile: XmlElement, companions: Companions): void {
  const { values, documents, listings, relations, names } = companions;
  const id = profile.attributes.ID ?? '';
  draft.names.push(...profileNames(profile, values));
  for (const { attributes } of childrenNamed(profile, 'Identity')) {
    draft.documents.push(...(documents.get(attributes.ID ?? '') ?? []));
  }
  for (const feature of childrenNamed(profile, 'Feature')) addFeature(draft, feature, companions);
  draft.listings.push(...(listings.get(id) ?? []));
  for (const { toProfile, relationship } of relations.get(id) ?? []) {
    const name = names.get(toProfile) ?? '';
    if (name !== '') draft.relatedParties.push({ name, relationship });
  }
}

const COUNTRY_FEATURES: Readonly<Record<string, CountryLink>> = {
  'nationality country': 'NATIONALITY',
  'citizenship country': 'CITIZENSHIP',
  'nationality of registration': 'INCORPORATION',
  'vessel flag': 'INCORPORATION',
};

/** A fact about the party; what has no field of its own is read as OFAC's remarks are. */
function addFeature(draft: EntryDraft, feature: XmlElement, companions: Companions): void {
  const { values, places } = companions;
  const type = values.word('FeatureType', feature.attributes.FeatureTypeID);
  for (const version of childrenNamed(feature, 'FeatureVersion')) {
    const located = childrenNamed(version, 'VersionLocation').flatMap(
      ({ attributes }) => places.get(attributes.LocationID ?? '') ?? [],
    );
    const said = childrenNamed(version, 'VersionDetail').map(
      ({ text, attributes }) =>
        text || values.word('DetailReference', attributes.DetailReferenceID),
    );
    const period = childNamed(version, 'DatePeriod');
    const words = [...said, childText(version, 'Comment')].filter((text) => text !== '');
    addFact(draft, { type, words, located, ...(period && { period }) });
  }
}

type Fact = {
  readonly type: string;
  readonly words: readonly string[];
  readonly located: readonly Place[];
  readonly period?: XmlElement;
};

function addFact(draft: EntryDraft, fact: Fact): void {
  const key = fact.type.toLowerCase().replace(/:$/, '');
  const link = COUNTRY_FEATURES[key];
  const take = link ? takeCountries(link) : TAKEN[key];
  if (!take?.(draft, fact)) keepInWords(draft, fact);
}

/** False where the fact is not of the form that was expected. */
type Take = (draft: EntryDraft, fact: Fact) => boolean;

const TAKEN: Readonly<Record<string, Take>> = {
  birthdate: takeBirth,
  'place of birth': takeBirthPlaces,
  location: takeAddresses,
  title: takeTitles,
  'vessel owner': takeOwner,
  'vessel call sign': takeCallSign,
};

function takeCountries(link: CountryLink): Take {
  return (draft, { words, located }) => {
    const written = located.length > 0 ? located.map(({ country }) => country) : words;
    for (const name of written) addIfKnown(draft.countries, listedCountry(name, link));
    return written.length > 0;
  };
}

function takeBirth(draft: EntryDraft, { period }: Fact): boolean {
  const birth = period && datePeriod(period);
  addIfKnown(draft.births, birth);
  return birth !== undefined;
}

function takeBirthPlaces(draft: EntryDraft, { words, located }: Fact): boolean {
  const places = [...located.map(placeInWords), ...words].filter((written) => written !== '');
  for (const place of places) {
    draft.birthPlaces.push(place);
    addIfKnown(draft.countries, birthCountry(place));
  }
  return places.length > 0;
}

function takeAddresses(draft: EntryDraft, { located }: Fact): boolean {
  for (const { parts, country } of located) {
    const [city, postalCode] = [parts.get('CITY') ?? '', parts.get('POSTAL CODE') ?? ''];
    addAddress(draft, linesOf(parts), { city, postalCode, country });
  }
  return located.length > 0;
}

function takeTitles(draft: EntryDraft, { words }: Fact): boolean {
  draft.titles.push(...words.flatMap((word) => word.split(/;\s*/)).filter((word) => word !== ''));
  return true;
}

function takeOwner(draft: EntryDraft, { words }: Fact): boolean {
  for (const name of words) draft.relatedParties.push({ name, relationship: 'Vessel Owner' });
  return words.length > 0;
}

function takeCallSign(draft: EntryDraft, { words }: Fact): boolean {
  for (const number of words) draft.documents.push({ type: 'Call Sign', number });
  return words.length > 0;
}

function keepInWords(draft: EntryDraft, { type, words, located, period }: Fact): void {
  const day = period && datePeriod(period)?.from;
  const value = [...words, ...(day === undefined ? [] : [day]), ...located.map(placeInWords)];
  readSdnRemarks(draft, `${type} ${value.join(', ')}`.trim());
}

const LINES = [
  'ADDRESS1',
  'ADDRESS2',
  'ADDRESS3',
  'CITY',
  'STATE/PROVINCE',
  'REGION',
  'POSTAL CODE',
];

function linesOf(parts: ReadonlyMap<string, string>): string[] {
  const others = [...parts].filter(([type]) => !LINES.includes(type)).map(([, text]) => text);
  return [...LINES.map((type) => parts.get(type) ?? '').filter((text) => text !== ''), ...others];
}

function placeInWords({ parts, country }: Place): string {
  return [...linesOf(parts), country].filter((part) => part !== '').join(', ');
}
