import type { CountryLink, EntryKind } from '@probity/screening';
import { listedCountry } from '../reading/country.ts';
import { addIfKnown, type EntryDraft, given, newDraft } from '../reading/entry-draft.ts';
import { publisherBirth, publisherDate } from '../reading/publisher-date.ts';
import { type FtmEntity, propertyText, propertyTexts } from './ftm-entity.ts';
import { addListings } from './ftm-listings.ts';
import type { FtmParts } from './ftm-parts.ts';

const KINDS: Readonly<Record<string, EntryKind>> = {
  Person: 'person',
  Organization: 'organisation',
  Company: 'organisation',
  PublicBody: 'organisation',
  LegalEntity: 'unknown',
  Vessel: 'vessel',
  Airplane: 'aircraft',
};

const COUNTRIES: ReadonlyArray<[property: string, link: CountryLink]> = [
  ['nationality', 'NATIONALITY'],
  ['citizenship', 'CITIZENSHIP'],
  ['birthCountry', 'BIRTH'],
  ['jurisdiction', 'INCORPORATION'],
  ['flag', 'INCORPORATION'],
  ['country', 'OPERATION'],
];

const NUMBERS: ReadonlyArray<[property: string, type: string]> = [
  ['passportNumber', 'Passport'],
  ['idNumber', 'Identification Number'],
  ['socialSecurityNumber', 'Social Security Number'],
  ['taxNumber', 'Tax Number'],
  ['innCode', 'INN'],
  ['vatCode', 'VAT Number'],
  ['registrationNumber', 'Registration Number'],
  ['ogrnCode', 'OGRN'],
  ['leiCode', 'LEI'],
  ['swiftBic', 'SWIFT/BIC'],
  ['imoNumber', 'IMO Number'],
  ['mmsi', 'MMSI'],
  ['callSign', 'Call Sign'],
  ['serialNumber', 'Serial Number'],
  ['publicKey', 'Digital Currency Address'],
];

/** Whether an entity is a party that somebody may be screened against, rather than a fact about one. */
export function isListed({ isTarget }: FtmEntity): boolean {
  return isTarget;
}

/** What a FollowTheMoney schema is among the kinds of entries. */
export function kindOfSchema(schema: string): EntryKind {
  return KINDS[schema] ?? 'unknown';
}

/** One target with the facts about it. */
export function ftmDraft(party: FtmEntity, allParts: FtmParts): EntryDraft {
  const draft = newDraft(party.id, kindOfSchema(party.schema));
  const parts = allParts.of(party);
  addNames(draft, party);
  addLife(draft, party);
  addCountries(draft, party);
  for (const [property, type] of NUMBERS) {
    for (const number of propertyTexts(party, property)) draft.documents.push({ type, number });
  }
  for (const paper of parts.papers) addPaper(draft, paper);
  const addresses = parts.addresses.map((one) => propertyText(one, 'full') || one.caption);
  for (const full of [...propertyTexts(party, 'address'), ...addresses]) {
    if (full !== '') draft.addresses.push({ full });
  }
  draft.titles.push(...propertyTexts(party, 'title', 'position'));
  draft.links.push(...propertyTexts(party, 'website', 'sourceUrl').map((url) => ({ url })));
  draft.remarks.push(...propertyTexts(party, 'notes', 'summary'));
  addListings(draft, party, parts);
  return draft;
}

function addNames(draft: EntryDraft, party: FtmEntity): void {
  const names = propertyTexts(party, 'name');
  const primary = names.includes(party.caption) ? party.caption : (names[0] ?? party.caption);
  draft.names.push({ full: primary, quality: 'primary' });
  for (const full of [...names, ...propertyTexts(party, 'alias')]) {
    if (full !== primary) draft.names.push({ full, quality: 'strong' });
  }
  for (const full of propertyTexts(party, 'previousName')) {
    draft.names.push({ full, quality: 'strong', isFormer: true });
  }
  for (const full of propertyTexts(party, 'weakAlias')) {
    draft.names.push({ full, quality: 'weak' });
  }
}

function addLife(draft: EntryDraft, party: FtmEntity): void {
  for (const written of propertyTexts(party, 'birthDate')) {
    const birth = publisherBirth(written);
    addIfKnown(draft.births, birth);
    if (!birth) draft.remarks.push(`Date of birth: ${written}`);
  }
  draft.birthPlaces.push(...propertyTexts(party, 'birthPlace'));
  for (const gender of propertyTexts(party, 'gender')) {
    if (gender === 'male') draft.genders.push('MALE');
    if (gender === 'female') draft.genders.push('FEMALE');
  }
  const [death] = propertyTexts(party, 'deathDate');
  if (death === undefined) return;
  draft.isDeceased = true;
  draft.remarks.push(`Died: ${death}`);
}

function addCountries(draft: EntryDraft, party: FtmEntity): void {
  for (const [property, link] of COUNTRIES) {
    for (const code of propertyTexts(party, property)) {
      addIfKnown(draft.countries, listedCountry(upperCode(code), link));
    }
  }
}

/** `gb` and `gb-nir` as the ISO code that they begin with. */
export function upperCode(code: string): string {
  return /^[a-z]{2}(?:-|$)/.test(code) ? code.slice(0, 2).toUpperCase() : code;
}

function addPaper(draft: EntryDraft, paper: FtmEntity): void {
  const number = propertyText(paper, 'number');
  const [country] = propertyTexts(paper, 'country');
  const code = country && listedCountry(upperCode(country), 'NATIONALITY')?.code;
  if (number === '') return;
  draft.documents.push({
    type: propertyText(paper, 'type') || paper.schema,
    number,
    ...given('country', code),
    ...given('issuedOn', publisherDate(propertyText(paper, 'startDate'))),
    ...given('expiresOn', publisherDate(propertyText(paper, 'endDate'))),
    ...given('note', propertyText(paper, 'summary')),
  });
}
