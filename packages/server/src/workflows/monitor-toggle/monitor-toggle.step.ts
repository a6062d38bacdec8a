import { z } from 'zod';
import { stepEndOf } from '../../features/executions/step-end.ts';
import { MONITORED } from '../../features/monitoring/monitoring.ts';
import { conditionOf } from '../decision/condition.ts';
import { decisionFactsOf } from '../decision/decision-facts.ts';
import { decisionTableOf } from '../decision/decision-table.ts';
import { When } from '../decision/when.ts';
import type { StepInput, StepType } from '../step-type.ts';

const MonitorToggleConfiguration = z.strictObject({
  enabled: z.boolean().default(true),
  types: z.array(z.enum(MONITORED)).min(1).default(['AML']),
  /** Without it the step switches where nothing so far speaks against the person. */
  when: When.optional(),
});
type MonitorToggleConfiguration = z.output<typeof MonitorToggleConfiguration>;

const byDefault = decisionTableOf({});
const LETS_THROUGH: readonly string[] = ['PASS', 'CLEAR'];

/** Begins or ends watching the person within the service of the run. */
export const monitorToggleStep: StepType<MonitorToggleConfiguration> = {
  type: 'MONITOR_TOGGLE',
  description: 'Begins or ends watching the person for changes.',
  timeoutMs: 10_000,
  maxAttempts: 3,
  configuration: MonitorToggleConfiguration,

  explain: ({ enabled, types, when }) => [
    `Switches monitoring for ${types.join(' and ')} ${enabled ? 'on' : 'off'} within the service, ${
      when === undefined ? 'where nothing so far speaks against the person' : `when ${when}`
    }.`,
    'Where it is so already, or the condition does not hold, the step is NOT_APPLICABLE.',
  ],

  async run(input) {
    const startedAt = input.now();
    const { records, step, now, run } = input;
    if (!records) throw new Error('Monitoring cannot be switched here.');
    const status = input.configuration.enabled ? 'ENABLED' : 'DISABLED';
    const known = isWanted(input) ? await records.subscriptions() : [];
    const types = isWanted(input) ? input.configuration.types : [];
    const missing = types.filter((type) => {
      const subscription = known.find(
        (one) => one.serviceKey === run.serviceKey && one.type === type,
      );
      return (subscription?.status ?? 'DISABLED') !== status;
    });
    return stepEndOf({ ...step, startedAt }, now, {
      result: missing.length > 0 ? 'COMPLETE' : 'NOT_APPLICABLE',
      ...(missing.length > 0 && {
        notes: { monitoring: { type: 'monitoring', value: `${missing.join(', ')} ${status}` } },
        rows: {
          monitoring_subscription: missing.map((type) => records.monitoringRow(type, status)),
        },
      }),
    });
  },
};

function isWanted({
  configuration,
  earlier,
  run,
  individual,
}: StepInput<MonitorToggleConfiguration>): boolean {
  const facts = decisionFactsOf(earlier, run, individual);
  if (configuration.when === undefined) {
    return !configuration.enabled || LETS_THROUGH.includes(byDefault.decide(facts).outcome);
  }
  return conditionOf(configuration.when)(facts);
}
