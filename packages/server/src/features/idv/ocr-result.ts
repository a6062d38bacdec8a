import type { IdentityDocument } from '@probity/contract/document';
import type { Context } from '../../kernel/context.ts';
import { newUuid } from '../../kernel/id.ts';
import type { ProcessResult } from '../results/process-result.ts';
import type { IdvReading } from './idv-session.ts';

/** No run produces a reading: somebody asked for it. */
const NO_RUN = '';

/** What was read from a document, as a process result: nothing is judged by it. */
export function ocrResultOf(
  { requestId, now }: Pick<Context, 'requestId' | 'now'>,
  entityId: string,
  of: { readonly by: string; readonly reading: IdvReading; readonly document: IdentityDocument },
): ProcessResult {
  const { documentId = '', attachments = [] } = of.document;
  const front = attachments.findLast(({ side }) => side !== 'BACK')?.attachmentId;
  const at = now();
  return {
    processResultId: newUuid(),
    entityId,
    workflowExecutionId: NO_RUN,
    serviceKey: NO_RUN,
    workflowKey: NO_RUN,
    requestId,
    stepName: 'IDV',
    stepType: 'IDV',
    objectType: 'DOCUMENT',
    objectId: documentId,
    groupId: null,
    class: 'IDV',
    result: 'NOT_APPLICABLE',
    state: 'COMPLETED',
    systemStatus: 'VALID',
    manualStatus: null,
    derivedFrom: [documentId, ...(front ? [front] : [])],
    createdAt: at,
    updatedAt: at,
    updatedBy: null,
    evidence: {
      providerResult: { name: of.by },
      supplementaryData: {
        type: 'IDV_OCR',
        scannedDocumentId: documentId,
        ...(front && { scannedAttachmentFrontId: front }),
        resultMap: readElements(of.reading),
      },
    },
  };
}

/** What was read, element by element. */
export function readElements(reading: IdvReading): Readonly<Record<string, object>> {
  const { given, family, birth, primaryIdentifier, expiresOn } = reading;
  const name = [given, family].filter(Boolean).join(' ');
  const read = { name, dob: birth, document_number: primaryIdentifier, expiry: expiresOn };
  return Object.fromEntries(
    Object.entries(read).flatMap(([element, originalData]) =>
      originalData ? [[element, { originalName: element, originalData }]] : [],
    ),
  );
}
