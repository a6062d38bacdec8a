import type { StepNeeds } from '../workflow-definitions/step-needs.ts';
import type {
  StepDefinition,
  WorkflowDefinition,
} from '../workflow-definitions/workflow-definition.ts';

/** What step types say of themselves. */
export type StepWords = {
  explain(step: StepDefinition): readonly string[];
  needs(step: StepDefinition): StepNeeds | undefined;
};

/** What a workflow does, needs and leads to, a sentence each: its steps in order, then the whole. */
export function explanationOf(
  { steps, lifecyclePhase }: WorkflowDefinition,
  words: StepWords,
): readonly string[] {
  const needs = steps.flatMap((step) => {
    const own = words.needs(step);
    return own ? [{ step: step.name, ...own }] : [];
  });
  const needed = (what: 'data' | 'consents' | 'providers') => {
    const by = new Map<string, string[]>();
    for (const one of needs) {
      for (const thing of one[what]) by.set(thing, [...(by.get(thing) ?? []), one.step]);
    }
    return (
      [...by].map(([thing, names]) => `${thing} (${names.join(', ')})`).join(', ') || 'nothing'
    );
  };
  const optional = steps.filter(({ configuration }) => configuration.isMandatory === false);
  return [
    ...steps.flatMap((step) => words.explain(step).map((sentence) => `${step.name}: ${sentence}`)),
    `Needs of the person: ${needed('data')}.`,
    `Needs consent: ${needed('consents')}.`,
    `Asks: ${needed('providers')}.`,
    optional.length > 0
      ? `Every check is mandatory but ${optional.map(({ name }) => name).join(', ')}.`
      : 'Every check is mandatory: where one fails or falls silent, nobody passes.',
    lifecyclePhase === 'MONITORING'
      ? 'It watches people who are customers: where nothing is found the status is CLEAR.'
      : 'Where nothing is found the status is PASS.',
  ];
}
