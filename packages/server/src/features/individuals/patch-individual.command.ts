import type { IndividualPatch } from '@probity/contract/individual';
import { type Context, inTransaction } from '../../kernel/context.ts';
import type { CommentInput } from '../comments/comment.ts';
import { keepEdit } from '../edits/keep-edit.command.ts';
import { type Entity, lockEntity } from '../entities/entity.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import { mergeIndividual } from '../entities/merge-individual.ts';

type Patching = {
  readonly entityId: string;
  readonly individual: IndividualPatch;
  readonly comment: CommentInput;
};

/** Lays a change over a person, who is held meanwhile, so that no concurrent change is lost. */
export async function patchIndividual(
  ctx: Context,
  { entityId, individual: patch, comment }: Patching,
): Promise<Entity> {
  return inTransaction(ctx, async (tx) => {
    const entity = await lockEntity(tx, entityId);
    if (!entity) throw new IndividualNotFound();
    const merged = mergeIndividual(entity.individual, patch, tx.now());
    const about = { objectType: 'INDIVIDUAL', objectId: entityId };
    return keepEdit(tx, entity, { ...merged, about, comment });
  });
}
