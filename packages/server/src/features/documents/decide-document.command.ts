import type { SupportingDocumentStatus } from '@probity/contract/process-result';
import { type Context, inTransaction } from '../../kernel/context.ts';
import { InvalidRequest } from '../../kernel/domain-error.ts';
import type { CommentInput } from '../comments/comment.ts';
import { lockEntity } from '../entities/entity.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import { decideResults } from '../results/decide-results.command.ts';
import { listValidResults, toProcessResultRow } from '../results/process-result.store.ts';
import type { ProcessResult } from '../results/process-result.ts';
import { insertResults } from '../results/result-effects.store.ts';
import { openReviewOf, SUPPORTING_REVIEW } from '../results/supporting-review.ts';
import { documentOf } from './document.ts';

type Deciding = {
  readonly entityId: string;
  readonly documentId: string;
  readonly manualStatus: SupportingDocumentStatus;
  readonly comment: CommentInput;
};

const REVIEWS = { class: SUPPORTING_REVIEW, name: 'supporting document' };

/** Records what an officer says of a supporting document, as it is now. */
export async function decideDocument(
  ctx: Context,
  { entityId, documentId, manualStatus, comment }: Deciding,
): Promise<readonly ProcessResult[]> {
  return inTransaction(ctx, async (tx) => {
    const entity = await lockEntity(tx, entityId);
    if (!entity) throw new IndividualNotFound();
    const { documentClass, document } = documentOf(entity.individual.documents, documentId);
    if (documentClass !== 'SUPPORTING' || (document.attachments ?? []).length === 0) {
      throw new InvalidRequest([
        {
          issue: 'Must be a document of class SUPPORTING that has a file',
          issueLocation: 'path.documentId',
        },
      ]);
    }
    const reviews = await listValidResults(tx.db, entity.vault, SUPPORTING_REVIEW);
    const known = reviews.findLast(({ objectId }) => objectId === documentId);
    const opened = { entityId, requestId: tx.requestId, at: tx.now() };
    const review = known ?? openReviewOf(document, opened);
    if (!known) {
      await insertResults(tx.db, [toProcessResultRow(entity.vault, review, entity.revision)]);
    }
    const ids = [review.processResultId];
    return decideResults(tx, REVIEWS, { entityId, ids, manualStatus, comment });
  });
}
