import type { Individual } from '@probity/contract/individual';
import type { ProcessResult } from '../features/results/process-result.ts';
import { type Capabilities, NO_PROVIDERS, type StepInput, type StepType } from './step-type.ts';
import { AT, askAtOnce, RUN, waitForNothing } from './test-run.ts';

type Trial = {
  readonly individual?: Individual;
  readonly configuration?: object;
  readonly capabilities?: Partial<Capabilities>;
  readonly stored?: readonly ProcessResult[];
  readonly earlier?: StepInput<unknown>['earlier'];
};

/** Runs one step alone; the new results come back as they are. */
export async function tryStep<Configuration>(step: StepType<Configuration>, trial: Trial = {}) {
  const results: ProcessResult[] = [];
  const { end, rows } = await step.run({
    step: { name: step.type, type: step.type },
    configuration: step.configuration.parse(trial.configuration ?? {}),
    run: RUN,
    individual: trial.individual ?? {},
    earlier: trial.earlier ?? [],
    priorResults: async (resultClass) =>
      (trial.stored ?? []).filter((result) => result.class === resultClass),
    resultRow(result) {
      results.push(result);
      return {};
    },
    capabilities: {
      ...NO_PROVIDERS,
      ...trial.capabilities,
    },
    ask: askAtOnce,
    wait: waitForNothing,
    now: () => AT,
    signal: AbortSignal.timeout(60_000),
  });
  return {
    end,
    rows,
    results,
    issues: end.issues.map(({ category, issue, severity, isCleared }) => ({
      category,
      issue,
      severity,
      isCleared,
    })),
  };
}
