import type { EntryKind, NameQuality } from '@probity/screening';
import { birthCountry, listedCountry } from '../reading/country.ts';
import {
  addIfKnown,
  addPartyNumber,
  type EntryDraft,
  given,
  newDraft,
} from '../reading/entry-draft.ts';
import { publisherBirth, publisherDate } from '../reading/publisher-date.ts';
import { childrenNamed, childText, type XmlElement } from '../reading/xml-records.ts';
import { numberedParts } from './numbered-parts.ts';

const KINDS: Readonly<Record<string, EntryKind>> = {
  individual: 'person',
  entity: 'organisation',
  ship: 'vessel',
};

const PAPERS: ReadonlyArray<[element: string, type: string]> = [
  ['BusinessRegistrationNumber', 'Business Registration Number'],
  ['IMONumber', 'IMO Number'],
  ['HullIdentificationNumber', 'Hull Identification Number'],
];

const RELATED: ReadonlyArray<[element: string, relationship: string]> = [
  ['ParentCompany', 'Parent Company'],
  ['Subsidiary', 'Subsidiary'],
  ['CurrentOwnerOperator', 'Current Owner or Operator'],
  ['PreviousOwnerOperator', 'Previous Owner or Operator'],
];

const REMARKED = [
  'SanctionsImposed',
  'OtherInformation',
  'UKStatementofReasons',
  'UNReferenceNumber',
  'OFSIGroupID',
  'PhoneNumber',
  'EmailAddress',
  'TypeOfEntity',
  'TypeOfShip',
  'TonnageOfShip',
  'LengthOfShip',
  'YearBuilt',
  'PreviousFlag',
] as const;

/** One party of the UK Sanctions List. */
export function designationDraft(record: XmlElement): EntryDraft {
  const kind = KINDS[childText(record, 'IndividualEntityShip').toLowerCase()] ?? 'unknown';
  const draft = newDraft(childText(record, 'UniqueID'), kind);
  for (const number of texts(record, 'UNReferenceNumber')) addPartyNumber(draft, 'UN', number);
  const names = within(record, 'Name').filter(({ children }) => children.length > 0);
  for (const name of names.filter(isPrimary)) addName(draft, name, 'primary');
  for (const name of names.filter((one) => !isPrimary(one))) {
    const isWeak = /low|weak/i.test(childText(name, 'AliasStrength'));
    addName(draft, name, isWeak ? 'weak' : 'strong');
  }
  for (const full of texts(record, 'NameNonLatinScript')) {
    draft.names.push({ full, quality: 'strong' });
  }
  addPerson(draft, record);
  addPapers(draft, record);
  for (const address of within(record, 'Address')) addAddress(draft, address);
  for (const [element, relationship] of RELATED) {
    for (const name of texts(record, element)) draft.relatedParties.push({ name, relationship });
  }
  for (const flag of texts(record, 'CurrentBelievedFlagOfShip')) {
    addIfKnown(draft.countries, listedCountry(flag, 'INCORPORATION'));
  }
  draft.links.push(...texts(record, 'Website').map((url) => ({ url })));
  draft.listings.push({
    kind: 'SANCTION',
    authority: 'UK Foreign, Commonwealth and Development Office',
    programmes: texts(record, 'RegimeName'),
    country: 'GBR',
    ...given('listedOn', publisherDate(childText(record, 'DateDesignated'))),
  });
  for (const element of REMARKED) draft.remarks.push(...texts(record, element));
  return draft;
}

function isPrimary(name: XmlElement): boolean {
  return /^primary/i.test(childText(name, 'NameType'));
}

function addName(draft: EntryDraft, name: XmlElement, quality: NameQuality): void {
  const givenNames = numberedParts((field) => childText(name, field), 'Name', 5).join(' ');
  const family = childText(name, 'Name6');
  const isSplit = draft.kind === 'person' && givenNames !== '' && family !== '';
  const full = [givenNames, family].filter((part) => part !== '').join(' ');
  draft.names.push({ full, ...(isSplit && { given: givenNames, family }), quality });
}

function addPerson(draft: EntryDraft, record: XmlElement): void {
  for (const written of texts(record, 'DOB')) {
    const birth = publisherBirth(written.replace(/^dd\/mm\//i, '').replace(/^dd\//i, ''));
    addIfKnown(draft.births, birth);
    if (!birth) draft.remarks.push(`Date of birth: ${written}`);
  }
  for (const location of within(record, 'Location')) {
    const parts = [childText(location, 'TownOfBirth'), childText(location, 'CountryOfBirth')];
    const place = parts.filter((part) => part !== '').join(', ');
    if (place === '') continue;
    draft.birthPlaces.push(place);
    addIfKnown(draft.countries, birthCountry(place));
  }
  for (const name of texts(record, 'Nationality')) {
    addIfKnown(draft.countries, listedCountry(name, 'NATIONALITY'));
  }
  for (const written of texts(record, 'Gender')) {
    const gender = written.toUpperCase();
    if (gender === 'MALE' || gender === 'FEMALE') draft.genders.push(gender);
  }
  draft.titles.push(...texts(record, 'Title'), ...texts(record, 'Position'));
}

function addPapers(draft: EntryDraft, record: XmlElement): void {
  for (const [group, type] of [
    ['Passport', 'Passport'],
    ['NationalIdentifier', 'National Identification Number'],
  ] as const) {
    for (const paper of within(record, group)) {
      const number = childText(paper, `${group}Number`);
      const note = childText(paper, `${group}AdditionalInformation`);
      if (number !== '') draft.documents.push({ type, number, ...given('note', note) });
      else if (note !== '') draft.remarks.push(`${type}: ${note}`);
    }
  }
  for (const [element, type] of PAPERS) {
    for (const number of texts(record, element)) draft.documents.push({ type, number });
  }
}

function addAddress(draft: EntryDraft, address: XmlElement): void {
  const lines = numberedParts((field) => childText(address, field), 'AddressLine', 6);
  const postalCode = childText(address, 'AddressPostalCode');
  const written = childText(address, 'AddressCountry');
  const full = [...lines, postalCode, written].filter((part) => part !== '').join(', ');
  if (full === '') return;
  const link = draft.kind === 'person' ? 'RESIDENCE' : 'OPERATION';
  const country = listedCountry(written, link);
  draft.addresses.push({
    full,
    ...given('postalCode', postalCode),
    ...given('country', country?.code),
  });
  addIfKnown(draft.countries, country);
}

/** Every element of that name, however deep. */
function within(element: XmlElement, name: string): XmlElement[] {
  const direct = childrenNamed(element, name);
  const others = element.children.filter((child) => child.name !== name);
  return [...direct, ...others.flatMap((child) => within(child, name))];
}

function texts(element: XmlElement, name: string): string[] {
  return within(element, name)
    .map(({ text }) => text)
    .filter((text) => text !== '');
}
