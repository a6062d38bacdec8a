import type { Engine } from '../../engine/engine.ts';
import { type Context, inTransaction } from '../../kernel/context.ts';
import { changeData } from '../audit/audit-data.ts';
import { insertAuditEvents } from '../audit/audit-event.store.ts';
import { auditEventOf } from '../audit/audit-event.ts';
import { othersOf, partFromOthers } from '../duplicates/decide-duplicates.command.ts';
import { deleteEntity, findOwnEntity, lockEntities } from '../entities/entity.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import { laneOf } from '../executions/execution.ts';
import { outdateResultsAbout } from '../results/counterpart-result.store.ts';

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
    const others = await othersOf(tx, entityId);
    await lockEntities(tx.db, [entityId, ...others]);
    const entity = await findOwnEntity(tx, entityId);
    if (!entity) throw new IndividualNotFound();
    const purged = auditEventOf(tx, entity.vault, { type: 'ENTITY_PURGE' });
    await insertAuditEvents(tx.db, [purged]);
    await deleteEntity(tx.db, entityId);
    await partFromOthers(tx, entityId, others);
    await outdateResultsOfOthers(tx, entityId);
  });
}

/** What is said of others about the person is no longer so; each of them has it in the audit. */
async function outdateResultsOfOthers(tx: Context, forgottenId: string): Promise<void> {
  for (const [entityId, results] of await outdateResultsAbout(tx.db, forgottenId, tx.now())) {
    const other = await findOwnEntity(tx, entityId);
    if (!other) continue;
    const detail = {
      description: 'Results about another person, who was deleted, are outdated.',
      data: changeData({ results }),
    };
    await insertAuditEvents(tx.db, [
      auditEventOf(tx, other.vault, { type: 'ENTITY_UPDATE', detail }),
    ]);
  }
}
