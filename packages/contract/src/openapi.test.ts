import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ErrorAnswer } from './error.ts';
import { answerExample, BODY_EXAMPLES, ERROR_EXAMPLE } from './openapi/examples.ts';
import { openApiDocument } from './openapi.ts';
import { ALL_OPERATIONS } from './operations/all-operations.ts';
import { COMPONENTS, named } from './wire/named.ts';

const document = openApiDocument({ version: '1.2.3', serverUrl: 'https://kyc.example.org' });
const json = JSON.parse(JSON.stringify(document)) as Record<string, unknown>;

/** Follows a local reference; undefined where it points at nothing. */
function at(reference: string): unknown {
  const steps = reference.slice('#/'.length).split('/');
  return steps.reduce<unknown>((inside, step) => {
    return typeof inside === 'object' && inside !== null ? Reflect.get(inside, step) : undefined;
  }, json);
}

function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) => {
    if (key === '$ref' && typeof inside === 'string') return [inside];
    if (key === 'mapping') return Object.values(inside as object).map(String);
    return references(inside);
  });
}

/** Operations of the live product that the published contract does not have. */
const LIVE_ONLY: readonly string[] = [
  'decideDocument',
  'updateAndExecuteWorkflow',
  'checkIDVStatus',
];

describe('openApiDocument', () => {
  it('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(json);

    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(json.openapi).toMatch(/^3\.1\./);
  });

  it('refers only to what is in it', () => {
    const found = references(json);

    expect(found.length).toBeGreaterThan(300);
    expect(found.filter((reference) => at(reference) === undefined)).toEqual([]);
  });

  it('has every operation once, under its own name', () => {
    const printed = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { operationId }]) => ({
        path,
        method,
        operationId,
      })),
    );
    const expected = ALL_OPERATIONS.map(({ path, method, operationId }) => {
      return { path, method: method.toLowerCase(), operationId };
    });

    const byName = (a: { operationId: unknown }, b: { operationId: unknown }) =>
      String(a.operationId).localeCompare(String(b.operationId));
    expect(printed.sort(byName)).toEqual(expected.sort(byName));
    expect(new Set(expected.map(({ operationId }) => operationId)).size).toBe(expected.length);
  });

  it('has a parameter for every brace of a path, and only those', () => {
    for (const { path, parameters } of ALL_OPERATIONS) {
      const braces = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);

      expect(Object.keys(parameters.shape).sort()).toEqual(braces.sort());
    }
  });

  it('has every named schema as a component, with a description', () => {
    for (const [id] of COMPONENTS._idmap) {
      expect(at(`#/components/schemas/${id}`), id).toHaveProperty('description');
    }
  });

  it('describes every parameter', () => {
    const undescribed = Object.values(document.paths)
      .flatMap((operations) => Object.values(operations))
      .flatMap(({ operationId, parameters }) =>
        (parameters as { name?: string; description?: string }[])
          .filter(({ name, description }) => name && !description)
          .map(({ name }) => `${operationId}.${name}`),
      );

    expect(undescribed).toEqual([]);
  });

  it('asks a tenant for a key and a customer, the operator for a key, anyone for nothing', () => {
    expect(document.paths['/v2/workflows']?.get?.security).toEqual([{ apiKey: [] }]);
    expect(references(document.paths['/v2/workflows']?.get?.parameters)).toContain(
      '#/components/parameters/X-Frankie-CustomerID',
    );
    expect(document.paths['/admin/v1/lists']?.get?.security).toEqual([{ operatorKey: [] }]);
    expect(document.paths['/ruok']?.get?.security).toEqual([]);
  });

  it('offers the background only where it is honoured', () => {
    for (const { path, method, background } of ALL_OPERATIONS) {
      const printed = document.paths[path]?.[method.toLowerCase()];
      const header = '#/components/parameters/X-Frankie-Background';

      expect(references(printed?.parameters).includes(header)).toBe(background);
    }
  });

  it('lets every change be named, and nothing else', () => {
    for (const { path, method, access } of ALL_OPERATIONS) {
      const printed = document.paths[path]?.[method.toLowerCase()];
      const header = '#/components/parameters/Idempotency-Key';
      const isChange = access === 'tenant' && ['POST', 'PATCH'].includes(method);

      expect(references(printed?.parameters).includes(header)).toBe(isChange);
      if (isChange) expect(printed?.responses).toHaveProperty('409');
    }
  });

  it('shows bodies and answers that hold', () => {
    for (const { operationId, method, path, body, answers } of ALL_OPERATIONS) {
      const example = BODY_EXAMPLES[operationId];
      if (example) expect(body.safeParse(example).error).toBeUndefined();
      for (const [status, schema] of Object.entries(answers)) {
        const answer = answerExample({ operationId, method, path }, Number(status));
        if (answer) expect(schema.safeParse(answer).error, operationId).toBeUndefined();
      }
    }
    expect(ErrorAnswer.parse(ERROR_EXAMPLE)).toEqual(ERROR_EXAMPLE);
  });

  it('shows examples of operations that exist', () => {
    const ids = new Set(ALL_OPERATIONS.map(({ operationId }) => operationId));
    expect(Object.keys(BODY_EXAMPLES).filter((operationId) => !ids.has(operationId))).toEqual([]);
  });

  it('shows a real answer of every operation of a tenant', () => {
    const bare = ALL_OPERATIONS.filter(
      (operation) =>
        operation.access === 'tenant' &&
        Object.keys(operation.answers).every((status) => !answerExample(operation, Number(status))),
    );
    expect(bare.map(({ operationId }) => operationId)).toEqual(LIVE_ONLY);
  });

  it('says the same each time it is printed', () => {
    const again = openApiDocument({ version: '1.2.3', serverUrl: 'https://kyc.example.org' });

    expect(JSON.stringify(again)).toBe(JSON.stringify(document));
  });
});

describe('named schemas', () => {
  it('cannot take a name twice', () => {
    expect(() => named('Individual', 'Another one.', z.string())).toThrow('Individual');
  });
});
