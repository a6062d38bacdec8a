import { Environment } from '@marcbachmann/cel-js';

/** What conditions may ask about. Nothing here names or describes a person beyond these facts. */
export type DecisionFacts = {
  readonly steps: readonly {
    readonly name: string;
    readonly type: string;
    readonly result: string;
    readonly isMandatory: boolean;
  }[];
  readonly issues: readonly {
    readonly category: string;
    readonly issue: string;
    readonly severity: string;
    readonly isCleared: boolean;
  }[];
  /** Counts over all screening steps: hits, open, unresolved, unresolvedSanction … */
  readonly aml: Readonly<Record<string, number>>;
  readonly risk: { readonly level: string; readonly score: number };
  readonly workflow: { readonly lifecyclePhase: string; readonly type: string };
  readonly individual: {
    readonly entityType: string;
    readonly nationality: string;
    readonly countries: readonly string[];
    readonly documentTypes: readonly string[];
    readonly consents: readonly string[];
  };
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
  .registerVariable('aml', 'map')
  .registerVariable('risk', 'map')
  .registerVariable('workflow', 'map')
  .registerVariable('individual', 'map');

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
