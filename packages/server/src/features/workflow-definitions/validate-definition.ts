import { parse as parseYaml } from 'yaml';
import {
  type DefinitionProblem,
  DefinitionShape,
  keyOfName,
  type StepDefinition,
  type WorkflowDefinition,
} from './workflow-definition.ts';

/** Where a step may lead: steps of its workflow that run or do not, other workflows of the service. */
export type StepLeads = {
  readonly steps: readonly string[];
  readonly workflows: readonly string[];
};

/** What validation must know of the step types that this server runs. */
export type StepCatalogue = {
  readonly typeNames: readonly string[];
  has(type: string): boolean;
  /** Problems of a step's configuration; empty when it is sound. */
  problemsOf(step: StepDefinition): readonly { issue: string; path: string }[];
  /** Undefined for a step that leads nowhere but on. */
  leadsOf?(step: StepDefinition): StepLeads | undefined;
};

export type Validated =
  | { readonly isValid: true; readonly definition: WorkflowDefinition }
  | { readonly isValid: false; readonly problems: readonly DefinitionProblem[] };

/** Reads a definition written in YAML or JSON; every problem names its step. */
export function validateDefinitionText(text: string, catalogue: StepCatalogue): Validated {
  if (isTooDeep(text)) {
    return refuse([{ issue: 'Must not be nested so deeply', issueLocation: 'definition' }]);
  }
  let raw: unknown;
  try {
    raw = parseYaml(text, { maxAliasCount: 20, logLevel: 'error' });
  } catch {
    return refuse([{ issue: 'Must be readable YAML or JSON', issueLocation: 'definition' }]);
  }
  return validateDefinition(raw, catalogue);
}

/** Brackets within brackets, or twice as many signs of indentation; definitions need about ten. */
const DEEPEST = 100;

/** The reader of YAML recurses, and where the stack ends inside of it the process may end too. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const sign of text) {
    if (sign === '[' || sign === '{') depth += 1;
    if (sign === ']' || sign === '}') depth = Math.max(0, depth - 1);
    if (depth > DEEPEST) return true;
  }
  return text.split('\n').some((line) => line.search(/[^\s?-]|$/) > 2 * DEEPEST);
}

/** Checks a definition's shape, its steps' types and configurations, and the order they make. */
export function validateDefinition(raw: unknown, catalogue: StepCatalogue): Validated {
  const shaped = DefinitionShape.safeParse(raw);
  if (!shaped.success) {
    return refuse(
      shaped.error.issues.map((issue) => ({
        ...stepOf(raw, issue.path),
        issue: issue.message,
        issueLocation: locationOf(issue.path),
      })),
    );
  }
  const { steps } = shaped.data;
  const problems = [
    ...textProblems(shaped.data),
    ...nameProblems(steps),
    ...typeProblems(steps, catalogue),
    ...frameProblems(steps),
  ];
  if (problems.length > 0) return refuse(problems);
  const ordered = inOrder(steps);
  if (!ordered.isComplete) return refuse(cycleProblems(ordered.stuck));
  const late = [...endProblems(ordered.steps), ...leadProblems(shaped.data, catalogue)];
  if (late.length > 0) return refuse(late);
  return { isValid: true, definition: { ...shaped.data, steps: ordered.steps } };
}

/** As JSON writes a NUL and half of a surrogate pair, neither of which can be kept. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

function textProblems({ steps, ...head }: WorkflowDefinition): DefinitionProblem[] {
  const issue = 'Must not contain a NUL character or broken Unicode';
  const isBroken = (part: object) => UNSTORABLE.test(JSON.stringify(part));
  return [
    ...(isBroken(head) ? [{ issue, issueLocation: 'definition' }] : []),
    ...steps.filter(isBroken).map(({ name }) => problem(name, issue)),
  ];
}

function nameProblems(steps: readonly StepDefinition[]): DefinitionProblem[] {
  const names = new Set<string>();
  const problems: DefinitionProblem[] = [];
  for (const step of steps) {
    if (names.has(step.name)) problems.push(problem(step.name, 'Two steps have this name'));
    names.add(step.name);
  }
  for (const step of steps) {
    for (const missing of step.dependsOn.filter((name) => !names.has(name))) {
      problems.push(problem(step.name, `Depends on ${missing}, which is not a step here`));
    }
  }
  return problems;
}

function typeProblems(
  steps: readonly StepDefinition[],
  catalogue: StepCatalogue,
): DefinitionProblem[] {
  return steps.flatMap((step) => {
    if (!catalogue.has(step.type)) {
      const known = catalogue.typeNames.join(', ');
      return [problem(step.name, `Unknown step type ${step.type}; known are ${known}`)];
    }
    return catalogue
      .problemsOf(step)
      .map(({ issue, path }) => problem(step.name, issue, `configuration${path && `.${path}`}`));
  });
}

/** Steps that every workflow has, and that check nothing. */
const FRAME: readonly string[] = ['START', 'DECISION', 'FINISH'];

/** Every workflow opens with START, decides once and closes with FINISH; in between it checks something. */
function frameProblems(steps: readonly StepDefinition[]): DefinitionProblem[] {
  const problems: DefinitionProblem[] = [];
  for (const type of FRAME) {
    const count = steps.filter((step) => step.type === type).length;
    if (count !== 1) {
      problems.push({
        issue: `Must have exactly one step of type ${type}, has ${count}`,
        issueLocation: 'steps',
      });
    }
  }
  const checks = steps.filter(({ type }) => !FRAME.includes(type));
  if (checks.every(({ configuration }) => configuration.isMandatory === false)) {
    const issue =
      'Must have a mandatory step that checks something: a run that need not check anything would pass';
    problems.push({ issue, issueLocation: 'steps' });
  }
  for (const step of steps) {
    const isStart = step.type === 'START';
    if (isStart && step.dependsOn.length > 0) {
      problems.push(problem(step.name, 'START depends on nothing', 'dependsOn'));
    }
    if (!isStart && step.dependsOn.length === 0) {
      problems.push(problem(step.name, 'Must depend on START or on a later step', 'dependsOn'));
    }
  }
  return problems;
}

type Ordered =
  | { readonly isComplete: true; readonly steps: StepDefinition[] }
  | { readonly isComplete: false; readonly stuck: StepDefinition[] };

/** Dependencies first; among those that are free, the order in which they were written. */
function inOrder(steps: readonly StepDefinition[]): Ordered {
  const done = new Set<string>();
  const ordered: StepDefinition[] = [];
  let waiting = [...steps];
  while (waiting.length > 0) {
    const next = nextFree(waiting, done);
    if (!next) return { isComplete: false, stuck: waiting };
    ordered.push(next);
    done.add(next.name);
    waiting = waiting.filter((step) => step !== next);
  }
  return { isComplete: true, steps: ordered };
}

/** The end yields to every other free step: the decision knows of whatever may run before it. */
function nextFree(waiting: readonly StepDefinition[], done: ReadonlySet<string>) {
  const free = waiting.filter((step) => step.dependsOn.every((name) => done.has(name)));
  const [first] = free.sort((a, b) => END.indexOf(a.type) - END.indexOf(b.type));
  return first;
}

/** How every workflow ends; what comes after its decision could not be part of it. */
const END: readonly string[] = ['DECISION', 'FINISH'];

function endProblems(ordered: readonly StepDefinition[]): DefinitionProblem[] {
  const decision = ordered.findIndex(({ type }) => type === 'DECISION');
  const afterDecision = ordered.slice(decision + 1).filter(({ type }) => type !== 'FINISH');
  const finish = ordered.findIndex(({ type }) => type === 'FINISH');
  return [
    ...afterDecision.map(({ name }) =>
      problem(name, 'Only FINISH may come after DECISION, which could not know of it', 'dependsOn'),
    ),
    ...ordered
      .slice(finish + 1)
      .map(({ name }) => problem(name, 'No step may come after FINISH', 'dependsOn')),
  ];
}

/** What a step leads to comes after it and may be left out; a workflow does not lead into itself. */
function leadProblems(definition: WorkflowDefinition, catalogue: StepCatalogue) {
  const { steps, workflowName } = definition;
  return steps.flatMap((step): DefinitionProblem[] => {
    const leads = catalogue.leadsOf?.(step);
    if (!leads) return [];
    const isSelf = leads.workflows.some((name) => keyOfName(name) === keyOfName(workflowName));
    return [
      ...(isSelf ? [problem(step.name, 'Leads into its own workflow', 'configuration')] : []),
      ...leads.steps.flatMap((name) => leadProblem(step, name, steps)),
    ];
  });
}

function leadProblem(from: StepDefinition, name: string, steps: readonly StepDefinition[]) {
  const led = steps.find((step) => step.name === name);
  const place = 'configuration';
  if (!led) return [problem(from.name, `Leads to ${name}, which is not a step here`, place)];
  if (FRAME.includes(led.type)) {
    return [problem(from.name, `${name} runs always and cannot be led past`, place)];
  }
  if (!waitsFor(led, from.name, steps)) {
    return [
      problem(name, `Must depend on ${from.name}, which decides whether it runs`, 'dependsOn'),
    ];
  }
  return [];
}

/** Whether a step waits for another, at whatever remove; the dependencies form no circle. */
function waitsFor(step: StepDefinition, name: string, steps: readonly StepDefinition[]): boolean {
  if (step.dependsOn.includes(name)) return true;
  const before = steps.filter((one) => step.dependsOn.includes(one.name));
  return before.some((one) => waitsFor(one, name, steps));
}

/** Steps that wait only because a circle does are not named. */
function cycleProblems(stuck: readonly StepDefinition[]): DefinitionProblem[] {
  const awaited = new Set(stuck.flatMap(({ dependsOn }) => dependsOn));
  const circle = stuck.filter(({ name }) => awaited.has(name));
  if (circle.length < stuck.length) return cycleProblems(circle);
  return circle.map((step) =>
    problem(step.name, 'Waits for itself: its dependencies form a circle', 'dependsOn'),
  );
}

function problem(step: string, issue: string, part = ''): DefinitionProblem {
  return { step, issue, issueLocation: `steps.${step}${part && `.${part}`}` };
}

function refuse(problems: readonly DefinitionProblem[]): Validated {
  return { isValid: false, problems };
}

/** `steps.2.name` reads better with the step's own name in it. */
function stepOf(raw: unknown, path: readonly PropertyKey[]): { step?: string } {
  if (path[0] !== 'steps' || typeof path[1] !== 'number') return {};
  const steps: unknown = (raw as { steps?: unknown }).steps;
  const step: unknown = Array.isArray(steps) ? steps[path[1]] : undefined;
  const name = (step as { name?: unknown } | undefined)?.name;
  return typeof name === 'string' ? { step: name } : {};
}

function locationOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'definition' : path.map(String).join('.');
}
