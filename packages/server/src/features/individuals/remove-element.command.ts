import type { ConsentType } from '@probity/contract/consent';
import { type Context, inTransaction } from '../../kernel/context.ts';
import { keepEdit } from '../edits/keep-edit.command.ts';
import { lockEntity } from '../entities/entity.store.ts';
import { IndividualNotFound, type StoredIndividual } from '../entities/individual.ts';
import type { MergedIndividual } from '../entities/merge-individual.ts';
import { type ElementKind, withoutConsent, withoutElement } from '../entities/remove-element.ts';

/** Takes one element from a person: an edit like any other, with all that follows from it. */
export async function removeElement(
  ctx: Context,
  entityId: string,
  { kind, id }: { readonly kind: ElementKind; readonly id: string },
): Promise<void> {
  await remove(ctx, entityId, (kept) => withoutElement(kept, kind, id));
}

/** Keeps that a person has withdrawn a consent. */
export async function withdrawConsent(
  ctx: Context,
  entityId: string,
  type: ConsentType,
): Promise<void> {
  await remove(ctx, entityId, (kept) => withoutConsent(kept, type));
}

async function remove(
  ctx: Context,
  entityId: string,
  from: (kept: StoredIndividual) => MergedIndividual,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const entity = await lockEntity(tx, entityId);
    if (!entity) throw new IndividualNotFound();
    const about = { objectType: 'INDIVIDUAL', objectId: entityId };
    await keepEdit(tx, entity, { ...from(entity.individual), about });
  });
}
