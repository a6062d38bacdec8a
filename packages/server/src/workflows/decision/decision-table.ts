import type { Outcome } from '../../features/executions/execution-report.ts';
import { type Condition, conditionOf, type DecisionFacts } from './condition.ts';

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
    when: 'steps.exists(s, s.result == "HIT_REJECTED") || risk.level == "UNACCEPTABLE"',
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
    when: 'steps.exists(s, s.result in ["HIT", "CLEAR_REVIEW"] || s.isMandatory && s.result == "ERROR") || aml.open > 0 || aml.rejected > 0 || risk.level == "HIGH"',
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
/** Results that say that a check did not take place. */
const SILENT: ReadonlySet<string> = new Set(['ERROR', 'UNCHECKED', 'MISSING_DATA', 'INCOMPLETE']);

/** No table, however it is written, turns the silence of a mandatory check into a pass. */
function guarded(decision: Decision, { steps }: DecisionFacts): Decision {
  const { outcome, row } = decision;
  const silent = silenceBehind(outcome, steps);
  if (!silent) return decision;
  const because = `Step ${silent.name} ended as ${silent.result}, so ${outcome} cannot stand`;
  return { outcome: 'REVIEW', row, because };
}

/** No table lets an open or a rejected hit pass by leaving a row out; it has to be said. */
function withoutOpenHits(decision: Decision, { aml }: DecisionFacts): Decision {
  const { outcome, row } = decision;
  const standing = (aml.open ?? 0) + (aml.rejected ?? 0);
  if (!LETS_THROUGH.has(outcome) || standing === 0) return decision;
  const because = `Hits are open or rejected, so ${outcome} cannot stand`;
  return { outcome: 'REVIEW', row, because };
}

/** The first mandatory step whose silence an outcome would pass over. */
export function silenceBehind(
  outcome: Outcome,
  steps: DecisionFacts['steps'],
): DecisionFacts['steps'][number] | undefined {
  if (!LETS_THROUGH.has(outcome)) return undefined;
  return steps.find(({ isMandatory, result }) => isMandatory && SILENT.has(result));
}
