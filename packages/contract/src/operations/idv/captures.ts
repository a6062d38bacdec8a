import { z } from 'zod';
import { CommentInput } from '../../comment.ts';
import { RequestId } from '../../error.ts';
import { AttachmentInput } from '../../evidence/attachment.ts';
import { Individual } from '../../individual.ts';
import type { Operation } from '../../operation.ts';
import { ProcessResult } from '../../process-result.ts';
import { named } from '../../wire/named.ts';
import { CountryCode, Instant, NAME_LENGTH, several, text, Uuid } from '../../wire/text.ts';
import { EntityPath, Nothing, TENANT_ERRORS } from '../path.ts';

const tag = 'Document and face verification';

/** Longest token or name of a session; those of vendors are JSON web tokens. */
const TOKEN_LENGTH = 8_000;
const PRODUCTS = 20;

export const OCR_STATUSES = [
  'AWAITING_OCR_RESULTS_PROVIDER_OFFLINE',
  'AWAITING_DOCUMENT_UPLOAD_INVALID_TYPE',
  'WAITING_DOCUMENT_UPLOAD_FAILED_OCR',
  'AWAITING_DOCUMENT_OCR',
  'DOCUMENT_INVALID_EXCEEDED_SIZE_LIMIT',
  'DOCUMENT_INVALID_INCORRECT_FILE_FORMAT',
  'AWAITING_DOCUMENT_UPLOAD_BACK',
  'AWAITING_DOCUMENT_UPLOAD_FRONT',
  'COMPLETE_OCR',
] as const;
export type OcrStatus = (typeof OCR_STATUSES)[number];

export const IDV_STATUSES = [
  'IN_PROGRESS',
  'CHECK_PROCESSING_DOWNLOAD_FAIL',
  'WAITING_SELFIE_UPLOAD',
  'CHECK_PROCESSING',
  'DOCUMENT_INVALID_EXCEEDED_SIZE_LIMIT',
  'DOCUMENT_INVALID_INCORRECT_FILE_FORMAT',
  'PROVIDER_OFFLINE',
  'COMPLETE',
] as const;
export type IdvStatus = (typeof IDV_STATUSES)[number];

const action = {
  method: 'POST',
  tag,
  access: 'tenant',
  parameters: EntityPath,
  query: Nothing,
  bodyPresence: 'optional',
  background: false,
  errors: TENANT_ERRORS,
} as const;

const TokenRequest = named(
  'IDV-Token-Request',
  'What is about to be captured, and by whom it is to be checked.',
  z.object({
    applicantId: text(NAME_LENGTH)
      .optional()
      .describe('Of a capture that was begun before: it is resumed.'),
    applicationId: text(NAME_LENGTH).optional(),
    country: CountryCode.optional().describe('Country that issued the document.'),
    documentType: text(NAME_LENGTH).optional(),
    referrer: text().optional().describe('Where a web SDK runs.'),
    relayState: text().optional(),
    provider: text(NAME_LENGTH).optional().describe('The first that serves the tenant if absent.'),
    products: several(text(NAME_LENGTH), PRODUCTS).optional(),
    comment: CommentInput.optional(),
  }),
);

const TokenResponse = named(
  'IDV-Token-Response',
  'What an SDK or a page needs to capture document and face.',
  z.object({
    requestId: RequestId,
    applicantId: z.string().describe('Names the capture.'),
    country: z.string().optional(),
    documentType: z.string().optional(),
    provider: z.string(),
    smsSent: z.boolean(),
    token: z.string(),
    tokenExpiry: Instant,
    vendorParameters: z
      .record(z.string(), z.string())
      .describe('In the provider’s own words; `url` is a page of its own.'),
  }),
);

/** Begins a capture, or gives the one that is open. */
export const getIDVToken = {
  ...action,
  operationId: 'getIDVToken',
  path: '/v2/individuals/{entityId}/actions/idv/token',
  summary: 'Begin a capture of document and face',
  description:
    'Asks a provider for a session. While one is open and its token has not expired, that one is answered again.',
  body: TokenRequest,
  answers: { 200: TokenResponse },
} satisfies Operation;

/** Reads what a document says. */
export const processIDVOCR = {
  ...action,
  operationId: 'processIDVOCR',
  path: '/v2/individuals/{entityId}/actions/idv/ocr',
  summary: 'Read a document',
  description:
    'Keeps the image with the document and reads its machine-readable zone or barcode; what the provider of the open capture has read is taken where the image could not be. What was read is filled in where the document says nothing yet; what it says already stays.',
  body: named(
    'IDV-OCR-Request',
    'An image, or the token of a capture.',
    z.object({
      digital: z.boolean().optional().describe('Whether it is a digital document.'),
      documentId: Uuid.optional().describe('The document that the image belongs to.'),
      fileData: AttachmentInput.optional(),
      token: text(TOKEN_LENGTH).optional(),
    }),
  ),
  answers: {
    200: named(
      'IDV-OCR-Response',
      'What was read, and what is still missing.',
      z.object({
        requestId: RequestId,
        status: z.enum(OCR_STATUSES),
        individual: Individual,
        ocrResult: ProcessResult.optional(),
      }),
    ),
  },
} satisfies Operation;

const ProcessRequest = named(
  'IDV-InitProcess-Request',
  'Which capture is complete; the latest if absent.',
  z.object({
    providerReferenceId: text(NAME_LENGTH).optional().describe('As the provider calls it.'),
    token: text(TOKEN_LENGTH).optional(),
    comment: CommentInput.optional(),
  }),
);

/** Says that everything was captured. */
export const initBiometrics = {
  ...action,
  operationId: 'initBiometrics',
  path: '/v2/individuals/{entityId}/actions/idv/process',
  summary: 'Have the capture checked',
  description:
    'Everything was captured: images that are kept here are handed over, and executions that wait for the capture go on. The name and birth date of somebody who has no name are filled in from the document.',
  body: ProcessRequest,
  answers: {
    200: named(
      'IDV-InitProcess-Response',
      'How the check stands.',
      z.object({
        requestId: RequestId,
        status: z.enum(IDV_STATUSES),
        workflowExecutionId: z
          .string()
          .optional()
          .describe('The newest execution that waited for it.'),
        ocrResult: ProcessResult.optional(),
      }),
    ),
  },
} satisfies Operation;

/** Says how the check of a capture stands. */
export const checkIDVStatus = {
  ...action,
  operationId: 'checkIDVStatus',
  path: '/v2/individuals/{entityId}/actions/idv/checkstatus',
  summary: 'Ask how a check stands',
  description: 'Asks the provider. Executions that wait go on where there is a result.',
  body: named(
    'IDV-CheckStatus-Request',
    'Which capture; the latest if absent.',
    ProcessRequest.omit({ comment: true }),
  ),
  answers: {
    200: named(
      'IDV-CheckStatus-Response',
      'How the check stands.',
      z.object({ requestId: RequestId, status: z.enum(IDV_STATUSES) }),
    ),
  },
} satisfies Operation;
