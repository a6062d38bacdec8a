import type { Context } from '../../kernel/context.ts';
import type { SystemDb } from '../../kernel/statement.ts';
import { findOwnEntity } from '../entities/entity.store.ts';
import { findWorkflowVersion } from '../workflow-definitions/workflow-definition.store.ts';
import { findExecution } from './execution.store.ts';
import { entityOfLane } from './execution.ts';
import type { RunMaterial } from './start-execution.command.ts';

/** Reads back what a run works on, on a node that did not start it. Undefined when its person is gone. */
export async function loadRun(
  system: SystemDb,
  vaults: Context['vaults'],
  run: { tenantId: string; runId: string; lane: string },
): Promise<RunMaterial | undefined> {
  const { tenantId, runId, lane } = run;
  const db = system.forTenant({ own: tenantId, readable: [tenantId] });
  const entity = await findOwnEntity({ db, vaults }, entityOfLane(lane));
  if (!entity) return undefined;
  const execution = await findExecution(db, entity.vault, runId);
  if (!execution) return undefined;
  const workflow = await findWorkflowVersion(system, {
    tenantId,
    serviceKey: execution.serviceKey,
    workflowKey: execution.workflowKey,
    version: execution.workflowVersion,
  });
  if (!workflow) throw new Error(`The workflow version of execution ${runId} is missing.`);
  return { entity, execution, workflow };
}
