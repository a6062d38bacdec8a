import { EXECUTION_OUTCOMES } from '@probity/contract/execution/execution-outcome';
import type { Program, Silence, Task, TaskTools } from '../engine/program.ts';
import {
  endEffects,
  newResultRow,
  priorResults,
  type RunContext,
  runContextOf,
  stepEndedRow,
} from '../features/executions/end-execution.command.ts';
import type { Outcome } from '../features/executions/execution-report.ts';
import type { RunMaterial } from '../features/executions/start-execution.command.ts';
import { stepEndOf } from '../features/executions/step-end.ts';
import type { StepEnd, StepEndWithRows } from '../features/executions/step-result.ts';
import type { Clock } from '../kernel/clock.ts';
import type { TenantDb } from '../kernel/statement.ts';
import { stepFactsOf } from './decision/decision-facts.ts';
import { silenceBehind } from './decision/decision-table.ts';
import { type PreparedStep, prepareStep } from './step-catalogue.ts';
import type { Capabilities, RunFacts, StepInput } from './step-type.ts';

/** What a program needs besides the run that it is for. */
export type ProgramSurroundings = {
  /** The door to the run's tenant. */
  readonly db: TenantDb;
  readonly capabilities: Capabilities;
  readonly now: Clock;
};

/** A workflow as the engine runs it: one task a step, and the report at the end. */
export function workflowProgram(material: RunMaterial, around: ProgramSurroundings): Program {
  const steps = preparedSteps(material);
  const run = runContextOf(material, around.now);
  const { vault } = material.entity;
  const place = (name: string) => `run/${material.execution.workflowExecutionId}/${name}`;
  return {
    tasks: steps.map((step, position) =>
      stepTask({ step, before: steps.slice(0, position), material, around, run }),
    ),
    codec: {
      encode: (name, value) => vault.seal(place(name), value),
      decode: (name, sealed) => vault.unseal(place(name), sealed),
    },
    finish(outcomes) {
      const ends = steps.flatMap(({ definition }) => {
        const end = outcomes.get(definition.name);
        return end === undefined ? [] : [end as StepEnd];
      });
      return endEffects(run, material, { ends, outcome: outcomeOf(steps, ends) });
    },
  };
}

/** Definitions never change once published: each version is read once. */
const prepared = new Map<string, readonly PreparedStep[]>();
const MOST_PREPARED = 1_000;

function preparedSteps({ workflow }: RunMaterial): readonly PreparedStep[] {
  const { tenantId, version, definition } = workflow;
  const { serviceName, workflowName } = definition;
  const key = JSON.stringify([tenantId, serviceName, workflowName, version]);
  const known = prepared.get(key);
  if (known) return known;
  if (prepared.size >= MOST_PREPARED) prepared.clear();
  const steps = definition.steps.map(prepareStep);
  prepared.set(key, steps);
  return steps;
}

type StepTask = {
  readonly step: PreparedStep;
  readonly before: readonly PreparedStep[];
  readonly material: RunMaterial;
  readonly around: ProgramSurroundings;
  readonly run: RunContext;
};

function stepTask(of: StepTask): Task<StepEnd> {
  const { step, before, material, run } = of;
  const { name } = step.definition;
  const ended = ({ end, rows }: StepEndWithRows) => ({
    outcome: end,
    effects: { ...rows, audit_event: [stepEndedRow(run, material, end)] },
  });
  return {
    name,
    timeoutMs: step.timeoutMs,
    maxAttempts: step.maxAttempts,
    async run(tools) {
      const earlier = before.flatMap(
        ({ definition }) => tools.outcomeOf<StepEnd>(definition.name) ?? [],
      );
      return ended(await step.run(stepInput(of, earlier, tools)));
    },
    giveUp: (silence) => ended(silenceEnd(of, silence)),
  };
}

function stepInput(
  { step, material, around }: StepTask,
  earlier: readonly StepEnd[],
  { signal, ask, wait }: TaskTools,
): StepInput<unknown> {
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
    ask,
    wait: ({ forMs, rows }) => wait({ forMs, ...(rows && { effects: rows }) }),
    now: around.now,
    signal,
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

/** A step that failed or ran out of time for good: its silence is its result, for a person to see. */
function silenceEnd({ step, around }: StepTask, { reason, attempts }: Silence): StepEndWithRows {
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
    issues: [
      {
        category: 'SYSTEM',
        issue: isTimeout ? 'SERVICE_TIMEOUT' : 'SERVICE_ERROR',
        severity: 'ERROR',
        processResultIds: [],
        isCleared: false,
      },
    ],
  });
}

/** What the decision step concluded, unless it is unknown or a step that ended since was silent. */
function outcomeOf(steps: readonly PreparedStep[], ends: readonly StepEnd[]): Outcome {
  const decision = ends.findLast(({ step }) => step.stepType === 'DECISION');
  const decided = EXECUTION_OUTCOMES.find((outcome) => outcome === decision?.facts.outcome);
  if (!decided || ends.length < steps.length) return 'REVIEW';
  return silenceBehind(decided, stepFactsOf(ends)) ? 'REVIEW' : decided;
}
