import { listAuditEvents } from '@probity/contract/operations/audit/audit-events';
import type { TenantContext } from '../../http/caller.ts';
import { type Mount, mount } from '../../http/mount.ts';
import { pageMetaOf, pageOf } from '../../kernel/page.ts';
import { listEvents } from './audit-list.store.ts';
import { auditView } from './audit-view.ts';

/** What happened, for whoever has to account for it. */
export function auditRoutes(mounting: Mount<TenantContext>): void {
  mount(mounting, listAuditEvents, async (ctx, { query }) => {
    // Sorted by time alone, which the contract's page has no other word for than this one.
    const page = pageOf({ ...query, sortFields: ['createdAt'] });
    const { events, total } = await listEvents(ctx, { ...query, page });
    const meta = pageMetaOf(page, total, events.length);
    return {
      status: 200,
      body: { requestId: ctx.requestId, meta, events: events.map(auditView) },
    };
  });
}
