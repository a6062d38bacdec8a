import type { MatchlistState } from '@probity/contract/lists/matchlist';
import type { MatchlistAction } from '@probity/contract/step-summary';
import type { Context, OperatorContext } from '../../kernel/context.ts';
import { newUuid } from '../../kernel/id.ts';
import { recordTenantEvent } from '../audit/record-tenant-event.command.ts';
import { findOwnEntity, lockEntities } from '../entities/entity.store.ts';
import {
  insertMatchlist,
  listMatchlists,
  lockMatchlist,
  putMatchlist,
} from '../matchlists/matchlist.store.ts';
import {
  DefaultMatchlistStays,
  type Matchlist,
  MatchlistExists,
  MatchlistNotFound,
} from '../matchlists/matchlist.ts';
import { expireEntries, listEntitiesOf } from '../matchlists/matchlist-entry.store.ts';
import { settleProfiles } from '../standing/settle-profiles.command.ts';
import { findCustomer, type NamedTenant } from '../tenants/find-customer.command.ts';

type SettingUp = {
  readonly name: string;
  readonly description: string;
  readonly action: MatchlistAction;
  readonly riskScore: number;
};

/** Sets up another list for a tenant. @throws {@link MatchlistExists} */
export async function setUpMatchlist(
  ctx: OperatorContext,
  named: NamedTenant,
  asked: SettingUp,
): Promise<Matchlist> {
  const { tenantId } = await findCustomer(ctx.system, named, 'body');
  return ctx.system.inTransaction(async (system) => {
    const tx = { ...ctx, system };
    const list = newList({ ...asked, name: asked.name.trim() }, tx.now());
    if (!(await insertMatchlist(system, tenantId, list))) throw new MatchlistExists();
    await recordSetUp(tx, tenantId, {
      list,
      fields: ['name', 'description', 'action', 'riskScore'],
    });
    return list;
  });
}

type Changing = {
  readonly name: string;
  readonly description?: string | undefined;
  readonly action?: MatchlistAction | undefined;
  readonly riskScore?: number | undefined;
  readonly state?: MatchlistState | undefined;
};

/**
 * Changes what a list means, or takes it out of use; its active entries expire with it. Whoever is on it
 * is brought to where that leaves them.
 */
export async function changeMatchlist(
  ctx: OperatorContext,
  named: NamedTenant,
  { name, ...changes }: Changing,
): Promise<Matchlist> {
  const { tenantId } = await findCustomer(ctx.system, named, 'body');
  return ctx.system.inTransaction(async (system) => {
    const db = system.forTenant({ own: tenantId, readable: [tenantId] });
    const known = await lockMatchlist(db, name);
    if (!known) throw new MatchlistNotFound('body.name');
    if (known.isDefault && changes.state === 'ARCHIVED') throw new DefaultMatchlistStays();
    const list = { ...known, ...withoutAbsent(changes), updatedAt: ctx.now() };
    const isArchived = list.state === 'ARCHIVED' && known.state === 'ACTIVE';
    const entityIds = isArchived
      ? await expireEntries(db, list.matchlistId, list.updatedAt)
      : await listEntitiesOf(db, list.matchlistId);
    await putMatchlist(db, list);
    await recordSetUp({ ...ctx, system }, tenantId, {
      list,
      fields: Object.keys(withoutAbsent(changes)),
    });
    const actor = { channel: 'SYSTEM', username: null } as const;
    await settleAll({ ...ctx, db, actor }, entityIds);
    return list;
  });
}

async function settleAll(tx: Context, entityIds: readonly string[]): Promise<void> {
  await lockEntities(tx.db, entityIds);
  for (const entityId of entityIds) {
    const entity = await findOwnEntity(tx, entityId);
    if (entity) await settleProfiles(tx, entity);
  }
}

/** The lists of a tenant, archived ones as well. */
export async function readTenantMatchlists(
  { system }: OperatorContext,
  named: NamedTenant,
): Promise<Matchlist[]> {
  const { tenantId } = await findCustomer(system, named, 'query');
  return listMatchlists(system.forTenant({ own: tenantId, readable: [tenantId] }));
}

async function recordSetUp(
  tx: OperatorContext,
  tenantId: string,
  { list, fields }: { readonly list: Matchlist; readonly fields: readonly string[] },
): Promise<void> {
  const { matchlistId, name, action, riskScore, state } = list;
  await recordTenantEvent(tx, tenantId, {
    type: 'CUSTOMER_UPDATE',
    objectType: 'MATCHLIST',
    objectId: matchlistId,
    detail: { matchlist: { matchlistId, name, action, riskScore, state }, fieldsUpdated: fields },
  });
}

function newList({ name, description, action, riskScore }: SettingUp, at: Date): Matchlist {
  const said = { name, description, action, riskScore };
  const made = { matchlistId: newUuid(), state: 'ACTIVE', isDefault: false } as const;
  return { ...said, ...made, createdAt: at, updatedAt: at };
}

function withoutAbsent(changes: Omit<Changing, 'name'>): Partial<Matchlist> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
