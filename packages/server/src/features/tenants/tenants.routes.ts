import {
  createKey as createKeyOperation,
  createTenant as createTenantOperation,
  listTenants as listOperation,
  revokeKey as revokeOperation,
} from '@probity/contract/operations/admin-tenants';
import { type Mount, mount } from '../../http/mount.ts';
import type { OperatorContext } from '../../kernel/context.ts';
import { isUuid } from '../../kernel/id.ts';
import type { WorkflowDefinition } from '../workflow-definitions/workflow-definition.ts';
import { createKey, createTenant } from './create-tenant.command.ts';
import { findCustomer } from './find-customer.command.ts';
import { revokeKey } from './revoke-key.command.ts';
import { listTenants } from './tenant.store.ts';
import { ApiKeyNotFound, type Tenant } from './tenant.ts';

/** The operator's tenants and keys. */
export function tenantRoutes(
  mounting: Mount<OperatorContext>,
  shipped: readonly WorkflowDefinition[],
): void {
  mount(mounting, createTenantOperation, async (ctx, { body }) => {
    const created = await createTenant(ctx, shipped, body);
    if (!created) throw new Error('A fresh tenant id was taken already.');
    const { keyId, apiKey } = created.key;
    return {
      status: 201,
      body: {
        requestId: ctx.requestId,
        tenant: tenantView(created.tenant),
        apiKey: { keyId, apiKey },
      },
    };
  });

  mount(mounting, listOperation, async (ctx) => {
    const tenants = await listTenants(ctx.system);
    return { status: 200, body: { requestId: ctx.requestId, tenants: tenants.map(tenantView) } };
  });

  mount(mounting, createKeyOperation, async (ctx, { body }) => {
    const tenant = await findCustomer(ctx.system, body, 'body');
    const { keyId, apiKey, createdAt } = await createKey(ctx, tenant.tenantId);
    const key = { keyId, apiKey, ...idsOf(tenant), createdAt: createdAt.toISOString() };
    return { status: 201, body: { requestId: ctx.requestId, key } };
  });

  mount(mounting, revokeOperation, async (ctx, { parameters }) => {
    const { keyId } = parameters;
    if (!isUuid(keyId)) throw new ApiKeyNotFound();
    const revokedAt = await revokeKey(ctx, keyId);
    const body = { requestId: ctx.requestId, keyId, revokedAt: revokedAt.toISOString() };
    return { status: 200, body };
  });
}

function tenantView(tenant: Tenant) {
  const { name, isSandbox, createdAt } = tenant;
  return { ...idsOf(tenant), name, isSandbox, createdAt: createdAt.toISOString() };
}

function idsOf({ tenantId, parentTenantId }: Tenant) {
  return parentTenantId === null
    ? { customerId: tenantId }
    : { customerId: parentTenantId, customerChildId: tenantId };
}
