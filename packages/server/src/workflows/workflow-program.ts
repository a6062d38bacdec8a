import { EXECUTION_OUTCOMES } from '@probity/contract/execution/execution-outcome';
import { TaskWaits } from '../engine/attempt.ts';
import type { Program, Silence, Task, TaskTools } from '../engine/program.ts';
import { attemptsOf, knownRisk } from '../features/executions/assess-run.command.ts';
import {
  endEffects,
  newResultRow,
  priorResults,
  runContextOf,
  stepEndedRows,
} from '../features/executions/end-execution.command.ts';
import type { Outcome } from '../features/executions/execution-report.ts';
import { monitoringRow, subscriptionsOf } from '../features/executions/monitor-run.command.ts';
import { findRoute, routedWorkflow } from '../features/executions/route-run.command.ts';
import type { RunContext } from '../features/executions/run-context.ts';
import type { RunMaterial } from '../features/executions/start-execution.command.ts';
import { stepEndOf } from '../features/executions/step-end.ts';
import type { StepEnd, StepEndWithRows } from '../features/executions/step-result.ts';
import { captureRecords } from '../features/idv/run-capture.command.ts';
import { riskProfileInForce } from '../features/risk/shipped-risk-profile.command.ts';
import type { Route } from '../features/workflow-definitions/route.ts';
import type { Clock } from '../kernel/clock.ts';
import { type Observer, type Span, UNOBSERVED } from '../kernel/observer.ts';
import type { TenantDb } from '../kernel/statement.ts';
import { stepFactsOf } from './decision/decision-facts.ts';
import { obstacleTo } from './decision/decision-table.ts';
import type { Capabilities, RunFacts, RunRecords, StepInput } from './step-type.ts';
import { silenceIssue } from './steps/ask-source.ts';
import {
  type Course,
  courseOf,
  goneOver,
  type PlannedStep,
  turnOf,
  withoutSteps,
} from './workflow-course.ts';

/** What a program needs besides the run that it is for. */
export type ProgramSurroundings = {
  /** The door to the run's tenant. */
  readonly db: TenantDb;
  readonly capabilities: Capabilities;
  readonly now: Clock;
  readonly observer?: Observer;
};

/** A workflow as the engine runs it: one task a step, and the report at the end. */
export function workflowProgram(material: RunMaterial, around: ProgramSurroundings): Program {
  const course = new RunCourse(material, around);
  const run = runContextOf(material, around.now);
  const { observer = UNOBSERVED } = around;
  const { vault } = material.entity;
  const place = (name: string) => `run/${material.execution.workflowExecutionId}/${name}`;
  const taskOf = (planned: PlannedStep) => stepTask({ planned, course, material, around, run });
  return {
    tasks: course.steps.map(taskOf),
    codec: {
      encode: (name, value) => vault.seal(place(name), value),
      decode: (name, sealed) => vault.unseal(place(name), sealed),
    },
    async follow(task, outcome) {
      const left = await course.turn(task, outcome as StepEnd);
      return left?.map(taskOf);
    },
    finish(outcomes) {
      const ends = course.steps.flatMap(({ task }) => {
        const end = outcomes.get(task);
        return end === undefined ? [] : [end as StepEnd];
      });
      const outcome = outcomeOf(course.steps, ends);
      observer.executionConcluded(outcome);
      return endEffects(run, material, { ends, outcome, endWorkflow: course.endWorkflow });
    },
  };
}

/** The steps of one run: as its workflow has them, until a branch says otherwise. */
class RunCourse {
  steps: Course;
  /** Keys of the workflows that the run has been in. */
  readonly visited: string[];
  /** Where a branch led last; undefined while the run is in its own workflow. */
  endWorkflow: Route | undefined;
  readonly #material: RunMaterial;
  readonly #around: ProgramSurroundings;

  constructor(material: RunMaterial, around: ProgramSurroundings) {
    this.#material = material;
    this.#around = around;
    this.visited = [material.execution.workflowKey];
    this.steps = courseOf(material.workflow);
  }

  before(task: string): Course {
    return this.steps.slice(0, this.#indexOf(task));
  }

  /** What is left after a step that ended, where that is other than it was. */
  async turn(task: string, end: StepEnd): Promise<Course | undefined> {
    const turn = turnOf(end);
    if (!turn) return undefined;
    const at = this.#indexOf(task) + 1;
    const left = withoutSteps(this.steps.slice(at), turn.skips);
    const next = turn.route ? await this.#goOver(left, turn.route) : left;
    this.steps = [...this.steps.slice(0, at), ...next];
    return next;
  }

  async #goOver(left: Course, route: Route): Promise<Course> {
    const workflow = await routedWorkflow(this.#around, this.#material, route);
    const leg = this.visited.push(route.workflowKey) - 1;
    this.endWorkflow = route;
    return goneOver(left, workflow, leg);
  }

  #indexOf(task: string): number {
    return this.steps.findIndex((planned) => planned.task === task);
  }
}

type StepTask = {
  readonly planned: PlannedStep;
  readonly course: RunCourse;
  readonly material: RunMaterial;
  readonly around: ProgramSurroundings;
  readonly run: RunContext;
};

function stepTask(of: StepTask): Task<StepEnd> {
  const { planned, course, material, run } = of;
  const { observer = UNOBSERVED } = of.around;
  const { step, task } = planned;
  const ended = ({ end, rows }: StepEndWithRows) => ({
    outcome: end,
    effects: {
      ...rows,
      audit_event: [...(rows.audit_event ?? []), ...stepEndedRows(run, material, { end, rows })],
    },
  });
  return {
    name: task,
    timeoutMs: step.timeoutMs,
    maxAttempts: step.maxAttempts,
    async run(tools) {
      if (planned.isRoutedAround) return ended(routedAround(of));
      const earlier = course
        .before(task)
        .flatMap((before) => tools.outcomeOf<StepEnd>(before.task) ?? []);
      if (isStopped(earlier) && !ENDS_A_RUN.has(step.definition.type)) return ended(unchecked(of));
      return ended(await observed(of, () => step.run(stepInput(of, earlier, tools))));
    },
    giveUp(silence) {
      observer.stepGivenUp({ type: step.definition.type, reason: silence.reason });
      return ended(silenceEnd(of, silence));
    },
  };
}

/** Tells how long the attempt took and how it ended: the result, that it waits, or that it failed. */
async function observed(
  { planned: { step }, around: { observer = UNOBSERVED } }: StepTask,
  attempt: () => Promise<StepEndWithRows>,
): Promise<StepEndWithRows> {
  const { type } = step.definition;
  const startedAt = performance.now();
  const tell = (outcome: string, span: Span) => {
    observer.stepAttempted({ type, outcome, seconds: (performance.now() - startedAt) / 1000 });
    span.tell({ 'step.outcome': outcome });
  };
  return observer.span('step', { 'step.type': type }, async (span) => {
    try {
      const ended = await attempt();
      tell(ended.end.step.result, span);
      return ended;
    } catch (error) {
      tell(error instanceof TaskWaits ? 'waits' : 'attempt-failed', span);
      throw error;
    }
  });
}

function stepInput(
  of: StepTask,
  earlier: readonly StepEnd[],
  { signal, ask, wait }: TaskTools,
): StepInput<unknown> {
  const { step } = of.planned;
  const { material, around } = of;
  const { execution } = material;
  return {
    step: { name: step.definition.name, type: step.definition.type },
    configuration: step.configuration,
    run: runFactsOf(material),
    individual: execution.given.individual,
    earlier,
    priorResults: (resultClass) => priorResults(around, material, resultClass),
    resultRow: (result) => newResultRow(material, result),
    capabilities: around.capabilities,
    records: recordsOf(of),
    ask,
    wait: ({ forMs, rows }) => wait({ forMs, ...(rows && { effects: rows }) }),
    now: around.now,
    signal,
  };
}

function recordsOf({ course, material, around, run }: StepTask): RunRecords {
  return {
    routeTo: (workflowName) =>
      findRoute(around, material, { workflowName, visited: course.visited }),
    riskProfile: (profileName) => riskProfileInForce(around, profileName),
    knownRisk: () => knownRisk(around, material),
    attempts: () => attemptsOf(around, material),
    subscriptions: () => subscriptionsOf(around, material),
    monitoringRow: (type, status) => monitoringRow(run, material, { type, status }),
    captures: captureRecords({ ...run, db: around.db }, material),
  };
}

function runFactsOf({ entity, execution }: RunMaterial): RunFacts {
  const { workflowExecutionId, requestId, entityId, serviceKey, workflowKey } = execution;
  const { lifecyclePhase, given } = execution;
  const { workflowType, isSandbox } = given;
  return {
    tenantId: entity.vault.tenantId,
    workflowExecutionId,
    requestId,
    entityId,
    serviceKey,
    workflowKey,
    workflowType,
    lifecyclePhase,
    isSandbox,
  };
}

/** A step that a branch led past: not needed, and nothing for the person either. */
function routedAround({ planned: { step }, around }: StepTask): StepEndWithRows {
  const { name, type } = step.definition;
  return stepEndOf({ name, type, startedAt: around.now() }, around.now, {
    result: 'SKIPPED',
    isMandatory: step.isMandatory,
    isRoutedAround: true,
  });
}

/** What still runs when nothing else does: the run concludes, and closes. */
const ENDS_A_RUN: ReadonlySet<string> = new Set(['DECISION', 'FINISH']);

/** An open issue that blocks stops what would follow it. */
function isStopped(earlier: readonly StepEnd[]): boolean {
  return earlier.some(({ issues }) =>
    issues.some(({ severity, isCleared }) => severity === 'BLOCK' && !isCleared),
  );
}

/** A step that was not attempted, because what came before it blocks the person. */
function unchecked({ planned: { step }, around }: StepTask): StepEndWithRows {
  const { name, type } = step.definition;
  return stepEndOf({ name, type, startedAt: around.now() }, around.now, {
    result: 'UNCHECKED',
    isMandatory: step.isMandatory,
    errors: [
      {
        code: 'CHECK-0409',
        description: `Step ${name} was not attempted: an issue that blocks is open`,
        location: name,
      },
    ],
  });
}

/** A step that failed or ran out of time for good: its silence is its result, for a person to see. */
function silenceEnd(
  { planned: { step }, around }: StepTask,
  { reason, attempts }: Silence,
): StepEndWithRows {
  const { name, type } = step.definition;
  const isTimeout = reason === 'timeout';
  const why = isTimeout ? 'did not answer in time' : 'failed';
  return stepEndOf({ name, type, startedAt: around.now() }, around.now, {
    result: 'ERROR',
    isMandatory: step.isMandatory,
    errors: [
      {
        code: isTimeout ? 'CHECK-0504' : 'CHECK-0500',
        description: `Step ${name} ${why} after ${attempts} attempts`,
        location: name,
      },
    ],
    issues: [silenceIssue({ because: reason })],
  });
}

/** What the decision step concluded, unless it is unknown or a step that ended since was silent. */
function outcomeOf(course: Course, ends: readonly StepEnd[]): Outcome {
  const decision = ends.findLast(({ step }) => step.stepType === 'DECISION');
  const decided = EXECUTION_OUTCOMES.find((outcome) => outcome === decision?.facts.outcome);
  if (!decided || ends.length < course.length) return 'REVIEW';
  return obstacleTo(decided, stepFactsOf(ends)) ? 'REVIEW' : decided;
}
