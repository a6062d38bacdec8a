import {
  importReference as importOperation,
  listReferences as listOperation,
  removeReference as removeOperation,
} from '@probity/contract/operations/admin-references';
import { type Mount, mount } from '../../http/mount.ts';
import { mountUploads, withUploads } from '../../http/uploaded-files.ts';
import type { OperatorContext } from '../../kernel/context.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { importReference } from './import-reference.command.ts';
import { listReferences } from './list-references.command.ts';
import type { ReferenceSource } from './reference-person.ts';
import { removeReference } from './remove-reference.command.ts';

/** The operator's registers of people: import one for a tenant, see and remove them. */
export function referenceRoutes(mounting: Mount<OperatorContext>): void {
  mountUploads(mounting, (uploads) => {
    mount(uploads, importOperation, async (ctx, { query }) => {
      const { source, name, ...tenant } = query;
      const done = await withUploads(ctx.request, undefined, (files) =>
        importReference(ctx, { tenant, source, name, files }),
      );
      const reference = view(done.tenant, done.reference);
      return { status: 201, body: { requestId: ctx.requestId, reference } };
    });
  });

  mount(mounting, listOperation, async (ctx, { query }) => {
    const { tenant, sources } = await listReferences(ctx.system, query);
    const references = sources.map((source) => view(tenant, source));
    return { status: 200, body: { requestId: ctx.requestId, references } };
  });

  mount(mounting, removeOperation, async (ctx, { query }) => {
    const { source, ...tenant } = query;
    await removeReference(ctx, tenant, source);
    return { status: 200, body: { requestId: ctx.requestId, source } };
  });
}

function view({ tenantId, parentTenantId }: Tenant, reference: ReferenceSource) {
  const { source, name, peopleCount, importedAt } = reference;
  const owner =
    parentTenantId === null
      ? { customerId: tenantId }
      : { customerId: parentTenantId, customerChildId: tenantId };
  return { source, name, ...owner, peopleCount, importedAt: importedAt.toISOString() };
}
