import type { Context } from '../../kernel/context.ts';
import type { TenantDb } from '../../kernel/statement.ts';
import type { EntityVault } from '../../kernel/vault.ts';
import { insertAuditEvents } from '../audit/audit-event.store.ts';
import { auditEventOf } from '../audit/audit-event.ts';
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

async function audit(
  acting: Acting,
  vault: EntityVault,
  { check, description }: { readonly check: IdvCheck; readonly description: string },
): Promise<void> {
  const { workflowExecutionId } = acting;
  const event = auditEventOf(acting, vault, {
    type: 'OTHER',
    objectType: 'IDV',
    objectId: check.idvCheckId,
    ...(workflowExecutionId && { workflowExecutionId }),
    detail: { description, provider: check.session.provider },
  });
  await insertAuditEvents(acting.db, [event]);
}
