import type { EffectKind, Effects } from '../kernel/effect.ts';
import { type TenantDb, type TenantStatement, writeStatement } from '../kernel/statement.ts';
import type { RunHeader } from './program.ts';

/** Nobody holds it yet: it is due, for whoever looks once it is there to be seen. */
const ENQUEUE = writeStatement<never>(
  'engine-enqueue',
  `insert into engine_run (tenant_id, run_id, lane, kind, is_active, lease_until)
   values ($1::uuid, $2::text, $3::text, $4::text, false, now())`,
);

const statements = new Map<string, TenantStatement<never>>();

/**
 * Writes a run with its effects in a transaction that has other things to write as well: a statement for each kind
 * of effect, in the order in which the kinds are declared.
 */
export async function enqueueRun(
  tx: TenantDb,
  kinds: readonly EffectKind[],
  run: Omit<RunHeader, 'attempt'> & { readonly effects: Effects },
): Promise<void> {
  const { tenantId, runId, lane, kind, effects } = run;
  if (!tx.isTransaction) throw new Error('A run is enqueued in a transaction.');
  if (tx.scope.own !== tenantId) throw new Error('The run belongs to another tenant.');
  const unknown = Object.keys(effects).find((name) => !kinds.some((one) => one.name === name));
  if (unknown !== undefined) throw new Error(`There is no kind of effect "${unknown}".`);
  for (const one of kinds) {
    const rows = effects[one.name] ?? [];
    if (rows.length === 0) continue;
    const numbered = rows.map((row, ordinal) => ({ ...row, ordinal }));
    await tx.all(statementOf(one), [JSON.stringify(numbered), runId]);
  }
  await tx.all(ENQUEUE, [runId, lane, kind]);
}

function statementOf(kind: EffectKind): TenantStatement<never> {
  const rows = `rows_of_${kind.name}`;
  const statement =
    statements.get(kind.name) ??
    writeStatement<never>(
      `engine-effect-${kind.name}`,
      `with ${rows} as (
        select $1::uuid as tenant_id, $3::text as run_id, x.*
        from jsonb_to_recordset($2::jsonb) as x (ordinal int, ${kind.columns})
      )
      ${kind.sql(rows)}`,
    );
  statements.set(kind.name, statement);
  return statement;
}
