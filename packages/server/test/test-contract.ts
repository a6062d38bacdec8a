import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

/** Where the published contract is: beside the repository, read in place. It has two parts. */
const CONTRACT_FILES = ['kyc-v2', 'core-v2'].map((part) =>
  fileURLToPath(new URL(`../../../../shared/contract/${part}.json`, import.meta.url)),
);

/**
 * Whether bodies can be checked against the published contract here. Where it is absent, tests
 * that need it skip and say so; in CI that is a failure instead.
 */
export const CONTRACT_IS_PRESENT = contractIsPresent();

/** An answer as it went over the wire; `path` is the concrete one, with or without its query. */
export type ExchangedAnswer = {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
};

/** What is wrong with an answer's body by the published contract; empty when it keeps to it. */
export function checkAgainstContract({ status, body, ...call }: ExchangedAnswer): string[] {
  const found = operationFor(call);
  if (!found && isAddedSince(call)) return [];
  if (!found) return [unknown(call)];
  const documented = found.operation.responses[status];
  if (!documented && status < 400) return [`${status} is not an answer of ${describe(call)}`];
  const schema = documented ? schemaOf(documented) : ERROR_SCHEMA;
  return schema ? violations(schema, { part: found.part, direction: 'answer' }, body) : [];
}

/** What is wrong with a request's body by the published contract; empty when it keeps to it. */
export function checkRequestAgainstContract(call: Omit<ExchangedAnswer, 'status'>): string[] {
  const found = operationFor(call);
  if (!found && isAddedSince(call)) return [];
  if (!found) return [unknown(call)];
  const schema = schemaOf(found.operation.requestBody ?? {});
  return schema ? violations(schema, { part: found.part, direction: 'request' }, call.body) : [];
}

type Json = { readonly [key: string]: unknown };
type Direction = 'answer' | 'request';
type Call = Pick<ExchangedAnswer, 'method' | 'path'>;
type ContractOperation = {
  readonly responses: Readonly<Record<number, Json>>;
  readonly requestBody?: Json;
};
type Contract = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, ContractOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>> };
};

const ERROR_SCHEMA: Json = { $ref: '#/components/schemas/Error' };

function contractIsPresent(): boolean {
  const missing = CONTRACT_FILES.filter((file) => !existsSync(file));
  if (missing.length === 0) return true;
  const reason = `The published contract is not at ${missing.join(', ')}; checks against it are skipped.`;
  if (process.env.CI === 'true') throw new Error(reason);
  process.stderr.write(`${reason}\n`);
  return false;
}

let loaded: readonly Contract[] | undefined;

function parts(): readonly Contract[] {
  loaded ??= CONTRACT_FILES.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Contract);
  return loaded;
}

type Found = { readonly operation: ContractOperation; readonly part: Contract };

/**
 * As the server reads a path: a slash at its end says nothing where there is an operation without it, so
 * that a list is not taken for one of its elements whose id is empty.
 */
function operationFor(call: Call): Found | undefined {
  const path = (call.path.split('?')[0] ?? '').replace(/\/$/, '');
  return operationAt({ ...call, path }) ?? operationAt(call);
}

/** Literal segments win over parameters: `/v2/individuals/new/…` is not an entity called new. */
function operationAt({ method, path }: Call): Found | undefined {
  const segments = (path.split('?')[0] ?? '').split('/');
  const verb = method.toLowerCase();
  const matching = parts()
    .flatMap((part) => Object.entries(part.paths).map(([path, of]) => ({ path, of, part })))
    .filter(({ path: template, of }) => of[verb] && fits(template.split('/'), segments))
    .sort((one, other) => parametersIn(one.path) - parametersIn(other.path));
  const [first] = matching;
  const operation = first?.of[verb];
  return operation && { operation, part: first.part };
}

/** Operations of the live product that the published file does not have yet. */
const ADDED_SINCE = ['PATCH /v2/individuals/{entityId}/documents/{documentId}/status'];

function isAddedSince({ method, path }: Call): boolean {
  const segments = (path.split('?')[0] ?? '').split('/');
  return ADDED_SINCE.some((operation) => {
    const [verb = '', template = ''] = operation.split(' ');
    return verb === method && fits(template.split('/'), segments);
  });
}

function fits(template: readonly string[], segments: readonly string[]): boolean {
  if (template.length !== segments.length) return false;
  return template.every((part, at) => part.startsWith('{') || part === segments[at]);
}

function parametersIn(template: string): number {
  return template.split('{').length;
}

function describe({ method, path }: Call): string {
  return `${method} ${path.split('?')[0]}`;
}

function unknown(call: Call): string {
  return `${describe(call)} is not an operation of the contract`;
}

function schemaOf(carrier: Json): Json | undefined {
  const { content } = carrier as { content?: Record<string, { schema?: Json }> };
  return content?.['application/json']?.schema;
}

type Side = { readonly part: Contract; readonly direction: Direction };

const validators = new Map<string, ValidateFunction>();
const engines = new Map<string, Ajv>();

function violations(schema: Json, side: Side, body: unknown): string[] {
  const key = `${keyOf(side)} ${JSON.stringify(schema)}`;
  const validate = validators.get(key) ?? compile(schema, side);
  validators.set(key, validate);
  return validate(body) ? [] : readable(validate.errors ?? []);
}

function compile(schema: Json, side: Side): ValidateFunction {
  const engine = engines.get(keyOf(side)) ?? engineFor(side);
  engines.set(keyOf(side), engine);
  return engine.compile(asJsonSchema(schema, side.direction) as Json);
}

function keyOf({ part, direction }: Side): string {
  return `${direction} ${parts().indexOf(part)}`;
}

function engineFor({ part, direction }: Side): Ajv {
  const engine = new Ajv({ strict: false, allErrors: true });
  formats.default(engine);
  engine.addFormat('UUID', (value) => engine.validate({ type: 'string', format: 'uuid' }, value));
  engine.addFormat('ulid', /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  const schemas = asJsonSchema(corrected(part.components.schemas), direction);
  engine.addSchema({ $id: 'contract', components: { schemas } });
  return engine;
}

/** What officers say of supporting documents in the live product. */
const REVIEW_STATUSES = ['APPROVED', 'REJECTED', 'NEEDS_ATTENTION'];

/**
 * The contract's known slips put right, as the published behaviour has it: the manual statuses are
 * alternatives (all at once no value can satisfy, and those about fraud are missing), and the base
 * of supplementary data lists fewer types than the discriminator maps.
 */
function corrected(schemas: Contract['components']['schemas']) {
  const manual = Object.entries(schemas)
    .filter(([name]) => name.startsWith('Process-Result-Manual-StatusEnum-'))
    .flatMap(([, schema]) => asArray(schema.enum));
  const base = schemas['Supplementary-Data-Base'];
  return {
    ...schemas,
    'Process-Result-Manual-StatusEnum': {
      type: 'string',
      enum: [...new Set([...manual, ...REVIEW_STATUSES])],
    },
    'Supplementary-Data-Base': { ...base, properties: { type: { type: 'string' } } },
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
