import { type Context, inTransaction } from '../../kernel/context.ts';
import { resultData } from '../audit/audit-data.ts';
import { insertAuditEvents } from '../audit/audit-event.store.ts';
import { auditEventOf } from '../audit/audit-event.ts';
import { insertComment } from '../comments/comment.store.ts';
import { type CommentInput, commentRowOf } from '../comments/comment.ts';
import { type Entity, findOwnEntity } from '../entities/entity.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import {
  listManualStatuses,
  listResultsById,
  lockResults,
  setManualStatus,
} from './process-result.store.ts';
import { DecidedMeanwhile, type ProcessResult, ProcessResultsUnknown } from './process-result.ts';

/** What officers decide about: results of one class, under the name that people know them by. */
export type DecisionKind = {
  /** The class of the results. */
  readonly class: string;
  /** For sentences: `AML`, `matchlist` … */
  readonly name: string;
  /** Holds what the decision will change besides the results, in an order that cannot deadlock. */
  readonly lock?: (tx: Context, about: Pick<Deciding, 'entityId' | 'ids'>) => Promise<void>;
  /**
   * What a decision means beyond the results, in the same transaction: other profiles, relationships.
   * Called once, with the results whose status changes.
   */
  readonly consequences?: (tx: Context, decided: Decided) => Promise<void>;
};

/** Results whose status has just been set, as they were before. */
export type Decided = {
  readonly entity: Entity;
  readonly changing: readonly ProcessResult[];
  readonly manualStatus: string;
};

type Deciding = {
  readonly entityId: string;
  readonly ids: readonly string[];
  readonly manualStatus: string;
  readonly comment: CommentInput;
};

/**
 * Records what an officer says of results of one kind: of all of them, or of none.
 *
 * The results themselves, their steps and finished executions stay as they are; the next execution
 * takes the decision into account. Saying the same twice changes nothing.
 *
 * Of two who decide differently at once, one is heard and the other told.
 *
 * @returns the results as they stand afterwards, in the order in which they were named
 */
export async function decideResults(
  ctx: Context,
  kind: DecisionKind,
  { entityId, ids, manualStatus, comment }: Deciding,
): Promise<readonly ProcessResult[]> {
  return inTransaction(ctx, async (tx) => {
    const named = [...new Set(ids)];
    const seen = await listManualStatuses(tx.db, entityId, named);
    await kind.lock?.(tx, { entityId, ids: named });
    const entity = await findOwnEntity(tx, entityId);
    if (!entity) throw new IndividualNotFound();
    await lockResults(tx.db, entityId, named);
    const before = await resultsOfKind(tx, entity, { kind, ids });
    refuseToOverrule(before, { ids, seen, manualStatus });
    const changing = before.filter((result) => result.manualStatus !== manualStatus);
    await setManualStatus(tx.db, entity.vault, {
      ids: changing.map(({ processResultId }) => processResultId),
      manualStatus,
      at: tx.now(),
      by: tx.actor.username,
    });
    if (changing.length > 0) await kind.consequences?.(tx, { entity, changing, manualStatus });
    await record(tx, entity, { before, changing, manualStatus, comment });
    return listNamed(tx, entity, named);
  });
}

/**
 * Whoever waited for another decision on the same result meant what stood before it.
 *
 * @throws {@link DecidedMeanwhile} where another word than this one was said since the request began
 */
function refuseToOverrule(
  before: readonly ProcessResult[],
  { ids, seen, manualStatus }: Pick<Deciding, 'ids' | 'manualStatus'> & Seen,
): void {
  const decided = before.filter(
    (result) =>
      result.manualStatus !== (seen.get(result.processResultId) ?? null) &&
      result.manualStatus !== manualStatus,
  );
  if (decided.length === 0) return;
  throw new DecidedMeanwhile(
    decided.map((result) => ({ position: ids.indexOf(result.processResultId), result })),
  );
}

type Seen = { readonly seen: ReadonlyMap<string, string | null> };

/** @throws {@link ProcessResultsUnknown} naming every position that is not such a result of the person */
async function resultsOfKind(
  tx: Context,
  { vault }: Entity,
  { kind, ids }: { kind: DecisionKind; ids: readonly string[] },
): Promise<ProcessResult[]> {
  const results = await listResultsById(tx.db, vault, ids);
  const known = new Set(
    results.filter((result) => result.class === kind.class).map((result) => result.processResultId),
  );
  const unknown = [...ids.entries()].filter(([, id]) => !known.has(id));
  if (unknown.length > 0)
    throw new ProcessResultsUnknown(
      unknown.map(([at]) => at),
      kind.name,
    );
  return results;
}

async function listNamed(
  tx: Context,
  { vault }: Entity,
  named: readonly string[],
): Promise<readonly ProcessResult[]> {
  const after = await listResultsById(tx.db, vault, named);
  const byId = new Map(after.map((result) => [result.processResultId, result]));
  return named.flatMap((id) => byId.get(id) ?? []);
}

type Recorded = {
  readonly before: readonly ProcessResult[];
  readonly changing: readonly ProcessResult[];
  readonly manualStatus: string;
  readonly comment: CommentInput;
};

async function record(tx: Context, { vault }: Entity, said: Recorded): Promise<void> {
  const { before, changing, manualStatus, comment } = said;
  const about = changing[0] ?? before[0];
  if (about) {
    const { processResultId: objectId } = about;
    await insertComment(
      tx.db,
      commentRowOf(tx, vault, { objectType: 'RESULT_PROCESS', objectId, comment }),
    );
  }
  const events = changing.map((result) =>
    decidedEvent(tx, vault, { result, manualStatus, comment: comment?.text }),
  );
  if (events.length === 0 && about && comment?.text) {
    events.push(remark(tx, vault, { result: about, text: comment.text }));
  }
  if (events.length > 0) await insertAuditEvents(tx.db, events);
}

type DecidedResult = {
  readonly result: ProcessResult;
  readonly manualStatus: string;
  readonly comment?: string | undefined;
  /** What more is to be known of it. */
  readonly detail?: object;
};

/** The audit of an officer's word on one result, which is given as it was before. */
export function decidedEvent(tx: Context, vault: Entity['vault'], decided: DecidedResult) {
  const { result, manualStatus, comment, detail } = decided;
  return auditEventOf(tx, vault, {
    type: 'ENTITY_RESULT_UPDATE',
    objectType: 'RESULT_PROCESS',
    objectId: result.processResultId,
    workflowExecutionId: result.workflowExecutionId,
    ...(result.stepName && { stepName: result.stepName }),
    detail: {
      class: result.class,
      previousStatus: result.manualStatus,
      newStatus: manualStatus,
      ...detail,
      data: resultData(result.processResultId, {
        previous: result.manualStatus,
        next: manualStatus,
      }),
    },
    ...(comment && { userComment: comment }),
  });
}

/** What was said where nothing changed: the comment is in the audit all the same. */
function remark(
  tx: Context,
  vault: Entity['vault'],
  said: { readonly result: ProcessResult; readonly text: string },
) {
  const { result, text } = said;
  return auditEventOf(tx, vault, {
    type: 'OTHER',
    eventStatus: 'INFO',
    objectType: 'RESULT_PROCESS',
    objectId: result.processResultId,
    workflowExecutionId: result.workflowExecutionId,
    detail: { description: 'A result was decided as it was already.', status: result.manualStatus },
    userComment: text,
  });
}
