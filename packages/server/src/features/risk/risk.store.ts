import type { EffectKind, EffectRow } from '../../kernel/effect.ts';
import { readStatement, type TenantDb, writeStatement } from '../../kernel/statement.ts';
import type { EntityVault } from '../../kernel/vault.ts';
import type { RiskAssessment, RiskFactor, RiskFactorStatus, RiskOverride } from './risk.ts';
import type { RiskLevel } from './risk-profile.ts';

/** A run that waited for something outside while a later one ended has nothing more to say of what counts. */
const LATER_RUN_ENDED = `exists (
        select from workflow_execution x
        where x.tenant_id = r.tenant_id and x.entity_id = r.entity_id
          and x.service_key = r.service_key and x.ended_at is not null
          and x.workflow_execution_id > r.workflow_execution_id)`;

/** Factors that a run found. What was derived from a person who has changed meanwhile is outdated at once. */
export const RISK_FACTOR_EFFECT: EffectKind = {
  name: 'risk_factor',
  columns: `entity_id uuid, risk_factor_id uuid, service_key text, workflow_execution_id text,
    status text, derived_from text[], created_at timestamptz, individual_revision integer, sealed text`,
  sql: (rows) => `insert into risk_factor (tenant_id, entity_id, risk_factor_id, service_key,
      workflow_execution_id, status, derived_from, created_at, updated_at, sealed)
    select r.tenant_id, r.entity_id, r.risk_factor_id, r.service_key, r.workflow_execution_id,
      case when r.status = 'VALID' and (i.revision <> r.individual_revision or ${LATER_RUN_ENDED})
        then 'STALE' else r.status end,
      r.derived_from, r.created_at, r.created_at, decode(r.sealed, 'base64')
    from ${rows} r join individual i using (tenant_id, entity_id)`,
};

/** Factors that a run replaced. */
export const RISK_FACTOR_STALE_EFFECT: EffectKind = {
  name: 'risk_factor_stale',
  identifiedBy: ['entity_id', 'risk_factor_id'],
  columns: 'entity_id uuid, risk_factor_id uuid, updated_at timestamptz',
  sql: (rows) => `update risk_factor f set status = 'STALE', updated_at = s.updated_at
    from ${rows} s where f.tenant_id = s.tenant_id and f.entity_id = s.entity_id
      and f.risk_factor_id = s.risk_factor_id and f.status = 'VALID'`,
};

/** What runs came to. */
export const RISK_ASSESSMENT_EFFECT: EffectKind = {
  name: 'risk_assessment',
  columns: `entity_id uuid, risk_assessment_id uuid, service_key text, service_profile_id uuid,
    workflow_execution_id text, workflow_id text, level text, override_level text, factor_ids uuid[],
    created_at timestamptz, individual_revision integer, sealed_override text, sealed text`,
  sql: (
    rows,
  ) => `insert into risk_assessment (tenant_id, entity_id, risk_assessment_id, service_key,
      service_profile_id, workflow_execution_id, workflow_id, level, override_level, is_outdated,
      factor_ids, created_at, updated_at, sealed_override, sealed)
    select r.tenant_id, r.entity_id, r.risk_assessment_id, r.service_key, r.service_profile_id,
      r.workflow_execution_id, r.workflow_id, r.level, r.override_level,
      i.revision <> r.individual_revision or ${LATER_RUN_ENDED}, r.factor_ids, r.created_at, r.created_at,
      decode(r.sealed_override, 'base64'), decode(r.sealed, 'base64')
    from ${rows} r join individual i using (tenant_id, entity_id)`,
};

type Kept = Pick<RiskAssessment, 'score' | 'factors'>;
type SealedFactor = Omit<RiskFactor, 'status'>;

export function toRiskFactorRow(
  vault: EntityVault,
  factor: RiskFactor,
  of: { readonly serviceKey: string; readonly individualRevision: number },
): EffectRow {
  const { status, ...said } = factor;
  return {
    entity_id: vault.entityId,
    risk_factor_id: factor.riskFactorId,
    service_key: of.serviceKey,
    workflow_execution_id: factor.workflowExecutionId,
    status,
    derived_from: factor.derivedFrom,
    created_at: factor.createdAt,
    individual_revision: of.individualRevision,
    sealed: vault.seal(factorPlace(factor.riskFactorId), said).toString('base64'),
  };
}

export function toRiskAssessmentRow(
  vault: EntityVault,
  assessment: RiskAssessment,
  individualRevision: number,
): EffectRow {
  const { riskAssessmentId, override, score, factors } = assessment;
  const place = assessmentPlace(riskAssessmentId);
  const kept: Kept = { score, factors };
  return {
    entity_id: vault.entityId,
    risk_assessment_id: riskAssessmentId,
    service_key: assessment.serviceKey,
    service_profile_id: assessment.serviceProfileId,
    workflow_execution_id: assessment.workflowExecutionId,
    workflow_id: assessment.workflowId,
    level: assessment.level,
    override_level: override?.level ?? null,
    factor_ids: factors.map(({ riskFactorId }) => riskFactorId),
    created_at: assessment.createdAt.toISOString(),
    individual_revision: individualRevision,
    sealed_override: vault.seal(`${place}/override`, override).toString('base64'),
    sealed: vault.seal(place, kept).toString('base64'),
  };
}

const VALID_FACTORS = readStatement<{ risk_factor_id: string; sealed: Buffer }>(
  'valid-risk-factors',
  `select risk_factor_id, sealed from risk_factor
   where tenant_id = any($1) and entity_id = $2 and service_key = $3 and status = 'VALID'
   order by created_at, risk_factor_id`,
);

/** What is known of a person's risk within a service, and holds still. */
export async function listValidFactors(
  db: TenantDb,
  vault: EntityVault,
  serviceKey: string,
): Promise<RiskFactor[]> {
  const rows = await db.all(VALID_FACTORS, [vault.entityId, serviceKey]);
  return rows.map(({ risk_factor_id: id, sealed }) => ({
    ...vault.unseal<SealedFactor>(factorPlace(id), sealed),
    status: 'VALID',
  }));
}

type Row = {
  risk_assessment_id: string;
  service_key: string;
  service_profile_id: string;
  workflow_execution_id: string;
  workflow_id: string;
  level: RiskLevel;
  is_outdated: boolean;
  created_at: Date;
  updated_at: Date;
  sealed_override: Buffer | null;
  sealed: Buffer;
  statuses: Readonly<Record<string, RiskFactorStatus>> | null;
};

const COLUMNS = `a.risk_assessment_id, a.service_key, a.service_profile_id, a.workflow_execution_id,
  a.workflow_id, a.level, a.is_outdated, a.created_at, a.updated_at, a.sealed_override, a.sealed,
  (select jsonb_object_agg(f.risk_factor_id, f.status) from risk_factor f
   where f.tenant_id = a.tenant_id and f.entity_id = a.entity_id
     and f.risk_factor_id = any(a.factor_ids)) as statuses`;

const OF_EXECUTIONS = readStatement<Row>(
  'risk-assessments-of-executions',
  `select ${COLUMNS} from risk_assessment a
   where a.tenant_id = any($1) and a.entity_id = $2 and a.workflow_execution_id = any($3)`,
);

/** By execution, with every factor's status as it is now. */
export async function listAssessments(
  db: TenantDb,
  vault: EntityVault,
  executionIds: readonly string[],
): Promise<ReadonlyMap<string, RiskAssessment>> {
  if (executionIds.length === 0) return new Map();
  const rows = await db.all(OF_EXECUTIONS, [vault.entityId, executionIds]);
  return new Map(rows.map((row) => [row.workflow_execution_id, toAssessment(vault, row)]));
}

const LATEST = readStatement<Row>(
  'latest-risk-assessment',
  `select ${COLUMNS} from risk_assessment a
   where a.tenant_id = any($1) and a.entity_id = $2 and a.service_key = $3
   order by a.workflow_execution_id desc limit 1`,
);

/** Of a person within a service. */
export async function findLatestAssessment(
  db: TenantDb,
  vault: EntityVault,
  serviceKey: string,
): Promise<RiskAssessment | undefined> {
  const row = await db.one(LATEST, [vault.entityId, serviceKey]);
  return row && toAssessment(vault, row);
}

const LATEST_IDS = readStatement<{ service_key: string; risk_assessment_id: string }>(
  'latest-risk-assessment-ids',
  `select distinct on (service_key) service_key, risk_assessment_id from risk_assessment
   where tenant_id = any($1) and entity_id = $2
   order by service_key, workflow_execution_id desc`,
);

/** By service. */
export async function listLatestAssessmentIds(
  db: TenantDb,
  entityId: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await db.all(LATEST_IDS, [entityId]);
  return new Map(rows.map((row) => [row.service_key, row.risk_assessment_id]));
}

const OVERRIDE = writeStatement<never>(
  'override-risk',
  `update risk_assessment set override_level = $4, sealed_override = $5, updated_at = $6
   where tenant_id = $1::uuid and entity_id = $2 and risk_assessment_id = $3`,
);

/** Puts an officer's level in place of what was calculated, which stays beside it. */
export async function setRiskOverride(
  tx: TenantDb,
  vault: EntityVault,
  to: { riskAssessmentId: string; override: RiskOverride; at: Date },
): Promise<void> {
  const { riskAssessmentId, override, at } = to;
  const sealed = vault.seal(`${assessmentPlace(riskAssessmentId)}/override`, override);
  await tx.all(OVERRIDE, [vault.entityId, riskAssessmentId, override.level, sealed, at]);
}

const MARK_STALE = writeStatement<{ risk_factor_id: string }>(
  'mark-risk-factors-stale',
  `with stale as (
     update risk_factor set status = 'STALE', updated_at = $4
     where tenant_id = $1::uuid and entity_id = $2 and status = 'VALID' and derived_from && $3::text[]
     returning risk_factor_id),
   outdated as (
     update risk_assessment a set is_outdated = true
     where a.tenant_id = $1::uuid and a.entity_id = $2 and not a.is_outdated
       and a.factor_ids && (select array_agg(risk_factor_id) from stale))
   select risk_factor_id from stale`,
);

/** Marks factors that were derived from the touched elements, and assessments made of them, as outdated. */
export async function markFactorsStale(
  tx: TenantDb,
  entityId: string,
  touched: { elements: readonly string[]; at: Date },
): Promise<string[]> {
  if (touched.elements.length === 0) return [];
  const rows = await tx.all(MARK_STALE, [entityId, touched.elements, touched.at]);
  return rows.map((row) => row.risk_factor_id);
}

function factorPlace(id: string): string {
  return `risk_factor/${id}`;
}

function assessmentPlace(id: string): string {
  return `risk_assessment/${id}`;
}

function toAssessment(vault: EntityVault, row: Row): RiskAssessment {
  const place = assessmentPlace(row.risk_assessment_id);
  const { score, factors } = vault.unseal<Kept>(place, row.sealed);
  const override = row.sealed_override;
  return {
    riskAssessmentId: row.risk_assessment_id,
    serviceKey: row.service_key,
    serviceProfileId: row.service_profile_id,
    workflowId: row.workflow_id,
    workflowExecutionId: row.workflow_execution_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    isOutdated: row.is_outdated,
    override: override && vault.unseal<RiskOverride | null>(`${place}/override`, override),
    score,
    level: row.level,
    factors: factors.map((factor) => ({
      ...factor,
      status: row.statuses?.[factor.riskFactorId] ?? factor.status,
    })),
  };
}
