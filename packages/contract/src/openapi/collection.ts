import type { Operation } from '../operation.ts';
import { ALL_OPERATIONS } from '../operations/all-operations.ts';
import { BODY_EXAMPLES } from './examples.ts';
import type { JsonObject } from './schema-object.ts';

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

/**
 * Every operation as a request to try, in the collection format 2.1 that Postman, Bruno and Insomnia
 * import. Keys and ids are variables of the collection, to be filled in by whoever imports it.
 */
export function requestCollection({ version }: { readonly version: string }): JsonObject {
  const tags = [...new Set(ALL_OPERATIONS.map(({ tag }) => tag))];
  const parameters = ALL_OPERATIONS.flatMap(({ path }) => parametersOf(path));
  const variables = ['apiKey', 'customerId', 'operatorKey', ...new Set(parameters)];
  return {
    info: { name: `Probity ${version}`, schema: SCHEMA },
    item: tags.map((tag) => ({
      name: tag,
      item: ALL_OPERATIONS.filter((operation) => operation.tag === tag).map(itemOf),
    })),
    variable: [
      { key: 'baseUrl', value: 'http://127.0.0.1:8080' },
      ...variables.map((key) => ({ key, value: USUAL[key] ?? '' })),
    ],
  };
}

/** What most people try first. */
const USUAL: Readonly<Record<string, string>> = {
  serviceName: 'KYC',
  workflowName: 'AML-Screening',
  matchlistName: 'Blocklist',
  consentType: 'GENERAL',
};

function itemOf(operation: Operation): JsonObject {
  const { operationId, method, path, summary, description = '' } = operation;
  const body = bodyOf(operation);
  const raw = path.replaceAll(/\{(\w+)\}/g, '{{$1}}');
  return {
    name: summary,
    request: {
      method,
      description: `${operationId}. ${description}`.trim(),
      header: [
        ...HEADERS[operation.access],
        ...(body?.mode === 'raw' ? [header('Content-Type', 'application/json')] : []),
      ],
      url: {
        raw: `{{baseUrl}}${raw}`,
        host: ['{{baseUrl}}'],
        path: raw.split('/').slice(1),
        query: Object.keys(operation.query.shape).map((key) => ({
          key,
          value: '',
          disabled: true,
        })),
      },
      ...(body && { body }),
    },
  };
}

function bodyOf({ operationId, bodyPresence }: Operation): JsonObject | undefined {
  if (bodyPresence === 'none') return undefined;
  if (bodyPresence === 'files')
    return { mode: 'formdata', formdata: [{ key: 'file', type: 'file' }] };
  const example = BODY_EXAMPLES[operationId] ?? {};
  return { mode: 'raw', raw: JSON.stringify(example, null, 2) };
}

function header(key: string, value: string): JsonObject {
  return { key, value };
}

const HEADERS: Readonly<Record<Operation['access'], readonly JsonObject[]>> = {
  tenant: [header('api_key', '{{apiKey}}'), header('X-Frankie-CustomerID', '{{customerId}}')],
  operator: [header('Authorization', 'Bearer {{operatorKey}}')],
  public: [],
};

function parametersOf(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
}
