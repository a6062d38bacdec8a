import type { EffectKind, EffectRow } from '../../kernel/effect.ts';
import {
  type Parameter,
  readStatement,
  type SystemDb,
  systemStatement,
  type TenantDb,
  writeStatement,
} from '../../kernel/statement.ts';
import type { EntityVault } from '../../kernel/vault.ts';
import type { ProcessResultEvidence } from './evidence.ts';
import type { ProcessResult, SystemStatus } from './process-result.ts';
import type { ResultFilter } from './result-filter.ts';

/** Process results that a run produced. */
export const PROCESS_RESULT_EFFECT: EffectKind = {
  name: 'process_result',
  columns: `entity_id uuid, process_result_id uuid, workflow_execution_id text, service_key text,
    workflow_key text, request_id text, step_name text, step_type text, object_type text,
    object_id text, counterpart_id uuid, group_id text, class text, result text, state text, system_status text,
    manual_status text, derived_from text[], created_at timestamptz, individual_revision integer,
    sealed text`,
  // What was derived from a person who has changed meanwhile is outdated before it is kept.
  sql: (rows) => `insert into process_result (tenant_id, entity_id, process_result_id,
      workflow_execution_id, service_key, workflow_key, request_id, step_name, step_type,
      object_type, object_id, counterpart_id, group_id, class, result, state, system_status,
      manual_status, derived_from, created_at, updated_at, sealed)
    select r.tenant_id, r.entity_id, r.process_result_id, r.workflow_execution_id, r.service_key,
      r.workflow_key, r.request_id, r.step_name, r.step_type, r.object_type, r.object_id,
      r.counterpart_id, r.group_id, r.class, r.result, r.state,
      case when i.revision = r.individual_revision then r.system_status else 'STALE' end,
      r.manual_status, r.derived_from, r.created_at, r.created_at, decode(r.sealed, 'base64')
    from ${rows} r join individual i using (tenant_id, entity_id)`,
};

/** @param individualRevision the revision of the person that the result was derived from */
export function toProcessResultRow(
  vault: EntityVault,
  result: ProcessResult,
  individualRevision: number,
): EffectRow {
  const sealed = vault.seal(placeOf(result.processResultId), result.evidence);
  return {
    entity_id: result.entityId,
    process_result_id: result.processResultId,
    workflow_execution_id: result.workflowExecutionId,
    service_key: result.serviceKey,
    workflow_key: result.workflowKey,
    request_id: result.requestId,
    step_name: result.stepName,
    step_type: result.stepType,
    object_type: result.objectType,
    object_id: result.objectId,
    counterpart_id: result.counterpartId ?? null,
    group_id: result.groupId,
    class: result.class,
    result: result.result,
    state: result.state,
    system_status: result.systemStatus,
    manual_status: result.manualStatus,
    derived_from: result.derivedFrom,
    created_at: result.createdAt.toISOString(),
    individual_revision: individualRevision,
    sealed: sealed.toString('base64'),
  };
}

type Row = {
  entity_id: string;
  process_result_id: string;
  workflow_execution_id: string;
  service_key: string;
  workflow_key: string;
  request_id: string;
  step_name: string;
  step_type: string;
  object_type: string;
  object_id: string;
  counterpart_id: string | null;
  group_id: string | null;
  class: string;
  result: string;
  state: string;
  system_status: SystemStatus;
  manual_status: string | null;
  derived_from: string[];
  created_at: Date;
  updated_at: Date;
  sealed_updated_by: Buffer | null;
  sealed: Buffer;
};

const COLUMNS = `entity_id, process_result_id, workflow_execution_id, service_key, workflow_key,
  request_id, step_name, step_type, object_type, object_id, counterpart_id, group_id, class, result,
  state, system_status, manual_status, derived_from, created_at, updated_at, sealed_updated_by, sealed`;

const BY_ID = readStatement<Row>(
  'process-results-by-id',
  `select ${COLUMNS} from process_result
   where tenant_id = any($1) and entity_id = $2 and process_result_id = any($3::uuid[])
   order by created_at, process_result_id`,
);

/** Those of `ids` that are results of the vault's person. */
export async function listResultsById(
  db: TenantDb,
  vault: EntityVault,
  ids: readonly string[],
): Promise<ProcessResult[]> {
  if (ids.length === 0) return [];
  const rows = await db.all(BY_ID, [vault.entityId, ids]);
  return rows.map((row) => toProcessResult(vault, row));
}

const FIND_PLACE = systemStatement<{ tenant_id: string; entity_id: string }>(
  'find-process-result-place',
  'select tenant_id, entity_id from process_result where process_result_id = $1',
);

/** Whose result it is, whoever asks: for the operator. */
export async function findResultPlace(
  db: SystemDb,
  processResultId: string,
): Promise<{ readonly tenantId: string; readonly entityId: string } | undefined> {
  const row = await db.one(FIND_PLACE, [processResultId]);
  return row && { tenantId: row.tenant_id, entityId: row.entity_id };
}

const MANUAL_STATUSES = readStatement<{ process_result_id: string; manual_status: string | null }>(
  'manual-statuses',
  `select process_result_id, manual_status from process_result
   where tenant_id = any($1) and entity_id = $2 and process_result_id = any($3::uuid[])`,
);

/** What officers have said of these results, without opening them. */
export async function listManualStatuses(
  db: TenantDb,
  entityId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  if (ids.length === 0) return new Map();
  const rows = await db.all(MANUAL_STATUSES, [entityId, ids]);
  return new Map(rows.map((row) => [row.process_result_id, row.manual_status]));
}

const REUSABLE = readStatement<Row>(
  'reusable-process-results',
  `select ${COLUMNS} from process_result
   where tenant_id = any($1) and entity_id = $2 and class = $3 and system_status = 'VALID'
   order by created_at, process_result_id`,
);

/** Results of one class that are still valid for the vault's person, oldest first. */
export async function listValidResults(
  db: TenantDb,
  vault: EntityVault,
  resultClass: string,
): Promise<ProcessResult[]> {
  const rows = await db.all(REUSABLE, [vault.entityId, resultClass]);
  return rows.map((row) => toProcessResult(vault, row));
}

const FILTERS = `tenant_id = any($1) and entity_id = $2
  and ($3::text is null or service_key = $3)
  and ($4::timestamptz is null or created_at <= $4) and ($5::timestamptz is null or created_at >= $5)
  and ($6::timestamptz is null or updated_at <= $6) and ($7::timestamptz is null or updated_at >= $7)
  and ($8::text[] is null or step_name = any($8)) and ($9::text[] is null or step_type = any($9))
  and ($10::text[] is null or object_type = any($10)) and ($11::text[] is null or class = any($11))
  and ($12::text[] is null or system_status = any($12))
  and ($13::text[] is null or manual_status = any($13))
  and ($14::text[] is null or state = any($14)) and ($15::text[] is null or result = any($15))
  and ($16::text is null or workflow_key = $16)
  and ($17::text is null or process_result_id in (
    select unnest(x.process_result_ids) from workflow_execution x
    where x.tenant_id = any($1) and x.entity_id = $2 and x.workflow_execution_id = $17))`;

/** One statement a sort order, since an order cannot be a parameter. */
const LISTS = new Map(
  (['created_at', 'updated_at'] as const).flatMap((column) =>
    (['asc', 'desc'] as const).map((direction) => {
      const sort = `${column} ${direction}`;
      const statement = readStatement<Row & { total: number }>(
        `list-process-results-${column}-${direction}`,
        `select ${COLUMNS}, count(*) over ()::int as total from process_result where ${FILTERS}
         order by ${sort}, process_result_id ${direction} limit $18 offset $19`,
      );
      return [sort, statement] as const;
    }),
  ),
);

const COUNT = readStatement<{ total: number }>(
  'count-process-results',
  `select count(*)::int as total from process_result where ${FILTERS}`,
);

/** One page of a person's results, with the number of all that fit the filter. */
export async function listResults(
  db: TenantDb,
  vault: EntityVault,
  filter: ResultFilter,
): Promise<{ results: ProcessResult[]; total: number }> {
  const { page } = filter;
  const statement = LISTS.get(`${page.sortField} ${page.sort}`);
  if (!statement) throw new Error(`No statement sorts by ${page.sortField} ${page.sort}.`);
  const parameters = [vault.entityId, ...filterParameters(filter)];
  const rows = await db.all(statement, [...parameters, page.limit, page.offset]);
  const results = rows.map((row) => toProcessResult(vault, row));
  const total = rows[0]?.total ?? (await db.one(COUNT, parameters))?.total ?? 0;
  return { results, total };
}

/** In the order of {@link FILTERS}, from $3; null where a filter is not used. */
function filterParameters(filter: ResultFilter): (Parameter | null)[] {
  return [
    filter.serviceKey,
    filter.createdAtBefore,
    filter.createdAtAfter,
    filter.updatedAtBefore,
    filter.updatedAtAfter,
    filter.stepNames,
    filter.stepTypes,
    filter.objectTypes,
    filter.classes,
    filter.systemStatuses,
    filter.manualStatuses,
    filter.states,
    filter.results,
    filter.workflowKey,
    filter.workflowExecutionId,
  ].map((value) => value ?? null);
}

const SET_MANUAL_STATUS = writeStatement<{ process_result_id: string }>(
  'set-manual-status',
  `update process_result r set manual_status = $4, sealed_updated_by = u.sealed,
     updated_at = greatest($5::timestamptz, (
       select max(w.updated_at) + interval '1 ms' from process_result w
       where w.tenant_id = r.tenant_id and w.entity_id = r.entity_id
         and w.counterpart_id = r.counterpart_id and w.process_result_id <> r.process_result_id
         and w.updated_at >= $5::timestamptz))
   from unnest($3::uuid[], $6::bytea[]) as u(id, sealed)
   where r.tenant_id = $1::uuid and r.entity_id = $2 and r.process_result_id = u.id
   returning r.process_result_id`,
);

const LOCK = writeStatement<{ process_result_id: string }>(
  'lock-process-results',
  `select process_result_id from process_result
   where tenant_id = $1::uuid and entity_id = $2 and process_result_id = any($3::uuid[])
   order by process_result_id for update`,
);

/** Holds the results until the transaction ends, in an order that cannot deadlock. */
export async function lockResults(
  tx: TenantDb,
  entityId: string,
  ids: readonly string[],
): Promise<void> {
  await tx.all(LOCK, [entityId, ids]);
}

/**
 * Records the officer's word on results that are locked by this transaction. The last word about a
 * counterpart is told by its time: it comes after those before it, also where their servers' clocks
 * were ahead.
 */
export async function setManualStatus(
  tx: TenantDb,
  vault: EntityVault,
  decision: { ids: readonly string[]; manualStatus: string; at: Date; by: string | null },
): Promise<void> {
  const { ids, manualStatus, at, by } = decision;
  const authors = ids.map((id) => vault.seal(`${placeOf(id)}/updated_by`, by));
  await tx.all(SET_MANUAL_STATUS, [vault.entityId, ids, manualStatus, at, authors]);
}

const MARK_STALE = writeStatement<{ process_result_id: string }>(
  'mark-results-stale',
  `update process_result set system_status = 'STALE', updated_at = $4
   where tenant_id = $1::uuid and entity_id = $2 and system_status = 'VALID' and derived_from && $3::text[]
   returning process_result_id`,
);

/** Marks what was derived from the touched elements as outdated; returns the ids. */
export async function markResultsStale(
  tx: TenantDb,
  entityId: string,
  touched: { elements: readonly string[]; at: Date },
): Promise<string[]> {
  if (touched.elements.length === 0) return [];
  const rows = await tx.all(MARK_STALE, [entityId, touched.elements, touched.at]);
  return rows.map((row) => row.process_result_id);
}

const SET_SYSTEM_STATUS = writeStatement<{ process_result_id: string }>(
  'set-system-status',
  `update process_result set system_status = $4, updated_at = $5, sealed_updated_by = u.sealed
   from unnest($3::uuid[], $6::bytea[]) as u(id, sealed)
   where tenant_id = $1::uuid and entity_id = $2 and process_result_id = u.id`,
);

/** Records what somebody made of results that are locked by this transaction, or new in it. */
export async function setSystemStatus(
  tx: TenantDb,
  vault: EntityVault,
  change: { ids: readonly string[]; systemStatus: SystemStatus; at: Date; by: string | null },
): Promise<void> {
  const { ids, systemStatus, at, by } = change;
  const authors = ids.map((id) => vault.seal(`${placeOf(id)}/updated_by`, by));
  await tx.all(SET_SYSTEM_STATUS, [vault.entityId, ids, systemStatus, at, authors]);
}

function placeOf(processResultId: string): string {
  return `process_result/${processResultId}`;
}

function toProcessResult(vault: EntityVault, row: Row): ProcessResult {
  const place = placeOf(row.process_result_id);
  const author = row.sealed_updated_by;
  return {
    processResultId: row.process_result_id,
    entityId: row.entity_id,
    workflowExecutionId: row.workflow_execution_id,
    serviceKey: row.service_key,
    workflowKey: row.workflow_key,
    requestId: row.request_id,
    stepName: row.step_name,
    stepType: row.step_type,
    objectType: row.object_type,
    objectId: row.object_id,
    ...(row.counterpart_id && { counterpartId: row.counterpart_id }),
    groupId: row.group_id,
    class: row.class,
    result: row.result,
    state: row.state,
    systemStatus: row.system_status,
    manualStatus: row.manual_status,
    derivedFrom: row.derived_from,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    updatedBy: author && vault.unseal<string | null>(`${place}/updated_by`, author),
    evidence: vault.unseal<ProcessResultEvidence>(place, row.sealed),
  };
}
