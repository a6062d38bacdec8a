import { z } from 'zod';
import { named } from '../wire/named.ts';
import { text } from '../wire/text.ts';

const line = text().optional();

const NationalHealthId = named(
  'Document-Supplementary-Data-National-Health-ID',
  'What a national health card says besides its number.',
  z.object({
    type: z.literal('NATIONAL_HEALTH_ID'),
    reference: line.describe('Line number of the person on the card.'),
    nameOnCardLine1: line,
    nameOnCardLine2: line,
    nameOnCardLine3: line,
    nameOnCardLine4: line,
    middleNameOnCard: line,
  }),
);

const BirthCertificate = named(
  'Document-Supplementary-Data-Birth-Certificate',
  'What a birth certificate says besides its number, names as printed.',
  z.object({
    type: z.literal('BIRTH_CERT'),
    registrationDate: line,
    registrationDistrict: line,
    dateOfPrint: line,
    givenName: line,
    otherNames: line,
    familyName: line,
  }),
);

const NationalId = named(
  'Document-Supplementary-Data-National-ID',
  'What a national identity card says besides its number.',
  z.object({
    type: z.literal('NATIONAL_ID'),
    homeCountryFullName: line.describe('The whole name in the script of the home country.'),
    paternalFamilyName: line,
    maternalFamilyName: line,
  }),
);

const Citizenship = named(
  'Document-Supplementary-Data-Citizenship',
  'What a certificate of citizenship says besides its number.',
  z.object({
    type: z.literal('CITIZENSHIP'),
    acquisitionDate: line,
    primaryCountry: line,
    secondaryCountry: line,
  }),
);

const Passport = named(
  'Document-Supplementary-Data-Passport',
  'What a passport says besides its number.',
  z.object({
    type: z.literal('PASSPORT'),
    homeCountryFullName: line.describe('The whole name in the script of the home country.'),
  }),
);

const MarriageCertificate = named(
  'Document-Supplementary-Data-Marriage-Certificate',
  'What a marriage certificate says besides its number.',
  z.object({
    type: z.literal('MARRIAGE_CERT'),
    partner1GivenName: line,
    partner1FamilyName: line,
    partner1OtherName: line,
    partner2GivenName: line,
    partner2FamilyName: line,
    partner2OtherName: line,
    registrationDate: line,
    marriageDate: line,
    dateOfPrint: line,
  }),
);

export const DocumentSupplementaryData = named(
  'Document-Supplementary-Data',
  'What only documents of this type say.',
  z.discriminatedUnion('type', [
    NationalHealthId,
    BirthCertificate,
    NationalId,
    Citizenship,
    Passport,
    MarriageCertificate,
  ]),
);
export type DocumentSupplementaryData = z.infer<typeof DocumentSupplementaryData>;
