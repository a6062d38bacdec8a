import type { OperatorContext } from '../../kernel/context.ts';
import { recordTenantEvent } from '../audit/record-tenant-event.command.ts';
import { revokeApiKeyRow } from './tenant.store.ts';
import { ApiKeyNotFound } from './tenant.ts';

/** Ends a key's life; servers that remember it forget it within seconds. */
export async function revokeKey(ctx: OperatorContext, keyId: string): Promise<Date> {
  return ctx.system.inTransaction(async (system) => {
    const revoked = await revokeApiKeyRow(system, keyId, ctx.now());
    if (!revoked) throw new ApiKeyNotFound();
    const fact = {
      type: 'CUSTOMER_UPDATE',
      objectType: 'API_KEY',
      objectId: keyId,
      detail: { change: 'REVOKED' },
    } as const;
    await recordTenantEvent({ ...ctx, system }, revoked.tenantId, fact);
    return revoked.revokedAt;
  });
}
