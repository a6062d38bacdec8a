import { MOST_ROUTES } from './route.ts';
import type { StepCatalogue } from './validate-definition.ts';
import {
  type DefinitionProblem,
  keyOfName,
  keyOfService,
  type WorkflowDefinition,
} from './workflow-definition.ts';

/**
 * What is wrong with where a definition's branches lead, among the workflows that stand beside it: a
 * workflow that is not there, a circle, or a chain longer than a run may go.
 *
 * @param others the newest definitions of the tenant; one of the same name is taken to be replaced
 */
export function routeProblems(
  definition: WorkflowDefinition,
  others: readonly WorkflowDefinition[],
  catalogue: StepCatalogue,
): readonly DefinitionProblem[] {
  const service = keyOfService(definition.serviceName);
  const known = new Map(
    [...others, definition]
      .filter(({ serviceName }) => keyOfService(serviceName) === service)
      .map((one) => [keyOfName(one.workflowName), one]),
  );
  const leadsOf = (from: WorkflowDefinition) =>
    from.steps.flatMap((step) =>
      (catalogue.leadsOf?.(step)?.workflows ?? []).map((name) => ({ step: step.name, name })),
    );
  const problemOf = (name: string, way: readonly string[]): string | undefined => {
    const key = keyOfName(name);
    if (way.includes(key)) return `Leads in a circle, by way of ${name}`;
    if (way.length > MOST_ROUTES) return `Leads through more than ${MOST_ROUTES} other workflows`;
    const next = known.get(key);
    if (!next) return `Leads into ${name}, which is not published for this service`;
    for (const lead of leadsOf(next)) {
      const found = problemOf(lead.name, [...way, key]);
      if (found) return found;
    }
    return undefined;
  };
  return leadsOf(definition).flatMap(({ step, name }) => {
    const issue = problemOf(name, [keyOfName(definition.workflowName)]);
    return issue ? [{ step, issue, issueLocation: `steps.${step}.configuration` }] : [];
  });
}
