import type { EffectKind, EffectRow } from '../../kernel/effect.ts';
import { readStatement, type TenantDb, writeStatement } from '../../kernel/statement.ts';
import type { EntityVault } from '../../kernel/vault.ts';
import type { MonitoringType, Subscription } from './monitoring.ts';

const COLUMNS = `entity_id uuid, service_key text, type text, status text, at timestamptz,
  request_id text, sealed_by text`;

/** What is so already is left as it is, with when and by whom it became so. */
const upsert = (tenant: string, from: string) => `
  insert into monitoring_subscription as m (tenant_id, entity_id, service_key, type, status,
    enabled_at, enabled_request_id, sealed_enabled_by,
    disabled_at, disabled_request_id, sealed_disabled_by)
  select ${tenant}, r.entity_id, r.service_key, r.type, r.status,
    case when r.status = 'ENABLED' then r.at end,
    case when r.status = 'ENABLED' then r.request_id end,
    case when r.status = 'ENABLED' then decode(r.sealed_by, 'base64') end,
    case when r.status = 'DISABLED' then r.at end,
    case when r.status = 'DISABLED' then r.request_id end,
    case when r.status = 'DISABLED' then decode(r.sealed_by, 'base64') end
  from ${from}
  on conflict (tenant_id, entity_id, service_key, type) do update set status = excluded.status,
    enabled_at = coalesce(excluded.enabled_at, m.enabled_at),
    enabled_request_id = coalesce(excluded.enabled_request_id, m.enabled_request_id),
    sealed_enabled_by = coalesce(excluded.sealed_enabled_by, m.sealed_enabled_by),
    disabled_at = coalesce(excluded.disabled_at, m.disabled_at),
    disabled_request_id = coalesce(excluded.disabled_request_id, m.disabled_request_id),
    sealed_disabled_by = coalesce(excluded.sealed_disabled_by, m.sealed_disabled_by)
  where m.status <> excluded.status`;

/** What a run switches on or off. */
export const MONITORING_EFFECT: EffectKind = {
  name: 'monitoring_subscription',
  identifiedBy: ['entity_id', 'service_key', 'type'],
  columns: COLUMNS,
  sql: (rows) => upsert('r.tenant_id', `${rows} r`),
};

/** What is to be so, from when, and who says it. */
export type Switching = Pick<Subscription, 'serviceKey' | 'type' | 'status'> & {
  readonly at: Date;
  readonly requestId: string;
  readonly by: string | null;
};

export function toMonitoringRow(vault: EntityVault, to: Switching): EffectRow {
  const { serviceKey, type, status, at, requestId, by } = to;
  const place = placeOf(serviceKey, type);
  const part = status === 'ENABLED' ? 'enabled_by' : 'disabled_by';
  return {
    entity_id: vault.entityId,
    service_key: serviceKey,
    type,
    status,
    at: at.toISOString(),
    request_id: requestId,
    sealed_by: vault.seal(`${place}/${part}`, by).toString('base64'),
  };
}

const SWITCH = writeStatement<{ service_key: string; type: MonitoringType }>(
  'switch-monitoring',
  `${upsert('$1::uuid', `jsonb_to_recordset($2::jsonb) as r(${COLUMNS})`)}
   returning m.service_key, m.type`,
);

/** Switches what is not so yet; returns what was switched. */
export async function switchMonitoring(
  tx: TenantDb,
  vault: EntityVault,
  switches: readonly Switching[],
): Promise<Pick<Subscription, 'serviceKey' | 'type'>[]> {
  const rows = switches.map((one) => toMonitoringRow(vault, one));
  const switched = await tx.all(SWITCH, [JSON.stringify(rows)]);
  return switched.map(({ service_key: serviceKey, type }) => ({ serviceKey, type }));
}

type Row = {
  service_key: string;
  type: MonitoringType;
  status: Subscription['status'];
  enabled_at: Date | null;
  enabled_request_id: string | null;
  disabled_at: Date | null;
  disabled_request_id: string | null;
  sealed_enabled_by: Buffer | null;
  sealed_disabled_by: Buffer | null;
};

const LIST = readStatement<Row>(
  'list-subscriptions',
  `select service_key, type, status, enabled_at, enabled_request_id, disabled_at,
     disabled_request_id, sealed_enabled_by, sealed_disabled_by
   from monitoring_subscription where tenant_id = any($1) and entity_id = $2
   order by service_key, type`,
);

/** What a person is watched for, in every service. */
export async function listSubscriptions(
  db: TenantDb,
  vault: EntityVault,
): Promise<readonly Subscription[]> {
  const rows = await db.all(LIST, [vault.entityId]);
  return rows.map((row) => {
    const place = placeOf(row.service_key, row.type);
    const opened = (part: string, sealed: Buffer | null) =>
      sealed && vault.unseal<string | null>(`${place}/${part}`, sealed);
    return {
      serviceKey: row.service_key,
      type: row.type,
      status: row.status,
      enabledAt: row.enabled_at,
      enabledRequestId: row.enabled_request_id,
      enabledBy: opened('enabled_by', row.sealed_enabled_by),
      disabledAt: row.disabled_at,
      disabledRequestId: row.disabled_request_id,
      disabledBy: opened('disabled_by', row.sealed_disabled_by),
    };
  });
}

function placeOf(serviceKey: string, type: string): string {
  return `monitoring_subscription/${serviceKey}/${type}`;
}
