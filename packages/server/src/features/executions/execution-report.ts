import type { ExecutionOutcome } from '@probity/contract/execution/execution-outcome';
import type { EntityVault } from '../../kernel/vault.ts';
import type { Issue, RunError, StepEnd, StepResult, StepResultValue } from './step-result.ts';

/** What a workflow concludes. */
export type Outcome = ExecutionOutcome;

/** Which steps ran, in order, and how they fared. */
export type StepRollUp = {
  readonly order: readonly string[];
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  readonly incomplete: readonly string[];
  readonly notApplicable: readonly string[];
};

/** What a service profile shows of a finished run. */
export type ExecutionSummary = {
  readonly steps: StepRollUp;
  readonly issues: readonly Issue[];
};

/** What only the run itself shows. */
export type ExecutionDetails = {
  readonly stepResults: readonly StepResult[];
  readonly errors: readonly RunError[];
};

/** Everything that a finished run leaves, written once. */
export type ExecutionReport = ExecutionSummary & ExecutionDetails;

type Bucket = Exclude<keyof StepRollUp, 'order'>;

const BUCKET: Readonly<Record<StepResultValue, Bucket>> = {
  PASS: 'passed',
  COMPLETE: 'passed',
  MATCH: 'passed',
  CLEAR: 'passed',
  CLEARED: 'passed',
  HIT_ACCEPTED: 'passed',
  SKIPPED: 'passed',
  FAIL: 'failed',
  NO_MATCH: 'failed',
  PARTIAL: 'failed',
  HIT: 'failed',
  HIT_REJECTED: 'failed',
  EXPIRED: 'failed',
  CLEAR_REVIEW: 'failed',
  INCOMPLETE: 'incomplete',
  MISSING_DATA: 'incomplete',
  UNCHECKED: 'incomplete',
  ERROR: 'incomplete',
  NOT_APPLICABLE: 'notApplicable',
};

/** Sums up the steps of a run in the order in which they ended. */
export function reportOf(ends: readonly StepEnd[]): ExecutionReport {
  const stepResults = ends.map(({ step }) => step);
  return {
    steps: rollUp(ends),
    stepResults,
    issues: ends.flatMap(({ issues }) => issues),
    errors: stepResults.flatMap(({ stepName, errors }) =>
      errors.map((error) => ({ ...error, location: error.location ?? stepName })),
    ),
  };
}

/** Each name stands once: where a step was led past here and ran there, how it ran. */
function rollUp(ends: readonly StepEnd[]): StepRollUp {
  const byName = new Map<string, Bucket>();
  for (const { step, isRoutedAround } of ends) {
    if (isRoutedAround && byName.has(step.stepName)) continue;
    byName.delete(step.stepName);
    byName.set(step.stepName, isRoutedAround ? 'notApplicable' : BUCKET[step.result]);
  }
  const named = (bucket: Bucket) =>
    [...byName].filter(([, its]) => its === bucket).map(([name]) => name);
  return {
    order: [...byName.keys()],
    passed: named('passed'),
    failed: named('failed'),
    incomplete: named('incomplete'),
    notApplicable: named('notApplicable'),
  };
}

/** What keys of issues are made for: `category AML`, `issue SANCTION`, `severity WARNING`. */
export const ISSUE_KEYS = 'issues';

/** By what an execution is found that raised these issues. */
export function issueKeysOf(
  vault: Pick<EntityVault, 'blindKey'>,
  issues: ExecutionSummary['issues'],
): string[] {
  const words = issues.flatMap(({ category, issue, severity }) => [
    `category ${category}`,
    `issue ${issue}`,
    `severity ${severity}`,
  ]);
  return [...new Set(words)].map((word) => vault.blindKey(ISSUE_KEYS, word));
}
