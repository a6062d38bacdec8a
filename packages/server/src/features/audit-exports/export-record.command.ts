import type { OperatorContext } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { isUuid } from '../../kernel/id.ts';
import { type Page, pageOf } from '../../kernel/page.ts';
import type { TenantDb } from '../../kernel/statement.ts';
import type { EntityVault } from '../../kernel/vault.ts';
import { insertAuditEvents } from '../audit/audit-event.store.ts';
import { auditEventOf, plainEventOf } from '../audit/audit-event.ts';
import { listEvents } from '../audit/audit-list.store.ts';
import type { ReadAuditEvent } from '../audit/read-audit-event.ts';
import { listComments } from '../comments/comment.store.ts';
import { type Entity, findEntity } from '../entities/entity.store.ts';
import { individualView } from '../entities/individual-view.ts';
import { findExecution, listLatestExecutions } from '../executions/execution.store.ts';
import type { Execution } from '../executions/execution.ts';
import { labelVersions } from '../lists/list.store.ts';
import { listResults } from '../results/process-result.store.ts';
import type { ProcessResult } from '../results/process-result.ts';
import { findCustomer, type NamedTenant } from '../tenants/find-customer.command.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { type ExaminedRecord, examinedRecord, type Kept } from './examined-record.ts';

type Asked = NamedTenant & { readonly entityId: string };

const AT_ONCE = 500;
/** Of each service; nobody has as many. */
const MOST_EXECUTIONS = 100_000;

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
  const executions = await allExecutions(db, vault);
  const results = await allResults(db, vault);
  const comments = await listComments(db, vault);
  const members = results.flatMap(({ evidence }) => evidence.basis?.members ?? []);
  // Lists that are kept elsewhere are called what their keeper calls them.
  const versions = members.flatMap(({ listId, listVersion: version }) =>
    typeof version === 'number' && isUuid(listId) ? [{ listId, version }] : [],
  );
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

/** Oldest first. */
async function allExecutions(db: TenantDb, vault: EntityVault): Promise<Execution[]> {
  const all: Execution[] = [];
  for (const head of (await listLatestExecutions(db, vault, MOST_EXECUTIONS)).reverse()) {
    const execution = await findExecution(db, vault, head.workflowExecutionId);
    if (execution) all.push(execution);
  }
  return all;
}

async function allResults(db: TenantDb, vault: EntityVault): Promise<ProcessResult[]> {
  return allPages(async (page) => (await listResults(db, vault, { page })).results);
}

async function allEvents(
  reading: Pick<OperatorContext, 'vaults'> & { readonly db: TenantDb },
  entityId: string,
): Promise<ReadAuditEvent[]> {
  return allPages(async (page) => (await listEvents(reading, { entityId, page })).events);
}

/** Oldest first. */
async function allPages<T>(read: (page: Page) => Promise<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for (let number = 1; ; number++) {
    const page = pageOf({ page: number, limit: AT_ONCE, sort: 'asc' });
    const some = await read(page);
    all.push(...some);
    if (some.length < AT_ONCE) return all;
  }
}
