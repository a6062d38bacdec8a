import type { StepEnd } from '../features/executions/step-result.ts';
import type { Route } from '../features/workflow-definitions/route.ts';
import type { PublishedWorkflow } from '../features/workflow-definitions/workflow-definition.ts';
import { type PreparedStep, prepareStep } from './step-catalogue.ts';

/** A step of a run as it is planned: where it stands, and whether a branch led past it. */
export type PlannedStep = {
  /** Unique in the run, also where two workflows of it have a step of one name. */
  readonly task: string;
  readonly step: PreparedStep;
  readonly isRoutedAround: boolean;
};

/** The steps of a run in their order: those that have ended, and those that are left. */
export type Course = readonly PlannedStep[];

/** Steps that a workflow which is left need not close: the one that follows has its own. */
const FRAME: ReadonlySet<string> = new Set(['START', 'DECISION', 'FINISH']);

/** How a run begins: with every step of its workflow. */
export function courseOf(workflow: PublishedWorkflow): Course {
  return preparedSteps(workflow).map((step) => ({
    task: step.definition.name,
    step,
    isRoutedAround: false,
  }));
}

/** What a branch that ended says about the steps that are left. */
export type Turn = { readonly skips: readonly string[]; readonly route?: Route };

/** The turn that an ended step makes, where it makes one. */
export function turnOf({ step, facts }: StepEnd): Turn | undefined {
  if (step.stepType !== 'BRANCH' || step.result !== 'COMPLETE') return undefined;
  // The branch wrote it, and nobody else writes where it is remembered.
  const { skips, route } = facts as { skips: readonly string[]; route?: Route };
  return skips.length === 0 && !route ? undefined : { skips, ...(route && { route }) };
}

/** Leads past steps that are left. */
export function withoutSteps(left: Course, names: readonly string[]): Course {
  const skipped = new Set(names);
  return left.map((planned) => ({
    ...planned,
    isRoutedAround: planned.isRoutedAround || skipped.has(planned.step.definition.name),
  }));
}

/** Goes on in another workflow: what is left of the one before is led past. */
export function goneOver(left: Course, workflow: PublishedWorkflow, leg: number): Course {
  const past = left
    .filter(({ step }) => !FRAME.has(step.definition.type))
    .map((planned) => ({ ...planned, isRoutedAround: true }));
  const next = courseOf(workflow)
    .filter(({ step }) => step.definition.type !== 'START')
    .map((planned) => ({ ...planned, task: `${leg}/${planned.task}` }));
  return [...past, ...next];
}

/** Definitions never change once published: each version is read once. */
const prepared = new Map<string, readonly PreparedStep[]>();
const MOST_PREPARED = 1_000;

function preparedSteps({ tenantId, version, definition }: PublishedWorkflow) {
  const { serviceName, workflowName } = definition;
  const key = JSON.stringify([tenantId, serviceName, workflowName, version]);
  const known = prepared.get(key);
  if (known) return known;
  if (prepared.size >= MOST_PREPARED) prepared.clear();
  const steps = definition.steps.map(prepareStep);
  prepared.set(key, steps);
  return steps;
}
