import { type SystemDb, systemStatement } from '../../kernel/statement.ts';

/** An event as the database has it. */
export type KeptEvent = {
  readonly event_id: string;
  readonly tenant_id: string;
  readonly chain_id: string;
  readonly place: number;
};

/** Runs SQL in the transaction, as somebody may who has every right in the database. */
export async function run<Row>(tx: SystemDb, text: string): Promise<Row[]> {
  return tx.all(systemStatement<Row>(`t-${nextName()}`, text));
}

let names = 0;
const nextName = () => `${process.pid}-${names++}`;

/** Takes away what refuses changes, as only who owns the tables can. */
export async function disarm(tx: SystemDb): Promise<void> {
  for (const table of ['audit_event', 'audit.chain', 'audit.checkpoint', 'audit.checkpoint_end']) {
    await run(tx, `alter table ${table} disable trigger user`);
  }
}

/** Makes the hashes of a chain follow from each other again, and its end with them. */
export async function linkAgain(tx: SystemDb, { tenant_id, chain_id }: KeptEvent): Promise<void> {
  const where = `tenant_id = '${tenant_id}' and chain_id = '${chain_id}'`;
  await run(
    tx,
    `do $$ declare e record; previous bytea := ''; at bigint := 0; begin
       for e in select event_id, mark from audit_event where ${where} order by place loop
         at := at + 1;
         previous := sha256(previous || int8send(at) || e.mark);
         update audit_event set place = at, hash = previous where event_id = e.event_id;
       end loop;
       update audit.chain set length = at, hash = previous where ${where};
     end $$`,
  );
}

/** Columns that say something, each with a value that it does not have. */
export const OTHER_VALUES: Readonly<Record<string, string>> = {
  occurred_at: "occurred_at + interval '1 microsecond'",
  type: "type || 'X'",
  level: 'level + 1',
  event_status: "event_status || 'X'",
  request_id: "request_id || 'X'",
  channel: "channel || 'X'",
  object_type: "coalesce(object_type, '') || 'X'",
  object_id: "coalesce(object_id, '') || 'X'",
  service_profile_id: 'gen_random_uuid()',
  service_name: "coalesce(service_name, '') || 'X'",
  workflow_execution_id: "coalesce(workflow_execution_id, '') || 'X'",
  workflow_name: "coalesce(workflow_name, '') || 'X'",
  workflow_version: 'coalesce(workflow_version, 0) + 1',
  lifecycle_phase: "coalesce(lifecycle_phase, '') || 'X'",
  step_name: "coalesce(step_name, '') || 'X'",
  step_result_id: 'gen_random_uuid()',
  status: "coalesce(status, '') || 'X'",
  risk_level: "coalesce(risk_level, '') || 'X'",
  elapsed_ms: 'coalesce(elapsed_ms, 0) + 1',
  source_key: 'coalesce(source_key, 0) + 1',
  told: "coalesce(told, '') || 'X'",
  sealed: "coalesce(sealed, '') || '\\x00'::bytea",
  mark: 'sha256(mark)',
  hash: 'sha256(hash)',
};
