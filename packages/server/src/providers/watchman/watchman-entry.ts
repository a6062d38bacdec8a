import type { EntryKind, ListEntry } from '@probity/screening';
import { countryCode, listedCountry } from '../../screening-lists/reading/country.ts';
import {
  addIfKnown,
  addPartyNumber,
  type EntryDraft,
  finishEntry,
  given,
  newDraft,
} from '../../screening-lists/reading/entry-draft.ts';
import { publisherBirth } from '../../screening-lists/reading/publisher-date.ts';
import type { WatchmanEntity } from './watchman-messages.ts';

const KINDS: Readonly<Record<WatchmanEntity['entityType'], EntryKind>> = {
  person: 'person',
  business: 'organisation',
  organization: 'organisation',
  aircraft: 'aircraft',
  vessel: 'vessel',
};

const AUTHORITIES: Readonly<Record<string, string>> = {
  us_ofac: 'US Treasury OFAC',
  us_csl: 'US Consolidated Screening List',
  uk_csl: 'UK Consolidated List',
  eu_csl: 'EU Consolidated List',
  un_csl: 'United Nations Security Council',
};

/** An entity of Watchman as a list entry. Its lists are lists of sanctions: nothing tells the few others apart. */
export function watchmanEntry(entity: WatchmanEntity): ListEntry {
  const { sourceList, sourceID, entityType, sanctionsInfo } = entity;
  const draft = newDraft(sourceID, KINDS[entityType]);
  if (sourceList === 'us_ofac') addPartyNumber(draft, 'OFAC', sourceID);
  addNames(draft, entity);
  const body = entity[entityType];
  if (body) addBody(draft, body);
  for (const address of entity.addresses) addAddress(draft, address);
  draft.listings.push({
    kind: 'SANCTION',
    authority: AUTHORITIES[sourceList] ?? sourceList,
    programmes: sanctionsInfo?.programs ?? [],
    ...given('reason', sanctionsInfo?.description),
  });
  return finishEntry(draft, { file: 'answer' });
}

function addNames(draft: EntryDraft, entity: WatchmanEntity): void {
  const { name, entityType, historicalInfo } = entity;
  const body = entity[entityType];
  draft.names.push({ full: name, quality: 'primary' });
  const others = [...(body?.name ? [body.name] : []), ...(body?.altNames ?? [])];
  for (const full of others) if (full !== name) draft.names.push({ full, quality: 'strong' });
  for (const { type = '', value = '' } of historicalInfo) {
    if (/name/i.test(type)) draft.names.push({ full: value, quality: 'strong', isFormer: true });
  }
}

type Body = NonNullable<WatchmanEntity['person']>;

const REGISTERS = [
  ['imoNumber', 'IMO Number'],
  ['mmsi', 'MMSI'],
  ['callSign', 'Call Sign'],
  ['serialNumber', 'Serial Number'],
] as const satisfies (readonly [keyof Body, string])[];

function addBody(draft: EntryDraft, body: Body): void {
  const { gender, birthDate, placeOfBirth, deathDate, titles, governmentIDs, flag } = body;
  if (gender === 'male') draft.genders.push('MALE');
  if (gender === 'female') draft.genders.push('FEMALE');
  if (birthDate) {
    const birth = publisherBirth(birthDate);
    addIfKnown(draft.births, birth);
    if (!birth) draft.remarks.push(`Date of birth: ${birthDate}`);
  }
  if (placeOfBirth) draft.birthPlaces.push(placeOfBirth);
  if (deathDate) {
    draft.isDeceased = true;
    draft.remarks.push(`Died: ${deathDate}`);
  }
  draft.titles.push(...titles.filter((title) => title !== ''));
  for (const { type, name, country = '', identifier = '' } of governmentIDs) {
    if (identifier === '') continue;
    const code = countryCode(country);
    const words = type || name || 'Identification Number';
    draft.documents.push({ type: words, number: identifier, ...given('country', code) });
  }
  for (const [field, type] of REGISTERS) {
    const number = body[field];
    if (number) draft.documents.push({ type, number });
  }
  if (flag) addIfKnown(draft.countries, listedCountry(flag, 'INCORPORATION'));
}

function addAddress(draft: EntryDraft, address: WatchmanEntity['addresses'][number]): void {
  const { line1, line2, city, state, postalCode, country } = address;
  const full = [line1, line2, city, state, postalCode, country].filter(Boolean).join(', ');
  if (full === '') return;
  draft.addresses.push({
    full,
    ...given('city', city),
    ...given('postalCode', postalCode),
    ...given('country', country && countryCode(country)),
  });
  const link = draft.kind === 'person' ? 'RESIDENCE' : 'OPERATION';
  if (country) addIfKnown(draft.countries, listedCountry(country, link));
}
