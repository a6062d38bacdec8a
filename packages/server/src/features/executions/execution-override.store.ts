import { type TenantDb, writeStatement } from '../../kernel/statement.ts';
import type { EntityVault } from '../../kernel/vault.ts';
import { placeOf } from './execution.store.ts';
import type { Override } from './execution.ts';
import type { Outcome } from './execution-report.ts';

const OVERRIDE_EXECUTION = writeStatement<never>(
  'override-execution',
  `update workflow_execution set status = $4, status_override_at = $5,
     status_override_request_id = $6, sealed_override_by = $7, updated_at = $5,
     sealed_updated_by = $8
   where tenant_id = $1::uuid and entity_id = $2 and workflow_execution_id = $3`,
);

/** Puts an officer's outcome in place of the automatic one, on an execution that is locked. */
export async function setOverride(
  tx: TenantDb,
  vault: EntityVault,
  to: { workflowExecutionId: string; status: Outcome; override: Override },
): Promise<void> {
  const { workflowExecutionId, status, override } = to;
  const place = placeOf(workflowExecutionId);
  await tx.all(OVERRIDE_EXECUTION, [
    vault.entityId,
    workflowExecutionId,
    status,
    override.at,
    override.requestId,
    vault.seal(`${place}/override_by`, override.by),
    vault.seal(`${place}/updated_by`, override.by),
  ]);
}
