import type { ListedCountry } from '@probity/screening';
import { countryCode, listedCountry } from '../reading/country.ts';
import { addIfKnown, type EntryDraft, given } from '../reading/entry-draft.ts';
import { publisherDate } from '../reading/publisher-date.ts';
import { childNamed, childrenNamed, childText, type XmlElement } from '../reading/xml-records.ts';

type Places = ReadonlyMap<string, XmlElement>;

/** Births, countries, papers and addresses of one identity; a target may have several. */
export function addIdentity(draft: EntryDraft, identity: XmlElement, places: Places): void {
  for (const birth of childrenNamed(identity, 'day-month-year')) addBirth(draft, birth);
  for (const place of childrenNamed(identity, 'place-of-birth'))
    addBirthPlace(draft, place, places);
  for (const nationality of childrenNamed(identity, 'nationality')) {
    addIfKnown(draft.countries, countryOf(childNamed(nationality, 'country'), 'NATIONALITY'));
  }
  for (const paper of childrenNamed(identity, 'identification-document')) addPaper(draft, paper);
  for (const address of childrenNamed(identity, 'address')) addAddress(draft, address, places);
}

function addBirth(draft: EntryDraft, { attributes }: XmlElement): void {
  const { year = '', month = '', day = '', calendar } = attributes;
  const isGregorian = calendar === undefined || /^gregorian$/i.test(calendar);
  const known = month === '' ? [year] : day === '' ? [year, month] : [year, month, day];
  const from = isGregorian ? publisherDate(known.join('-')) : undefined;
  const isApproximate = /circa|approx|low/i.test(attributes.quality ?? '');
  if (from !== undefined) draft.births.push({ from, ...(isApproximate && { isApproximate }) });
  else draft.remarks.push(`Date of birth: ${known.join('-')} ${calendar ?? ''}`.trim());
}

function addBirthPlace(draft: EntryDraft, { attributes }: XmlElement, places: Places): void {
  const place = places.get(attributes['place-id'] ?? '');
  const words = place ? placeInWords(place) : '';
  if (words !== '') draft.birthPlaces.push(words);
  addIfKnown(draft.countries, countryOf(place && childNamed(place, 'country'), 'BIRTH'));
}

function addPaper(draft: EntryDraft, paper: XmlElement): void {
  const number = childText(paper, 'number');
  const type = paper.attributes['document-type'] ?? 'unknown';
  const note = childText(paper, 'remark');
  const issuer = childNamed(paper, 'issuer');
  if (number === '') {
    if (note !== '') draft.remarks.push(`${type}: ${note}`);
    return;
  }
  draft.documents.push({
    type,
    number,
    ...given('country', countryCode(issuer?.attributes.code ?? issuer?.text ?? '')),
    ...given('issuedOn', publisherDate(childText(paper, 'date-of-issue').slice(0, 10))),
    ...given('expiresOn', publisherDate(childText(paper, 'expiry-date').slice(0, 10))),
    ...given('note', note),
  });
}

function addAddress(draft: EntryDraft, address: XmlElement, places: Places): void {
  const place = places.get(address.attributes['place-id'] ?? '');
  const box = childText(address, 'p-o-box');
  const postalCode = childText(address, 'zip-code');
  const parts = [
    childText(address, 'c-o'),
    childText(address, 'address-details'),
    box === '' ? '' : `PO Box ${box}`,
    postalCode,
    place ? placeInWords(place) : '',
  ];
  const full = parts.filter((part) => part !== '').join(', ');
  if (full === '') return;
  const link = draft.kind === 'person' ? 'RESIDENCE' : 'OPERATION';
  const country = countryOf(place && childNamed(place, 'country'), link);
  draft.addresses.push({
    full,
    ...given('city', place && childText(place, 'location')),
    ...given('postalCode', postalCode),
    ...given('country', country?.code),
  });
  addIfKnown(draft.countries, country);
}

function placeInWords(place: XmlElement): string {
  return ['location', 'area', 'country']
    .map((part) => childText(place, part))
    .filter((part) => part !== '')
    .join(', ');
}

function countryOf(
  country: XmlElement | undefined,
  link: ListedCountry['link'],
): ListedCountry | undefined {
  const iso = country?.attributes['iso-code'] ?? '';
  const name = country?.text || iso;
  const code = countryCode(iso);
  return code !== undefined ? { code, name, link } : listedCountry(name, link);
}
