import type { Operation } from '../operation.ts';
import { answerExample, BODY_EXAMPLES } from './examples.ts';
import { canBeNamed, headersOf } from './headers.ts';
import type { JsonObject } from './schema-object.ts';

/** Finds the printed form of one schema of an operation. */
export type PrintedSchema = (part: string) => JsonObject;

/** The schemas of an operation by the part they play in it. */
export function partsOf(operation: Operation) {
  const { operationId, parameters, query, body, answers } = operation;
  return Object.fromEntries([
    [`${operationId}.path`, parameters],
    [`${operationId}.query`, query],
    [`${operationId}.body`, body],
    ...Object.entries(answers).map(([status, schema]) => [`${operationId}.${status}`, schema]),
  ]);
}

/** One operation as OpenAPI says it. */
export function operationObject(operation: Operation, printed: PrintedSchema): JsonObject {
  const { operationId, summary, description, tag } = operation;
  const requestBody = bodyOf(operation, printed);
  return {
    operationId,
    summary,
    ...(description === undefined ? {} : { description }),
    tags: [tag],
    security: SECURITY[operation.access],
    parameters: [
      ...parametersIn('path', printed(`${operationId}.path`)),
      ...parametersIn('query', printed(`${operationId}.query`)),
      ...headersOf(operation),
    ],
    ...(requestBody ? { requestBody } : {}),
    responses: responsesOf(operation, printed),
  };
}

const SECURITY = {
  tenant: [{ apiKey: [] }],
  operator: [{ operatorKey: [] }],
  public: [],
} as const;

function parametersIn(place: 'path' | 'query', schema: JsonObject): JsonObject[] {
  const { properties, required } = schema;
  const names: readonly unknown[] = Array.isArray(required) ? required : [];
  return Object.entries(isObject(properties) ? properties : {}).map(([name, property]) => {
    const { description, ...rest } = isObject(property) ? property : {};
    const isList = rest.type === 'array';
    const given = [description, isList ? 'Separated by commas, or repeated.' : undefined];
    const text = given.filter((sentence) => typeof sentence === 'string').join(' ');
    return {
      in: place,
      name,
      ...(place === 'path' || names.includes(name) ? { required: true } : {}),
      ...(text ? { description: text } : {}),
      ...(isList ? { style: 'form', explode: false } : {}),
      schema: rest,
    };
  });
}

function bodyOf(operation: Operation, printed: PrintedSchema): JsonObject | undefined {
  const { operationId, bodyPresence } = operation;
  if (bodyPresence === 'none') return undefined;
  if (bodyPresence === 'files') {
    const schema = { type: 'object', minProperties: 1, additionalProperties: FILE };
    return { required: true, content: { 'multipart/form-data': { schema } } };
  }
  const example = BODY_EXAMPLES[operationId];
  const schema = printed(`${operationId}.body`);
  return {
    required: bodyPresence === 'required',
    content: { 'application/json': { schema, ...(example ? { example } : {}) } },
  };
}

const FILE = { type: 'string', contentMediaType: 'application/octet-stream' };

function responsesOf(operation: Operation, printed: PrintedSchema) {
  const { operationId, answers } = operation;
  const errors = new Set([...operation.errors, ...(canBeNamed(operation) ? [409] : [])]);
  const successes = Object.keys(answers).map((status) => {
    const schema = printed(`${operationId}.${status}`);
    const example = answerExample(operation, Number(status));
    const content = { 'application/json': { schema, ...(example ? { example } : {}) } };
    const headers = { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } };
    const description = ANSWERS[Number(status)] ?? 'An answer.';
    return [status, { description, headers, content }] as const;
  });
  const failures = [...errors].sort().map((status) => {
    return [String(status), { $ref: `#/components/responses/${status}` }] as const;
  });
  return Object.fromEntries([...successes, ...failures]);
}

const ANSWERS: Readonly<Record<number, string>> = {
  200: 'Done.',
  201: 'Made.',
  202: 'Accepted; the work goes on in the background.',
  503: 'The server cannot serve.',
};

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}
