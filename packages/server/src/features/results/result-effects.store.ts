import type { EffectKind, EffectRow } from '../../kernel/effect.ts';
import { type TenantDb, writeStatement } from '../../kernel/statement.ts';
import { PROCESS_RESULT_EFFECT } from './process-result.store.ts';

/** Results that no run produced: they are about the person as the same statement keeps them. */
export const OPENED_RESULT_EFFECT: EffectKind = {
  name: 'opened_result',
  columns: PROCESS_RESULT_EFFECT.columns,
  sql: (rows) => `insert into process_result (tenant_id, entity_id, process_result_id,
      workflow_execution_id, service_key, workflow_key, request_id, step_name, step_type,
      object_type, object_id, group_id, class, result, state, system_status, manual_status,
      derived_from, created_at, updated_at, sealed)
    select tenant_id, entity_id, process_result_id, workflow_execution_id, service_key,
      workflow_key, request_id, step_name, step_type, object_type, object_id, group_id, class,
      result, state, system_status, manual_status, derived_from, created_at, created_at,
      decode(sealed, 'base64') from ${rows}`,
};

const INSERT_OPENED = writeStatement<never>(
  'insert-opened-results',
  `with opened as (
     select $1::uuid as tenant_id, x.*
     from jsonb_to_recordset($2::jsonb) as x (${OPENED_RESULT_EFFECT.columns}))
   ${OPENED_RESULT_EFFECT.sql('opened')}`,
);

/** Keeps results that no run produced, in the caller's transaction. */
export async function insertResults(tx: TenantDb, rows: readonly EffectRow[]): Promise<void> {
  if (rows.length > 0) await tx.all(INSERT_OPENED, [JSON.stringify(rows)]);
}

/** Results that a run found to be outdated. */
export const PROCESS_RESULT_STALE_EFFECT: EffectKind = {
  name: 'process_result_stale',
  identifiedBy: ['entity_id', 'process_result_id'],
  columns: 'entity_id uuid, process_result_id uuid, updated_at timestamptz',
  sql: (rows) => `update process_result p set system_status = 'STALE', updated_at = s.updated_at
    from ${rows} s where p.tenant_id = s.tenant_id and p.entity_id = s.entity_id
      and p.process_result_id = s.process_result_id and p.system_status = 'VALID'`,
};

/** Results that a run found to be too old. */
export const PROCESS_RESULT_EXPIRED_EFFECT: EffectKind = {
  ...PROCESS_RESULT_STALE_EFFECT,
  name: 'process_result_expired',
  sql: (rows) => `update process_result p set system_status = 'EXPIRED', updated_at = s.updated_at
    from ${rows} s where p.tenant_id = s.tenant_id and p.entity_id = s.entity_id
      and p.process_result_id = s.process_result_id and p.system_status = 'VALID'`,
};
