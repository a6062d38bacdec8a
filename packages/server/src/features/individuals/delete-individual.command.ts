import type { Engine } from '../../engine/engine.ts';
import { type Context, inTransaction } from '../../kernel/context.ts';
import { insertAuditEvents } from '../audit/audit-event.store.ts';
import { auditEventOf } from '../audit/audit-event.ts';
import { deleteEntity, lockEntity } from '../entities/entity.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import { laneOf } from '../executions/execution.ts';

/**
 * Forgets a person: their key is destroyed, everything about them is removed, runs under way are
 * cut off, and the audit keeps that it happened, when and on whose request.
 */
export async function deleteIndividual(
  ctx: Context,
  engine: Pick<Engine, 'remove'>,
  entityId: string,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    // Runs first: a checkpoint that holds its run would wait for the person, and this for the run.
    await engine.remove(tx.db, tx.db.scope.own, { lanePrefix: laneOf(entityId, '') });
    const entity = await lockEntity(tx, entityId);
    if (!entity) throw new IndividualNotFound();
    const purged = auditEventOf(tx, entity.vault, { type: 'ENTITY_PURGE' });
    await insertAuditEvents(tx.db, [purged]);
    await deleteEntity(tx.db, entityId);
  });
}
