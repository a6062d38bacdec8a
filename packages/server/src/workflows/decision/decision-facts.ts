import type { Individual } from '@probity/contract/individual';
import type { StepEnd } from '../../features/executions/step-result.ts';
import { amlCounts } from '../../features/results/aml-counts.ts';
import type { RunFacts } from '../step-type.ts';
import type { DecisionFacts } from './condition.ts';

/** Counts that conditions may ask about even where no screening step ran. */
const NO_HITS = amlCounts([]);

/** What the steps so far, the run and the person's non-sensitive facts say to a decision. */
export function decisionFactsOf(
  ends: readonly StepEnd[],
  run: RunFacts,
  individual: Individual,
): DecisionFacts {
  return {
    steps: stepFactsOf(ends),
    issues: ends
      .flatMap(({ issues }) => issues)
      .map(({ category, issue, severity, isCleared }) => ({
        category,
        issue,
        severity,
        isCleared,
      })),
    aml: sumOf(ends.filter(({ step }) => step.stepType === 'AML').map(({ facts }) => facts)),
    risk: { level: 'UNKNOWN', score: 0 },
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
export function stepFactsOf(ends: readonly StepEnd[]): DecisionFacts['steps'] {
  return ends.map(({ step, isMandatory }) => ({
    name: step.stepName,
    type: step.stepType,
    result: step.result,
    isMandatory,
  }));
}

function sumOf(counts: readonly StepEnd['facts'][]): Record<string, number> {
  const sum: Record<string, number> = { ...NO_HITS };
  for (const [name, value] of counts.flatMap((facts) => Object.entries(facts))) {
    if (typeof value === 'number') sum[name] = (sum[name] ?? 0) + value;
  }
  return sum;
}
