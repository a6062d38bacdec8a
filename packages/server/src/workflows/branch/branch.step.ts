import { stepEndOf } from '../../features/executions/step-end.ts';
import type { StepEndWithRows } from '../../features/executions/step-result.ts';
import { type Route, RouteRefused } from '../../features/workflow-definitions/route.ts';
import { type Condition, conditionOf, type DecisionFacts } from '../decision/condition.ts';
import { decisionFactsOf } from '../decision/decision-facts.ts';
import type { StepInput, StepType } from '../step-type.ts';
import { BranchConfiguration, decidedSteps, ledInto, type Way } from './branch-configuration.ts';

/** Decides which steps run, or in which workflow the run goes on. */
export const branchStep: StepType<BranchConfiguration> = {
  type: 'BRANCH',
  description: 'Takes the first way whose condition holds: some steps, or another workflow.',
  timeoutMs: 10_000,
  maxAttempts: 3,
  configuration: BranchConfiguration,

  explain(configuration) {
    const { ways, otherwise } = configuration;
    return [
      ...ways.map((way) => `Way ${way.way}, when ${way.when}: ${inWords(way)}.`),
      otherwise
        ? `Otherwise: ${inWords({ way: 'otherwise', ...otherwise })}.`
        : 'Otherwise none of the steps that the ways name runs.',
      'A condition that cannot be evaluated, or a workflow that is not there, makes the step ERROR and the run a REVIEW; then every step runs.',
    ];
  },

  leadsTo: (configuration) => ({
    steps: decidedSteps(configuration),
    workflows: ledInto(configuration),
  }),

  async run(input) {
    const { configuration, earlier, run, individual } = input;
    const taken = wayOf(configuration, decisionFactsOf(earlier, run, individual));
    if ('because' in taken) return stopped(input, taken.because);
    if (taken.workflow === undefined) return within(input, taken);
    try {
      if (!input.records) throw new RouteRefused('Workflows cannot be looked up here');
      return into(input, taken, await input.records.routeTo(taken.workflow));
    } catch (error) {
      if (!(error instanceof RouteRefused)) throw error;
      return stopped(input, error.message);
    }
  },
};

function inWords({ steps, workflow }: Way): string {
  if (workflow !== undefined) return `the run goes on in workflow ${workflow}`;
  return steps?.length ? `${steps.join(', ')} run` : 'none of the named steps runs';
}

/** Conditions are read once for each configuration: parsing costs more than asking. */
const conditions = new WeakMap<object, readonly Condition[]>();

function conditionsOf(configuration: BranchConfiguration): readonly Condition[] {
  const known = conditions.get(configuration);
  if (known) return known;
  const read = configuration.ways.map(({ when }) => conditionOf(when));
  conditions.set(configuration, read);
  return read;
}

function wayOf(
  configuration: BranchConfiguration,
  facts: DecisionFacts,
): Way | { readonly because: string } {
  const holds = conditionsOf(configuration);
  for (const [at, way] of configuration.ways.entries()) {
    try {
      if (holds[at]?.(facts)) return way;
    } catch {
      return { because: `The condition of way ${way.way} could not be evaluated` };
    }
  }
  return { way: 'otherwise', ...(configuration.otherwise ?? { steps: [] }) };
}

type Input = StepInput<BranchConfiguration>;

/** `skips`: the steps that this run does not need. */
function within(input: Input, { way, steps = [] }: Way): StepEndWithRows {
  const skips = decidedSteps(input.configuration).filter((name) => !steps.includes(name));
  return taken(input, way, { way, skips });
}

function into(input: Input, { way }: Way, route: Route): StepEndWithRows {
  return taken(input, way, { way, skips: [], route });
}

function taken(
  { step, now }: Input,
  way: string,
  facts: Readonly<Record<string, unknown>>,
): StepEndWithRows {
  return stepEndOf({ ...step, startedAt: now() }, now, {
    result: 'COMPLETE',
    notes: { way: { type: 'branch', value: way } },
    facts,
  });
}

/** Where it is not known which steps are needed, all of them run, and a person looks at it. */
function stopped({ step, now }: Input, because: string): StepEndWithRows {
  return stepEndOf({ ...step, startedAt: now() }, now, {
    result: 'ERROR',
    errors: [{ code: 'CHECK-0422', description: because, location: step.name }],
    issues: [
      {
        category: 'SYSTEM',
        issue: 'SERVICE_ERROR',
        severity: 'ERROR',
        processResultIds: [],
        isCleared: false,
      },
    ],
  });
}
