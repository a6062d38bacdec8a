import { getProfile, updateProfile } from '@probity/contract/operations/profiles';
import type { TenantContext } from '../../http/caller.ts';
import { type Mount, mount } from '../../http/mount.ts';
import { changeProfile } from './change-profile.command.ts';
import { readProfile } from './read-profile.command.ts';

/** A person in one service: where they stand, and who looks after them. */
export function profileChangeRoutes(mounting: Mount<TenantContext>): void {
  mount(mounting, getProfile, async (ctx, { parameters }) => {
    const serviceProfile = await readProfile(ctx, parameters);
    return { status: 200, body: { requestId: ctx.requestId, serviceProfile } };
  });

  mount(mounting, updateProfile, async (ctx, { parameters, body }) => {
    const { serviceProfile: patch = {}, comment } = body;
    await changeProfile(ctx, { ...parameters, patch, comment });
    const serviceProfile = await readProfile(ctx, parameters);
    return { status: 200, body: { requestId: ctx.requestId, serviceProfile } };
  });
}
