import type { OperatorContext } from '../../kernel/context.ts';
import { newUuid } from '../../kernel/id.ts';
import { recordTenantEvent } from '../audit/record-tenant-event.command.ts';
import { setUpDefaultMatchlist } from '../matchlists/default-matchlist.command.ts';
import { insertWorkflow } from '../workflow-definitions/workflow-definition.store.ts';
import type { WorkflowDefinition } from '../workflow-definitions/workflow-definition.ts';
import { hashOfKey, newApiKey } from './api-key.ts';
import { type ApiKey, findTenant, insertApiKey, insertTenant } from './tenant.store.ts';
import { type Tenant, TenantIsChild, TenantNotFound } from './tenant.ts';

/** A key that has just been made: the only time it is seen. */
export type NewKey = ApiKey & { readonly apiKey: string };

type Creating = {
  readonly name: string;
  readonly parentCustomerId?: string | undefined;
  readonly isSandbox: boolean;
  /** Chosen by the server unless given, as for the demo tenant. */
  readonly tenantId?: string;
};

/** A tenant with its first key and the workflows that every tenant begins with. */
export async function createTenant(
  ctx: OperatorContext,
  shipped: readonly WorkflowDefinition[],
  asked: Creating,
): Promise<{ tenant: Tenant; key: NewKey } | undefined> {
  return ctx.system.inTransaction(async (system) => {
    const tx = { ...ctx, system };
    const parent = asked.parentCustomerId && (await parentOf(tx, asked.parentCustomerId));
    const tenant: Tenant = {
      tenantId: asked.tenantId ?? newUuid(),
      parentTenantId: parent ? parent.tenantId : null,
      name: asked.name,
      isSandbox: asked.isSandbox,
      createdAt: tx.now(),
    };
    if (!(await insertTenant(system, tenant))) return undefined;
    await setUpDefaultMatchlist(system, tenant.tenantId, tenant.createdAt);
    for (const definition of shipped) {
      await insertWorkflow(system, tenant.tenantId, { definition, at: tx.now() });
    }
    await recordTenantEvent(tx, tenant.tenantId, { type: 'CUSTOMER_SETUP' });
    return { tenant, key: await addKey(tx, tenant.tenantId) };
  });
}

/** Another key for a tenant that exists; older ones stay valid until they are revoked. */
export async function createKey(ctx: OperatorContext, tenantId: string): Promise<NewKey> {
  return ctx.system.inTransaction(async (system) => addKey({ ...ctx, system }, tenantId));
}

async function addKey(tx: OperatorContext, tenantId: string): Promise<NewKey> {
  const apiKey = newApiKey();
  const key = { keyId: newUuid(), tenantId, createdAt: tx.now() };
  await insertApiKey(tx.system, key, hashOfKey(apiKey));
  await recordTenantEvent(tx, tenantId, {
    type: 'CUSTOMER_UPDATE',
    objectType: 'API_KEY',
    objectId: key.keyId,
    detail: { change: 'CREATED' },
  });
  return { ...key, apiKey };
}

async function parentOf(tx: OperatorContext, customerId: string): Promise<Tenant> {
  const parent = await findTenant(tx.system, customerId);
  if (!parent) throw new TenantNotFound('body.parentCustomerId');
  if (parent.parentTenantId !== null) throw new TenantIsChild();
  return parent;
}
