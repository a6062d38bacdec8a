import { Environment } from '@marcbachmann/cel-js';
import { FACT_VARIABLES, type FactVariable } from './fact-defaults.ts';

/** A fact as conditions may ask about it. */
export type FactValue = unknown;
export type FactMap = Readonly<Record<string, FactValue>>;

/** What conditions may ask about. Nothing here names or describes a person beyond these facts. */
export type DecisionFacts = {
  readonly steps: readonly StepFact[];
  readonly issues: readonly {
    readonly category: string;
    readonly issue: string;
    readonly severity: string;
    readonly isCleared: boolean;
  }[];
  /** By step name: what the step found, with defaults where it said nothing. */
  readonly facts: Readonly<Record<string, FactMap>>;
  readonly workflow: { readonly lifecyclePhase: string; readonly type: string };
  readonly individual: {
    readonly entityType: string;
    readonly nationality: string;
    readonly countries: readonly string[];
    readonly documentTypes: readonly string[];
    readonly consents: readonly string[];
  };
} & Readonly<Record<FactVariable, FactMap>>;

/** How one step ended, as far as a decision may know. */
export type StepFact = {
  readonly name: string;
  readonly type: string;
  readonly result: string;
  readonly isMandatory: boolean;
  /** A branch led past it. */
  readonly isRoutedAround: boolean;
  /** Findings that nobody has resolved. */
  readonly open: number;
  /** Findings that were resolved against the person. */
  readonly rejected: number;
};

/** Whether a condition holds; throws when it cannot be evaluated or says neither yes nor no. */
export type Condition = (facts: DecisionFacts) => boolean;

const environment = new Environment({
  limits: {
    maxAstNodes: 2_000,
    maxDepth: 50,
    maxListElements: 200,
    maxMapEntries: 50,
    maxCallArguments: 16,
  },
})
  .registerVariable('steps', 'list')
  .registerVariable('issues', 'list')
  .registerVariable('facts', 'map')
  .registerVariable('workflow', 'map')
  .registerVariable('individual', 'map');
for (const variable of FACT_VARIABLES) environment.registerVariable(variable, 'map');

/**
 * Reads a condition in CEL (the Common Expression Language) over {@link DecisionFacts}.
 *
 * @throws an error whose message says what does not parse or is not a yes-or-no question
 */
export function conditionOf(expression: string): Condition {
  const parsed = environment.parse(expression);
  const check = parsed.check();
  if (!check.valid) throw new Error(check.error?.message ?? 'does not hold together');
  if (check.type !== 'bool' && check.type !== 'dyn') {
    throw new Error(`answers with ${check.type}, must answer with true or false`);
  }
  return (facts) => {
    const answer: unknown = parsed({ ...facts });
    if (typeof answer !== 'boolean') throw new Error('did not answer with true or false');
    return answer;
  };
}
