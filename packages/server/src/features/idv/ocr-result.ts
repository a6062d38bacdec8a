import type { IdentityDocument } from '@probity/contract/document';
import type { Context } from '../../kernel/context.ts';
import type { ProcessResult } from '../results/process-result.ts';
import { resultOfNoRun } from '../results/result-of-no-run.ts';
import type { IdvReading } from './idv-session.ts';

/** What was read from a document, as a process result: nothing is judged by it. */
export function ocrResultOf(
  { requestId, now }: Pick<Context, 'requestId' | 'now'>,
  entityId: string,
  of: { readonly by: string; readonly reading: IdvReading; readonly document: IdentityDocument },
): ProcessResult {
  const { documentId = '', attachments = [] } = of.document;
  const front = attachments.findLast(({ side }) => side !== 'BACK')?.attachmentId;
  return resultOfNoRun({
    entityId,
    requestId,
    at: now(),
    step: 'IDV',
    class: 'IDV',
    result: 'NOT_APPLICABLE',
    objectType: 'DOCUMENT',
    objectId: documentId,
    derivedFrom: [documentId, ...(front ? [front] : [])],
    evidence: {
      providerResult: { name: of.by },
      supplementaryData: {
        type: 'IDV_OCR',
        scannedDocumentId: documentId,
        ...(front && { scannedAttachmentFrontId: front }),
        resultMap: readElements(of.reading),
      },
    },
  });
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
