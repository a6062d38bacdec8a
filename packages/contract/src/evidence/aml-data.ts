import { z } from 'zod';
import { CustomAttributes } from '../person/custom-attributes.ts';
import { named } from '../wire/named.ts';
import { Fuzziness } from './provider-result.ts';

/** How a listed person is tied to a country. */
export const COUNTRY_MATCH_TYPES = [
  'CITIZENSHIP',
  'RESIDENCE',
  'BIRTH',
  'NATIONALITY',
  'INCORPORATION',
  'OPERATION',
] as const;

const line = z.string().optional();

const Country = named(
  'Supplementary-Data-AML-MatchData-Country',
  'A country that the listed person is tied to.',
  z.object({
    code: z.string().max(3).describe('ISO 3166-1.'),
    matchType: line.describe(`How: ${COUNTRY_MATCH_TYPES.join(', ')}.`),
  }),
);

const NationalId = named(
  'Supplementary-Data-AML-MatchData-NationalId',
  'An identity document that the list names.',
  z.object({
    idNumber: line,
    idType: line,
    idExpiry: line,
    issuingCountryCode: line,
    documentId: line.describe('The document of the person that it agrees with.'),
  }),
);

const MatchData = named(
  'Supplementary-Data-AML-MatchData',
  'The listed person, as the list names them.',
  z.object({
    strength: z.number().optional().describe('How strong the match is, 0 to 100.'),
    spReferenceId: z.string().describe('The entry, by the provider’s own id.'),
    name: z.string(),
    givenName: line,
    otherName: line,
    familyName: line,
    date: line.describe('Date of birth; may be a year alone.'),
    address: line,
    countries: z.array(Country).optional(),
    nationalId: NationalId.optional(),
    imageUrl: line,
    gender: line,
    isDeceased: z.boolean().optional(),
    isAlias: z.boolean().optional().describe('Whether an alias matched rather than the main name.'),
    isRelated: z.boolean().optional().describe('Whether a related party matched.'),
  }),
);

const RelatedParty = named(
  'Supplementary-Data-AML-RelatedParties',
  'Someone the listed person is related to.',
  z.object({ name: line, relationship: line }),
);

const ReferenceDocument = named(
  'Supplementary-Data-AML-ReferenceDocs',
  'Where more can be read.',
  z.object({ url: line, description: line }),
);

const AdditionalFact = named(
  'Supplementary-Data-AML-AdditionalData',
  'Something else the list says.',
  z.object({ key: line, value: line }),
);

const listing = {
  countryCode: line,
  countryName: line,
  sourceName: line.describe('The list.'),
  sourceUrl: line,
  listingStart: line,
  listingEnd: line,
  imageUrl: line,
  referenceDocs: z.array(ReferenceDocument).optional(),
  additionalData: z.array(AdditionalFact).optional(),
};
const sourceReason = line.describe('Why the person is listed.');

const PepData = named(
  'Supplementary-Data-AML-PEPData',
  'A political exposure.',
  z.object({
    ...listing,
    level: line.describe('`1` heads of state and the like … `4` local.'),
    sourcePosition: line,
    position: line,
    positionDescription: line,
    status: line,
  }),
);

const SanctionData = named(
  'Supplementary-Data-AML-SanctionsData',
  'A sanction.',
  z.object({ ...listing, sourceReason }),
);

const WatchlistData = named(
  'Supplementary-Data-AML-WatchlistData',
  'An entry in a list that is neither a sanction nor a political exposure.',
  z.object({ ...listing, sourceReason }),
);

const MediaData = named(
  'Supplementary-Data-AML-MediaData',
  'Adverse media.',
  z.object({
    title: z.string(),
    snippet: line,
    source: z.string(),
    sourceDate: line,
    sourceCountry: line,
    url: line,
    isCurrent: z.boolean().optional(),
  }),
);

/** One entry of a screening list that may be the person; it may be listed for several reasons. */
export const AmlData = named(
  'Supplementary-Data-AML',
  'One listed person who may be this one, and everything that they are listed for.',
  z.object({
    type: z.literal('AML'),
    serviceProvider: z.string().describe('Who searched.'),
    searchId: line,
    caseId: line,
    referenceId: line,
    originalStepSearchLevel: line.describe('How much was searched when the hit was found.'),
    groupingId: line.describe('The same in every hit on the same listed person.'),
    reportUrl: line,
    fuzziness: Fuzziness.optional(),
    matchData: MatchData.optional(),
    aliases: z.array(z.string()).optional(),
    relatedParties: z.array(RelatedParty).optional(),
    referenceDocs: z.array(ReferenceDocument).optional(),
    notes: CustomAttributes.optional(),
    pepData: z.array(PepData).optional(),
    sanctionData: z.array(SanctionData).optional(),
    watchlistData: z.array(WatchlistData).optional(),
    mediaData: z.array(MediaData).optional(),
  }),
);
export type AmlData = z.infer<typeof AmlData>;
