import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { routeProblems } from '../features/workflow-definitions/route-problems.ts';
import {
  type StepCatalogue,
  validateDefinitionText,
} from '../features/workflow-definitions/validate-definition.ts';
import { stepCatalogue } from './step-catalogue.ts';

const FOLDER = new URL('../../workflows/bundles/', import.meta.url);
/** What bundles use and this server does not run yet: their settings are checked once it does. */
const TO_COME: readonly string[] = ['IDV'];
const lenient: StepCatalogue = {
  ...stepCatalogue,
  has: (type) => stepCatalogue.has(type) || TO_COME.includes(type),
};

const SHIPPED = new URL('../../workflows/', import.meta.url);
const readFrom = (folder: URL) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => {
      const text = readFileSync(new URL(file, folder), 'utf8');
      const validated = validateDefinitionText(text, lenient);
      if (!validated.isValid) throw new Error(`${file}: ${JSON.stringify(validated.problems)}`);
      return validated.definition;
    });
const bundles = readFrom(FOLDER);
const all = [...readFrom(SHIPPED), ...bundles];

describe('the bundles', () => {
  it('hold together, and lead only to each other', () => {
    expect(bundles).toHaveLength(4);
    expect(bundles.flatMap((one) => routeProblems(one, all, lenient))).toEqual([]);
    expect(new Set(bundles.map(({ workflowId }) => workflowId)).size).toBe(bundles.length);
  });
});
