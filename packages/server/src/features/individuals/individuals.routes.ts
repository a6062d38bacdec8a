import {
  createIndividual as createOperation,
  deleteIndividual as deleteOperation,
  getIndividual as getOperation,
  updateIndividual as patchOperation,
} from '@probity/contract/operations/individuals';
import type { Engine } from '../../engine/engine.ts';
import type { TenantContext } from '../../http/caller.ts';
import { DOCUMENT_BODY_LIMIT, type Mount, mount } from '../../http/mount.ts';
import type { Level } from '../entities/individual-view.ts';
import { createIndividual } from './create-individual.command.ts';
import { deleteIndividual } from './delete-individual.command.ts';
import { patchIndividual } from './patch-individual.command.ts';
import { readIndividual, showIndividual } from './read-individual.command.ts';

/** The person: create, read, change, forget. */
export function individualRoutes(
  mounting: Mount<TenantContext>,
  engine: Pick<Engine, 'remove'>,
): void {
  const withDocuments = { ...mounting, bodyLimit: DOCUMENT_BODY_LIMIT };

  mount(withDocuments, createOperation, async (ctx, { query, body }) => {
    const created = await createIndividual(ctx, body);
    return { status: 201, body: await answer(ctx, created, query.level) };
  });

  mount(mounting, getOperation, async (ctx, { parameters, query }) => {
    const entity = await readIndividual(ctx, parameters.entityId);
    return { status: 200, body: await answer(ctx, entity, query.level) };
  });

  mount(withDocuments, patchOperation, async (ctx, { parameters, query, body }) => {
    const { individual = {}, comment } = body;
    const { entityId } = parameters;
    const patched = await patchIndividual(ctx, { entityId, individual, comment });
    return { status: 200, body: await answer(ctx, patched, query.level) };
  });

  mount(mounting, deleteOperation, async (ctx, { parameters }) => {
    const { entityId } = parameters;
    await deleteIndividual(ctx, engine, entityId);
    const status = ctx.isBackground ? 202 : 200;
    return { status, body: { requestId: ctx.requestId, entityId } };
  });
}

async function answer(
  ctx: TenantContext,
  entity: Awaited<ReturnType<typeof readIndividual>>,
  level: Level,
): Promise<object> {
  return { requestId: ctx.requestId, ...(await showIndividual(ctx, entity, level)) };
}
