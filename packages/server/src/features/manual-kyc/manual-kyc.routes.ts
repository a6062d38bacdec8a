import {
  invalidateManual as invalidateOperation,
  verifyManually as verifyOperation,
} from '@probity/contract/operations/manual-kyc';
import type { TenantContext } from '../../http/caller.ts';
import { type Mount, mount } from '../../http/mount.ts';
import { processResultView } from '../results/process-result-view.ts';
import { invalidateManual } from './invalidate-manual.command.ts';
import { verifyManually } from './verify-manually.command.ts';

/** Verification by hand, and taking it back. */
export function manualKycRoutes(mounting: Mount<TenantContext>): void {
  mount(mounting, verifyOperation, async (ctx, { parameters, body }) => {
    const results = await verifyManually(ctx, { ...parameters, ...body, comment: body.comment });
    const processResults = results.map(processResultView);
    return { status: 200, body: { requestId: ctx.requestId, processResults } };
  });

  mount(mounting, invalidateOperation, async (ctx, { parameters, body }) => {
    const { entityId } = parameters;
    const results = await invalidateManual(ctx, { entityId, comment: body.comment });
    const processResults = results.map(processResultView);
    return { status: 200, body: { requestId: ctx.requestId, processResults } };
  });
}
