import type { OperatorContext } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { pageOf } from '../../kernel/page.ts';
import type { TenantDb } from '../../kernel/statement.ts';
import { insertAuditEvents } from '../audit/audit-event.store.ts';
import { auditEventOf, plainEventOf } from '../audit/audit-event.ts';
import { listEvents } from '../audit/audit-list.store.ts';
import type { ReadAuditEvent } from '../audit/read-audit-event.ts';
import { listComments } from '../comments/comment.store.ts';
import { type Entity, findEntity } from '../entities/entity.store.ts';
import { individualView } from '../entities/individual-view.ts';
import { listAllExecutions } from '../executions/execution.store.ts';
import { labelVersions } from '../lists/list.store.ts';
import { listAllResults } from '../results/process-result.store.ts';
import { findCustomer, type NamedTenant } from '../tenants/find-customer.command.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { type ExaminedRecord, examinedRecord, type Kept } from './examined-record.ts';

type Asked = NamedTenant & { readonly entityId: string };

const EVENTS_AT_ONCE = 500;

/** Nothing was ever kept of this person. */
class NothingToExport extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'ENT-1010';

  constructor() {
    const issue = 'The tenant has no such person, and never had one';
    super('Nothing to export', [{ issue, issueLocation: 'body.entityId' }]);
  }
}

/**
 * Everything about one person for an examiner: what was asked, of which version of which list, what matched
 * and why, and who decided what when. That it was exported is the newest event of it.
 */
export async function exportRecord(
  ctx: OperatorContext,
  { entityId, ...named }: Asked,
): Promise<{ readonly tenant: Tenant; readonly record: ExaminedRecord }> {
  const tenant = await findCustomer(ctx.system, named, 'body');
  const scope = { own: tenant.tenantId, readable: [tenant.tenantId] };
  const record = await ctx.system.inTransaction(async (system) => {
    const db = system.forTenant(scope);
    const entity = await findEntity({ db, vaults: ctx.vaults }, entityId);
    await recordExport(ctx, db, { entity, entityId });
    const events = await allEvents({ db, vaults: ctx.vaults }, entityId);
    // The one that has just been written is no trace of anybody.
    if (!entity && events.length === 1) throw new NothingToExport();
    const kept = entity ? await everythingOf({ ...ctx, system }, db, entity) : NOTHING;
    return examinedRecord({ ...kept, events });
  });
  return { tenant, record };
}

const NOTHING: Omit<Kept, 'events'> = {
  individual: null,
  executions: [],
  results: [],
  labels: [],
  comments: [],
};

async function everythingOf(
  { system }: OperatorContext,
  db: TenantDb,
  { vault, individual }: Entity,
): Promise<Omit<Kept, 'events'>> {
  const executions = await listAllExecutions(db, vault);
  const results = await listAllResults(db, vault);
  const comments = await listComments(db, vault);
  const members = results.flatMap(({ evidence }) => evidence.basis?.members ?? []);
  const versions = members.map(({ listId, listVersion: version }) => ({ listId, version }));
  const labels = await labelVersions(system, versions);
  return { individual: individualView(individual, 'meta'), executions, results, labels, comments };
}

async function recordExport(
  ctx: OperatorContext,
  db: TenantDb,
  { entity, entityId }: { readonly entity: Entity | undefined; readonly entityId: string },
): Promise<void> {
  const { requestId, now, vaults } = ctx;
  const by = { actor: { channel: 'SYSTEM', username: null }, requestId, now } as const;
  const fact = {
    type: 'GENERATE_REPORT',
    detail: { description: 'The operator exported the record of the person.' },
  } as const;
  const event = entity
    ? auditEventOf(by, entity.vault, fact)
    : {
        ...plainEventOf(by, { tenantId: db.scope.own, markOf: vaults.markOf }, fact),
        entityId,
      };
  await insertAuditEvents(db, [event]);
}

async function allEvents(
  reading: Pick<OperatorContext, 'vaults'> & { readonly db: TenantDb },
  entityId: string,
): Promise<ReadAuditEvent[]> {
  const all: ReadAuditEvent[] = [];
  for (let number = 1; ; number++) {
    const page = { ...pageOf({ page: number, limit: EVENTS_AT_ONCE }), sort: 'asc' as const };
    const { events } = await listEvents(reading, { entityId, page });
    all.push(...events);
    if (events.length < EVENTS_AT_ONCE) return all;
  }
}
