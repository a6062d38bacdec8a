import { z } from 'zod';
import { Document, Name } from './identity-messages.ts';
import { Country, Day, maybe, Sentence, several, Word } from './protocol-words.ts';

/** What is asked about e-mail addresses, telephones, devices and IP addresses, and what is answered. */
export const FraudSubjectMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('EMAIL_ADDRESS'), objectId: Word, email: Sentence }),
  z.object({
    kind: z.literal('PHONE_NUMBER'),
    objectId: Word,
    number: Sentence,
    country: maybe(Country),
  }),
  z.object({ kind: z.literal('DEVICE'), objectId: Word, device: z.looseObject({}) }),
  z.object({ kind: z.literal('IP_ADDRESS'), objectId: Word, address: Sentence }),
]);

export const FRAUD_KINDS = ['EMAIL_ADDRESS', 'PHONE_NUMBER', 'DEVICE', 'IP_ADDRESS'] as const;

export const FraudAskMessage = z.object({ subjects: several(FraudSubjectMessage) });

export const FraudAnswerMessage = z.object({
  findings: several(
    z.object({
      objectId: Word,
      kind: z.enum(FRAUD_KINDS),
      riskLevel: z.enum(['LOW', 'MEDIUM', 'HIGH', 'UNACCEPTABLE']),
      indicators: several(
        z.object({ name: Word, value: Sentence, because: Sentence.describe('For officers.') }),
      ).default([]),
      reference: maybe(Word),
    }),
  ).describe('One for each subject.'),
});

/** Whether a foreigner holds a visa. */
export const VisaAskMessage = z.object({
  entityId: Word,
  passport: Document,
  name: Name,
  birth: Day,
});

export const VisaAnswerMessage = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('held'),
    visa: z.object({
      country: Country,
      class: maybe(Word),
      subClass: maybe(Word),
      entitlementStatus: maybe(Sentence),
      grantDate: maybe(Day),
      expiryDate: maybe(Day),
      hasExpired: z.boolean(),
      noExpiry: z.boolean(),
      entitlementConditionCode: maybe(Word),
      entitlementConditionDescription: maybe(Sentence),
      holderType: maybe(z.enum(['PRIMARY', 'SECONDARY'])),
    }),
    reference: maybe(Word),
  }),
  z.object({
    outcome: z.literal('none'),
    lookupErrorCode: maybe(Word),
    reference: maybe(Word),
  }),
]);

/** Anything else about a person. */
export const LookupAskMessage = z.object({
  entityId: Word,
  lookup: Word.describe('Which one, as the workflow names it.'),
  individual: z.looseObject({}).describe('The person, as the API of Probity has them.'),
});

export const LookupAnswerMessage = z.object({
  facts: z
    .record(z.string().max(60), z.union([Sentence, z.number(), z.boolean()]))
    .describe('What the conditions of a workflow may ask about.'),
  reference: maybe(Word),
});
