import { readStatement, type TenantDb, writeStatement } from '../../kernel/statement.ts';

const COUNTERPARTS = writeStatement<{ counterpart_id: string }>(
  'counterparts-of-results',
  `select distinct counterpart_id from process_result
   where tenant_id = $1::uuid and entity_id = $2 and process_result_id = any($3::uuid[])
     and counterpart_id is not null`,
);

/** Whom or what these results of a person are about. */
export async function listCounterparts(
  db: TenantDb,
  entityId: string,
  processResultIds: readonly string[],
): Promise<string[]> {
  const rows = await db.all(COUNTERPARTS, [entityId, processResultIds]);
  return rows.map((row) => row.counterpart_id);
}

const ABOUT = readStatement<{ process_result_id: string }>(
  'results-about-counterpart',
  `select process_result_id from process_result
   where tenant_id = any($1) and counterpart_id = $3 and entity_id = $2 order by process_result_id`,
);

/** Ids of the results of a person that are about one counterpart, in the order in which they are locked. */
export async function listResultIdsAbout(
  db: TenantDb,
  entityId: string,
  counterpartId: string,
): Promise<string[]> {
  const rows = await db.all(ABOUT, [entityId, counterpartId]);
  return rows.map((row) => row.process_result_id);
}

const OUTDATE = writeStatement<{ entity_id: string; process_result_id: string }>(
  'outdate-results-about-counterpart',
  `update process_result set system_status = 'STALE', updated_at = $3
   where tenant_id = $1::uuid and counterpart_id = $2 and system_status = 'VALID'
   returning entity_id, process_result_id`,
);

/** Marks what is said of others about somebody who is gone as outdated; the ids by whose results they are. */
export async function outdateResultsAbout(
  tx: TenantDb,
  counterpartId: string,
  at: Date,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const byEntity = new Map<string, string[]>();
  for (const row of await tx.all(OUTDATE, [counterpartId, at])) {
    byEntity.set(row.entity_id, [...(byEntity.get(row.entity_id) ?? []), row.process_result_id]);
  }
  return byEntity;
}

const WORDS = readStatement<{ counterpart_id: string; manual_status: string }>(
  'words-about-counterparts',
  `select distinct on (counterpart_id) counterpart_id, manual_status from process_result
   where tenant_id = any($1) and entity_id = $2 and class = $3
     and counterpart_id is not null and manual_status is not null
   order by counterpart_id, updated_at desc, process_result_id`,
);

/** What officers have said last of a person and each counterpart, outdated results and all. */
export async function listWordsAbout(
  db: TenantDb,
  entityId: string,
  resultClass: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await db.all(WORDS, [entityId, resultClass]);
  return new Map(rows.map((row) => [row.counterpart_id, row.manual_status]));
}
