import type { ManualKycPolicy } from '@probity/contract/operations/admin-manual-kyc';
import { type Context, inTransaction } from '../../kernel/context.ts';
import { resultData } from '../audit/audit-data.ts';
import { insertAuditEvents } from '../audit/audit-event.store.ts';
import { auditEventOf } from '../audit/audit-event.ts';
import { insertComment } from '../comments/comment.store.ts';
import { type CommentInput, commentRowOf } from '../comments/comment.ts';
import { lockEntity } from '../entities/entity.store.ts';
import { IndividualNotFound, type StoredIndividual } from '../entities/individual.ts';
import { hasPassed } from '../entities/partial-date.ts';
import {
  listResultsById,
  setSystemStatus,
  toProcessResultRow,
} from '../results/process-result.store.ts';
import type { ProcessResult } from '../results/process-result.ts';
import { insertResults } from '../results/result-effects.store.ts';
import { findManualPolicy } from './manual-policy.store.ts';
import { isEnough } from './manual-policy.ts';
import { DocumentsNotEnough, DocumentsUnknown } from './manual-refusal.ts';
import { manualResultsOf } from './manual-result.ts';

type Verification = {
  readonly entityId: string;
  readonly approvedBy: string;
  readonly approvedDocuments: readonly string[];
  readonly comment: CommentInput;
};

/**
 * Records that an officer has verified a person by documents, all of it or nothing. Nothing runs; the
 * next verification counts it in place of asking anybody.
 *
 * @throws {@link IndividualNotFound}, {@link DocumentsUnknown} or {@link DocumentsNotEnough}
 */
export async function verifyManually(
  ctx: Context,
  { entityId, approvedBy, approvedDocuments, comment }: Verification,
): Promise<readonly ProcessResult[]> {
  return inTransaction(ctx, async (tx) => {
    const entity = await lockEntity(tx, entityId);
    if (!entity) throw new IndividualNotFound();
    const { vault, individual, revision } = entity;
    const at = tx.now();
    const { policy } = await findManualPolicy(tx.db);
    const documentIds = assertEnough(individual, approvedDocuments, { policy, at });
    const { requestId } = tx;
    const results = manualResultsOf({ individual, documentIds, approvedBy, requestId, at });
    const ids = results.map(({ processResultId }) => processResultId);
    await insertResults(
      tx.db,
      results.map((result) => toProcessResultRow(vault, result, revision)),
    );
    await setSystemStatus(tx.db, vault, { ids, systemStatus: 'VALID', at, by: approvedBy });
    const about = { objectType: 'RESULT_PROCESS', objectId: ids[0] ?? entityId, comment };
    await insertComment(tx.db, commentRowOf(tx, vault, about));
    await insertAuditEvents(
      tx.db,
      results.map((result) =>
        auditEventOf(tx, vault, {
          type: 'ENTITY_RESULT_UPDATE',
          objectType: 'RESULT_PROCESS',
          objectId: result.processResultId,
          detail: {
            description: 'An officer verified the person by documents.',
            newResult: result.result,
            class: result.class,
            approvedBy,
            data: resultData(result.processResultId, { previous: null, next: result.result }),
          },
          ...(comment?.text && { userComment: comment.text }),
        }),
      ),
    );
    return listResultsById(tx.db, vault, ids);
  });
}

type Held = { readonly policy: ManualKycPolicy; readonly at: Date };

/** The documents, each once. */
function assertEnough(
  individual: StoredIndividual,
  ids: readonly string[],
  { policy, at }: Held,
): string[] {
  const documents = new Map(
    Object.values(individual.documents ?? {})
      .flatMap((ofClass) => ofClass ?? [])
      .map((document) => [document.documentId, document] as const),
  );
  const unknown = [...ids.entries()].filter(([, id]) => !documents.has(id)).map(([at]) => at);
  if (unknown.length > 0) throw new DocumentsUnknown(unknown);
  const named = [...new Set(ids)];
  const today = at.toISOString().slice(0, 10);
  const counted = named.flatMap((id) => {
    const { type, expiryDate } = documents.get(id) ?? {};
    const isRefused = !policy.acceptsExpired && hasPassed(expiryDate, today);
    return type === undefined || isRefused ? [] : [type];
  });
  if (!isEnough(counted, policy)) throw new DocumentsNotEnough(policy);
  return named;
}
