import type { Context } from '../../kernel/context.ts';
import type { EntityVault } from '../../kernel/vault.ts';
import { changeData, moveData } from '../audit/audit-data.ts';
import { insertAuditEvents } from '../audit/audit-event.store.ts';
import { auditEventOf } from '../audit/audit-event.ts';
import { insertComment } from '../comments/comment.store.ts';
import { type CommentInput, type CommentSubject, commentRowOf } from '../comments/comment.ts';
import {
  dropAttachments,
  type Entity,
  putAttachments,
  updateIndividual,
} from '../entities/entity.store.ts';
import { linkedAttachmentIds, type StoredIndividual } from '../entities/individual.ts';
import type { MergedIndividual } from '../entities/merge-individual.ts';
import { markResultsStale, toProcessResultRow } from '../results/process-result.store.ts';
import { insertResults } from '../results/result-effects.store.ts';
import { documentsToReview, openReviewOf } from '../results/supporting-review.ts';
import { markFactorsStale } from '../risk/risk.store.ts';
import { questionPasses } from '../service-profiles/service-profile.store.ts';

/** A change of a person that is locked by the transaction, and what was said with it. */
export type Edit = MergedIndividual & {
  readonly about: CommentSubject;
  readonly comment?: CommentInput;
  /** Files whose contents are forgotten. */
  readonly removedFiles?: readonly string[];
};

/**
 * Writes a changed person back. Results that were derived from what changed become STALE in the same
 * transaction, a profile whose latest run rests on it is no longer ACTIVE, hits or none, and supporting
 * documents that are new or have changed wait for a review.
 */
export async function keepEdit(tx: Context, entity: Entity, edit: Edit): Promise<Entity> {
  const at = tx.now();
  const { vault } = entity;
  const { individual, contents, changes, about, comment, removedFiles = [] } = edit;
  const { entityId } = individual;
  const toReview = documentsToReview(entity.individual, individual);
  const reviewed = toReview.flatMap(({ documentId }) => documentId ?? []);
  const elements = [...new Set([...changes.touched, ...reviewed])];
  const revision = entity.revision + (elements.length > 0 ? 1 : 0);
  const changed = { vault, individual, revision };
  await updateIndividual(tx.db, changed, at);
  await putAttachments(tx.db, vault, { contents, at });
  await dropAttachments(tx.db, entityId, [...removedFiles, ...newlyLinked(entity, individual)]);
  const invalidated = await markResultsStale(tx.db, entityId, { elements, at });
  const outdated = await markFactorsStale(tx.db, entityId, { elements, at });
  await insertResults(tx.db, reviewRows(tx, vault, { toReview, revision }));
  const { requestId } = tx;
  const questioned = await questionPasses(tx.db, entityId, { elements, at, requestId });
  await insertComment(tx.db, commentRowOf(tx, vault, { ...about, comment }));
  const isInvalidating = invalidated.length + questioned.length > 0;
  await insertAuditEvents(tx.db, [
    auditEventOf(tx, vault, {
      type: 'ENTITY_UPDATE',
      ...about,
      detail: {
        fieldsAdded: changes.added,
        fieldsUpdated: changes.updated,
        riskFactorsOutdated: outdated,
        data: changeData({
          added: changes.added,
          updated: changes.updated,
          invalidated: isInvalidating ? elements : [],
          results: invalidated,
        }),
      },
      ...(comment?.text && { userComment: comment.text }),
    }),
    ...questioned.map((serviceProfileId) =>
      auditEventOf(tx, vault, {
        type: 'SERVICE_PROFILE_STATE_CHANGE',
        serviceProfileId,
        detail: {
          previousState: 'ACTIVE',
          newState: 'AUTO',
          fieldsInvalidated: elements,
          data: moveData('ACTIVE', 'AUTO'),
        },
      }),
    ),
  ]);
  return changed;
}

/** The rows of reviews that new documents wait for. */
export function reviewRows(
  ctx: Pick<Context, 'requestId' | 'now'>,
  vault: EntityVault,
  of: { readonly toReview: ReturnType<typeof documentsToReview>; readonly revision: number },
) {
  const opened = { entityId: vault.entityId, requestId: ctx.requestId, at: ctx.now() };
  return of.toReview.map((document) =>
    toProcessResultRow(vault, openReviewOf(document, opened), of.revision),
  );
}

function newlyLinked({ individual: before }: Entity, after: StoredIndividual): string[] {
  if (after.documents === before.documents) return [];
  const known = new Set(linkedAttachmentIds(before));
  return linkedAttachmentIds(after).filter((attachmentId) => !known.has(attachmentId));
}
