import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

/** The published contract has two parts, each a document of its own. */
export const CONTRACT_PARTS = ['kyc-v2', 'core-v2'] as const;
export type ContractPart = (typeof CONTRACT_PARTS)[number];

/** An operation as the contract publishes it. */
export type PublishedOperation = {
  readonly part: ContractPart;
  readonly operationId: string;
  /** In capitals. */
  readonly method: string;
  /** With parameters in braces. */
  readonly path: string;
  readonly parameters: readonly PublishedParameter[];
  readonly requestSchema: Json | undefined;
  /** Every status that is documented, with the schema of its body where it has one. */
  readonly answers: ReadonlyMap<number, Json | undefined>;
};
export type PublishedParameter = {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: Json;
};
export type Json = { readonly [key: string]: unknown };
export type Call = { readonly method: string; readonly path: string };

export type PublishedContract = {
  /** Of both parts; where both have one path it is there twice. */
  readonly operations: readonly PublishedOperation[];
  /** Those that a call with this concrete path is for, of each part at most one. */
  operationsAt(call: Call): readonly PublishedOperation[];
  /** What is wrong with the body of an answer. */
  answerProblems(operation: PublishedOperation, status: number, body: unknown): string[];
  /** What is wrong with the body of a request. */
  requestProblems(operation: PublishedOperation, body: unknown): string[];
  /** A schema of this part that another refers to. */
  resolved(part: ContractPart, schema: Json): Json;
};

type Direction = 'answer' | 'request';
type Carrier = { readonly content?: Readonly<Record<string, { readonly schema?: Json }>> };
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  readonly components: Components;
};
type Components = {
  readonly schemas: Readonly<Record<string, Json>>;
  readonly parameters?: Readonly<Record<string, Json>>;
};
type RawOperation = {
  readonly operationId: string;
  readonly parameters?: readonly Json[];
  readonly requestBody?: Carrier;
  readonly responses: Readonly<Record<string, Carrier>>;
};

const ERROR_SCHEMA: Json = { $ref: '#/components/schemas/Error' };
const VERBS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Reads the contract from the folder that holds `kyc-v2.json` and `core-v2.json`. */
export function publishedContract(folder: string): PublishedContract {
  const documents = new Map(
    CONTRACT_PARTS.map((part) => [
      part,
      JSON.parse(readFileSync(join(folder, `${part}.json`), 'utf8')) as Document,
    ]),
  );
  const operations = [...documents].flatMap(([part, document]) => operationsOf(part, document));
  const checks = new Map([...documents].map(([part, document]) => [part, checker(document)]));
  const problems = (part: ContractPart, asked: Asked, body: unknown) =>
    checks.get(part)?.(asked, body) ?? [];
  return {
    operations,
    operationsAt: (call) =>
      CONTRACT_PARTS.flatMap((part) => {
        const own = operations.filter((one) => one.part === part);
        return operationFor(own, call) ?? [];
      }),
    answerProblems({ part, answers }, status, body) {
      const schema = answers.has(status) ? answers.get(status) : ERROR_SCHEMA;
      if (!answers.has(status) && status < 400) return [`${status} is not documented`];
      return schema ? problems(part, { schema, direction: 'answer' }, body) : [];
    },
    requestProblems: ({ part, requestSchema: schema }, body) =>
      schema ? problems(part, { schema, direction: 'request' }, body) : [],
    resolved(part, schema) {
      const schemas: unknown = documents.get(part)?.components;
      return pointed({ components: schemas }, schema);
    },
  };
}

function operationsOf(part: ContractPart, { paths, components }: Document): PublishedOperation[] {
  return Object.entries(paths).flatMap(([path, of]) =>
    VERBS.flatMap((verb) => {
      const raw = of[verb];
      if (!raw) return [];
      const shared: unknown = of.parameters;
      const parameters = [...asArray(shared), ...(raw.parameters ?? [])]
        .map((one) => pointed({ components }, one as Json))
        .map((one) => one as unknown as PublishedParameter);
      return {
        part,
        operationId: raw.operationId,
        method: verb.toUpperCase(),
        path,
        parameters,
        requestSchema: schemaOf(raw.requestBody ?? {}),
        answers: new Map(
          Object.entries(raw.responses).map(([status, answer]) => [
            Number(status),
            schemaOf(pointed({ components }, answer as Json)),
          ]),
        ),
      };
    }),
  );
}

/** Follows references until there is a schema. */
function pointed(document: Json, schema: Json): Json {
  if (typeof schema.$ref !== 'string') return schema;
  const at = schema.$ref
    .split('/')
    .slice(1)
    .reduce<unknown>((within, name) => (within as Json | undefined)?.[name], document);
  return pointed(document, (at ?? {}) as Json);
}

/**
 * As the server reads a path: a slash at its end says nothing where there is an operation without it, so
 * that a list is not taken for one of its elements whose id is empty.
 */
function operationFor(
  operations: readonly PublishedOperation[],
  call: Call,
): PublishedOperation | undefined {
  const path = (call.path.split('?')[0] ?? '').replace(/\/$/, '');
  return operationAt(operations, { ...call, path }) ?? operationAt(operations, call);
}

/** Literal segments win over parameters: `/v2/individuals/new/…` is not an entity called new. */
function operationAt(
  operations: readonly PublishedOperation[],
  { method, path }: Call,
): PublishedOperation | undefined {
  const segments = (path.split('?')[0] ?? '').split('/');
  return operations
    .filter((one) => one.method === method && fits(one.path.split('/'), segments))
    .sort((one, other) => parametersIn(one.path) - parametersIn(other.path))[0];
}

/** Whether a concrete path is one of a template's. */
export function fits(template: readonly string[], segments: readonly string[]): boolean {
  if (template.length !== segments.length) return false;
  return template.every((part, at) => part.startsWith('{') || part === segments[at]);
}

function parametersIn(template: string): number {
  return template.split('{').length;
}

function schemaOf({ content }: Carrier): Json | undefined {
  return content?.['application/json']?.schema;
}

type Asked = { readonly schema: Json; readonly direction: Direction };

/** Compiles schemas as they are asked for, each once. */
function checker(document: Document): (asked: Asked, body: unknown) => string[] {
  const validators = new Map<string, ValidateFunction>();
  const engines = new Map<Direction, Ajv>();
  return ({ schema, direction }, body) => {
    const key = `${direction} ${JSON.stringify(schema)}`;
    const engine = engines.get(direction) ?? engineFor(document, direction);
    engines.set(direction, engine);
    const validate = validators.get(key) ?? engine.compile(asJsonSchema(schema, direction) as Json);
    validators.set(key, validate);
    return validate(body) ? [] : readable(validate.errors ?? []);
  };
}

function engineFor({ components }: Document, direction: Direction): Ajv {
  const engine = new Ajv({ strict: false, allErrors: true });
  formats.default(engine);
  engine.addFormat('UUID', (value) => engine.validate({ type: 'string', format: 'uuid' }, value));
  engine.addFormat('ulid', /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  const schemas = asJsonSchema(corrected(components.schemas), direction);
  engine.addSchema({ $id: 'contract', components: { schemas } });
  return engine;
}

/** What officers say of supporting documents in the live product. */
const REVIEW_STATUSES = ['APPROVED', 'REJECTED', 'NEEDS_ATTENTION'];

/**
 * The contract's known slips put right, as the published behaviour has it: the manual statuses are
 * alternatives (all at once no value can satisfy, and those about fraud are missing), the bases of
 * supplementary data list fewer types than the discriminators map, and the parts disagree about
 * what a step depends on: the names of steps, as workflows are written.
 */
function corrected(schemas: Components['schemas']) {
  const manual = Object.entries(schemas)
    .filter(([name]) => name.startsWith('Process-Result-Manual-StatusEnum-'))
    .flatMap(([, schema]) => asArray(schema.enum));
  const base = schemas['Supplementary-Data-Base'];
  const audit = schemas['Supplementary-Data-AuditEvent-Base'];
  const ofAudit = { ...Object(audit?.properties), type: { type: 'string' } };
  const step = schemas['Workflow-Step'];
  const dependsOn = { type: 'array', items: { type: 'string' } };
  return {
    ...schemas,
    'Process-Result-Manual-StatusEnum': {
      type: 'string',
      enum: [...new Set([...manual, ...REVIEW_STATUSES])],
    },
    'Supplementary-Data-Base': { ...base, properties: { type: { type: 'string' } } },
    'Supplementary-Data-AuditEvent-Base': { ...audit, properties: ofAudit },
    'Workflow-Step': { ...step, properties: { ...Object(step?.properties), dependsOn } },
  };
}

/** A schema of OpenAPI 3.0 as JSON Schema, for bodies that go in one direction. */
function asJsonSchema(schema: unknown, direction: Direction): unknown {
  if (Array.isArray(schema)) return schema.map((part) => asJsonSchema(part, direction));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { discriminator, oneOf, nullable, ...rest } = schema as Json;
  const converted = Object.fromEntries(
    Object.entries(rest).map(([name, part]) => [name, asJsonSchema(part, direction)]),
  );
  if (typeof rest.$ref === 'string') converted.$ref = rest.$ref.replace('#/', 'contract#/');
  if (nullable === true && typeof rest.type === 'string') converted.type = [rest.type, 'null'];
  if (direction === 'request') dropReadOnly(converted);
  if (isDiscriminator(discriminator)) return { ...converted, ...byDiscriminator(discriminator) };
  if (oneOf !== undefined) converted.oneOf = asJsonSchema(oneOf, direction);
  return converted;
}

/** What only the server sets is not required of a request. */
function dropReadOnly(schema: Record<string, unknown>): void {
  const { properties, required } = schema;
  if (typeof properties !== 'object' || properties === null || !Array.isArray(required)) return;
  const fields = new Map<unknown, { readOnly?: unknown }>(Object.entries(properties));
  schema.required = required.filter((name) => fields.get(name)?.readOnly !== true);
}

type Discriminator = {
  readonly propertyName: string;
  readonly mapping: Readonly<Record<string, string>>;
};

function isDiscriminator(value: unknown): value is Discriminator {
  return typeof value === 'object' && value !== null && 'mapping' in value;
}

/** One branch by the value of the discriminator, so that only its violations are told. */
function byDiscriminator({ propertyName, mapping }: Discriminator): Json {
  return {
    type: 'object',
    required: [propertyName],
    properties: { [propertyName]: { enum: Object.keys(mapping) } },
    allOf: Object.entries(mapping).map(([value, $ref]) => ({
      if: { properties: { [propertyName]: { not: { const: value } } } },
      else: { $ref: $ref.replace('#/', 'contract#/') },
    })),
  };
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function readable(errors: readonly ErrorObject[]): string[] {
  const sentences = errors
    .filter(({ keyword }) => keyword !== 'if')
    .map(({ instancePath, message, params }) => {
      const allowed = 'allowedValues' in params ? `: ${JSON.stringify(params.allowedValues)}` : '';
      return `${instancePath || '/'} ${message ?? 'is wrong'}${allowed}`;
    });
  return [...new Set(sentences)];
}
