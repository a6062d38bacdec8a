import { type SystemDb, systemStatement } from '../../kernel/statement.ts';
import { type AuditColumns, MARKED_COLUMNS } from '../audit/audit-content.ts';
import type { ChainEnd } from './checkpoint.ts';

export type ProofRow = AuditColumns & {
  readonly event_id: string;
  readonly chain_id: string;
  readonly place: number;
  readonly hash: Buffer;
  readonly mark: Buffer;
  readonly sealed: Buffer | null;
  readonly chain_length: number | null;
  readonly chain_hash: Buffer | null;
};

const MARKED = MARKED_COLUMNS.map((column) =>
  column === 'occurred_at'
    ? '(extract(epoch from e.occurred_at) * 1000000)::bigint::text as occurred_at'
    : `e.${column}`,
).join(', ');

const EVENTS = systemStatement<ProofRow>(
  'audit-proof-events',
  `select ${MARKED}, e.chain_id, e.place, e.hash, e.mark, e.sealed, c.length as chain_length,
     c.hash as chain_hash
   from audit_event e left join audit.chain c using (tenant_id, chain_id)
   where e.tenant_id = $1 and (e.chain_id, e.place, e.event_id) > ($2::uuid, $3::bigint, $4::uuid)
   order by e.chain_id, e.place, e.event_id limit $5`,
);

/** Before the first event there can be. */
const NOTHING = '00000000-0000-0000-0000-000000000000';

/**
 * A tenant's events, chain by chain, each with the end of its chain as it is kept at the same moment; the
 * server may be writing meanwhile.
 */
export async function* eventsByChain(
  db: SystemDb,
  tenantId: string,
  atOnce = 2_000,
): AsyncGenerator<ProofRow> {
  let after: [string, number, string] = [NOTHING, -1, NOTHING];
  for (;;) {
    const rows = await db.all(EVENTS, [tenantId, ...after, atOnce]);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < atOnce) return;
    after = [last.chain_id, last.place, last.event_id];
  }
}

const EMPTY_CHAINS = systemStatement<{ chain_id: string; length: number }>(
  'audit-proof-empty-chains',
  `select c.chain_id, c.length from audit.chain c
   where c.tenant_id = $1 and not exists (
     select from audit_event e where e.tenant_id = c.tenant_id and e.chain_id = c.chain_id)
   order by c.chain_id limit 1000`,
);

/** Chains of which no event is left. */
export async function listEmptyChains(
  db: SystemDb,
  tenantId: string,
): Promise<{ readonly chainId: string; readonly length: number }[]> {
  const rows = await db.all(EMPTY_CHAINS, [tenantId]);
  return rows.map((row) => ({ chainId: row.chain_id, length: row.length }));
}

/** What a checkpoint signed of a chain, and what stands there now. */
export type SignedEnd = ChainEnd & {
  readonly number: number;
  readonly eventId: string | null;
  readonly foundHash: Buffer | null;
};

const ENDS = systemStatement<{
  number: number;
  chain_id: string;
  length: number;
  hash: Buffer;
  event_id: string | null;
  found: Buffer | null;
}>(
  'audit-proof-ends',
  `select s.number, s.chain_id, s.length, s.hash, e.event_id, e.hash as found
   from audit.checkpoint_end s
   left join audit_event e on e.tenant_id = s.tenant_id and e.chain_id = s.chain_id
     and e.place = s.length
   where s.tenant_id = $1 and (s.number, s.chain_id) > ($2::bigint, $3::uuid)
   order by s.number, s.chain_id limit $4`,
);

/** Everything that checkpoints of a tenant have signed, in the order in which they did. */
export async function* signedEnds(
  db: SystemDb,
  tenantId: string,
  atOnce = 2_000,
): AsyncGenerator<SignedEnd> {
  let after: [number, string] = [-1, NOTHING];
  for (;;) {
    const rows = await db.all(ENDS, [tenantId, ...after, atOnce]);
    for (const row of rows) {
      yield {
        number: row.number,
        chainId: row.chain_id,
        length: row.length,
        hash: row.hash,
        eventId: row.event_id,
        foundHash: row.found,
      };
    }
    const last = rows.at(-1);
    if (!last || rows.length < atOnce) return;
    after = [last.number, last.chain_id];
  }
}
