import type { EffectKind, EffectRow } from '../../kernel/effect.ts';
import {
  type SystemDb,
  systemStatement,
  type TenantDb,
  writeStatement,
} from '../../kernel/statement.ts';
import type { KnownRequest, RequestHashes } from './request-key.ts';

/** The constraint that refuses a change whose request has lost its key. */
export const FENCE = 'request_key_fence';

const COLUMNS = 'key_hash bigint, request_id text, entity_id uuid, workflow_execution_id text';

/** From now on the answer is all that is missing, and who makes it may be waiting for a run. */
const MARK = `carried_out_by = r.request_id, entity_id = coalesce(r.entity_id, k.entity_id),
  workflow_execution_id = coalesce(r.workflow_execution_id, k.workflow_execution_id),
  claimed_until = now() + interval '2 minutes'`;

/** That a request has been carried out, in the statement that carries it out. */
export const REQUEST_KEY_EFFECT: EffectKind = {
  name: 'request_key',
  identifiedBy: ['key_hash'],
  columns: COLUMNS,
  sql: (rows) => `update request_key k set ${MARK} from ${rows} r
    where k.tenant_id = r.tenant_id and k.key_hash = r.key_hash`,
};

const MARK_CARRIED_OUT = writeStatement<never>(
  'mark-request-carried-out',
  `update request_key k set ${MARK} from jsonb_to_record($2::jsonb) as r (${COLUMNS})
   where k.tenant_id = $1::uuid and k.key_hash = r.key_hash`,
);

/** As {@link REQUEST_KEY_EFFECT}, in a transaction. Whoever asks for the same key waits for its end. */
export async function markCarriedOut(tx: TenantDb, row: EffectRow): Promise<void> {
  await tx.all(MARK_CARRIED_OUT, [JSON.stringify(row)]);
}

const CLAIM = writeStatement<{ request_id: string }>(
  'claim-request-key',
  `insert into request_key as k (tenant_id, key_hash, request_hash, request_id, claimed_until, expires_at)
   values ($1::uuid, $2::bigint, $3::bigint, $4, now() + interval '30 seconds',
     now() + interval '24 hours')
   on conflict (tenant_id, key_hash) do update set request_hash = excluded.request_hash,
     request_id = excluded.request_id, claimed_until = excluded.claimed_until,
     expires_at = excluded.expires_at, carried_out_by = null, entity_id = null,
     workflow_execution_id = null, status = null, sealed = null, wrapped = null
   where k.expires_at < now()
     or k.carried_out_by is null and k.claimed_until < now() and k.request_hash = excluded.request_hash
   returning request_id`,
);

/**
 * Takes the key for a request: where it is new, is older than a day, or the request that held it was lost before
 * it did anything. False where it is another's.
 */
export async function claimKey(
  db: TenantDb,
  { keyHash, requestHash }: RequestHashes,
  requestId: string,
): Promise<boolean> {
  return (await db.one(CLAIM, [keyHash, requestHash, requestId])) !== undefined;
}

type Row = {
  request_hash: string;
  request_id: string;
  is_under_way: boolean;
  carried_out_by: string | null;
  entity_id: string | null;
  workflow_execution_id: string | null;
  status: number | null;
  sealed: Buffer | null;
  wrapped: Buffer | null;
};

const FIND = writeStatement<Row>(
  'find-request-key',
  `select request_hash::text, request_id, claimed_until > now() as is_under_way, carried_out_by, entity_id,
     workflow_execution_id, status, sealed, wrapped
   from request_key where tenant_id = $1::uuid and key_hash = $2::bigint`,
);

export async function findKey(db: TenantDb, keyHash: string): Promise<KnownRequest | undefined> {
  const row = await db.one(FIND, [keyHash]);
  return (
    row && {
      requestHash: row.request_hash,
      requestId: row.request_id,
      isUnderWay: row.is_under_way,
      isCarriedOut: row.carried_out_by !== null,
      entityId: row.entity_id,
      workflowExecutionId: row.workflow_execution_id,
      status: row.status,
      sealed: row.sealed,
      wrapped: row.wrapped,
    }
  );
}

const KEEP_ANSWER = writeStatement<{ request_id: string }>(
  'keep-request-answer',
  `update request_key k set claimed_until = now(), status = a.status, sealed = a.sealed,
     wrapped = a.wrapped, entity_id = coalesce(a.entity_id, k.entity_id)
   from (values ($4::smallint, $5::uuid, $6::bytea, $7::bytea)) as a (status, entity_id, sealed, wrapped)
   where k.tenant_id = $1::uuid and k.key_hash = $2::bigint and k.request_id = $3
     and k.carried_out_by is not null
   returning k.request_id`,
);

/** An answer, sealed. */
export type SealedAnswer = {
  readonly status: number;
  readonly entityId: string | null;
  readonly sealed: Buffer;
  readonly wrapped: Buffer | null;
};

/** Keeps the answer of a request that changed something. False where nothing was changed: nothing is kept. */
export async function keepAnswer(
  db: TenantDb,
  { keyHash, requestId }: { readonly keyHash: string; readonly requestId: string },
  { status, entityId, sealed, wrapped }: SealedAnswer,
): Promise<boolean> {
  const parameters = [keyHash, requestId, status, entityId, sealed, wrapped];
  return (await db.one(KEEP_ANSWER, parameters)) !== undefined;
}

const RELEASE = writeStatement<never>(
  'release-request-key',
  `update request_key set claimed_until = '-infinity'
   where tenant_id = $1::uuid and key_hash = $2::bigint and request_id = $3 and carried_out_by is null`,
);

/** Lets the same request be carried out again at once, unless it has changed something. */
export async function releaseKey(
  db: TenantDb,
  { keyHash, requestId }: { readonly keyHash: string; readonly requestId: string },
): Promise<void> {
  await db.all(RELEASE, [keyHash, requestId]);
}

const FORGET_EXPIRED = systemStatement<{ key_hash: string }>(
  'forget-expired-requests',
  `delete from request_key where (tenant_id, key_hash) in (
     select tenant_id, key_hash from request_key where expires_at < now()
     order by expires_at limit $1 for update skip locked)
   returning key_hash`,
);

/** Forgets keys and answers that are older than a day; returns how many. */
export async function forgetExpired(db: SystemDb, most: number): Promise<number> {
  return (await db.all(FORGET_EXPIRED, [most])).length;
}
