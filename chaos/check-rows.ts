import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from './ledger.ts';
import type { Stage } from './stage.ts';
import type { Verdict } from './verdict.ts';

/** Leases end after ten seconds, what failed outside its tasks is tried again within thirty. */
const PATIENCE_MS = 120_000;

type Checking = { readonly stage: Stage; readonly ledger: Ledger; readonly verdict: Verdict };

/** Waits until every run is over, or long enough to call what is left stuck. */
export async function awaitRuns({ database }: Stage): Promise<void> {
  const givesUpAt = performance.now() + PATIENCE_MS;
  while (performance.now() < givesUpAt) {
    const [row] = await database.query<{ n: number }>('select count(*)::int as n from engine_run');
    if (row?.n === 0) return;
    await sleep(500);
  }
}

type Finding = { readonly kind: 'doubled' | 'stuck' | 'violations'; readonly what: string };

/** Each query names what must not be there; ids only. */
const ROWS: readonly (Finding & { readonly query: string })[] = [
  {
    kind: 'stuck',
    what: 'a run that has not ended',
    query: `select run_id || ' at ' || position || ', stumbles ' || stumbles as id from engine_run`,
  },
  {
    kind: 'stuck',
    what: 'an execution in progress without a run',
    query: `select workflow_execution_id as id from workflow_execution x where state <> 'COMPLETED'
      and not exists (select from engine_run r where r.run_id = x.workflow_execution_id)`,
  },
  {
    kind: 'violations',
    what: 'an execution that is over without a report',
    query: `select workflow_execution_id as id from workflow_execution
      where state = 'COMPLETED' and sealed_report is null`,
  },
  {
    kind: 'doubled',
    what: 'an execution that did not end once',
    query: `select workflow_execution_id as id from workflow_execution x
      where state = 'COMPLETED' and 1 <> (
        select count(*) from audit_event e where e.type = 'WORKFLOW_COMPLETE'
          and e.workflow_execution_id = x.workflow_execution_id)`,
  },
  {
    kind: 'doubled',
    what: 'an execution that did not begin once',
    query: `select workflow_execution_id as id from workflow_execution x where 1 <> (
      select count(*) from audit_event e where e.type = 'WORKFLOW_EVENT' and e.level = 1
        and e.workflow_execution_id = x.workflow_execution_id)`,
  },
  {
    kind: 'doubled',
    what: 'an override that was recorded twice',
    query: `select workflow_execution_id as id from audit_event
      where type = 'WORKFLOW_STATUS_CHANGE' group by 1, request_id having count(*) > 1`,
  },
  {
    kind: 'doubled',
    what: 'a decision that was recorded twice',
    query: `select object_id as id from audit_event where type = 'ENTITY_RESULT_UPDATE'
      and object_type = 'RESULT_PROCESS' group by 1 having count(*) > 1`,
  },
  {
    kind: 'violations',
    what: 'an execution that names results which are not there',
    query: `select workflow_execution_id as id from workflow_execution x
      where cardinality(x.process_result_ids) <> (
        select count(*) from process_result p where p.process_result_id = any(x.process_result_ids))`,
  },
  {
    kind: 'violations',
    what: 'a person without a key',
    query: `select entity_id::text as id from individual i where not exists (
      select from keyring.entity_key k where k.entity_id = i.entity_id)`,
  },
  {
    kind: 'violations',
    what: 'a key without a person',
    query: `select entity_id::text as id from keyring.entity_key k where not exists (
      select from individual i where k.entity_id = i.entity_id)`,
  },
  {
    kind: 'violations',
    what: 'something remembered for no run',
    query: `select distinct run_id as id from engine_memory m where not exists (
      select from engine_run r where r.run_id = m.run_id)`,
  },
];

/** Looks at the rows themselves, where answers do not tell. */
export async function checkRows({ stage, ledger, verdict }: Checking): Promise<void> {
  for (const { kind, what, query } of ROWS) {
    const rows = await stage.database.query<{ id: string }>(query);
    verdict[kind].push(...rows.map(({ id }) => `${what}: ${id}`));
  }
  await checkRecords({ stage, ledger, verdict });
}

/** What was acknowledged to officers is in the audit. */
async function checkRecords({ stage, ledger, verdict }: Checking): Promise<void> {
  const recorded = async (type: string, column: string) => {
    // The end of a run changes its status as well, in the name of the request that asked for the run.
    const query = `select distinct ${column} as id from audit_event e where type = '${type}'
      and not exists (select from workflow_execution x
        where x.workflow_execution_id = e.workflow_execution_id and x.request_id = e.request_id)`;
    const rows = await stage.database.query<{ id: string }>(query);
    return new Set(rows.map(({ id }) => id));
  };
  const decided = await recorded('ENTITY_RESULT_UPDATE', 'object_id');
  for (const id of ledger.decisions.keys()) {
    if (!decided.has(id)) verdict.lost.push(`the audit of the decision on ${id}`);
  }
  const overridden = await recorded('WORKFLOW_STATUS_CHANGE', 'workflow_execution_id');
  for (const id of ledger.overrides.keys()) {
    if (!overridden.has(id)) verdict.lost.push(`the audit of the override of ${id}`);
  }
}
