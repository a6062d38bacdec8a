import { z } from 'zod';
import { CommentInput } from '../comment.ts';
import {
  DocumentChange,
  DocumentOfClass,
  DocumentsByClass,
  IdentityDocument,
} from '../document.ts';
import { RequestId } from '../error.ts';
import type { Operation } from '../operation.ts';
import { ProcessResult, SupportingDocumentStatus } from '../process-result.ts';
import { Uuid } from '../wire/text.ts';
import { Level, LevelOfContent } from './level.ts';
import { EntityPath, Nothing, TENANT_ERRORS } from './path.ts';

const tag = 'Documents';

const DocumentPath = EntityPath.extend({ documentId: Uuid.describe('The document.') });
const AttachmentPath = DocumentPath.extend({ attachmentId: Uuid.describe('The file.') });

const DocumentAnswer = z.object({
  requestId: RequestId,
  entity: Uuid,
  document: IdentityDocument,
});

/** Keeps a document, or adds files to one that is kept. */
export const createDocument = {
  operationId: 'createDocument',
  method: 'POST',
  path: '/v2/individuals/{entityId}/documents',
  summary: 'Add a document',
  description:
    'Keeps a document with its files. With the `documentId` of one that is kept, its files and fields are added to that one, so that pages may come in several calls. What a file is, is seen from its content. A document of class SUPPORTING with a file waits for a review.',
  tag,
  access: 'tenant',
  parameters: EntityPath,
  query: z.object({ level: Level }),
  body: z.object({
    document: DocumentOfClass,
    comment: CommentInput.optional(),
  }),
  bodyPresence: 'required',
  background: false,
  answers: { 201: DocumentAnswer },
  errors: TENANT_ERRORS,
} satisfies Operation;

/** Lists the documents of a person by class. */
export const listDocuments = {
  operationId: 'listDocuments',
  method: 'GET',
  path: '/v2/individuals/{entityId}/documents',
  summary: 'List the documents of an individual',
  description: 'The answer is the documents by class, and nothing around them.',
  tag,
  access: 'tenant',
  parameters: EntityPath,
  query: z.object({ level: Level }),
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: { 200: DocumentsByClass },
  errors: TENANT_ERRORS,
} satisfies Operation;

/** Reads one document. */
export const getDocument = {
  operationId: 'getDocument',
  method: 'GET',
  path: '/v2/individuals/{entityId}/documents/{documentId}',
  summary: 'Read a document',
  description: 'The answer is the document, and nothing around it.',
  tag,
  access: 'tenant',
  parameters: DocumentPath,
  query: z.object({ level: LevelOfContent }),
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: { 200: IdentityDocument },
  errors: TENANT_ERRORS,
} satisfies Operation;

/** Changes parts of a document; removes nothing. */
export const updateDocument = {
  operationId: 'updateDocument',
  method: 'PATCH',
  path: '/v2/individuals/{entityId}/documents/{documentId}',
  summary: 'Change a document',
  description:
    'Changes the fields that are sent and leaves the rest. A file with its id is changed, one without is added. Results that rest on what changed become STALE.',
  tag,
  access: 'tenant',
  parameters: DocumentPath,
  query: z.object({ level: LevelOfContent }),
  body: z.object({ document: DocumentChange, comment: CommentInput.optional() }),
  bodyPresence: 'required',
  background: false,
  answers: { 200: DocumentAnswer },
  errors: TENANT_ERRORS,
} satisfies Operation;

/** Removes a document and its files. */
export const deleteDocument = {
  operationId: 'deleteDocument',
  method: 'DELETE',
  path: '/v2/individuals/{entityId}/documents/{documentId}',
  summary: 'Remove a document',
  description: 'Removes the document with its files. Results that rest on it become STALE.',
  tag,
  access: 'tenant',
  parameters: DocumentPath,
  query: Nothing,
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: { 200: z.object({ requestId: RequestId, entityId: Uuid, documentId: Uuid }) },
  errors: TENANT_ERRORS,
} satisfies Operation;

/** Removes one file of a document. */
export const deleteAttachment = {
  operationId: 'deleteAttachment',
  method: 'DELETE',
  path: '/v2/individuals/{entityId}/documents/{documentId}/attachments/{attachmentId}',
  summary: 'Remove a file of a document',
  description: 'Results that rest on the file become STALE.',
  tag,
  access: 'tenant',
  parameters: AttachmentPath,
  query: Nothing,
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  answers: {
    200: z.object({ requestId: RequestId, entityId: Uuid, documentId: Uuid, attachmentId: Uuid }),
  },
  errors: TENANT_ERRORS,
} satisfies Operation;

/** Keeps what an officer says about a supporting document. */
export const decideDocument = {
  operationId: 'decideDocument',
  method: 'PATCH',
  path: '/v2/individuals/{entityId}/documents/{documentId}/status',
  summary: 'Decide about a supporting document',
  description:
    'For documents of class SUPPORTING that have a file. Nothing runs again: execute the workflow to see the effect.',
  tag,
  access: 'tenant',
  parameters: DocumentPath,
  query: Nothing,
  body: z.object({
    manualStatus: SupportingDocumentStatus,
    comment: CommentInput.optional(),
  }),
  bodyPresence: 'required',
  background: false,
  answers: { 200: z.object({ requestId: RequestId, processResults: z.array(ProcessResult) }) },
  errors: TENANT_ERRORS,
} satisfies Operation;
