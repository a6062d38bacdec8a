import { SealBroken } from '../../kernel/seal.ts';
import { type Parameter, readStatement, type TenantDb } from '../../kernel/statement.ts';
import type { Vaults } from '../../kernel/vault.ts';
import { type AuditTold, placeOfEvent, SYSTEM, sourceKeyOf } from './audit-event.ts';
import type { AuditFilter } from './audit-filter.ts';
import type { ReadAuditEvent } from './read-audit-event.ts';

type Row = {
  event_id: string;
  tenant_id: string;
  entity_id: string | null;
  occurred_at: Date;
  type: string;
  level: number;
  event_status: string;
  request_id: string;
  channel: string;
  object_type: string | null;
  object_id: string | null;
  service_profile_id: string | null;
  service_name: string | null;
  workflow_execution_id: string | null;
  workflow_name: string | null;
  workflow_version: number | null;
  lifecycle_phase: string | null;
  step_name: string | null;
  step_result_id: string | null;
  status: string | null;
  risk_level: string | null;
  elapsed_ms: number | null;
  told: string | null;
  sealed: Buffer | null;
  place: number;
  hash: Buffer;
  wrapped: Buffer | null;
  entry_id: string | null;
  entry_wrapped: Buffer | null;
  total: number;
};

/** A run that an event names by its id alone has its name from the run, as long as that is there. */
const FILTERS = `e.tenant_id = any($1) and ($2::uuid is null or e.chain_id = $2 and e.entity_id = $2)
  and ($3::text[] is null or lower(e.workflow_name) = any($3)
    or e.workflow_name is null and e.workflow_execution_id is not null and exists (
      select from workflow_execution x where x.tenant_id = e.tenant_id
        and x.entity_id = e.entity_id and x.workflow_execution_id = e.workflow_execution_id
        and x.workflow_key = any($3)))
  and ($4::text[] is null or e.risk_level = any($4))
  and ($5::bigint[] is null or e.source_key = any($5) or $6::boolean and e.source_key is null)
  and ($7::text is null or e.request_id = $7)
  and ($8::timestamptz is null or e.occurred_at >= $8)
  and ($9::timestamptz is null or e.occurred_at <= $9)
  and ($10::text[] is null or e.channel = any($10))
  and ($11::smallint is null or e.level <= $11)`;

const DIRECTIONS = ['asc', 'desc'] as const;

/** What happened at one instant is in the order in which it was written. */
function orderOf(direction: (typeof DIRECTIONS)[number]): string {
  return ['e.occurred_at', 'e.chain_id', 'e.place'].map((by) => `${by} ${direction}`).join(', ');
}

const LISTS = new Map(
  DIRECTIONS.map((direction) => [
    direction,
    readStatement<Row>(
      `list-audit-events-${direction}`,
      `with e as materialized (
         select e.*, count(*) over ()::int as total from audit_event e where ${FILTERS}
         order by ${orderOf(direction)} limit $12 offset $13
       )
       select e.event_id, e.tenant_id, e.entity_id, e.occurred_at, e.type, e.level, e.event_status,
         e.request_id, e.channel, e.object_type, e.object_id, e.service_profile_id,
         coalesce(e.service_name, x.service_name, p.service_name) as service_name,
         e.workflow_execution_id, coalesce(e.workflow_name, x.workflow_name) as workflow_name,
         coalesce(e.workflow_version, x.workflow_version) as workflow_version,
         coalesce(e.lifecycle_phase, x.lifecycle_phase) as lifecycle_phase, e.step_name,
         e.step_result_id, e.status, e.risk_level, e.elapsed_ms, e.told, e.sealed, e.place, e.hash,
         e.total, k.wrapped, m.entry_id, m.wrapped as entry_wrapped
       from e
       left join keyring.entity_key k on k.tenant_id = e.tenant_id and k.entity_id = e.entity_id
       left join matchlist_entry m on m.tenant_id = e.tenant_id
         and m.entry_id = case when e.type = 'MATCHLIST_ENTRY' then e.object_id end::uuid
       left join workflow_execution x on x.tenant_id = e.tenant_id and x.entity_id = e.entity_id
         and x.workflow_execution_id = e.workflow_execution_id
       left join service_profile p on p.tenant_id = e.tenant_id and p.entity_id = e.entity_id
         and p.service_profile_id = e.service_profile_id
       order by ${orderOf(direction)}`,
    ),
  ]),
);

const COUNT = readStatement<{ total: number }>(
  'count-audit-events',
  `select count(*)::int as total from audit_event e where ${FILTERS}`,
);

/** One page of what happened to the tenants that may be read, with the number of all that fit. */
export async function listEvents(
  { db, vaults }: { readonly db: TenantDb; readonly vaults: Vaults },
  filter: AuditFilter,
): Promise<{ readonly events: ReadAuditEvent[]; readonly total: number }> {
  const { page } = filter;
  const statement = LISTS.get(page.sort);
  if (!statement) throw new Error(`No statement sorts ${page.sort}.`);
  const parameters = parametersOf(filter, vaults, db.scope.readable);
  const rows = await db.all(statement, [...parameters, page.limit, page.offset]);
  const total = rows[0]?.total ?? (await db.one(COUNT, parameters))?.total ?? 0;
  return { events: rows.map((row) => toReadEvent(row, vaults)), total };
}

/** In the order of {@link FILTERS}, from $2; null where a filter is not used. */
function parametersOf(
  filter: AuditFilter,
  vaults: Vaults,
  tenantIds: readonly string[],
): (Parameter | null)[] {
  const { sources } = filter;
  const keys = sources?.map((source) => tenantIds.map((id) => sourceKeyOf(vaults, id, source)));
  return [
    filter.entityId,
    filter.workflowNames?.map((name) => name.trim().toLowerCase()),
    filter.workflowRiskLevels,
    keys?.flat().filter((key) => key !== null),
    sources && sources.length > 0 ? (keys ?? []).flat().includes(null) : null,
    filter.requestId,
    filter.afterTimestamp,
    filter.beforeTimestamp,
    filter.channels,
    filter.level,
  ].map((value) => value ?? null);
}

function toReadEvent(row: Row, vaults: Vaults): ReadAuditEvent {
  return {
    eventId: row.event_id,
    tenantId: row.tenant_id,
    entityId: row.entity_id,
    occurredAt: row.occurred_at,
    type: row.type,
    level: row.level,
    eventStatus: row.event_status,
    requestId: row.request_id,
    channel: row.channel,
    objectType: row.object_type,
    objectId: row.object_id,
    serviceProfileId: row.service_profile_id,
    serviceName: row.service_name,
    workflowExecutionId: row.workflow_execution_id,
    workflowName: row.workflow_name,
    workflowVersion: row.workflow_version,
    lifecyclePhase: row.lifecycle_phase,
    stepName: row.step_name,
    stepResultId: row.step_result_id,
    status: row.status,
    riskLevel: row.risk_level,
    elapsedMs: row.elapsed_ms,
    chainPlace: row.place,
    chainHash: row.hash.toString('hex'),
    told: toldOf(row, vaults),
  };
}

function toldOf(row: Row, vaults: Vaults): AuditTold | undefined {
  if (row.sealed === null) return row.told === null ? { source: SYSTEM } : JSON.parse(row.told);
  const keeper = row.entity_id ?? row.entry_id;
  const wrapped = row.entity_id === null ? row.entry_wrapped : row.wrapped;
  if (keeper === null || wrapped === null) return undefined;
  try {
    const vault = vaults.open(row.tenant_id, keeper, wrapped);
    return vault.unseal<AuditTold>(placeOfEvent(row.event_id), row.sealed);
  } catch (error) {
    // What was tampered with is shown as far as it can be; verification says what is wrong with it.
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
}
