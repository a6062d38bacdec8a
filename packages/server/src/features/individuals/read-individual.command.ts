import type { Individual } from '@probity/contract/individual';
import type { ServiceProfile } from '@probity/contract/service-profile';
import type { Context } from '../../kernel/context.ts';
import { type Entity, findEntity, listAttachmentContents } from '../entities/entity.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import { individualView, type Level } from '../entities/individual-view.ts';
import { readProfiles } from '../executions/read-execution.command.ts';
import { serviceProfileView } from '../executions/service-profile-view.ts';

/** @throws {@link IndividualNotFound} */
export async function readIndividual(ctx: Context, entityId: string): Promise<Entity> {
  const entity = await findEntity(ctx, entityId);
  if (!entity) throw new IndividualNotFound();
  return entity;
}

/** A person with their service profiles, as answers show them. */
export async function showIndividual(
  ctx: Context,
  entity: Entity,
  level: Level,
): Promise<{ individual: Individual; serviceProfiles: ServiceProfile[] }> {
  const { individual, vault } = entity;
  const [contents, read] = await Promise.all([
    level === 'base64' ? listAttachmentContents(ctx.db, vault) : undefined,
    readProfiles(ctx, entity),
  ]);
  return {
    individual: individualView(individual, level, contents),
    serviceProfiles: read.profiles.map((profile) =>
      level === 'id'
        ? { serviceProfileId: profile.serviceProfileId, serviceName: profile.serviceName }
        : serviceProfileView(profile, { individual, ...read }),
    ),
  };
}
