import type { IdentityDocument } from '@probity/contract/document';
import type { Individual } from '@probity/contract/individual';
import type { ProcessResult } from './process-result.ts';
import { resultOfNoRun } from './result-of-no-run.ts';

/** The class of results that say where the review of a supporting document stands. */
export const SUPPORTING_REVIEW = 'SUPPORTING_DOC';

/** The step that asks for reviews, whatever a workflow calls it. */
export const SUPPORTING_REVIEW_STEP = 'SUPPORTING_DOCUMENTS_REVIEW';

/** Supporting documents that a reviewer has to look at: new ones, and those that changed. */
export function documentsToReview(before: Individual, after: Individual): IdentityDocument[] {
  const known = new Map(
    (before.documents?.SUPPORTING ?? []).map((document) => [document.documentId, document]),
  );
  return (after.documents?.SUPPORTING ?? []).filter(
    ({ documentId, updatedAt, attachments = [] }) =>
      attachments.length > 0 && known.get(documentId)?.updatedAt !== updatedAt,
  );
}

/** A review that nobody has done yet: any change to the document or its files makes it STALE. */
export function openReviewOf(
  document: IdentityDocument,
  opened: { readonly entityId: string; readonly requestId: string; readonly at: Date },
): ProcessResult {
  const { documentId = '', attachments = [], type } = document;
  return resultOfNoRun({
    ...opened,
    step: SUPPORTING_REVIEW_STEP,
    class: SUPPORTING_REVIEW,
    result: 'MANUAL',
    objectType: 'DOCUMENT',
    objectId: documentId,
    derivedFrom: [documentId, ...attachments.flatMap(({ attachmentId }) => attachmentId ?? [])],
    evidence: {
      notes: { review: { type: 'document', value: `Waits for the review of a ${type}` } },
    },
  });
}
