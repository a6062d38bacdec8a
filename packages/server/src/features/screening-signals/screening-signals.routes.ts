import { listSignals } from '@probity/contract/operations/admin-screening';
import { ENGINE_VERSION, SIGNALS } from '@probity/screening';
import { type Mount, mount } from '../../http/mount.ts';

/** What matching weighs, in words: for officers, and for whoever validates the model. */
export function screeningSignalRoutes(mounting: Mount<{ requestId: string }>): void {
  mount(mounting, listSignals, async ({ requestId }) => ({
    status: 200,
    body: { requestId, engineVersion: ENGINE_VERSION, signals: SIGNALS },
  }));
}
