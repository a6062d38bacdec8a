import { type Context, inTransaction } from '../../kernel/context.ts';
import { moveData, resultData } from '../audit/audit-data.ts';
import { insertAuditEvents } from '../audit/audit-event.store.ts';
import { auditEventOf } from '../audit/audit-event.ts';
import { insertComment } from '../comments/comment.store.ts';
import { type CommentInput, commentRowOf } from '../comments/comment.ts';
import { lockEntity } from '../entities/entity.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import {
  listResultsById,
  listValidResults,
  setSystemStatus,
} from '../results/process-result.store.ts';
import type { ProcessResult } from '../results/process-result.ts';
import { MANUAL } from '../results/reuse.ts';
import { questionPasses } from '../service-profiles/service-profile.store.ts';
import { NothingToInvalidate } from './manual-refusal.ts';

/**
 * Takes back every verification of a person by hand, and puts passes that rest on one in question: the
 * next run asks sources again.
 *
 * @throws {@link IndividualNotFound} or {@link NothingToInvalidate}
 */
export async function invalidateManual(
  ctx: Context,
  { entityId, comment }: { readonly entityId: string; readonly comment: CommentInput },
): Promise<readonly ProcessResult[]> {
  return inTransaction(ctx, async (tx) => {
    const entity = await lockEntity(tx, entityId);
    if (!entity) throw new IndividualNotFound();
    const { vault } = entity;
    const valid = [
      ...(await listValidResults(tx.db, vault, 'KYC')),
      ...(await listValidResults(tx.db, vault, 'ID')),
    ].filter(({ result }) => result === MANUAL);
    if (valid.length === 0) throw new NothingToInvalidate();
    const ids = valid.map(({ processResultId }) => processResultId);
    const { requestId } = tx;
    const at = tx.now();
    const by = tx.actor.username;
    await setSystemStatus(tx.db, vault, { ids, systemStatus: 'MARKED_INVALID', at, by });
    const questioned = await questionPasses(tx.db, entityId, { elements: ids, at, requestId });
    const about = { objectType: 'RESULT_PROCESS', objectId: ids[0] ?? entityId, comment };
    await insertComment(tx.db, commentRowOf(tx, vault, about));
    await insertAuditEvents(tx.db, [
      ...ids.map((objectId) =>
        auditEventOf(tx, vault, {
          type: 'ENTITY_RESULT_INVALIDATE',
          objectType: 'RESULT_PROCESS',
          objectId,
          detail: {
            previousStatus: 'VALID',
            newStatus: 'MARKED_INVALID',
            data: resultData(objectId, { previous: 'VALID', next: 'MARKED_INVALID' }),
          },
          ...(comment?.text && { userComment: comment.text }),
        }),
      ),
      ...questioned.map((serviceProfileId) =>
        auditEventOf(tx, vault, {
          type: 'SERVICE_PROFILE_STATE_CHANGE',
          serviceProfileId,
          detail: {
            previousState: 'ACTIVE',
            newState: 'AUTO',
            resultsInvalidated: ids,
            data: moveData('ACTIVE', 'AUTO'),
          },
        }),
      ),
    ]);
    return listResultsById(tx.db, vault, ids);
  });
}
