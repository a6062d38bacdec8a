import { type Context, inTransaction } from '../../kernel/context.ts';
import { moveData } from '../audit/audit-data.ts';
import { insertAuditEvents } from '../audit/audit-event.store.ts';
import { auditEventOf } from '../audit/audit-event.ts';
import { insertComment } from '../comments/comment.store.ts';
import { type CommentInput, commentRowOf } from '../comments/comment.ts';
import { type Entity, findOwnEntity } from '../entities/entity.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import { lockServiceProfile, setProfileState } from '../service-profiles/service-profile.store.ts';
import { stateAfter } from '../service-profiles/service-profile.ts';
import { aboutRun } from './audit/about-run.ts';
import { lockExecution } from './execution.store.ts';
import { type Execution, ExecutionNotFound, ExecutionStillRuns } from './execution.ts';
import { setOverride } from './execution-override.store.ts';
import type { Outcome } from './execution-report.ts';
import { type ExecutionPath, isOf } from './read-execution.command.ts';

type Overriding = {
  readonly path: ExecutionPath;
  readonly status: Outcome;
  readonly comment: CommentInput;
};

/**
 * Puts an officer's outcome in place of the automatic one, which stays beside it in `result`.
 *
 * Nothing runs again and no step changes. The profile follows when this is its latest execution.
 */
export async function overrideExecution(
  ctx: Context,
  { path, status, comment }: Overriding,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const entity = await findOwnEntity(tx, path.entityId);
    if (!entity) throw new IndividualNotFound();
    const execution = await lockExecution(tx.db, entity.vault, path.workflowExecutionId);
    if (!execution || !isOf(execution, path)) throw new ExecutionNotFound();
    if (execution.state === 'IN_PROGRESS') throw new ExecutionStillRuns();
    const override = { at: tx.now(), requestId: tx.requestId, by: tx.actor.username };
    const { workflowExecutionId } = execution;
    await setOverride(tx.db, entity.vault, { workflowExecutionId, status, override });
    const moved = await followProfile(tx, entity, { execution, status });
    await insertComment(
      tx.db,
      commentRowOf(tx, entity.vault, {
        objectType: 'RESULT_WORKFLOW',
        objectId: workflowExecutionId,
        comment,
      }),
    );
    const changed = auditEventOf(tx, entity.vault, {
      type: 'WORKFLOW_STATUS_CHANGE',
      ...aboutRun(execution),
      status,
      objectType: 'RESULT_WORKFLOW',
      objectId: workflowExecutionId,
      detail: {
        description: `An officer set the status of the workflow: ${status}.`,
        previousStatus: execution.status,
        newStatus: status,
        result: execution.result,
      },
      ...(comment?.text && { userComment: comment.text }),
    });
    await insertAuditEvents(tx.db, [changed, ...moved]);
  });
}

type Following = { readonly execution: Execution; readonly status: Outcome };

async function followProfile(tx: Context, { vault }: Entity, { execution, status }: Following) {
  const { serviceKey, workflowExecutionId } = execution;
  const profile = await lockServiceProfile(tx.db, vault, serviceKey);
  if (!profile || profile.latestWorkflowExecutionId !== workflowExecutionId) return [];
  const state = stateAfter(profile.state, status);
  if (state === profile.state) return [];
  const { requestId, actor } = tx;
  await setProfileState(tx.db, vault, {
    serviceKey,
    state,
    at: tx.now(),
    requestId,
    by: actor.username,
  });
  return [
    auditEventOf(tx, vault, {
      type: 'SERVICE_PROFILE_STATE_CHANGE',
      ...aboutRun(execution),
      detail: {
        previousState: profile.state,
        newState: state,
        data: moveData(profile.state, state),
      },
    }),
  ];
}
