import { z } from 'zod';
import { EntityType } from '../person/entity-type.ts';
import { NAME_MATCH_ORDERS } from '../step-summary.ts';
import { named } from '../wire/named.ts';
import { MatchStrength } from './match-strength.ts';
import { Fuzziness } from './provider-result.ts';

const strength = MatchStrength.optional();
const line = z.string().optional();
const fuzziness = Fuzziness.optional();
const wasNameMatchStrongEnough = z
  .boolean()
  .optional()
  .describe('Whether the same source knew the name well enough for this match to count.');

export const KycAddressData = named(
  'Supplementary-Data-KYC-Address',
  'How an address compares with a source.',
  z.object({
    type: z.literal('KYC_ADDRESS'),
    matchStrengths: named(
      'Supplementary-Data-KYC-Address-MatchStrengths',
      'How strongly each part of an address matched, 0 to 100.',
      z.object({
        fullAddress: strength,
        streetNumber: strength,
        streetName: strength,
        streetType: strength,
        streetAll: strength,
        locality: strength,
        district: strength,
        subdivision: strength,
        postalCode: strength,
        country: strength,
      }),
    ).optional(),
    fuzziness,
    wasNameMatchStrongEnough,
  }),
);

export const KycDateOfBirthData = named(
  'Supplementary-Data-KYC-DoB',
  'How a date of birth compares with a source.',
  z.object({
    type: z.literal('KYC_DOB'),
    matchStrengths: named(
      'Supplementary-Data-KYC-DoB-MatchStrengths',
      'How strongly each part of a date of birth matched, 0 to 100.',
      z.object({ fullDateOfBirth: strength, year: strength, month: strength, day: strength }),
    ).optional(),
    fuzziness,
    wasNameMatchStrongEnough,
  }),
);

export const KycGenderData = named(
  'Supplementary-Data-KYC-Gender',
  'How a gender compares with a source.',
  z.object({
    type: z.literal('KYC_GENDER'),
    matchStrengths: named(
      'Supplementary-Data-KYC-Gender-MatchStrengths',
      'How strongly the gender matched, 0 to 100.',
      z.object({ gender: strength }),
    ).optional(),
    fuzziness,
    wasNameMatchStrongEnough,
  }),
);

export const KycNameData = named(
  'Supplementary-Data-KYC-Name',
  'How a name compares with a source.',
  z.object({
    type: z.literal('KYC_NAME'),
    matchStrengths: named(
      'Supplementary-Data-KYC-Name-MatchStrengths',
      'How strongly each part of a name matched, 0 to 100.',
      z.object({
        fullName: strength,
        familyName: strength,
        givenName: strength,
        otherNames: strength,
        firstInitialFamilyName: strength,
      }),
    ).optional(),
    fuzziness,
  }),
);

export const IdData = named(
  'Supplementary-Data-ID',
  'How a document compares with its register. Name and date of birth inform only; they never count as electronic verification.',
  z.object({
    type: z.literal('ID'),
    matchStrengths: named(
      'Supplementary-Data-ID-MatchStrengths',
      'How strongly each part of a document matched, 0 to 100, and its state.',
      z.object({
        primaryIdentifier: strength,
        secondaryIdentifier: strength,
        name: strength,
        dateOfBirth: strength,
        expiryDate: strength,
        isValid: z.boolean().optional(),
        isExpired: z.boolean().optional(),
        isBlocked: z.boolean().optional(),
        blockingCode: line,
        attachmentId: line,
        photoId: strength,
        photoIssue: line,
      }),
    ).optional(),
    fuzziness,
  }),
);

export const VisaData = named(
  'Supplementary-Data-Visa',
  'What the visa register holds.',
  z.object({
    type: z.literal('VISA'),
    country: line,
    class: line,
    subClass: line,
    entitlementStatus: line,
    grantDate: line.describe('ISO date.'),
    expiryDate: line.describe('ISO date.'),
    hasExpired: z.boolean().optional(),
    noExpiry: z.boolean().optional(),
    entitlementConditionCode: line,
    entitlementConditionDescription: line,
    holderType: z.enum(['PRIMARY', 'SECONDARY']).optional(),
    lookupErrorCode: line,
    fuzziness,
  }),
);

export const NameValidationData = named(
  'Supplementary-Data-NameValidation',
  'How a name in its native language compares with its anglicised forms.',
  z.object({
    type: z.literal('NAME_VALIDATION'),
    langCode: line,
    nameMatchOrder: z.enum(NAME_MATCH_ORDERS).optional(),
    fuzziness,
  }),
);

export const OrganizationData = named(
  'Supplementary-Data-KYB-Organization',
  'An organisation that the result is about.',
  z.object({
    type: z.literal('KYB_ORGANIZATION'),
    organization: z
      .object({ entityId: z.string().optional(), entityType: EntityType.optional() })
      .optional(),
  }),
);
