import type { Individual } from '@probity/contract/individual';
import type { StepEnd } from '../../features/executions/step-result.ts';
import type { RunFacts } from '../step-type.ts';
import type { DecisionFacts, FactMap, StepFact } from './condition.ts';
import {
  FACT_VARIABLES,
  type FactVariable,
  factDefaults,
  typeOfVariable,
} from './fact-defaults.ts';

/** What the steps so far, the run and the person's non-sensitive facts say to a decision. */
export function decisionFactsOf(
  ends: readonly StepEnd[],
  run: RunFacts,
  individual: Individual,
): DecisionFacts {
  return {
    ...variablesOf(ends),
    steps: stepFactsOf(ends),
    facts: Object.fromEntries(ends.map((end) => [end.step.stepName, factsOfStep(end)])),
    issues: ends
      .flatMap(({ issues }) => issues)
      .map(({ category, issue, severity, isCleared }) => ({
        category,
        issue,
        severity,
        isCleared,
      })),
    workflow: { lifecyclePhase: run.lifecyclePhase, type: run.workflowType },
    individual: {
      entityType: 'INDIVIDUAL',
      nationality: individual.nationality ?? '',
      countries: (individual.addresses ?? []).flatMap(({ country }) => country ?? []),
      documentTypes: Object.values(individual.documents ?? {})
        .flat()
        .flatMap((document) => document?.type ?? []),
      consents: (individual.consents ?? []).flatMap(({ type }) => (type ? [type] : [])),
    },
  };
}

/** How the steps ended, as far as a decision may know. */
export function stepFactsOf(ends: readonly StepEnd[]): readonly StepFact[] {
  return ends.map(({ step, isMandatory, isRoutedAround = false, facts }) => ({
    name: step.stepName,
    type: step.stepType,
    result: step.result,
    isMandatory,
    isRoutedAround,
    open: countOf(facts.open),
    rejected: countOf(facts.rejected),
  }));
}

/** What a step that says nonsense found is not nothing. */
function countOf(value: unknown): number {
  if (value === undefined) return 0;
  return typeof value === 'number' && value >= 0 ? value : 1;
}

function factsOfStep({ step, facts }: StepEnd): FactMap {
  return { ...factDefaults(step.stepType), ...facts, result: step.result };
}

function variablesOf(ends: readonly StepEnd[]): Record<FactVariable, FactMap> {
  const pairs = FACT_VARIABLES.map((variable): [FactVariable, FactMap] => {
    const type = typeOfVariable(variable);
    const ofType = ends.filter(({ step }) => step.stepType === type);
    return [variable, { result: 'UNCHECKED', ...factDefaults(type), ...joined(ofType) }];
  });
  return Object.fromEntries<FactMap>(pairs) as Record<FactVariable, FactMap>;
}

/** Numbers add up, except where a later step of the type says the whole again, as a score. */
function joined(ends: readonly StepEnd[]): FactMap {
  const all: Record<string, unknown> = {};
  for (const { step, facts } of ends) {
    if (step.result !== 'SKIPPED' || all.result === undefined) all.result = step.result;
    for (const [name, value] of Object.entries(facts)) {
      const before = all[name];
      const isCounted = typeof value === 'number' && typeof before === 'number';
      all[name] = isCounted && step.stepType !== 'RISK' ? before + value : value;
    }
  }
  return all;
}
