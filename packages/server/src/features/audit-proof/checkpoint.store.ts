import { type SystemDb, systemStatement } from '../../kernel/statement.ts';
import type { ChainEnd, Checkpoint } from './checkpoint.ts';

const WHOSE_TURN = systemStatement<{ tenant_id: string }>(
  'audit-unsigned-tenants',
  'select distinct tenant_id from audit.chain where is_unsigned order by tenant_id',
);

/** Tenants to whom something happened that no checkpoint has signed. */
export async function listUnsignedTenants(db: SystemDb): Promise<string[]> {
  return (await db.all(WHOSE_TURN)).map((row) => row.tenant_id);
}

/** Any number will do, as long as every Probity uses the same one in the same database. */
const LOCK = 707_820_451;

const TRY_TURN = systemStatement<{ is_ours: boolean }>(
  'audit-checkpoint-turn',
  `select pg_try_advisory_xact_lock(${LOCK}, hashtext($1)) as is_ours`,
);

/** Whether this transaction is the one that makes the tenant's next checkpoint. */
export async function tryTurn(tx: SystemDb, tenantId: string): Promise<boolean> {
  return (await tx.one(TRY_TURN, [tenantId]))?.is_ours ?? false;
}

type Row = {
  tenant_id: string;
  number: number;
  taken_at: string;
  chain_count: number;
  event_count: number;
  root: Buffer;
  signature: Buffer;
};

const COLUMNS = `tenant_id, number, (extract(epoch from taken_at) * 1000000)::bigint::text as taken_at,
  chain_count, event_count, root, signature`;

const NEWEST = systemStatement<Row>(
  'audit-newest-checkpoint',
  `select ${COLUMNS} from audit.checkpoint where tenant_id = $1 order by number desc limit 1`,
);

export async function findNewestCheckpoint(
  db: SystemDb,
  tenantId: string,
): Promise<Checkpoint | undefined> {
  const row = await db.one(NEWEST, [tenantId]);
  return row && toCheckpoint(row);
}

const AFTER = systemStatement<Row>(
  'audit-checkpoints-after',
  `select ${COLUMNS} from audit.checkpoint where tenant_id = $1 and number > $2
   order by number limit $3`,
);

/** Some of a tenant's checkpoints, the oldest of those after a number first. */
export async function listCheckpoints(
  db: SystemDb,
  tenantId: string,
  { after, most }: { readonly after: number; readonly most: number },
): Promise<Checkpoint[]> {
  return (await db.all(AFTER, [tenantId, after, most])).map(toCheckpoint);
}

function toCheckpoint(row: Row): Checkpoint {
  return {
    tenantId: row.tenant_id,
    number: row.number,
    takenAt: row.taken_at,
    chainCount: row.chain_count,
    eventCount: row.event_count,
    root: row.root,
    signature: row.signature,
  };
}

/** An end that was not signed yet, and how far its chain was. */
export type UnsignedEnd = ChainEnd & { readonly signedLength: number };

const TAKE = systemStatement<{
  chain_id: string;
  length: number;
  hash: Buffer;
  signed_length: number;
}>('audit-take-ends', 'select * from audit.take_ends($1, $2)');

/** Takes ends to be signed in this transaction, by chain. */
export async function takeEnds(
  tx: SystemDb,
  tenantId: string,
  most: number,
): Promise<UnsignedEnd[]> {
  const rows = await tx.all(TAKE, [tenantId, most]);
  return rows.map((row) => ({
    chainId: row.chain_id,
    length: row.length,
    hash: row.hash,
    signedLength: row.signed_length,
  }));
}

const INSERT = systemStatement<never>(
  'insert-audit-checkpoint',
  `with signed as (
     insert into audit.checkpoint (tenant_id, number, taken_at, chain_count, event_count, root, signature)
     values ($1, $2, to_timestamp(0) + $3::bigint * interval '1 microsecond', $4, $5, $6, $7)
   )
   insert into audit.checkpoint_end (tenant_id, number, chain_id, length, hash)
   select $1, $2, e.* from unnest($8::uuid[], $9::bigint[], $10::bytea[]) as e`,
);

/** Keeps a checkpoint with the ends that it signs. */
export async function insertCheckpoint(
  tx: SystemDb,
  checkpoint: Checkpoint,
  ends: readonly ChainEnd[],
): Promise<void> {
  const { tenantId, number, takenAt, chainCount, eventCount, root, signature } = checkpoint;
  await tx.all(INSERT, [
    tenantId,
    number,
    takenAt,
    chainCount,
    eventCount,
    root,
    signature,
    ends.map(({ chainId }) => chainId),
    ends.map(({ length }) => length),
    ends.map(({ hash }) => hash),
  ]);
}
