import { z } from 'zod';
import { EntityType } from '../person/entity-type.ts';
import { MatchlistAction } from '../step-summary.ts';
import { named } from '../wire/named.ts';
import { MatchStrength } from './match-strength.ts';

export const OBJECT_TYPES = [
  'ADDRESS',
  'NAME',
  'PHONE_NUMBER',
  'EMAIL',
  'DATE_OF_BIRTH',
  'WEBSITE',
  'SHAREHOLDER',
  'OFFICIAL',
  'UBO',
  'REGISTRATION',
  'SHAREHOLDING',
  'SHARECAPITAL',
  'DOCUMENT',
  'DOCUMENT_ATTACHMENT',
  'RESULT_PROCESS',
  'RESULT_STEP',
  'RESULT_WORKFLOW',
  'SERVICE_PROFILE',
  'AUDIT_EVENT',
  'EXTERNAL_REFERENCE',
  'RISK_ASSESSMENT',
  'MATCHLIST',
] as const;

export const MATCHLIST_ATTRIBUTE_TYPES = [
  'ENTITY_TYPE',
  'EMAIL_ADDRESS',
  'EMAIL_DOMAIN',
  'PHONE_NUMBER',
  'ADDR_STREET_NUMBER',
  'ADDR_STREET_NAME',
  'ADDR_STREET_TYPE',
  'ADDR_NEIGHBORHOOD',
  'ADDR_LOCALITY',
  'ADDR_DISTRICT',
  'ADDR_SUBDIVISION',
  'ADDR_COUNTRY',
  'ADDR_POSTAL_CODE',
  'ADDR_UNSTRUCTURED_LONG_FORM',
  'DOC_CLASS',
  'DOC_TYPE',
  'DOC_SUBTYPE',
  'DOC_PRIMARY_IDENTIFIER',
  'DOC_SECONDARY_IDENTIFIER',
  'IND_DISPLAY_NAME',
  'IND_GIVEN_NAME',
  'IND_FAMILY_NAME',
  'IND_MIDDLE_NAME',
  'IND_DATE_OF_BIRTH',
  'IND_NATIONALITY',
  'ORG_REGISTERED_SUBDIVISION',
  'ORG_REGISTERED_COUNTRY',
  'ORG_REGISTRATION_NUMBER',
  'ORG_REGISTRATION_NUMBER_TYPE',
  'ORG_NAME',
] as const;

export const ObjectType = named('Object-Type', 'A kind of thing on record.', z.enum(OBJECT_TYPES));
const confidence = z.number().min(0).max(1);

/** Two people who may be one. */
export const DuplicateData = named(
  'Supplementary-Data-Duplicate',
  'Another entity that may be the same person.',
  z.object({
    type: z.literal('DUPLICATE'),
    duplicateEntityId: z.string().optional(),
    matchedFields: z
      .array(
        named(
          'Supplementary-Data-Duplicate-MatchField',
          'Something that both of them have.',
          z.object({
            objectType: ObjectType.optional(),
            duplicateObjectId: z.string().optional().describe('At the other one.'),
            objectId: z.string().optional().describe('At this one.'),
            matchStrength: MatchStrength.optional(),
          }),
        ),
      )
      .optional(),
    matchedRules: z
      .array(
        named(
          'Supplementary-Data-Duplicate-MatchedRule',
          'A rule that says they may be the same.',
          z.object({
            name: z.string().optional(),
            strength: z.string().optional().describe('`VERY_LOW` … `VERY_HIGH`.'),
          }),
        ),
      )
      .optional(),
  }),
);

/** An entry of a matchlist that may be the person. */
export const MatchlistData = named(
  'Supplementary-Data-Matchlist',
  'An entry of a matchlist that agrees with the person, as it did when the execution ran.',
  z.object({
    type: z.literal('MATCHLIST'),
    entryId: z.string().optional(),
    entityId: z.string().optional().describe('The entity from which the entry was made.'),
    entityType: EntityType.optional(),
    reference: z.string().optional(),
    reasons: z.array(z.string().regex(/^[A-Z0-9_-]{1,24}$/)).optional(),
    matchlistId: z.string().optional(),
    matchlistName: z.string().optional(),
    matchlistAction: MatchlistAction.optional(),
    confidence: confidence.optional(),
    matchedFields: z
      .array(
        named(
          'Supplementary-Data-Matchlist-Field',
          'Something of the person that agrees.',
          z.object({
            objectId: z.string(),
            objectType: ObjectType,
            matchedAttributes: z
              .array(
                named(
                  'Supplementary-Data-Matchlist-Attribute',
                  'An attribute of the entry that agrees.',
                  z.object({ type: z.enum(MATCHLIST_ATTRIBUTE_TYPES), confidence }),
                ),
              )
              .optional(),
          }),
        ),
      )
      .optional(),
  }),
);
