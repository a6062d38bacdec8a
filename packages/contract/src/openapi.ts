import { ERROR_EXAMPLE } from './openapi/examples.ts';
import { HEADER_PARAMETERS } from './openapi/headers.ts';
import { operationObject, partsOf } from './openapi/operation-object.ts';
import { ERROR_REFERENCE, type JsonObject, schemaObjects } from './openapi/schema-object.ts';
import type { Operation } from './operation.ts';
import { ALL_OPERATIONS } from './operations/all-operations.ts';

/** An OpenAPI 3.1 document, as far as its printer promises. */
export type OpenApiDocument = {
  readonly openapi: string;
  readonly info: JsonObject;
  readonly servers: readonly JsonObject[];
  readonly tags: readonly JsonObject[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
  readonly components: Readonly<Record<string, JsonObject>>;
};

export type OpenApiOptions = {
  /** Of Probity: the document changes with it. */
  readonly version: string;
  /** Where the server answers; the document's own address when absent. */
  readonly serverUrl?: string | undefined;
};

/** Prints the whole contract as an OpenAPI 3.1 document. */
export function openApiDocument({ version, serverUrl = '/' }: OpenApiOptions): OpenApiDocument {
  const printed = schemaObjects(Object.assign({}, ...ALL_OPERATIONS.map(partsOf)));
  return {
    openapi: '3.1.1',
    info: {
      title: 'Probity',
      version,
      summary: 'Screens people, keeps the evidence, lets officers decide.',
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: serverUrl }],
    tags: [...new Set(ALL_OPERATIONS.map(({ tag }) => tag))].map((name) => ({ name })),
    paths: pathsOf((operation) => operationObject(operation, printed.inline)),
    components: {
      schemas: printed.components,
      parameters: HEADER_PARAMETERS,
      headers: { 'X-Request-Id': REQUEST_ID_HEADER },
      responses: errorResponses(),
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

const DESCRIPTION =
  'Every answer carries a `requestId`, also in `X-Request-Id`. Fields that are not known are accepted and ignored; what has the wrong type is refused, with all problems at once and where each one is.';

const REQUEST_ID_HEADER = {
  description: 'Names the request: a ULID, the same as `requestId` in the body.',
  schema: { type: 'string' },
};

const SECURITY_SCHEMES = {
  apiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'api_key',
    description: 'The key of a tenant, together with `X-Frankie-CustomerID`.',
  },
  operatorKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'The key of whoever operates this installation.',
  },
};

const ERROR_DESCRIPTIONS: Readonly<Record<number, string>> = {
  400: 'The request does not hold; everything that is wrong is listed.',
  401: 'No key, or one that is not in force.',
  403: 'The key does not reach this far.',
  404: 'There is no such thing, or it belongs to another tenant.',
  409: 'It is at odds with what is there already.',
  413: 'The body is larger than this operation takes.',
  422: 'The workflow cannot be executed for this person.',
  429: 'Too many requests; `Retry-After` says when to come back.',
  500: 'Unexpected; quote the `requestId`.',
  503: 'Not available at the moment; the same request may succeed later.',
};

function errorResponses(): JsonObject {
  const content = { 'application/json': { schema: ERROR_REFERENCE, example: ERROR_EXAMPLE } };
  const headers = { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } };
  return Object.fromEntries(
    Object.entries(ERROR_DESCRIPTIONS).map(([status, description]) => [
      status,
      { description, headers, content },
    ]),
  );
}

function pathsOf(print: (operation: Operation) => JsonObject) {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const operation of ALL_OPERATIONS) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: print(operation),
    };
  }
  return paths;
}
