import type { CountryLink, EntryKind, ListingKind } from '@probity/screening';
import { birthCountry, countryCode, listedCountry } from '../reading/country.ts';
import { addIfKnown, type EntryDraft, given, newDraft } from '../reading/entry-draft.ts';
import { type JsonObject, objectsOf, textsOf } from '../reading/json-lines.ts';
import { publisherBirth } from '../reading/publisher-date.ts';

const KINDS: Readonly<Record<string, EntryKind>> = {
  PERSON: 'person',
  ORGANIZATION: 'organisation',
  VESSEL: 'vessel',
  AIRCRAFT: 'aircraft',
};

const COUNTRIES: ReadonlyArray<[attribute: string, link: CountryLink]> = [
  ['NATIONALITY', 'NATIONALITY'],
  ['CITIZENSHIP', 'CITIZENSHIP'],
  ['COUNTRY_OF_ASSOCIATION', 'OPERATION'],
  ['REGISTRATION_COUNTRY', 'INCORPORATION'],
];

/** Identifiers: the attribute is followed by `_NUMBER` and `_COUNTRY`. */
const NUMBERED: ReadonlyArray<[prefix: string, type: string]> = [
  ['PASSPORT', 'Passport'],
  ['NATIONAL_ID', 'National Identification Number'],
  ['DRIVERS_LICENSE', "Driver's Licence"],
  ['SSN', 'Social Security Number'],
  ['TAX_ID', 'Tax Number'],
  ['OTHER_ID', 'Identifier'],
  ['LEI', 'LEI'],
  ['IMO', 'IMO Number'],
  ['MMSI', 'MMSI'],
  ['CALL_SIGN', 'Call Sign'],
];

const NAME_PARTS = ['NAME_PREFIX', 'NAME_FIRST', 'NAME_MIDDLE', 'NAME_LAST', 'NAME_SUFFIX'];
const ADDRESS_PARTS = [
  ...Array.from({ length: 6 }, (_, at) => `ADDR_LINE${at + 1}`),
  'ADDR_CITY',
  'ADDR_STATE',
  'ADDR_POSTAL_CODE',
  'ADDR_COUNTRY',
];

/** One record: its features are read the same wherever on it they stand. */
export function senzingDraft(record: JsonObject): EntryDraft {
  const features = featuresOf(record);
  const source = textOf(record, 'DATA_SOURCE');
  const kind = KINDS[kindWord(record, features)] ?? 'unknown';
  const draft = newDraft(textOf(record, 'RECORD_ID'), kind);
  for (const feature of features) {
    addName(draft, feature);
    addLife(draft, feature);
    addPapers(draft, feature);
    addAddress(draft, feature);
    draft.links.push(
      ...texts(feature, 'WEBSITE_ADDRESS', 'SOURCE_URL', 'URL').map((url) => ({ url })),
    );
  }
  draft.names.sort(
    (one, other) => Number(other.quality === 'primary') - Number(one.quality === 'primary'),
  );
  addListings(draft, features, source);
  return draft;
}

/** The record itself, without its arrays, and every object in them. */
function featuresOf(record: JsonObject): JsonObject[] {
  return [record, ...Object.values(record).flatMap((value) => objectsOf(value))];
}

function kindWord(record: JsonObject, features: readonly JsonObject[]): string {
  const said = features
    .map((feature) => textOf(feature, 'RECORD_TYPE'))
    .find((word) => word !== '');
  return (said ?? textOf(record, 'ENTITY_TYPE')).toUpperCase();
}

/** Names come as `NAME_FULL`, `PRIMARY_NAME_FULL` …: what stands before says what kind of name. */
function addName(draft: EntryDraft, feature: JsonObject): void {
  for (const key of Object.keys(feature)) {
    const usage = /^(?:(\w+)_)?NAME_(?:FULL|ORG)$/.exec(key);
    if (usage) pushName(draft, { full: textOf(feature, key), usage: usage[1] ?? usageOf(feature) });
  }
  const parts = NAME_PARTS.map((part) => textOf(feature, part)).filter((part) => part !== '');
  if (parts.length === 0) return;
  const givenNames = texts(feature, 'NAME_FIRST', 'NAME_MIDDLE').join(' ');
  const family = textOf(feature, 'NAME_LAST');
  const isSplit = givenNames !== '' && family !== '';
  pushName(draft, {
    full: parts.join(' '),
    usage: usageOf(feature),
    ...(isSplit && { given: givenNames, family }),
  });
}

type WrittenName = {
  readonly full: string;
  readonly usage: string;
  readonly given?: string;
  readonly family?: string;
};

function pushName(draft: EntryDraft, { usage, ...name }: WrittenName): void {
  const isFirst = !draft.names.some(({ quality }) => quality === 'primary');
  const isPrimary = isFirst && /^(?:PRIMARY)?$/i.test(usage);
  const isWeak = /WEAK|LOW/i.test(usage);
  const isFormer = /FORMER|PREVIOUS|MAIDEN/i.test(usage);
  draft.names.push({
    ...name,
    quality: isPrimary ? 'primary' : isWeak ? 'weak' : 'strong',
    ...(isFormer && { isFormer }),
  });
}

function usageOf(feature: JsonObject): string {
  return textOf(feature, 'NAME_TYPE');
}

function addLife(draft: EntryDraft, feature: JsonObject): void {
  for (const written of texts(feature, 'DATE_OF_BIRTH')) {
    const birth = publisherBirth(written, 'month-first');
    addIfKnown(draft.births, birth);
    if (!birth) draft.remarks.push(`Date of birth: ${written}`);
  }
  for (const place of texts(feature, 'PLACE_OF_BIRTH')) {
    draft.birthPlaces.push(place);
    addIfKnown(draft.countries, birthCountry(place));
  }
  const gender = textOf(feature, 'GENDER').toUpperCase();
  if (/^M(?:ALE)?$/.test(gender)) draft.genders.push('MALE');
  if (/^F(?:EMALE)?$/.test(gender)) draft.genders.push('FEMALE');
  const death = textOf(feature, 'DATE_OF_DEATH');
  if (death !== '') {
    draft.isDeceased = true;
    draft.remarks.push(`Died: ${death}`);
  }
  for (const [attribute, link] of COUNTRIES) {
    for (const name of texts(feature, attribute)) {
      addIfKnown(draft.countries, listedCountry(asCode(name), link));
    }
  }
}

function addPapers(draft: EntryDraft, feature: JsonObject): void {
  for (const [prefix, type] of NUMBERED) {
    const number = textOf(feature, `${prefix}_NUMBER`);
    if (number === '') continue;
    const country = countryCode(asCode(textOf(feature, `${prefix}_COUNTRY`)));
    const said = textOf(feature, `${prefix}_TYPE`);
    draft.documents.push({ type: said || type, number, ...given('country', country) });
  }
}

function addAddress(draft: EntryDraft, feature: JsonObject): void {
  const parts = ADDRESS_PARTS.map((part) => textOf(feature, part)).filter((part) => part !== '');
  const full = textOf(feature, 'ADDR_FULL') || parts.join(', ');
  if (full === '') return;
  draft.addresses.push({
    full,
    ...given('city', textOf(feature, 'ADDR_CITY')),
    ...given('postalCode', textOf(feature, 'ADDR_POSTAL_CODE')),
    ...given('country', countryCode(asCode(textOf(feature, 'ADDR_COUNTRY')))),
  });
}

/** Why somebody is listed, by the risk topics; without any the record counts for every kind but media. */
function addListings(draft: EntryDraft, features: readonly JsonObject[], source: string): void {
  const topics = features.flatMap((feature) => texts(feature, 'TOPIC', 'RISK_TOPIC'));
  const kinds = new Set(topics.map(kindOfTopic));
  if (kinds.size === 0) for (const kind of UNSAID) kinds.add(kind);
  const reason = topics.length > 0 ? topics.join(', ') : 'The record does not say why.';
  for (const kind of kinds) {
    draft.listings.push({ kind, authority: source || 'Senzing records', programmes: [], reason });
  }
}

const UNSAID: readonly ListingKind[] = ['SANCTION', 'PEP', 'WATCHLIST'];

function kindOfTopic(topic: string): ListingKind {
  if (/sanction/i.test(topic)) return 'SANCTION';
  return /\b(?:pep|rca)\b/i.test(topic) ? 'PEP' : 'WATCHLIST';
}

/** Country codes are written in small letters now and then. */
function asCode(name: string): string {
  return /^[a-z]{2,3}$/.test(name) ? name.toUpperCase() : name;
}

function texts(feature: JsonObject, ...attributes: readonly string[]): string[] {
  return attributes.flatMap((attribute) => textsOf(feature[attribute]));
}

function textOf(feature: JsonObject, attribute: string): string {
  return textsOf(feature[attribute])[0] ?? '';
}
