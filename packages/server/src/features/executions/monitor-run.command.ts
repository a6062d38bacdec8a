import type { Context } from '../../kernel/context.ts';
import type { EffectRow } from '../../kernel/effect.ts';
import { listSubscriptions, toMonitoringRow } from '../monitoring/monitoring.store.ts';
import type { Subscription } from '../monitoring/monitoring.ts';
import type { RunContext } from './run-context.ts';
import type { RunMaterial } from './start-execution.command.ts';

/** What the run's person is watched for, in every service. */
export function subscriptionsOf(
  ctx: Pick<Context, 'db'>,
  { entity }: RunMaterial,
): Promise<readonly Subscription[]> {
  return listSubscriptions(ctx.db, entity.vault);
}

/** Switches watching on or off within the run's service; commits with the step that says so. */
export function monitoringRow(
  run: RunContext,
  { entity, execution }: RunMaterial,
  to: Pick<Subscription, 'type' | 'status'>,
): EffectRow {
  const { requestId, actor } = run;
  const { serviceKey } = execution;
  const said = { at: run.now(), requestId, by: actor.username };
  return toMonitoringRow(entity.vault, { ...to, serviceKey, ...said });
}
