import { describe, expect, it } from 'vitest';
import { routeProblems } from './route-problems.ts';
import type { StepCatalogue } from './validate-definition.ts';
import type { WorkflowDefinition } from './workflow-definition.ts';

const catalogue: StepCatalogue = {
  typeNames: [],
  has: () => true,
  problemsOf: () => [],
  leadsOf: ({ configuration }) => ({ steps: [], workflows: configuration.to as string[] }),
};
const workflow = (
  workflowName: string,
  to: readonly string[] = [],
  serviceName = 'KYC',
): WorkflowDefinition => ({
  serviceName,
  workflowName,
  workflowId: workflowName,
  type: 't',
  lifecyclePhase: 'ONBOARDING',
  monitoringTypes: [],
  steps: [
    {
      name: 'BRANCH',
      type: 'BRANCH',
      version: '1.0.0',
      description: '',
      configuration: { to },
      dependsOn: [],
    },
  ],
});
const problems = (of: WorkflowDefinition, others: readonly WorkflowDefinition[]) =>
  routeProblems(of, others, catalogue).map(({ issue }) => issue);

describe('routeProblems', () => {
  it('finds nothing wrong with ways that end', () => {
    const others = [workflow('b', ['C']), workflow('c'), workflow('d', ['a'], 'AML')];
    expect(problems(workflow('a', ['B', 'c']), others)).toEqual([]);
    expect(problems(workflow('a'), [workflow('b', ['a'])])).toEqual([]);
  });

  it('misses what is not there, or is there for another service only', () => {
    expect(problems(workflow('a', ['b']), [workflow('b', [], 'AML')])).toEqual([
      'Leads into b, which is not published for this service',
    ]);
  });

  it('sees circles, also through others, by what is to be published', () => {
    expect(problems(workflow('a', ['a']), [])).toEqual(['Leads in a circle, by way of a']);
    expect(problems(workflow('a', ['b']), [workflow('b', ['c']), workflow('c', ['A'])])).toEqual([
      'Leads in a circle, by way of A',
    ]);
    const replaced = [workflow('a', ['b']), workflow('b', ['a'])];
    expect(problems(workflow('a'), replaced)).toEqual([]);
  });

  it('allows no longer chain than a run may go', () => {
    const chain = [1, 2, 3, 4, 5, 6].map((at) => workflow(`w${at}`, at < 6 ? [`w${at + 1}`] : []));
    expect(problems(workflow('w0', ['w1']), chain)).toEqual([
      'Leads through more than 5 other workflows',
    ]);
    expect(problems(workflow('w0', ['w2']), chain)).toEqual([]);
  });
});
