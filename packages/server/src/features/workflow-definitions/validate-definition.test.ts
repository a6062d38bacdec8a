import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type StepCatalogue,
  type Validated,
  validateDefinition,
  validateDefinitionText,
} from './validate-definition.ts';

type Step = Record<string, unknown>;

/** As it stands in the configuration of a step that leads somewhere. */
type Leads = { readonly steps: string[]; readonly workflows: string[] };

/** Knows the shipped step types, and one thing that a configuration must not have. */
const stepCatalogue: StepCatalogue = {
  typeNames: ['START', 'AML', 'DECISION', 'FINISH'],
  has: (type) => ['START', 'AML', 'DECISION', 'FINISH'].includes(type),
  problemsOf({ configuration: { broken } }) {
    if (!broken) return [];
    return [{ issue: 'Must not be', path: broken === true ? 'broken' : '' }];
  },
  leadsOf: ({ configuration }) => configuration.leads as Leads | undefined,
};

const START: Step = { name: 'START', type: 'START' };
const AML: Step = {
  name: 'AML',
  type: 'AML',
  configuration: { lists: ['*'] },
  dependsOn: ['START'],
};
const DECISION: Step = { name: 'DECISION', type: 'DECISION', dependsOn: ['AML'] };
const FINISH: Step = { name: 'FINISH', type: 'FINISH', dependsOn: ['DECISION'] };

const definition = (...steps: unknown[]) => ({
  serviceName: 'KYC',
  workflowName: 'Screening',
  workflowId: 'w-1',
  type: 'aml',
  steps,
});
const validate = (raw: unknown) => validateDefinition(raw, stepCatalogue);
const problemsOf = (validated: Validated) =>
  validated.isValid
    ? []
    : validated.problems.map(({ issue, issueLocation }) => `${issueLocation}: ${issue}`);
const refused = (...steps: unknown[]) => problemsOf(validate(definition(...steps)));
const orderOf = (validated: Validated) =>
  validated.isValid ? validated.definition.steps.map(({ name }) => name) : [];

describe('validateDefinition', () => {
  it('fills in what a definition may leave out', () => {
    const validated = validate(definition(START, AML, DECISION, FINISH));

    expect(validated).toMatchObject({
      isValid: true,
      definition: {
        lifecyclePhase: 'OTHER',
        monitoringTypes: [],
        steps: [
          { version: '1.0.0', description: '', configuration: {}, dependsOn: [] },
          {},
          {},
          {},
        ],
      },
    });
  });

  it('puts steps in an order in which they can run, whatever order they are written in', () => {
    const second = { ...AML, name: 'MEDIA', dependsOn: ['AML'] };
    const steps = [START, AML, second, { ...DECISION, dependsOn: ['START'] }, FINISH];
    fc.assert(
      fc.property(fc.shuffledSubarray(steps, { minLength: steps.length }), (shuffled) => {
        const order = orderOf(validate(definition(...shuffled)));
        expect(order).toEqual(['START', 'AML', 'MEDIA', 'DECISION', 'FINISH']);
      }),
    );
  });

  it('decides after every check, also after one that the decision does not depend on', () => {
    const validated = validate(
      definition(START, { ...DECISION, dependsOn: ['START'] }, AML, FINISH),
    );
    expect(orderOf(validated)).toEqual(['START', 'AML', 'DECISION', 'FINISH']);
  });

  it.each([
    {
      what: 'a check after the decision',
      steps: [START, AML, DECISION, { ...AML, name: 'LATE', dependsOn: ['DECISION'] }, FINISH],
      problem:
        'steps.LATE.dependsOn: Only FINISH may come after DECISION, which could not know of it',
    },
    {
      what: 'a check after the end',
      steps: [START, AML, DECISION, FINISH, { ...AML, name: 'LATE', dependsOn: ['FINISH'] }],
      problem: 'steps.LATE.dependsOn: No step may come after FINISH',
    },
    {
      what: 'a decision after the end',
      steps: [
        START,
        AML,
        { ...FINISH, dependsOn: ['AML'] },
        { ...DECISION, dependsOn: ['FINISH'] },
      ],
      problem: 'steps.DECISION.dependsOn: No step may come after FINISH',
    },
    {
      what: 'no check at all',
      steps: [START, { ...DECISION, dependsOn: ['START'] }, FINISH],
      problem:
        'steps: Must have a mandatory step that checks something: a run that need not check anything would pass',
    },
    {
      what: 'only checks that need not be made',
      steps: [
        START,
        { ...AML, configuration: { lists: ['*'], isMandatory: false } },
        DECISION,
        FINISH,
      ],
      problem:
        'steps: Must have a mandatory step that checks something: a run that need not check anything would pass',
    },
    {
      what: 'no START',
      steps: [{ ...AML, dependsOn: [] }, DECISION, FINISH],
      problem: 'steps: Must have exactly one step of type START, has 0',
    },
    {
      what: 'two decisions',
      steps: [START, AML, DECISION, { ...DECISION, name: 'AGAIN' }, FINISH],
      problem: 'steps: Must have exactly one step of type DECISION, has 2',
    },
    {
      what: 'no FINISH',
      steps: [START, AML, DECISION],
      problem: 'steps: Must have exactly one step of type FINISH, has 0',
    },
    {
      what: 'a START that waits',
      steps: [{ ...START, dependsOn: ['AML'] }, AML, DECISION, FINISH],
      problem: 'steps.START.dependsOn: START depends on nothing',
    },
    {
      what: 'a step that waits for nothing',
      steps: [START, { ...AML, dependsOn: [] }, DECISION, FINISH],
      problem: 'steps.AML.dependsOn: Must depend on START or on a later step',
    },
    {
      what: 'an unknown type',
      steps: [START, { ...AML, type: 'ASTROLOGY' }, DECISION, FINISH],
      problem: 'steps.AML: Unknown step type ASTROLOGY; known are START, AML, DECISION, FINISH',
    },
    {
      what: 'a missing dependency',
      steps: [START, { ...AML, dependsOn: ['START', 'KYC'] }, DECISION, FINISH],
      problem: 'steps.AML: Depends on KYC, which is not a step here',
    },
    {
      what: 'a name used twice',
      steps: [START, AML, AML, DECISION, FINISH],
      problem: 'steps.AML: Two steps have this name',
    },
  ])('refuses $what', ({ steps, problem }) => {
    expect(refused(...steps)).toContain(problem);
  });

  it('names the steps of a circle, and not those that wait for it', () => {
    const a = { ...AML, name: 'A', dependsOn: ['START', 'B'] };
    const b = { ...AML, name: 'B', dependsOn: ['A'] };
    const problems = refused(START, a, b, { ...DECISION, dependsOn: ['B'] }, FINISH);

    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'steps.A.dependsOn',
      'steps.B.dependsOn',
    ]);
  });

  it('names a step that waits for itself', () => {
    const self = { ...AML, dependsOn: ['START', 'AML'] };
    expect(refused(START, self, DECISION, FINISH)).toEqual([
      'steps.AML.dependsOn: Waits for itself: its dependencies form a circle',
    ]);
  });

  it('names the step and the place of what is wrong in a configuration', () => {
    const configuration = { broken: true };
    const steps = [START, { ...AML, configuration }, DECISION, FINISH];
    expect(refused(...steps)).toEqual(['steps.AML.configuration.broken: Must not be']);
    const whole = { ...DECISION, configuration: { broken: 'all of it' } };
    expect(refused(START, AML, whole, FINISH)).toEqual([
      'steps.DECISION.configuration: Must not be',
    ]);
  });

  it('tells every problem at once', () => {
    const problems = refused(
      START,
      { ...AML, configuration: { broken: true } },
      { ...AML, name: 'MEDIA', type: 'GOSSIP' },
      { ...DECISION, dependsOn: ['NOBODY'] },
      FINISH,
    );
    expect(problems).toHaveLength(3);
  });

  it.each([null, 'text', 7, [], {}, undefined])('refuses %j, which is no definition', (raw) => {
    expect(validate(raw).isValid).toBe(false);
  });

  it.each([
    { field: 'serviceName', value: 'a/b' },
    { field: 'workflowName', value: ' ' },
    { field: 'lifecyclePhase', value: 'RETIRED' },
    { field: 'steps', value: Array(101).fill(START) },
  ])('refuses a wrong $field, and says where', ({ field, value }) => {
    const raw = { ...definition(START, AML, DECISION, FINISH), [field]: value };
    expect(problemsOf(validate(raw))[0]).toMatch(new RegExp(`^${field}`));
  });

  it('names the step in whose shape something is wrong', () => {
    const validated = validate(definition(START, { ...AML, version: 'one' }, DECISION, FINISH));
    expect(validated).toMatchObject({
      problems: [{ step: 'AML', issueLocation: 'steps.1.version' }],
    });
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything(), (raw) => {
        expect(validate(raw).isValid).toBe(false);
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.anything()), (steps) => {
        expect(validate(definition(...steps)).isValid).toBe(false);
      }),
    );
  });
});

describe('validateDefinitionText', () => {
  const text = JSON.stringify(definition(START, AML, DECISION, FINISH));
  const read = (yaml: string) => validateDefinitionText(yaml, stepCatalogue);

  it('reads JSON and YAML alike', () => {
    const yaml = `serviceName: KYC
workflowName: Screening
workflowId: w-1
type: aml
steps:
  - { name: START, type: START }
  - { name: AML, type: AML, configuration: { lists: ['*'] }, dependsOn: [START] }
  - { name: DECISION, type: DECISION, dependsOn: [AML] }
  - { name: FINISH, type: FINISH, dependsOn: [DECISION] }`;
    expect(read(yaml)).toEqual(read(text));
    expect(read(text).isValid).toBe(true);
  });

  it.each([
    { what: 'text that is neither', yaml: '{"serviceName": ' },
    { what: 'a key said twice', yaml: 'serviceName: A\nserviceName: B' },
    { what: 'several documents', yaml: 'a: 1\n---\nb: 2' },
    { what: 'an alias of nothing', yaml: 'a: *nothing' },
  ])('refuses $what', ({ yaml }) => {
    expect(problemsOf(read(yaml))).toEqual(['definition: Must be readable YAML or JSON']);
  });

  it.each([
    { what: 'brackets', yaml: '['.repeat(100_000) },
    { what: 'braces over many lines', yaml: '{a:\n'.repeat(50_000) },
    { what: 'lists', yaml: '- '.repeat(100_000) },
    { what: 'keys', yaml: '? '.repeat(100_000) },
    {
      what: 'indented maps',
      yaml: Array.from({ length: 900 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    },
  ])('refuses $what within each other without end, before they are read', ({ yaml }) => {
    expect(problemsOf(read(yaml))).toEqual(['definition: Must not be nested so deeply']);
  });

  it('refuses aliases of aliases before they grow', () => {
    const rows = Array.from({ length: 12 }, (_, level) =>
      level === 0
        ? 'a0: &a0 [x, x, x, x]'
        : `a${level}: &a${level} [${`*a${level - 1}, `.repeat(9)}]`,
    );
    expect(problemsOf(read(rows.join('\n')))).toEqual([
      'definition: Must be readable YAML or JSON',
    ]);
  });

  it.each(['', '# only a comment', 'just text', '- a\n- list', '42'])(
    'refuses %j, which is no definition',
    (yaml) => {
      expect(read(yaml).isValid).toBe(false);
    },
  );

  it('runs nothing that a tag names', () => {
    expect(read('!!js/function "function () { throw 1 }"').isValid).toBe(false);
  });
});

describe('where steps lead', () => {
  const leading = (leads: Partial<Leads>): Step => ({
    name: 'FORK',
    type: 'AML',
    configuration: { leads: { steps: [], workflows: [], ...leads } },
    dependsOn: ['START'],
  });
  const after = (...dependsOn: string[]): Step => ({ ...AML, dependsOn });

  it('is to steps that wait for them, at whatever remove, and to other workflows', () => {
    const between = { ...AML, name: 'BETWEEN', dependsOn: ['FORK'] };
    const fork = leading({ steps: ['AML'], workflows: ['Other'] });
    expect(refused(START, fork, between, after('BETWEEN'), DECISION, FINISH)).toEqual([]);
  });

  it.each([
    { leads: { steps: ['GONE'] }, problem: 'Leads to GONE, which is not a step here' },
    { leads: { steps: ['FINISH'] }, problem: 'FINISH runs always' },
    { leads: { steps: ['AML'] }, problem: 'Must depend on FORK' },
    { leads: { workflows: ['screening '] }, problem: 'Leads into its own workflow' },
  ])('is refused: $problem', ({ leads, problem }) => {
    const steps = [START, leading(leads), after('START'), DECISION, FINISH];
    expect(refused(...steps).join()).toContain(problem);
  });
});
