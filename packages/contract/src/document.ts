import { z } from 'zod';
import { DateInput, PartialDate } from './date.ts';
import { Attachment, AttachmentInput, AttachmentPatch } from './evidence/attachment.ts';
import { DocumentSupplementaryData } from './evidence/document-supplementary-data.ts';
import { DocumentType } from './evidence/document-type.ts';
import { CustomAttributes } from './person/custom-attributes.ts';
import { named } from './wire/named.ts';
import { newOrPartial } from './wire/new-or-partial.ts';
import { CountryCode, Instant, NAME_LENGTH, several, text, Uuid } from './wire/text.ts';

/** The keys under which documents are grouped. */
export const DOCUMENT_CLASSES = ['IDENTITY', 'SUPPORTING', 'REPORT', 'OTHER'] as const;
export type DocumentClass = (typeof DOCUMENT_CLASSES)[number];

const identifier = text(NAME_LENGTH).optional();
const parts = {
  primaryIdentifier: identifier.describe('The number people call the document by.'),
  secondaryIdentifier: identifier.describe('A second number, such as the number of the card.'),
  subtype: identifier.describe('A kind within the type, such as the colour of a health card.'),
  subdivision: identifier.describe('State, province or region that issued it.'),
  supplementaryData: DocumentSupplementaryData.optional(),
  customAttributes: CustomAttributes.optional(),
};
const country = CountryCode.describe('Country that issued it, ISO 3166-1 alpha-3.');
const sentDates = {
  issueDate: DateInput.optional(),
  expiryDate: DateInput.optional(),
  validFrom: DateInput.optional(),
  validTo: DateInput.optional(),
};

export const IdentityDocument = named(
  'Document-Information',
  'A document of the person, with its files.',
  z.object({
    documentId: Uuid.optional(),
    entityId: Uuid.optional(),
    type: DocumentType.optional(),
    country: country.optional(),
    ...parts,
    issueDate: PartialDate.optional(),
    expiryDate: PartialDate.optional(),
    validFrom: PartialDate.optional(),
    validTo: PartialDate.optional(),
    createdAt: Instant.optional(),
    updatedAt: Instant.optional(),
    sourceId: z.string().optional().describe('Key into `informationSources`.'),
    attachments: z.array(Attachment).optional(),
  }),
);
export type IdentityDocument = z.infer<typeof IdentityDocument>;

export const DocumentInput = named(
  'Document-Information-Input',
  'A document to be kept.',
  z.object({
    type: DocumentType,
    country,
    ...parts,
    ...sentDates,
    attachments: several(AttachmentInput).optional(),
  }),
);
export type DocumentInput = z.output<typeof DocumentInput>;

export const DocumentPatch = named(
  'Document-Information-Patch',
  'The fields of a document to change, with its id, or a complete new one.',
  newOrPartial(
    z.object({
      documentId: Uuid.optional(),
      type: DocumentType.optional(),
      country: country.optional(),
      ...parts,
      ...sentDates,
      attachments: several(AttachmentPatch).optional(),
    }),
    { id: 'documentId', required: ['type', 'country'] },
  ),
);
export type DocumentPatch = z.output<typeof DocumentPatch>;

/** What of a document may be sent once it is kept. */
const sentParts = {
  type: DocumentType.optional(),
  country: country.optional(),
  ...parts,
  ...sentDates,
  attachments: several(AttachmentPatch).optional(),
};

export const DocumentOfClass = named(
  'Document-Information-Of-Class',
  'A document to be kept, or with the id of a kept one what to add to it.',
  newOrPartial(
    z.object({
      class: z
        .enum(DOCUMENT_CLASSES)
        .default('IDENTITY')
        .describe('What it is kept under. Cannot be changed afterwards.'),
      documentId: Uuid.optional(),
      ...sentParts,
    }),
    { id: 'documentId', required: ['type', 'country'] },
  ),
);

export const DocumentChange = named(
  'Document-Information-Change',
  'The fields of a document to change.',
  z.object(sentParts),
);
export type DocumentChange = z.output<typeof DocumentChange>;

export const DocumentsByClass = named(
  'Entity-Documents',
  'Documents by class.',
  byClass(z.array(IdentityDocument).optional()),
);
export type DocumentsByClass = z.infer<typeof DocumentsByClass>;

export const DocumentsByClassInput = named(
  'Entity-Documents-Input',
  'Documents to be kept, by class.',
  byClass(several(DocumentInput).optional()),
);
export type DocumentsByClassInput = z.output<typeof DocumentsByClassInput>;

export const DocumentsByClassPatch = named(
  'Entity-Documents-Patch',
  'Documents to change or to add, by class.',
  byClass(several(DocumentPatch).optional()),
);
export type DocumentsByClassPatch = z.output<typeof DocumentsByClassPatch>;

function byClass<S extends z.ZodType>(documents: S) {
  return z.object({
    IDENTITY: documents,
    SUPPORTING: documents,
    REPORT: documents,
    OTHER: documents,
  });
}
