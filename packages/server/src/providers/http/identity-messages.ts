import { z } from 'zod';
import { Country, Day, maybe, Sentence, several, Word } from './protocol-words.ts';

/** What is asked about names, births, addresses, gender and documents, and what is answered. */
export const Name = z.object({
  objectId: Word,
  standing: z.enum(['current', 'previous', 'alias']),
  full: Sentence,
  given: maybe(Sentence),
  middle: maybe(Sentence),
  family: maybe(Sentence),
});

const Birth = z.object({
  objectId: Word,
  standing: z.enum(['current', 'alternate']),
  date: Day,
});

const part = maybe(Sentence);
const Address = z.object({
  objectId: Word,
  standing: z.enum(['current', 'previous']),
  unitNumber: part,
  buildingName: part,
  streetNumber: part,
  streetName: part,
  streetType: part,
  locality: part,
  district: part,
  subdivision: part,
  postalCode: part,
  country: maybe(Country),
  longForm: part,
});

export const Document = z.object({
  objectId: Word,
  type: Word.describe('`PASSPORT`, `DRIVERS_LICENSE`, `NATIONAL_ID` …'),
  country: Country,
  subdivision: part,
  subtype: part,
  primaryIdentifier: part,
  secondaryIdentifier: part,
  issuedOn: maybe(Day),
  expiresOn: maybe(Day),
  supplementaryData: maybe(z.looseObject({})),
});

const Subject = z.object({
  entityId: Word,
  names: several(Name),
  births: several(Birth),
  addresses: several(Address),
  gender: maybe(Word),
  documents: several(Document),
  consents: several(Word).describe('What the person has agreed to.'),
});

const ATTRIBUTES = ['name', 'dob', 'address', 'gender'] as const;

export const IdentityAskMessage = z.object({
  subject: Subject,
  attributes: several(z.enum(ATTRIBUTES)).describe('What is to be verified.'),
});

export const DocumentsAskMessage = z.object({
  subject: Subject,
  documents: several(Word).describe('The `objectId` of each document to be verified.'),
});

const strength = maybe(z.int().min(0).max(100));
const strengths = (words: readonly string[]) =>
  z
    .object(Object.fromEntries(words.map((word) => [word, strength])))
    .describe('0 (different) to 100 (the same) by part.')
    .default({});

/** How the parts of each attribute are called. */
const PARTS = {
  name: ['fullName', 'familyName', 'givenName', 'otherNames', 'firstInitialFamilyName'],
  dob: ['fullDateOfBirth', 'year', 'month', 'day'],
  address: [
    'fullAddress',
    'streetNumber',
    'streetName',
    'streetType',
    'streetAll',
    'locality',
    'district',
    'subdivision',
    'postalCode',
    'country',
  ],
  gender: ['gender'],
  document: ['primaryIdentifier', 'secondaryIdentifier', 'name', 'dateOfBirth', 'expiryDate'],
} as const;

const attributeAnswer = <A extends (typeof ATTRIBUTES)[number]>(attribute: A) =>
  z.object({
    attribute: z.literal(attribute),
    objectId: Word.describe('The element that was compared; `entityId` for gender.'),
    result: z.enum(['MATCH', 'PARTIAL_MATCH', 'NO_MATCH', 'BAD_DATA']),
    strengths: strengths(PARTS[attribute]),
  });

const AttributeAnswer = z.discriminatedUnion('attribute', [
  attributeAnswer('name'),
  attributeAnswer('dob'),
  attributeAnswer('address'),
  attributeAnswer('gender'),
]);

const DocumentAnswer = z.object({
  documentId: Word,
  result: z.enum(['MATCH', 'NO_MATCH', 'INVALID_MATCH']),
  strengths: strengths(PARTS.document),
  isValid: maybe(z.boolean()),
  isExpired: maybe(z.boolean()),
  isBlocked: maybe(z.boolean()),
  blockingCode: maybe(Word),
});

const SourceCode = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/);

const Source = z.object({
  source: SourceCode.describe('One independent source, such as `au-elec-roll`: rules count them.'),
  sourceName: Word.regex(/\S/),
  reference: maybe(Word),
  attributes: several(AttributeAnswer).default([]),
  documents: several(DocumentAnswer).default([]),
  isDeceased: maybe(z.boolean()),
  isCreditHeader: maybe(z.boolean()),
});

export const IdentityAnswerMessage = z.object({
  sources: several(Source).describe(
    'Each source that was looked into. One that does not know the person says NO_MATCH.',
  ),
});
