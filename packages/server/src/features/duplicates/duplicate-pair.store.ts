import { readStatement, type TenantDb, writeStatement } from '../../kernel/statement.ts';

/** What officers have said last of two people who may be one. */
export type DuplicatePair = {
  readonly otherId: string;
  readonly manualStatus: string;
  /** Who was being looked at when it was said. */
  readonly decidedAtId: string;
  readonly retiredId: string | null;
  /** Names of the rules by which they had been found. */
  readonly rules: readonly string[];
};

type Row = {
  one_id: string;
  other_id: string;
  manual_status: string;
  decided_at_id: string;
  retired_id: string | null;
  rules: string[];
};

const LIST_PAIRS = readStatement<Row>(
  'list-duplicate-pairs',
  `select one_id, other_id, manual_status, decided_at_id, retired_id, rules from duplicate_pair
   where tenant_id = any($1) and (one_id = $2 or other_id = $2)`,
);

/** Everything that was said of a person and another, by the other's id. */
export async function listDuplicatePairs(
  db: TenantDb,
  entityId: string,
): Promise<ReadonlyMap<string, DuplicatePair>> {
  const rows = await db.all(LIST_PAIRS, [entityId]);
  return new Map(
    rows.map((row) => {
      const otherId = row.one_id === entityId ? row.other_id : row.one_id;
      return [
        otherId,
        {
          otherId,
          manualStatus: row.manual_status,
          decidedAtId: row.decided_at_id,
          retiredId: row.retired_id,
          rules: row.rules,
        },
      ];
    }),
  );
}

const PUT_PAIR = writeStatement<never>(
  'put-duplicate-pair',
  `insert into duplicate_pair (tenant_id, one_id, other_id, manual_status, decided_at_id, retired_id,
     rules, process_result_id, decided_at)
   values ($1::uuid, least($2::uuid, $3::uuid), greatest($2::uuid, $3::uuid), $4, $2::uuid, $5, $6, $7, $8)
   on conflict (tenant_id, one_id, other_id) do update set manual_status = excluded.manual_status,
     decided_at_id = excluded.decided_at_id, retired_id = excluded.retired_id, rules = excluded.rules,
     process_result_id = excluded.process_result_id, decided_at = excluded.decided_at`,
);

/** Keeps the last word on two people; both are held by this transaction. */
export async function putDuplicatePair(
  tx: TenantDb,
  pair: DuplicatePair & { readonly processResultId: string; readonly at: Date },
): Promise<void> {
  const { decidedAtId, otherId, manualStatus, retiredId, rules, processResultId, at } = pair;
  await tx.all(PUT_PAIR, [
    decidedAtId,
    otherId,
    manualStatus,
    retiredId,
    rules,
    processResultId,
    at,
  ]);
}
