import type { IndividualPatch } from '@probity/contract/individual';
import { type Context, inTransaction } from '../../kernel/context.ts';
import { insertAuditEvents } from '../audit/audit-event.store.ts';
import { auditEventOf } from '../audit/audit-event.ts';
import { insertComment } from '../comments/comment.store.ts';
import { type CommentInput, commentRowOf } from '../comments/comment.ts';
import {
  dropAttachments,
  type Entity,
  lockEntity,
  putAttachments,
  updateIndividual,
} from '../entities/entity.store.ts';
import { IndividualNotFound, linkedAttachmentIds } from '../entities/individual.ts';
import { mergeIndividual } from '../entities/merge-individual.ts';
import { markResultsStale } from '../results/process-result.store.ts';
import { markFactorsStale } from '../risk/risk.store.ts';
import { questionPasses } from '../service-profiles/service-profile.store.ts';

type Patching = {
  readonly entityId: string;
  readonly individual: IndividualPatch;
  readonly comment: CommentInput;
};

/**
 * Lays a change over a person. Results that were derived from what changed become STALE in the same
 * transaction, and a profile whose latest run rests on it is no longer ACTIVE, hits or none; the person is held meanwhile, so that no concurrent change is lost.
 */
export async function patchIndividual(
  ctx: Context,
  { entityId, individual: patch, comment }: Patching,
): Promise<Entity> {
  return inTransaction(ctx, async (tx) => {
    const entity = await lockEntity(tx, entityId);
    if (!entity) throw new IndividualNotFound();
    const at = tx.now();
    const { vault } = entity;
    const { individual, contents, changes } = mergeIndividual(entity.individual, patch, at);
    const isTouched = changes.touched.length > 0;
    const revision = entity.revision + (isTouched ? 1 : 0);
    const changed = { vault, individual, revision };
    await updateIndividual(tx.db, changed, at);
    await putAttachments(tx.db, vault, { contents, at });
    if (patch.documents) await dropAttachments(tx.db, entityId, linkedAttachmentIds(individual));
    const elements = changes.touched;
    const invalidated = await markResultsStale(tx.db, entityId, { elements, at });
    const outdated = await markFactorsStale(tx.db, entityId, { elements, at });
    const { requestId } = tx;
    const questioned = await questionPasses(tx.db, entityId, { elements, at, requestId });
    const about = { objectType: 'INDIVIDUAL', objectId: entityId, comment };
    await insertComment(tx.db, commentRowOf(tx, vault, about));
    await insertAuditEvents(tx.db, [
      auditEventOf(tx, vault, {
        type: 'ENTITY_UPDATE',
        detail: {
          fieldsAdded: changes.added,
          fieldsUpdated: changes.updated,
          fieldsInvalidated: invalidated.length + questioned.length > 0 ? changes.touched : [],
          resultsInvalidated: invalidated,
          riskFactorsOutdated: outdated,
        },
        ...(comment?.text && { userComment: comment.text }),
      }),
      ...questioned.map((serviceProfileId) =>
        auditEventOf(tx, vault, {
          type: 'SERVICE_PROFILE_STATE_CHANGE',
          serviceProfileId,
          detail: { previousState: 'ACTIVE', newState: 'AUTO', fieldsInvalidated: changes.touched },
        }),
      ),
    ]);
    return changed;
  });
}
