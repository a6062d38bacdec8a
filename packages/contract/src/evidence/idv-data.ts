import { z } from 'zod';
import { named } from '../wire/named.ts';
import { DocumentType } from './document-type.ts';

const id = z.string().optional();
const line = z.string().optional();

const ElementMap = named(
  'Supplementary-Data-IDV-ElementMap',
  'Elements of a check by their name.',
  z.record(
    z.string(),
    named(
      'Supplementary-Data-IDV-Data',
      'How one element of a check ended.',
      z.object({
        originalName: line.describe('As the provider calls it.'),
        confidence: z.number().optional(),
        confidenceThreshold: z.number().optional().describe('What the provider asks for.'),
        originalData: line.describe('As it was read.'),
        reviewedData: line.describe('As a person corrected it.'),
        resultNormalized: line.describe('`clear`, `suspected` or `rejected`.'),
        description: line,
      }),
    ),
  ),
);

const common = {
  outcomeRaw: line.describe('The outcome in the provider’s own terms.'),
  resultMap: ElementMap.optional(),
  requiredElements: z.array(z.string()).optional().describe('Elements that must be clear.'),
};

export const IdvDocumentData = named(
  'Supplementary-Data-IDV-Document',
  'Whether a document is genuine.',
  z.object({
    type: z.literal('IDV_DOCUMENT'),
    ...common,
    attachmentIds: z.object({ front: id, back: id }).optional(),
    detectedDocumentType: DocumentType.optional(),
    detectedDocumentCountry: line,
  }),
);

export const IdvFacialComparisonData = named(
  'Supplementary-Data-IDV-Facial-Comparison',
  'Whether the face is the one on the document.',
  z.object({
    type: z.literal('IDV_FACIAL_COMPARISON'),
    ...common,
    comparedDocumentId: id,
    comparedDocumentAttachmentId: id,
    comparedSelfieId: id,
    comparedSelfieAttachmentId: id,
  }),
);

export const IdvFacialLivenessData = named(
  'Supplementary-Data-IDV-Facial-Liveness',
  'Whether the face belongs to someone present.',
  z.object({
    type: z.literal('IDV_FACIAL_LIVENESS'),
    ...common,
    comparedSelfieId: id,
    comparedSelfieAttachmentId: id,
  }),
);

export const IdvOcrData = named(
  'Supplementary-Data-IDV-OCR',
  'What was read from a document.',
  z.object({
    type: z.literal('IDV_OCR'),
    ...common,
    scannedDocumentId: id,
    scannedAttachmentFrontId: id,
    scannedAttachmentBackId: id,
  }),
);

export const IdvOcrComparisonData = named(
  'Supplementary-Data-IDV-OCR-Comparison',
  'How what was read from a document compares with what is on record.',
  z.object({
    type: z.literal('IDV_OCR_COMPARISON'),
    ...common,
    ocrResultId: id,
    comparisonSource: z
      .enum(['ENTITY', 'OCR_UPDATE'])
      .optional()
      .describe('Compared with the entity, or with readings that a person edited.'),
    mismatchMap: ElementMap.optional().describe('Where they differ.'),
    nameId: id,
    dobId: id,
  }),
);
