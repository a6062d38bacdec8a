import {
  publishManualKycPolicy,
  showManualKycPolicy,
} from '@probity/contract/operations/admin-manual-kyc';
import { type Mount, mount } from '../../http/mount.ts';
import type { OperatorContext } from '../../kernel/context.ts';
import type { PublishedPolicy } from './manual-policy.ts';
import { publishManualPolicy, showManualPolicy } from './publish-manual-policy.command.ts';

/** Which documents suffice for a verification by hand: show, publish. */
export function manualPolicyRoutes(mounting: Mount<OperatorContext>): void {
  mount(mounting, showManualKycPolicy, async (ctx, { query: tenant }) => {
    const found = await showManualPolicy(ctx, { tenant });
    return { status: 200, body: { requestId: ctx.requestId, manualKycPolicy: view(found) } };
  });

  mount(mounting, publishManualKycPolicy, async (ctx, { body }) => {
    const { policy, ...tenant } = body;
    const published = await publishManualPolicy(ctx, { tenant, policy });
    return { status: 201, body: { requestId: ctx.requestId, manualKycPolicy: view(published) } };
  });
}

function view({ policy, version, publishedAt }: PublishedPolicy) {
  return {
    version: publishedAt ? `v${version}` : 'shipped',
    ...(publishedAt && { publishedAt: publishedAt.toISOString() }),
    policy,
  };
}
