import type { EffectKind, EffectRow } from '../../kernel/effect.ts';
import { readStatement, type TenantDb, writeStatement } from '../../kernel/statement.ts';
import type { EntityVault } from '../../kernel/vault.ts';
import type { Officers, ProfileState, ServiceProfile } from './service-profile.ts';

const COLUMNS = `entity_id uuid, service_key text, service_profile_id uuid, service_name text,
  state text, current_workflow_id text, current_workflow_name text,
  latest_workflow_execution_id text, created_at timestamptz, created_request_id text,
  sealed_created_by text, sealed_updated_by text`;

const INTO = `insert into service_profile (tenant_id, entity_id, service_key, service_profile_id,
  service_name, state, current_workflow_id, current_workflow_name, latest_workflow_execution_id,
  created_at, created_request_id, updated_at, updated_request_id, sealed_created_by,
  sealed_updated_by)`;

const PICK = `entity_id, service_key, service_profile_id, service_name, state, current_workflow_id,
  current_workflow_name, latest_workflow_execution_id, created_at, created_request_id, created_at,
  created_request_id, decode(sealed_created_by, 'base64'), decode(sealed_updated_by, 'base64')`;

/**
 * Profiles that a run needs: created, or told which workflow is their current one. One that was set aside when
 * the run was asked for comes back; one that is set aside meanwhile stays so.
 */
export const SERVICE_PROFILE_EFFECT: EffectKind = {
  name: 'service_profile',
  identifiedBy: ['entity_id', 'service_key'],
  columns: COLUMNS,
  sql: (rows) => `${INTO} select tenant_id, ${PICK} from ${rows}
    on conflict (tenant_id, entity_id, service_key) do update set
      state = case when service_profile.state = excluded.state
          and service_profile.state in ('ARCHIVED', 'INACTIVE') then 'AUTO'
        else service_profile.state end,
      current_workflow_id = excluded.current_workflow_id,
      current_workflow_name = excluded.current_workflow_name,
      latest_workflow_execution_id = greatest(service_profile.latest_workflow_execution_id,
        excluded.latest_workflow_execution_id),
      updated_at = excluded.updated_at, updated_request_id = excluded.updated_request_id,
      sealed_updated_by = excluded.sealed_updated_by`,
};

/**
 * Where a person stands once a run has ended. One that waited for something outside while a later run
 * ended has nothing more to say about it.
 */
export const PROFILE_STATE_EFFECT: EffectKind = {
  name: 'profile_state',
  identifiedBy: ['entity_id', 'service_key'],
  columns: `entity_id uuid, service_key text, workflow_execution_id text, state text,
    updated_at timestamptz, request_id text`,
  sql: (rows) => `update service_profile p set state = s.state, updated_at = s.updated_at,
      updated_request_id = s.request_id
    from ${rows} s where p.tenant_id = s.tenant_id and p.entity_id = s.entity_id
      and p.service_key = s.service_key
      and p.state not in ('ARCHIVED', 'BLOCKLISTED', 'DELETED', 'DUPLICATE', 'INACTIVE')
      and not exists (
        select from workflow_execution x
        where x.tenant_id = s.tenant_id and x.entity_id = s.entity_id
          and x.service_key = s.service_key and x.ended_at is not null
          and x.workflow_execution_id > s.workflow_execution_id)`,
};

export function toServiceProfileRow(vault: EntityVault, profile: ServiceProfile): EffectRow {
  const sealed = (part: string, by: string | null) =>
    vault.seal(`service_profile/${profile.serviceKey}/${part}`, by).toString('base64');
  return {
    entity_id: profile.entityId,
    service_key: profile.serviceKey,
    service_profile_id: profile.serviceProfileId,
    service_name: profile.serviceName,
    state: profile.state,
    current_workflow_id: profile.currentWorkflowId,
    current_workflow_name: profile.currentWorkflowName,
    latest_workflow_execution_id: profile.latestWorkflowExecutionId,
    created_at: profile.createdAt.toISOString(),
    created_request_id: profile.createdRequestId,
    sealed_created_by: sealed('created_by', profile.createdBy),
    sealed_updated_by: sealed('updated_by', profile.updatedBy),
  };
}

const INSERT_SERVICE_PROFILE = writeStatement<never>(
  'insert-service-profile',
  `${INTO} select $1::uuid, ${PICK} from jsonb_to_record($2::jsonb) as p(${COLUMNS})`,
);

export async function insertServiceProfile(
  tx: TenantDb,
  vault: EntityVault,
  profile: ServiceProfile,
): Promise<void> {
  await tx.all(INSERT_SERVICE_PROFILE, [JSON.stringify(toServiceProfileRow(vault, profile))]);
}

type Row = {
  entity_id: string;
  service_key: string;
  service_profile_id: string;
  service_name: string;
  state: ProfileState;
  current_workflow_id: string | null;
  current_workflow_name: string | null;
  latest_workflow_execution_id: string | null;
  created_at: Date;
  created_request_id: string;
  updated_at: Date;
  updated_request_id: string;
  sealed_created_by: Buffer | null;
  sealed_updated_by: Buffer | null;
  sealed_officers: Buffer | null;
};

const LIST_SERVICE_PROFILES = readStatement<Row>(
  'list-service-profiles',
  `select entity_id, service_key, service_profile_id, service_name, state, current_workflow_id,
     current_workflow_name, latest_workflow_execution_id, created_at, created_request_id,
     updated_at, updated_request_id, sealed_created_by, sealed_updated_by, sealed_officers
   from service_profile where tenant_id = any($1) and entity_id = $2
   order by created_at, service_key`,
);

/** All of a person's profiles, oldest first. */
export async function listServiceProfiles(
  db: TenantDb,
  vault: EntityVault,
): Promise<ServiceProfile[]> {
  const rows = await db.all(LIST_SERVICE_PROFILES, [vault.entityId]);
  return rows.map((row) => toServiceProfile(vault, row));
}

type StandingRow = {
  state: ProfileState | null;
  latest_status: string | null;
  latest_workflow_execution_id: string | null;
  survivor_id: string | null;
  is_blocked: boolean;
};

const FIND_STATE = writeStatement<StandingRow>(
  'find-profile-state',
  `select p.state, p.latest_workflow_execution_id, d.survivor_id,
     (select x.status from workflow_execution x
      where x.tenant_id = $1::uuid and x.entity_id = $2
        and x.workflow_execution_id = p.latest_workflow_execution_id) as latest_status,
     exists (
       select from service_profile q
       where q.tenant_id = $1::uuid and q.entity_id = $2 and q.state = 'BLOCKLISTED'
     ) or exists (
       select from matchlist_entry e join matchlist l using (tenant_id, matchlist_id)
       where e.tenant_id = $1::uuid and e.entity_id = $2 and e.state = 'ACTIVE'
         and l.state = 'ACTIVE' and l.action = 'BLOCK'
     ) as is_blocked
   from (select) one
   left join service_profile p
     on p.tenant_id = $1::uuid and p.entity_id = $2 and p.service_key = $3
   left join lateral (
     select case when one_id = $2 then other_id else one_id end as survivor_id
     from duplicate_pair where tenant_id = $1::uuid and retired_id = $2
     order by decided_at desc limit 1
   ) d on true`,
);

/** Where a person stands in one service; undefined where they have no profile in it. */
export type KnownState = {
  readonly state: ProfileState | undefined;
  /** Of the latest run in the service; null before there is one. */
  readonly latestStatus: string | null;
  /** The run that was asked for last; the id of the next has to sort after it. */
  readonly latestExecutionId: string | null;
  /** Who is in use in place of the person, in every service. */
  readonly survivorId: string | null;
  /** Where the person stands in a service that is new to them. */
  readonly firstState: ProfileState;
};

/** Where a person of the caller's own tenant stands in one service, without opening anything. */
export async function findProfileState(
  db: TenantDb,
  entityId: string,
  serviceKey: string,
): Promise<KnownState> {
  const row = await db.one(FIND_STATE, [entityId, serviceKey]);
  return {
    state: row?.state ?? undefined,
    latestStatus: row?.latest_status ?? null,
    latestExecutionId: row?.latest_workflow_execution_id ?? null,
    survivorId: row?.survivor_id ?? null,
    firstState: row?.is_blocked ? 'BLOCKLISTED' : 'INIT',
  };
}

type StateRow = {
  service_key: string;
  service_profile_id: string;
  state: ProfileState;
  status: string | null;
};

const LOCK_STATES = writeStatement<StateRow>(
  'lock-profile-states',
  `select p.service_key, p.service_profile_id, p.state, x.status
   from service_profile p left join workflow_execution x
     on x.tenant_id = p.tenant_id and x.entity_id = p.entity_id
     and x.workflow_execution_id = p.latest_workflow_execution_id
   where p.tenant_id = $1::uuid and p.entity_id = $2
   order by p.service_key for update of p`,
);

/** Where each profile of a person stands, and how its latest run ended; held until the transaction ends. */
export async function lockProfileStates(tx: TenantDb, entityId: string) {
  const rows = await tx.all(LOCK_STATES, [entityId]);
  return rows.map((row) => ({
    serviceKey: row.service_key,
    serviceProfileId: row.service_profile_id,
    state: row.state,
    latestStatus: row.status,
  }));
}

const LOCK_PROFILE = writeStatement<{ service_key: string }>(
  'lock-service-profile',
  `select service_key from service_profile
   where tenant_id = $1::uuid and entity_id = $2 and service_key = $3 for update`,
);

/** As {@link findServiceProfile}, held until the transaction ends: locked first, read second. */
export async function lockServiceProfile(
  tx: TenantDb,
  vault: EntityVault,
  serviceKey: string,
): Promise<ServiceProfile | undefined> {
  const locked = await tx.one(LOCK_PROFILE, [vault.entityId, serviceKey]);
  return locked && findServiceProfile(tx, vault, serviceKey);
}

/** A person's profile in one service. */
export async function findServiceProfile(
  db: TenantDb,
  vault: EntityVault,
  serviceKey: string,
): Promise<ServiceProfile | undefined> {
  const profiles = await listServiceProfiles(db, vault);
  return profiles.find((profile) => profile.serviceKey === serviceKey);
}

const QUESTION_PASSES = writeStatement<{ service_profile_id: string }>(
  'question-passes',
  `update service_profile p set state = 'AUTO', updated_at = $4, updated_request_id = $5
   from workflow_execution x
   where p.tenant_id = $1::uuid and p.entity_id = $2 and p.state = 'ACTIVE'
     and x.tenant_id = p.tenant_id and x.entity_id = p.entity_id
     and x.workflow_execution_id = p.latest_workflow_execution_id and x.rests_on && $3::text[]
   returning p.service_profile_id`,
);

/**
 * Takes profiles out of ACTIVE whose latest run rests on something that is no longer so; the next run
 * says where they stand. Returns their ids.
 */
export async function questionPasses(
  tx: TenantDb,
  entityId: string,
  edit: { elements: readonly string[]; at: Date; requestId: string },
): Promise<string[]> {
  const { elements, at, requestId } = edit;
  if (elements.length === 0) return [];
  const rows = await tx.all(QUESTION_PASSES, [entityId, elements, at, requestId]);
  return rows.map((row) => row.service_profile_id);
}

const SET_STATE = writeStatement<never>(
  'set-profile-state',
  `update service_profile set state = $4, updated_at = $5, updated_request_id = $6,
     sealed_updated_by = $7
   where tenant_id = $1::uuid and entity_id = $2 and service_key = $3`,
);

/** Moves a profile to another state, in the caller's transaction. */
export async function setProfileState(
  tx: TenantDb,
  vault: EntityVault,
  to: { serviceKey: string; state: ProfileState; at: Date; requestId: string; by: string | null },
): Promise<void> {
  const { serviceKey, state, at, requestId, by } = to;
  const author = vault.seal(`service_profile/${serviceKey}/updated_by`, by);
  await tx.all(SET_STATE, [vault.entityId, serviceKey, state, at, requestId, author]);
}

function toServiceProfile(vault: EntityVault, row: Row): ServiceProfile {
  const opened = <T>(part: string, sealed: Buffer | null): T | null =>
    sealed && vault.unseal<T>(`service_profile/${row.service_key}/${part}`, sealed);
  return {
    serviceProfileId: row.service_profile_id,
    entityId: row.entity_id,
    serviceKey: row.service_key,
    serviceName: row.service_name,
    state: row.state,
    currentWorkflowId: row.current_workflow_id,
    currentWorkflowName: row.current_workflow_name,
    latestWorkflowExecutionId: row.latest_workflow_execution_id,
    createdAt: row.created_at,
    createdRequestId: row.created_request_id,
    createdBy: opened<string>('created_by', row.sealed_created_by),
    updatedAt: row.updated_at,
    updatedRequestId: row.updated_request_id,
    updatedBy: opened<string>('updated_by', row.sealed_updated_by),
    officers: opened<Officers>('officers', row.sealed_officers) ?? {},
  };
}
