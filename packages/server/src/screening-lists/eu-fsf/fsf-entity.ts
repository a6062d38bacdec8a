import type { EntryKind, Listing, NameQuality } from '@probity/screening';
import { countryCode, listedCountry } from '../reading/country.ts';
import {
  addIfKnown,
  addPartyNumber,
  type EntryDraft,
  given,
  newDraft,
} from '../reading/entry-draft.ts';
import { publisherDate } from '../reading/publisher-date.ts';
import { childNamed, childrenNamed, childText, type XmlElement } from '../reading/xml-records.ts';

const KINDS: Readonly<Record<string, EntryKind>> = {
  person: 'person',
  enterprise: 'organisation',
};

/** What is said of a paper that is not to be trusted. */
const DOUBTS = ['knownFalse', 'knownExpired', 'reportedLost', 'revokedByIssuer'] as const;

/** One party of the EU list: everything stands in attributes, and a blank one says nothing. */
export function fsfDraft(record: XmlElement): EntryDraft {
  const subject = childNamed(record, 'subjectType')?.attributes ?? {};
  const { euReferenceNumber, logicalId, unitedNationId, designationDetails } = record.attributes;
  const kind = KINDS[subject.code ?? ''] ?? 'unknown';
  const draft = newDraft(euReferenceNumber || (logicalId ?? ''), kind);
  addPartyNumber(draft, 'UN', unitedNationId);
  for (const alias of childrenNamed(record, 'nameAlias')) addName(draft, alias.attributes);
  for (const birth of childrenNamed(record, 'birthdate')) addBirth(draft, birth.attributes);
  for (const { attributes } of childrenNamed(record, 'citizenship')) {
    addIfKnown(draft.countries, countryOf(attributes, 'CITIZENSHIP'));
  }
  for (const address of childrenNamed(record, 'address')) addAddress(draft, address.attributes);
  for (const paper of childrenNamed(record, 'identification')) addPaper(draft, paper);
  draft.listings.push(listingOf(record));
  addLinks(draft, record);
  const remarks = childrenNamed(record, 'remark').map(({ text }) => text);
  const united = unitedNationId ? `United Nations reference ${unitedNationId}` : '';
  draft.remarks.push(...[...remarks, designationDetails ?? '', united].filter((part) => part));
  return draft;
}

type Attributes = Readonly<Record<string, string>>;

function addName(draft: EntryDraft, name: Attributes): void {
  const parts = [name.firstName, name.middleName, name.lastName].filter((part) => part);
  const isFirst = draft.names.length === 0;
  const quality: NameQuality = isFirst ? 'primary' : name.strong === 'false' ? 'weak' : 'strong';
  draft.names.push({
    full: (name.wholeName || parts.join(' ')).replace(/\s+/g, ' ').trim(),
    ...given('given', name.firstName),
    ...given('middle', name.middleName),
    ...given('family', name.lastName),
    quality,
  });
  if (name.gender === 'M') draft.genders.push('MALE');
  if (name.gender === 'F') draft.genders.push('FEMALE');
  draft.titles.push(...[name.title ?? '', name.function ?? ''].filter((title) => title !== ''));
}

function addBirth(draft: EntryDraft, birth: Attributes): void {
  const isApproximate = birth.circa === 'true';
  const isGregorian = (birth.calendarType || 'GREGORIAN') === 'GREGORIAN';
  const from = publisherDate(birth.yearRangeFrom ?? '');
  const to = publisherDate(birth.yearRangeTo ?? '');
  const date = publisherDate(birth.birthdate ?? '') ?? dateInParts(birth) ?? from ?? to;
  if (date !== undefined && isGregorian) {
    const isRange = date === from && to !== undefined;
    draft.births.push({
      from: date,
      ...(isRange && { to }),
      ...(isApproximate && { isApproximate }),
    });
  } else if (birth.birthdate || birth.year) {
    const said = birth.birthdate || birth.year;
    draft.remarks.push(`Date of birth: ${said} (${birth.calendarType ?? ''})`);
  }
  const country = countryOf(birth, 'BIRTH');
  addIfKnown(draft.countries, country);
  const parts = [birth.place, birth.city, birth.region, country?.name];
  const place = parts.filter((part) => part).join(', ');
  if (place !== '') draft.birthPlaces.push(place);
}

function dateInParts({ year, monthOfYear, dayOfMonth }: Attributes): string | undefined {
  const parts = [year, monthOfYear, dayOfMonth].map((part) => part ?? '');
  const known = parts.slice(0, parts.includes('') ? parts.indexOf('') : 3);
  return publisherDate(known.join('-'));
}

function addAddress(draft: EntryDraft, address: Attributes): void {
  const link = draft.kind === 'person' ? 'RESIDENCE' : 'OPERATION';
  const country = countryOf(address, link);
  const box = address.poBox ? `PO Box ${address.poBox}` : '';
  const { street, place, zipCode, city, region } = address;
  const parts = [box, street, place, zipCode, city, region, country?.name];
  const full = parts.filter((part) => part).join(', ');
  if (full === '') return;
  draft.addresses.push({
    full,
    ...given('city', city),
    ...given('postalCode', zipCode),
    ...given('country', country?.code),
  });
  addIfKnown(draft.countries, country);
}

function addPaper(draft: EntryDraft, element: XmlElement): void {
  const paper = element.attributes;
  const number = paper.number || paper.latinNumber;
  const notes = [
    ...DOUBTS.filter((doubt) => paper[doubt] === 'true'),
    paper.issuedBy ? `issued by ${paper.issuedBy}` : '',
    paper.nameOnDocument ? `name on it ${paper.nameOnDocument}` : '',
    ...childrenNamed(element, 'remark').map(({ text }) => text),
  ].filter((note) => note !== '');
  const type = paper.identificationTypeDescription || paper.identificationTypeCode || 'unknown';
  if (!number) {
    if (notes.length > 0) draft.remarks.push(`${type}: ${notes.join(', ')}`);
    return;
  }
  draft.documents.push({
    type,
    number,
    ...given('country', countryCode(paper.countryIso2Code ?? '')),
    ...given('issuedOn', publisherDate(paper.issueDate || (paper.validFrom ?? ''))),
    ...given('expiresOn', publisherDate(paper.validTo ?? '')),
    ...given('note', notes.join(', ')),
  });
}

function listingOf(record: XmlElement): Listing {
  const regulations = childrenNamed(record, 'regulation').map(({ attributes }) => attributes);
  const programmes = regulations.flatMap(({ programme }) => (programme ? [programme] : []));
  const days = regulations.flatMap(({ publicationDate }) => publicationDate ?? []).sort();
  const designated = publisherDate(record.attributes.designationDate ?? '');
  return {
    kind: 'SANCTION',
    authority: 'European Union',
    programmes: [...new Set(programmes)],
    ...given('listedOn', designated ?? publisherDate(days[0] ?? '')),
  };
}

function addLinks(draft: EntryDraft, record: XmlElement): void {
  for (const regulation of childrenNamed(record, 'regulation')) {
    const url = childText(regulation, 'publicationUrl');
    const description = regulation.attributes.numberTitle;
    if (url !== '') draft.links.push({ url, ...given('description', description) });
  }
}

/** `00` stands for a country that is not known. */
function countryOf(place: Attributes, link: 'BIRTH' | 'CITIZENSHIP' | 'RESIDENCE' | 'OPERATION') {
  const name = place.countryDescription || place.countryIso2Code || '';
  if (place.countryIso2Code === '00' || name === '') return undefined;
  const code = countryCode(place.countryIso2Code ?? '') ?? countryCode(name);
  return code === undefined ? listedCountry(name, link) : { code, name, link };
}
