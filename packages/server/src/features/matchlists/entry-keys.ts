import { halfKeys, phoneEndKey, roughNameKeys } from '../likeness/search-keys.ts';
import { type AttributeType, type EntryAttribute, plainValue } from './entry-attribute.ts';

/** Goes up when the same entry gets other keys. */
export const ENTRY_KEYS_VERSION = 1;

/** What keys of entries are made for: their hashes are of no use for anything else. */
export const ENTRY_KEYS = 'matchlist';

/** How attributes tell entries apart, the most telling first: an entry is sought by the first that it has. */
const MOST_TELLING: readonly AttributeType[] = [
  'DOC_PRIMARY_IDENTIFIER',
  'DOC_SECONDARY_IDENTIFIER',
  'EMAIL_ADDRESS',
  'PHONE_NUMBER',
  'IND_DISPLAY_NAME',
  'IND_FAMILY_NAME',
  'IND_GIVEN_NAME',
  'IND_MIDDLE_NAME',
  'IND_DATE_OF_BIRTH',
  'ADDR_UNSTRUCTURED_LONG_FORM',
  'ADDR_STREET_NAME',
  'ADDR_POSTAL_CODE',
  'ADDR_LOCALITY',
  'EMAIL_DOMAIN',
  'ADDR_NEIGHBORHOOD',
  'ADDR_DISTRICT',
  'ADDR_STREET_NUMBER',
  'ADDR_SUBDIVISION',
  'ADDR_STREET_TYPE',
  'DOC_SUBTYPE',
  'IND_NATIONALITY',
  'ADDR_COUNTRY',
  'DOC_TYPE',
  'DOC_CLASS',
  'ENTITY_TYPE',
];

/** Types of which an entry may be sought for a person; the others are those of organisations. */
export const PERSON_TYPES: ReadonlySet<AttributeType> = new Set(MOST_TELLING);

/**
 * Everything that an entry is found by: `lead` keys of its most telling attribute, by which a person's
 * entries are sought, and keys of every attribute, by which somebody searches.
 */
export function keysOfEntry(attributes: readonly EntryAttribute[]): string[] {
  const lead = leadOf(attributes);
  return [
    ...new Set([
      ...lead
        .flatMap((attribute) => keysOfAttribute(attribute, 'FUZZY'))
        .map((key) => `lead ${key}`),
      ...attributes.flatMap((attribute) => keysOfAttribute(attribute, 'FUZZY')),
    ]),
  ];
}

/** The keys under which entries that have such a value as their most telling one are kept. */
export function leadKeysOf(attribute: EntryAttribute, match: 'EXACT' | 'FUZZY'): string[] {
  return keysOfAttribute(attribute, match).map((key) => `lead ${key}`);
}

/** Several attributes of the most telling type may be there: all of them must fit, so one is enough. */
function leadOf(attributes: readonly EntryAttribute[]): EntryAttribute[] {
  if (attributes.some(({ type }) => !PERSON_TYPES.has(type))) return [];
  const type = MOST_TELLING.find((telling) => attributes.some((one) => one.type === telling));
  return attributes.filter((one) => one.type === type).slice(0, 1);
}

/** The keys under which equal values meet, and with `FUZZY` values that are alike. */
export function keysOfAttribute(attribute: EntryAttribute, match: 'EXACT' | 'FUZZY'): string[] {
  const plain = plainValue(attribute);
  if (plain === '') return [];
  const { type } = attribute;
  const rough = [...roughlySame(attribute, plain)];
  const always = type === 'PHONE_NUMBER' ? rough : [];
  const keys = [plain, ...(match === 'FUZZY' ? rough : always)];
  return keys.map((key) => `${type} ${key}`);
}

function roughlySame({ type, value }: EntryAttribute, plain: string): readonly string[] {
  switch (type) {
    case 'IND_DISPLAY_NAME':
    case 'IND_GIVEN_NAME':
    case 'IND_FAMILY_NAME':
    case 'IND_MIDDLE_NAME':
      return roughNameKeys(value);
    case 'IND_DATE_OF_BIRTH':
      return [
        `year ${plain.slice(0, 4)}`,
        ...(plain.length === 10 ? [`day ${plain.slice(5)}`] : []),
      ];
    case 'PHONE_NUMBER':
      return [phoneEndKey(plain)];
    case 'DOC_PRIMARY_IDENTIFIER':
    case 'DOC_SECONDARY_IDENTIFIER':
    case 'ORG_REGISTRATION_NUMBER':
    case 'EMAIL_ADDRESS':
      return halfKeys('value', plain);
    default:
      return endKeys(plain);
  }
}

const END = 4;

/** How a text begins and how it ends: a slip leaves one of the two alone. */
function endKeys(plain: string): string[] {
  return plain.length <= END ? [] : [`<${plain.slice(0, END)}`, `${plain.slice(-END)}>`];
}
