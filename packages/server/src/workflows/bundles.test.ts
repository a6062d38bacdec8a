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
const TO_COME: readonly string[] = ['KYC', 'ID', 'IDV', 'DUPLICATE', 'BLOCKLIST'];
const lenient: StepCatalogue = {
  ...stepCatalogue,
  has: (type) => stepCatalogue.has(type) || TO_COME.includes(type),
};

const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));
const bundles = files.map((file) => {
  const validated = validateDefinitionText(readFileSync(new URL(file, FOLDER), 'utf8'), lenient);
  if (!validated.isValid) throw new Error(`${file}: ${JSON.stringify(validated.problems)}`);
  return validated.definition;
});

describe('the bundles', () => {
  it('hold together, and lead only to each other', () => {
    expect(bundles).toHaveLength(15);
    expect(bundles.flatMap((one) => routeProblems(one, bundles, lenient))).toEqual([]);
    expect(new Set(bundles.map(({ workflowId }) => workflowId)).size).toBe(bundles.length);
  });
});
