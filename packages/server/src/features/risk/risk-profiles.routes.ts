import {
  publishRiskProfile as publishOperation,
  showRiskProfile as showOperation,
} from '@probity/contract/operations/admin-risk';
import { type Mount, mount } from '../../http/mount.ts';
import type { OperatorContext } from '../../kernel/context.ts';
import { publishRiskProfile, showRiskProfile } from './publish-risk-profile.command.ts';
import type { PublishedRiskProfile } from './risk-profile.ts';

/** How tenants score risk: show, publish. */
export function riskProfileRoutes(mounting: Mount<OperatorContext>): void {
  mount(mounting, showOperation, async (ctx, { query }) => {
    const { profileName, ...tenant } = query;
    const found = await showRiskProfile(ctx, { tenant, profileName });
    return { status: 200, body: { requestId: ctx.requestId, riskProfile: view(found) } };
  });

  mount(mounting, publishOperation, async (ctx, { body }) => {
    const { profile: text, ...tenant } = body;
    const published = await publishRiskProfile(ctx, { tenant, text });
    return { status: 201, body: { requestId: ctx.requestId, riskProfile: view(published) } };
  });
}

function view({ profile, version, publishedAt }: PublishedRiskProfile) {
  return {
    profileName: profile.profileName,
    version: publishedAt ? `v${version}` : 'shipped',
    ...(publishedAt && { publishedAt: publishedAt.toISOString() }),
    profile,
  };
}
