import type { Outcome } from '../../features/executions/execution-report.ts';
import { type Condition, conditionOf, type DecisionFacts, type StepFact } from './condition.ts';

/** One row of a decision: the first whose condition holds gives the outcome. */
export type DecisionRow = {
  /** What workflows name when they change the row. */
  readonly row: string;
  /** A condition in CEL. */
  readonly when: string;
  readonly outcome: Outcome;
};

/**
 * How a run is decided where its workflow says nothing else.
 *
 * Rejection and open hits come before missing data, missing data before a pass, and the pass is
 * what remains when nothing else was found. A source that did not answer asks for a review: an
 * outage is no evidence against a person, and none for them.
 */
export const DEFAULT_DECISION: readonly DecisionRow[] = [
  {
    row: 'blocked',
    when: 'issues.exists(i, i.severity == "BLOCK" && !i.isCleared)',
    outcome: 'BLOCKED',
  },
  {
    row: 'rejected',
    when: 'steps.exists(s, s.result == "HIT_REJECTED") || idv.rejected > 0 || duplicate.rejected > 0 || risk.level == "UNACCEPTABLE"',
    outcome: 'FAIL',
  },
  { row: 'true-positive', when: 'aml.openTruePositives > 0', outcome: 'FAIL' },
  {
    row: 'urgent',
    when: 'workflow.lifecyclePhase == "MONITORING" && aml.unresolvedSanction > 0',
    outcome: 'URGENT',
  },
  {
    row: 'review',
    when: 'steps.exists(s, s.result in ["HIT", "CLEAR_REVIEW"] || s.open > 0 || s.rejected > 0 || s.isMandatory && s.result == "ERROR") || risk.level == "HIGH"',
    outcome: 'REVIEW',
  },
  {
    row: 'incomplete',
    when: 'steps.exists(s, s.isMandatory && s.result in ["MISSING_DATA", "INCOMPLETE", "UNCHECKED"])',
    outcome: 'INCOMPLETE',
  },
  {
    row: 'failed-check',
    when: 'steps.exists(s, s.isMandatory && s.result in ["NO_MATCH", "PARTIAL", "EXPIRED", "FAIL"])',
    outcome: 'FAIL',
  },
  { row: 'clear', when: 'workflow.lifecyclePhase == "MONITORING"', outcome: 'CLEAR' },
  { row: 'pass', when: 'true', outcome: 'PASS' },
];

/** How one workflow changes the default: rows put in front, outcomes or conditions replaced. */
export type DecisionChanges = {
  /** Asked before the default rows, in this order. */
  readonly rows?: readonly DecisionRow[] | undefined;
  /** Says aloud that hits which officers left open or rejected may pass. Without it they never do. */
  readonly letsOpenHitsPass?: boolean | undefined;
  /** By row name: another outcome, another condition, or switched off. */
  readonly changes?:
    | Readonly<
        Record<
          string,
          {
            readonly when?: string | undefined;
            readonly outcome?: Outcome | undefined;
            readonly isOff?: boolean | undefined;
          }
        >
      >
    | undefined;
};

/** What was decided, by which row, and what kept the row's outcome from standing. */
export type Decision = {
  readonly outcome: Outcome;
  readonly row: string;
  /** Set where the table asked for more than the evidence allows, or could not be evaluated. */
  readonly because?: string;
};

export type DecisionTable = { decide(facts: DecisionFacts): Decision };

/** The default with a workflow's changes, ready to be asked. Throws on a condition that does not parse. */
export function decisionTableOf({
  rows = [],
  changes = {},
  letsOpenHitsPass = false,
}: DecisionChanges): DecisionTable {
  const defaults = DEFAULT_DECISION.flatMap((row) => {
    const change = changes[row.row];
    if (change?.isOff) return [];
    return [{ ...row, when: change?.when ?? row.when, outcome: change?.outcome ?? row.outcome }];
  });
  const asked = [...rows, ...defaults].map((row) => ({ ...row, holds: conditionOf(row.when) }));
  return {
    decide(facts) {
      const found = guarded(firstThatHolds(asked, facts), facts);
      return letsOpenHitsPass ? found : withoutOpenHits(found, facts);
    },
  };
}

type AskedRow = DecisionRow & { readonly holds: Condition };

function firstThatHolds(rows: readonly AskedRow[], facts: DecisionFacts): Decision {
  for (const { row, holds, outcome } of rows) {
    try {
      if (holds(facts)) return { outcome, row };
    } catch {
      return {
        outcome: 'REVIEW',
        row,
        because: `The condition of row ${row} could not be evaluated`,
      };
    }
  }
  return { outcome: 'REVIEW', row: 'none', because: 'No row of the decision table holds' };
}

/** Outcomes that let a person through. */
const LETS_THROUGH: ReadonlySet<Outcome> = new Set(['PASS', 'CLEAR', 'APPROVED', 'COMPLETE']);
/** Results that say that a check did not take place, or that it spoke against the person. */
const STANDS_AGAINST: ReadonlySet<string> = new Set([
  'ERROR',
  'UNCHECKED',
  'MISSING_DATA',
  'INCOMPLETE',
  'NO_MATCH',
  'PARTIAL',
  'EXPIRED',
  'FAIL',
]);
/** Steps that find out nothing about a person. */
const CHECKS_NOTHING: ReadonlySet<string> = new Set([
  'START',
  'BRANCH',
  'RISK',
  'MONITOR_TOGGLE',
  'DECISION',
  'FINISH',
]);
/** Results of findings that nobody has resolved, or that were resolved against the person. */
const HELD_UP: ReadonlySet<string> = new Set(['HIT', 'HIT_REJECTED', 'CLEAR_REVIEW']);

/** No table, however it is written, turns a mandatory check that failed or fell silent into a pass. */
function guarded(decision: Decision, { steps }: DecisionFacts): Decision {
  const obstacle = obstacleTo(decision.outcome, steps);
  if (!obstacle) return decision;
  const because = `${obstacle}, so ${decision.outcome} cannot stand`;
  return { outcome: 'REVIEW', row: decision.row, because };
}

/** No table lets an open or a rejected hit pass by leaving a row out; it has to be said. */
function withoutOpenHits(decision: Decision, { steps }: DecisionFacts): Decision {
  const { outcome, row } = decision;
  const standing = steps.find(
    ({ result, open, rejected }) => open > 0 || rejected > 0 || HELD_UP.has(result),
  );
  if (!LETS_THROUGH.has(outcome) || !standing) return decision;
  const because = `Findings of step ${standing.name} are open or rejected, so ${outcome} cannot stand`;
  return { outcome: 'REVIEW', row, because };
}

/** What an outcome that lets through would pass over: a mandatory check without a good answer. */
export function obstacleTo(outcome: Outcome, steps: readonly StepFact[]): string | undefined {
  if (!LETS_THROUGH.has(outcome)) return undefined;
  const mandatory = steps.filter(({ isMandatory }) => isMandatory);
  const against = mandatory.find(({ result }) => STANDS_AGAINST.has(result));
  if (against) return `Step ${against.name} ended as ${against.result}`;
  const checks = mandatory.filter(({ type }) => !CHECKS_NOTHING.has(type));
  const isLedPastAll = checks.length > 0 && checks.every(({ isRoutedAround }) => isRoutedAround);
  return isLedPastAll ? 'Branches led past every mandatory check' : undefined;
}
