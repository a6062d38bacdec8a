import { readdir, readFile } from 'node:fs/promises';
import { routeProblems } from '../features/workflow-definitions/route-problems.ts';
import { validateDefinitionText } from '../features/workflow-definitions/validate-definition.ts';
import type { WorkflowDefinition } from '../features/workflow-definitions/workflow-definition.ts';
import { stepCatalogue } from './step-catalogue.ts';

const SHIPPED = new URL('../../workflows/', import.meta.url);

/** The workflows that every new tenant begins with. Throws when one of them does not hold. */
export async function readShippedWorkflows(): Promise<readonly WorkflowDefinition[]> {
  const files = (await readdir(SHIPPED)).filter((file) => file.endsWith('.yaml')).sort();
  const definitions = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(new URL(file, SHIPPED), 'utf8');
      const validated = validateDefinitionText(text, stepCatalogue);
      if (validated.isValid) return validated.definition;
      const problems = validated.problems.map((p) => `${p.issueLocation}: ${p.issue}`).join('; ');
      throw new Error(`The shipped workflow ${file} does not hold: ${problems}`);
    }),
  );
  for (const definition of definitions) {
    const [problem] = routeProblems(definition, definitions, stepCatalogue);
    if (problem) throw new Error(`The shipped ${definition.workflowName}: ${problem.issue}`);
  }
  return definitions;
}
