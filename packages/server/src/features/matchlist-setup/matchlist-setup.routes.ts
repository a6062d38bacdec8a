import {
  createMatchlist,
  listTenantMatchlists,
  updateMatchlist,
} from '@probity/contract/operations/matchlists/admin-matchlists';
import { type Mount, mount } from '../../http/mount.ts';
import type { OperatorContext } from '../../kernel/context.ts';
import { matchlistView } from '../matchlists/matchlist-view.ts';
import {
  changeMatchlist,
  readTenantMatchlists,
  setUpMatchlist,
} from './set-up-matchlist.command.ts';

/** The operator's side: which lists a tenant has. */
export function matchlistSetupRoutes(mounting: Mount<OperatorContext>): void {
  mount(mounting, listTenantMatchlists, async (ctx, { query }) => {
    const matchlists = (await readTenantMatchlists(ctx, query)).map(matchlistView);
    return { status: 200, body: { requestId: ctx.requestId, matchlists } };
  });

  mount(mounting, createMatchlist, async (ctx, { body }) => {
    const matchlist = matchlistView(await setUpMatchlist(ctx, body, body));
    return { status: 201, body: { requestId: ctx.requestId, matchlist } };
  });

  mount(mounting, updateMatchlist, async (ctx, { body }) => {
    const { customerId: _customer, customerChildId: _child, ...changes } = body;
    const matchlist = matchlistView(await changeMatchlist(ctx, body, changes));
    return { status: 200, body: { requestId: ctx.requestId, matchlist } };
  });
}
