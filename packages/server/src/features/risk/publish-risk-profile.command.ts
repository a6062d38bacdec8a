import type { OperatorContext } from '../../kernel/context.ts';
import { recordTenantEvent } from '../audit/record-tenant-event.command.ts';
import { findCustomer, type NamedTenant } from '../tenants/find-customer.command.ts';
import { insertRiskProfile } from './risk-profile.store.ts';
import { type PublishedRiskProfile, RiskProfileNotFound, readRiskProfile } from './risk-profile.ts';
import { riskProfileInForce } from './shipped-risk-profile.command.ts';

/** Publishes the next version of a profile for one tenant. @throws RiskProfileRefused */
export async function publishRiskProfile(
  ctx: OperatorContext,
  asked: { tenant: NamedTenant; text: string },
): Promise<PublishedRiskProfile> {
  const { tenantId } = await findCustomer(ctx.system, asked.tenant, 'body');
  const profile = readRiskProfile(asked.text);
  return ctx.system.inTransaction(async (system) => {
    const published = await insertRiskProfile(system, tenantId, { profile, at: ctx.now() });
    const objectId = `${profile.profileName}@v${published.version}`;
    const fact = {
      type: 'CUSTOMER_UPDATE',
      objectType: 'RISK_PROFILE',
      objectId,
      detail: { fieldsUpdated: ['definition'] },
    } as const;
    await recordTenantEvent({ ...ctx, system }, tenantId, fact);
    return published;
  });
}

/** The profile that is in force for one tenant. @throws {@link RiskProfileNotFound} */
export async function showRiskProfile(
  { system }: OperatorContext,
  asked: { tenant: NamedTenant; profileName: string },
): Promise<PublishedRiskProfile> {
  const { tenantId } = await findCustomer(system, asked.tenant, 'query');
  const db = system.forTenant({ own: tenantId, readable: [tenantId] });
  const found = await riskProfileInForce({ db }, asked.profileName);
  if (!found) throw new RiskProfileNotFound();
  return found;
}
