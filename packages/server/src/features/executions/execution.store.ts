import type { Channel } from '../../kernel/context.ts';
import type { EffectKind, EffectRow } from '../../kernel/effect.ts';
import { readStatement, type TenantDb, writeStatement } from '../../kernel/statement.ts';
import type { EntityVault } from '../../kernel/vault.ts';
import type { LifecyclePhase } from '../workflow-definitions/workflow-definition.ts';
import type {
  EndWorkflow,
  Execution,
  ExecutionFilter,
  ExecutionHead,
  ExecutionState,
  Given,
} from './execution.ts';
import {
  type ExecutionDetails,
  type ExecutionReport,
  type ExecutionSummary,
  issueKeysOf,
  type Outcome,
} from './execution-report.ts';

/** Executions that begin. */
export const EXECUTION_EFFECT: EffectKind = {
  name: 'workflow_execution',
  columns: `entity_id uuid, workflow_execution_id text, service_profile_id uuid,
    service_key text, workflow_key text, service_name text, workflow_name text, workflow_id text,
    workflow_version integer, lifecycle_phase text, monitoring_types text[], request_id text,
    channel text, is_manual boolean, state text, result text, status text, started_at timestamptz,
    individual_revision integer, sealed_started_by text, sealed_given text`,
  sql: (rows) => `insert into workflow_execution (tenant_id, entity_id, workflow_execution_id,
      service_profile_id, service_key, workflow_key, service_name, workflow_name, workflow_id,
      workflow_version, lifecycle_phase, monitoring_types, request_id, channel, is_manual, state,
      result, status, started_at, updated_at, individual_revision, sealed_started_by, sealed_given)
    select tenant_id, entity_id, workflow_execution_id, service_profile_id, service_key,
      workflow_key, service_name, workflow_name, workflow_id, workflow_version, lifecycle_phase,
      monitoring_types, request_id, channel, is_manual, state, result, status, started_at,
      started_at, individual_revision, decode(sealed_started_by, 'base64'),
      decode(sealed_given, 'base64')
    from ${rows}`,
};

/** Executions that end. */
export const EXECUTION_END_EFFECT: EffectKind = {
  name: 'execution_end',
  identifiedBy: ['entity_id', 'workflow_execution_id'],
  columns: `entity_id uuid, workflow_execution_id text, state text, outcome text, ended_at timestamptz,
    end_workflow_id text, end_workflow_name text, end_workflow_version integer, issue_keys bigint[],
    process_result_ids uuid[], rests_on text[], sealed_summary text, sealed_report text`,
  sql: (rows) => `update workflow_execution x set state = e.state, result = e.outcome,
      status = e.outcome, ended_at = e.ended_at, updated_at = e.ended_at,
      end_workflow_id = e.end_workflow_id, end_workflow_name = e.end_workflow_name,
      end_workflow_version = e.end_workflow_version, process_result_ids = e.process_result_ids,
      rests_on = e.rests_on, issue_keys = e.issue_keys, sealed_summary = decode(e.sealed_summary, 'base64'),
      sealed_report = decode(e.sealed_report, 'base64') from ${rows} e where x.tenant_id = e.tenant_id and x.entity_id = e.entity_id
      and x.workflow_execution_id = e.workflow_execution_id`,
};

export function toExecutionRow(vault: EntityVault, execution: Execution): EffectRow {
  const place = placeOf(execution.workflowExecutionId);
  return {
    entity_id: execution.entityId,
    workflow_execution_id: execution.workflowExecutionId,
    service_profile_id: execution.serviceProfileId,
    service_key: execution.serviceKey,
    workflow_key: execution.workflowKey,
    service_name: execution.serviceName,
    workflow_name: execution.workflowName,
    workflow_id: execution.workflowId,
    workflow_version: execution.workflowVersion,
    lifecycle_phase: execution.lifecyclePhase,
    monitoring_types: execution.monitoringTypes,
    request_id: execution.requestId,
    channel: execution.channel,
    is_manual: execution.isManual,
    state: execution.state,
    result: execution.result,
    status: execution.status,
    started_at: execution.startedAt.toISOString(),
    individual_revision: execution.individualRevision,
    sealed_started_by: vault.seal(`${place}/started_by`, execution.startedBy).toString('base64'),
    sealed_given: vault.seal(`${place}/given`, execution.given).toString('base64'),
  };
}

/** How a run ended, ready to be written. */
export type ExecutionEnd = {
  readonly workflowExecutionId: string;
  readonly outcome: Outcome;
  readonly endedAt: Date;
  readonly endWorkflow?: EndWorkflow | undefined;
  readonly processResultIds: readonly string[];
  readonly report: ExecutionReport;
};

export function toExecutionEndRow(vault: EntityVault, end: ExecutionEnd): EffectRow {
  const place = placeOf(end.workflowExecutionId);
  const { steps, issues, ...details } = end.report;
  return {
    entity_id: vault.entityId,
    workflow_execution_id: end.workflowExecutionId,
    state: 'COMPLETED',
    outcome: end.outcome,
    ended_at: end.endedAt.toISOString(),
    end_workflow_id: end.endWorkflow?.workflowId ?? null,
    end_workflow_name: end.endWorkflow?.workflowName ?? null,
    end_workflow_version: end.endWorkflow?.version ?? null,
    process_result_ids: end.processResultIds,
    rests_on: [...new Set(end.report.stepResults.flatMap(({ restsOn }) => restsOn))],
    issue_keys: issueKeysOf(vault, issues),
    sealed_summary: vault.seal(`${place}/summary`, { steps, issues }).toString('base64'),
    sealed_report: vault.seal(`${place}/report`, details).toString('base64'),
  };
}

type Row = {
  entity_id: string;
  workflow_execution_id: string;
  service_profile_id: string;
  service_key: string;
  workflow_key: string;
  service_name: string;
  workflow_name: string;
  workflow_id: string;
  workflow_version: number;
  end_workflow_id: string | null;
  end_workflow_name: string | null;
  end_workflow_version: number | null;
  lifecycle_phase: LifecyclePhase;
  monitoring_types: ('AML' | 'ACTIVITY')[];
  request_id: string;
  channel: Channel;
  is_manual: boolean;
  state: ExecutionState;
  result: Outcome;
  status: Outcome;
  started_at: Date;
  ended_at: Date | null;
  updated_at: Date;
  status_override_at: Date | null;
  status_override_request_id: string | null;
  process_result_ids: string[];
  individual_revision: number;
  sealed_started_by: Buffer | null;
  sealed_updated_by: Buffer | null;
  sealed_override_by: Buffer | null;
  sealed_summary: Buffer | null;
};

type WholeRow = Row & { sealed_given: Buffer; sealed_report: Buffer | null };

const COLUMNS = `entity_id, workflow_execution_id, service_profile_id, service_key, workflow_key,
  service_name, workflow_name, workflow_id, workflow_version, end_workflow_id, end_workflow_name,
  end_workflow_version, lifecycle_phase, monitoring_types,
  request_id, channel, is_manual, state, result, status, started_at, ended_at, updated_at,
  status_override_at, status_override_request_id, process_result_ids, individual_revision,
  sealed_started_by,
  sealed_updated_by, sealed_override_by, sealed_summary`;

const WHOLE = `${COLUMNS}, sealed_given, sealed_report`;

const FIND_EXECUTION = readStatement<WholeRow>(
  'find-execution',
  `select ${WHOLE} from workflow_execution
   where tenant_id = any($1) and entity_id = $2 and workflow_execution_id = $3`,
);

export async function findExecution(
  db: TenantDb,
  vault: EntityVault,
  workflowExecutionId: string,
): Promise<Execution | undefined> {
  const row = await db.one(FIND_EXECUTION, [vault.entityId, workflowExecutionId]);
  return row && toExecution(vault, row);
}

const LOCK_EXECUTION = writeStatement<{ state: ExecutionState }>(
  'lock-execution',
  `select state from workflow_execution
   where tenant_id = $1::uuid and entity_id = $2 and workflow_execution_id = $3 for update`,
);

/** As {@link findExecution}, held until the transaction ends: locked first, read second. */
export async function lockExecution(
  tx: TenantDb,
  vault: EntityVault,
  workflowExecutionId: string,
): Promise<Execution | undefined> {
  const locked = await tx.one(LOCK_EXECUTION, [vault.entityId, workflowExecutionId]);
  return locked && findExecution(tx, vault, workflowExecutionId);
}

const FILTERS = `tenant_id = any($1) and entity_id = $2 and service_key = $3 and workflow_key = $4
  and ($5::text[] is null or result = any($5)) and ($6::text[] is null or state = any($6))
  and ($7::timestamptz is null or started_at <= $7) and ($8::timestamptz is null or started_at >= $8)
  and ($9::timestamptz is null or ended_at <= $9) and ($10::timestamptz is null or ended_at >= $10)`;

const LIST_EXECUTIONS = readStatement<WholeRow>(
  'list-executions',
  `select ${WHOLE} from workflow_execution where ${FILTERS}
   order by workflow_execution_id desc limit $11 offset $12`,
);

const COUNT_EXECUTIONS = readStatement<{ total: number }>(
  'count-executions',
  `select count(*)::int as total from workflow_execution where ${FILTERS}`,
);

/** One page of a workflow's executions for a person, newest first, with the number of all. */
export async function listExecutions(
  db: TenantDb,
  vault: EntityVault,
  filter: ExecutionFilter,
): Promise<{ executions: Execution[]; total: number }> {
  const parameters = [
    vault.entityId,
    filter.serviceKey,
    filter.workflowKey,
    filter.workflowResults ?? null,
    filter.workflowExecutionStates ?? null,
    filter.startedAtBefore ?? null,
    filter.startedAtAfter ?? null,
    filter.endedAtBefore ?? null,
    filter.endedAtAfter ?? null,
  ];
  const { limit, offset } = filter.page;
  const [rows, count] = await Promise.all([
    db.all(LIST_EXECUTIONS, [...parameters, limit, offset]),
    db.one(COUNT_EXECUTIONS, parameters),
  ]);
  return { executions: rows.map((row) => toExecution(vault, row)), total: count?.total ?? 0 };
}

const COUNT_OF_WORKFLOW = readStatement<{ n: number }>(
  'count-executions-of-workflow',
  `select count(*)::int as n from workflow_execution
   where tenant_id = any($1) and entity_id = $2 and service_key = $3 and workflow_key = $4`,
);

/** How many executions there are of a workflow for a person. */
export async function countExecutions(
  db: TenantDb,
  of: Pick<Execution, 'entityId' | 'serviceKey' | 'workflowKey'>,
): Promise<number> {
  const row = await db.one(COUNT_OF_WORKFLOW, [of.entityId, of.serviceKey, of.workflowKey]);
  return row?.n ?? 0;
}

const LIST_LATEST = readStatement<Row>(
  'list-latest-executions',
  `select x.* from service_profile s cross join lateral (
     select ${COLUMNS} from workflow_execution
     where tenant_id = s.tenant_id and entity_id = s.entity_id and service_key = s.service_key
     order by workflow_execution_id desc limit $3) x
   where s.tenant_id = any($1) and s.entity_id = $2
   order by x.workflow_execution_id desc`,
);

/** What profiles show: a person's newest executions, so many of each service, newest first. */
export async function listLatestExecutions(
  db: TenantDb,
  vault: EntityVault,
  limit: number,
): Promise<ExecutionHead[]> {
  const rows = await db.all(LIST_LATEST, [vault.entityId, limit]);
  return rows.map((row) => toExecutionHead(vault, row));
}

/** What is sealed of an execution is bound to. */
export function placeOf(workflowExecutionId: string): string {
  return `workflow_execution/${workflowExecutionId}`;
}

function toExecution(vault: EntityVault, row: WholeRow): Execution {
  const place = placeOf(row.workflow_execution_id);
  const head = toExecutionHead(vault, row);
  const { sealed_report: sealed } = row;
  const details = sealed && vault.unseal<ExecutionDetails>(`${place}/report`, sealed);
  return {
    ...head,
    given: vault.unseal<Given>(`${place}/given`, row.sealed_given),
    report: details && head.summary && { ...head.summary, ...details },
  };
}

function toExecutionHead(vault: EntityVault, row: Row): ExecutionHead {
  const place = placeOf(row.workflow_execution_id);
  const opened = <T>(part: string, sealed: Buffer | null): T | null =>
    sealed && vault.unseal<T>(`${place}/${part}`, sealed);
  const { status_override_at: at, status_override_request_id: overrideRequestId } = row;
  return {
    workflowExecutionId: row.workflow_execution_id,
    entityId: row.entity_id,
    serviceProfileId: row.service_profile_id,
    serviceKey: row.service_key,
    workflowKey: row.workflow_key,
    serviceName: row.service_name,
    workflowName: row.workflow_name,
    workflowId: row.workflow_id,
    workflowVersion: row.workflow_version,
    endWorkflow: endWorkflowOf(row),
    lifecyclePhase: row.lifecycle_phase,
    monitoringTypes: row.monitoring_types,
    requestId: row.request_id,
    channel: row.channel,
    isManual: row.is_manual,
    state: row.state,
    result: row.result,
    status: row.status,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    updatedAt: row.updated_at,
    updatedBy: opened<string>('updated_by', row.sealed_updated_by),
    startedBy: opened<string>('started_by', row.sealed_started_by),
    override:
      at && overrideRequestId
        ? {
            at,
            requestId: overrideRequestId,
            by: opened<string>('override_by', row.sealed_override_by),
          }
        : null,
    processResultIds: row.process_result_ids,
    individualRevision: row.individual_revision,
    summary: opened<ExecutionSummary>('summary', row.sealed_summary),
  };
}

function endWorkflowOf(row: Row): EndWorkflow | null {
  const { end_workflow_id: workflowId, end_workflow_name: workflowName } = row;
  const { end_workflow_version: version } = row;
  if (workflowId === null || workflowName === null || version === null) return null;
  return { workflowId, workflowName, version };
}
