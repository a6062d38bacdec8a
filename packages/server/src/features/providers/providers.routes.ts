import { listProviders, type ProviderStatus } from '@probity/contract/operations/admin-providers';
import { type Mount, mount } from '../../http/mount.ts';

/** The operator's providers, in the order in which they are asked, and how each fares. */
export function providerRoutes(
  mounting: Mount<{ requestId: string }>,
  status: () => readonly ProviderStatus[],
): void {
  mount(mounting, listProviders, async ({ requestId }) => ({
    status: 200,
    body: { requestId, providers: status() },
  }));
}
