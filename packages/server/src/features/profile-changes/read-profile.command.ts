import type { ServiceProfile } from '@probity/contract/service-profile';
import type { Context } from '../../kernel/context.ts';
import { findEntity } from '../entities/entity.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import { readProfiles } from '../executions/read-execution.command.ts';
import { serviceProfileView } from '../executions/service-profile-view.ts';
import { ProfileNotFound } from '../service-profiles/service-profile.ts';
import { keyOfService } from '../workflow-definitions/workflow-definition.ts';

/** A person's profile in one service, as answers show it. */
export async function readProfile(
  ctx: Context,
  { entityId, serviceName }: { readonly entityId: string; readonly serviceName: string },
): Promise<ServiceProfile> {
  const entity = await findEntity(ctx, entityId);
  if (!entity) throw new IndividualNotFound();
  const read = await readProfiles(ctx, entity);
  const serviceKey = keyOfService(serviceName);
  const profile = read.profiles.find((one) => one.serviceKey === serviceKey);
  if (!profile) throw new ProfileNotFound();
  return serviceProfileView(profile, { individual: entity.individual, ...read });
}
