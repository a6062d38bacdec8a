import { EXECUTION_OUTCOMES } from '@probity/contract/execution/execution-outcome';
import { z } from 'zod';
import type { Outcome } from '../../features/executions/execution-report.ts';
import { stepEndOf } from '../../features/executions/step-end.ts';
import { decisionFactsOf } from '../decision/decision-facts.ts';
import {
  DEFAULT_DECISION,
  type DecisionChanges,
  type DecisionTable,
  decisionTableOf,
} from '../decision/decision-table.ts';
import { When } from '../decision/when.ts';
import type { StepType } from '../step-type.ts';

/** A run cannot decide that it has not run. */
const DECIDABLE = EXECUTION_OUTCOMES.filter((outcome) => outcome !== 'IN_PROGRESS');

const Row = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'Must be in lower case, as high-risk-country');
const DEFAULT_ROWS = DEFAULT_DECISION.map(({ row }) => row);

export const DecisionConfiguration = z.strictObject({
  letsOpenHitsPass: z.boolean().optional(),
  rows: z
    .array(z.strictObject({ row: Row, when: When, outcome: z.enum(DECIDABLE) }))
    .max(50)
    .optional(),
  changes: z
    .record(
      z.string(),
      z.strictObject({
        when: When.optional(),
        outcome: z.enum(DECIDABLE).optional(),
        isOff: z.boolean().optional(),
      }),
    )
    .superRefine((changes, context) => {
      for (const row of Object.keys(changes).filter((name) => !DEFAULT_ROWS.includes(name))) {
        const message = `Must be one of ${DEFAULT_ROWS.join(', ')}`;
        context.addIssue({ code: 'custom', path: [row], message });
      }
    })
    .optional(),
});
type DecisionConfiguration = z.output<typeof DecisionConfiguration>;

/** Reads the table of a step once: parsing conditions costs more than asking them. */
const tables = new WeakMap<object, DecisionTable>();

function tableOf(configuration: DecisionChanges): DecisionTable {
  const known = tables.get(configuration);
  if (known) return known;
  const table = decisionTableOf(configuration);
  tables.set(configuration, table);
  return table;
}

/** Concludes the run from what its steps found. */
export const decisionStep: StepType<DecisionConfiguration> = {
  type: 'DECISION',
  description: 'Concludes the run: the first row of the decision table that holds.',
  timeoutMs: 5_000,
  maxAttempts: 3,
  configuration: DecisionConfiguration,

  explain({ rows = [], changes = {}, letsOpenHitsPass = false }) {
    const own = rows.map(({ row, when, outcome }) => `${outcome} (${row}) when ${when}.`);
    const defaults = DEFAULT_DECISION.map(({ row, when, outcome }) => {
      const change = changes[row];
      if (change?.isOff) return `Row ${row} is switched off.`;
      return `${change?.outcome ?? outcome} (${row}) when ${change?.when ?? when}.`;
    });
    const warning = letsOpenHitsPass
      ? ['Warning: hits that officers left open or rejected may pass by these rows.']
      : [];
    return [...warning, ...own, ...defaults];
  },

  async run({ step, run, configuration, earlier, individual, now }) {
    const startedAt = now();
    const decision = tableOf(configuration).decide(decisionFactsOf(earlier, run, individual));
    const outcome: Outcome = decision.outcome;
    return stepEndOf({ ...step, startedAt }, now, {
      result: 'COMPLETE',
      summary: { workflowExecutionResult: outcome },
      errors: decision.because
        ? [{ code: 'CHECK-0422', description: decision.because, location: decision.row }]
        : [],
      facts: { outcome, row: decision.row },
    });
  },
};
