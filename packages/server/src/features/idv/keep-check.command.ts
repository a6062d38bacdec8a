import type { Context } from '../../kernel/context.ts';
import type { TenantDb } from '../../kernel/statement.ts';
import type { EntityVault } from '../../kernel/vault.ts';
import { insertAuditEvents } from '../audit/audit-event.store.ts';
import { auditEventOf } from '../audit/audit-event.ts';
import { insertComment } from '../comments/comment.store.ts';
import { type CommentInput, commentRowOf } from '../comments/comment.ts';
import type { WholeCapture } from './capture.ts';
import { insertCheck, markSubmitted } from './idv-check.store.ts';
import type { IdvCheck } from './idv-check.ts';

/** Who acts, and through which door; a request and a run both have it. */
export type Acting = Pick<Context, 'actor' | 'requestId' | 'now'> & {
  readonly db: TenantDb;
  readonly workflowExecutionId?: string;
};

/** Keeps a check that was begun, with its audit event; one that is known already stays as it is. */
export async function keepCheck(
  acting: Acting,
  vault: EntityVault,
  check: IdvCheck,
): Promise<void> {
  await acting.db.inTransaction(async (tx) => {
    if (!(await insertCheck(tx, vault, check))) return;
    await audit({ ...acting, db: tx }, vault, { check, description: 'Capture begun' });
  });
}

/** Everything was captured: with what was handed over from here, if anything was. */
export async function keepSubmitted(
  acting: Acting,
  vault: EntityVault,
  { check, capture }: { readonly check: IdvCheck; readonly capture?: WholeCapture },
): Promise<void> {
  const { idvCheckId } = check;
  const session = { ...check.session, ...(capture && { capture }) };
  await acting.db.inTransaction(async (tx) => {
    if (!(await markSubmitted(tx, vault, { idvCheckId, session, at: acting.now() }))) return;
    await audit({ ...acting, db: tx }, vault, { check, description: 'Capture submitted' });
  });
}

/** What somebody says of a capture, on record with an event of its own. */
export async function keepWord(
  acting: Acting,
  vault: EntityVault,
  { check, comment }: { readonly check: IdvCheck; readonly comment: CommentInput },
): Promise<void> {
  const about = { objectType: 'IDV', objectId: check.idvCheckId };
  const row = commentRowOf(acting, vault, { ...about, comment });
  if (!row) return;
  await insertComment(acting.db, row);
  const said = { check, description: 'Comment left', userComment: comment?.text };
  await audit(acting, vault, said);
}

type Said = {
  readonly check: IdvCheck;
  readonly description: string;
  readonly userComment?: string | undefined;
};

async function audit(
  acting: Acting,
  vault: EntityVault,
  { check, description, userComment }: Said,
): Promise<void> {
  const { workflowExecutionId } = acting;
  const event = auditEventOf(acting, vault, {
    type: 'OTHER',
    objectType: 'IDV',
    objectId: check.idvCheckId,
    ...(workflowExecutionId && { workflowExecutionId }),
    detail: { description, provider: check.session.provider },
    ...(userComment && { userComment }),
  });
  await insertAuditEvents(acting.db, [event]);
}
