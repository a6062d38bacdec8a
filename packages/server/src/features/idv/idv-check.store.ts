import {
  readStatement,
  type SystemDb,
  systemStatement,
  type TenantDb,
  writeStatement,
} from '../../kernel/statement.ts';
import type { EntityVault } from '../../kernel/vault.ts';
import { type IdvCheck, type KeptSession, sessionHash } from './idv-check.ts';

type Row = {
  idv_check_id: string;
  state: IdvCheck['state'];
  created_at: Date;
  updated_at: Date;
  sealed: Buffer;
};

const LIST = readStatement<Row>(
  'list-idv-checks',
  `select idv_check_id, state, created_at, updated_at, sealed from idv_check
   where tenant_id = any($1) and entity_id = $2
   order by created_at desc, idv_check_id desc limit $3`,
);

/** More captures than anybody makes of one person; older ones are of no use. */
const MOST_READ = 50;

/** A person's checks, the newest first. */
export async function listChecks(db: TenantDb, vault: EntityVault): Promise<IdvCheck[]> {
  const rows = await db.all(LIST, [vault.entityId, MOST_READ]);
  return rows.map((row) => ({
    idvCheckId: row.idv_check_id,
    state: row.state,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    session: vault.unseal<KeptSession>(placeOf(row.idv_check_id), row.sealed),
  }));
}

const INSERT = writeStatement<{ idv_check_id: string }>(
  'insert-idv-check',
  `insert into idv_check (tenant_id, entity_id, idv_check_id, session_hash, state, created_at,
     updated_at, sealed)
   values ($1::uuid, $2, $3, $4, $5, $6, $6, $7)
   on conflict do nothing returning idv_check_id`,
);

/** Keeps a new check; false where its session is known already. */
export async function insertCheck(
  tx: TenantDb,
  vault: EntityVault,
  { idvCheckId, state, createdAt, session }: IdvCheck,
): Promise<boolean> {
  const hash = sessionHash(session.provider, session.sessionId);
  const sealed = vault.seal(placeOf(idvCheckId), session);
  const row = await tx.one(INSERT, [vault.entityId, idvCheckId, hash, state, createdAt, sealed]);
  return row !== undefined;
}

const SUBMIT = writeStatement<{ idv_check_id: string }>(
  'submit-idv-check',
  `update idv_check set state = 'SUBMITTED', updated_at = $4, sealed = $5
   where tenant_id = $1::uuid and entity_id = $2 and idv_check_id = $3 and state = 'OPEN'
   returning idv_check_id`,
);

/** Everything was captured; false where that was known. */
export async function markSubmitted(
  tx: TenantDb,
  vault: EntityVault,
  { idvCheckId, session, at }: Pick<IdvCheck, 'idvCheckId' | 'session'> & { readonly at: Date },
): Promise<boolean> {
  const sealed = vault.seal(placeOf(idvCheckId), session);
  return (await tx.one(SUBMIT, [vault.entityId, idvCheckId, at, sealed])) !== undefined;
}

const FIND_BY_SESSION = systemStatement<{ tenant_id: string; entity_id: string }>(
  'find-idv-check-by-session',
  'select tenant_id, entity_id from idv_check where session_hash = $1',
);

/** Whose capture a provider speaks of. */
export async function findCaptured(
  db: SystemDb,
  session: { readonly provider: string; readonly sessionId: string },
): Promise<{ readonly tenantId: string; readonly entityId: string } | undefined> {
  const row = await db.one(FIND_BY_SESSION, [sessionHash(session.provider, session.sessionId)]);
  return row && { tenantId: row.tenant_id, entityId: row.entity_id };
}

function placeOf(idvCheckId: string): string {
  return `idv_check/${idvCheckId}`;
}
