import { searchProfiles as searchOperation } from '@probity/contract/operations/search-profiles';
import type { TenantContext } from '../../http/caller.ts';
import { type Mount, mount } from '../../http/mount.ts';
import { pageMetaOf, pageOf } from '../../kernel/page.ts';
import { searchProfiles } from './search-profiles.command.ts';

/** Search of people by their service profiles. */
export function profileSearchRoutes(mounting: Mount<TenantContext>): void {
  mount(mounting, searchOperation, async (ctx, { query, body }) => {
    const page = pageOf(query);
    const { matches, total } = await searchProfiles(ctx, { ...body, page });
    const meta = pageMetaOf(page, total, matches.length);
    // The contract has lists of matches in a list: the page is the one of them.
    return { status: 200, body: { requestId: ctx.requestId, matches: [matches], meta } };
  });
}
