import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from './openapi.ts';

/** The published contract has two parts, which have some of their components in common. */
const FILES = ['core-v2', 'kyc-v2'].map((part) =>
  fileURLToPath(new URL(`../../../../shared/contract/${part}.json`, import.meta.url)),
);
const isPresent = FILES.every((file) => existsSync(file));
if (!isPresent && process.env.CI === 'true') throw new Error(`The contract is not at ${FILES}.`);
if (!isPresent) process.stderr.write(`Skipped: the published contract is not at ${FILES}.\n`);

type Schema = {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly discriminator?: { readonly mapping?: Readonly<Record<string, string>> };
};
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly parameters: Readonly<Record<string, { name: string; in: string }>>;
  };
};
type Operation = {
  readonly parameters?: readonly { $ref?: string; name?: string; in?: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
};

/** Required by the contract, but absent from answers that carry ids alone. */
const LEFT_OUT_BY_LEVEL = ['Document-Information.type', 'Document-Information.country'];
/** Left out by answers that carry no file contents. */
const LEFT_OUT_WITHOUT_CONTENT = ['Document-Attachment.data'];
/** In the live contract, but not yet in the published file. */
const ADDED_SINCE = ['Supplementary-Data-AML-MatchData.gender'];
/** The statuses about fraud are part of the whole here; the published file forgets them. */
const WIDER_HERE = [
  'Process-Result-Manual-StatusEnum',
  'Process-Result-Object.manualStatus',
  // One part has fields of organisations, the other has ALL.
  'Search-Field-Match.field',
  'Search-Term.field',
];
/** The key is a security scheme here, and the answer to a deletion has no levels. */
const NO_PARAMETERS_HERE = ['header api_key', 'query level of delete'];
/** Deleting in the background is asked for by its header, but its answer is not in the file. */
const ANSWERS_ADDED = ['202 of delete /v2/individuals/{entityId}'];
/** Operations of the live product that are not in the published file. */
const OPERATIONS_ADDED = [
  'patch /v2/individuals/{entityId}/documents/{documentId}/status',
  'patch /v2/individuals/{entityId}/serviceprofiles/{serviceName}/workflows/{workflowName}/execute',
  'post /v2/individuals/{entityId}/actions/idv/checkstatus',
];

/** Both parts in one; where they have the same, that about people counts. */
function read(): Document {
  const parts = FILES.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Document);
  const joined = <Value>(pick: (part: Document) => Readonly<Record<string, Value>>) =>
    Object.assign({}, ...parts.map(pick)) as Record<string, Value>;
  return {
    paths: joined((part) => part.paths),
    components: {
      schemas: joined((part) => part.components.schemas),
      parameters: joined((part) => part.components.parameters),
    },
  };
}
const printed = JSON.parse(JSON.stringify(openApiDocument({ version: '0' }))) as Document;

describe.skipIf(!isPresent)('the published contract', () => {
  const contract = isPresent ? read() : printed;
  const shared = Object.keys(printed.components.schemas)
    .filter((name) => contract.components.schemas[name])
    .map((name) => ({
      name,
      theirs: flat(contract, named(name)),
      ours: flat(printed, named(name)),
    }));

  it('shares most of its components with this one', () => {
    expect(shared.length).toBeGreaterThan(125);
  });

  it('has no field that is missing here', () => {
    const missing = shared.flatMap(({ name, theirs, ours }) =>
      [...theirs.fields.keys()]
        .filter((field) => !ours.fields.has(field))
        .map((field) => `${name}.${field}`),
    );

    expect(missing).toEqual([]);
  });

  it('has every field that is here', () => {
    const added = shared.flatMap(({ name, theirs, ours }) =>
      [...ours.fields.keys()]
        .filter((field) => theirs.fields.size > 0 && !theirs.fields.has(field))
        .map((field) => `${name}.${field}`),
    );

    expect(added).toEqual(ADDED_SINCE);
  });

  it('gives its fields the same types', () => {
    const different = shared.flatMap(({ name, theirs, ours }) =>
      [...theirs.fields]
        .map(([field, schema]) => ({
          field,
          their: kind(contract, schema),
          our: kind(printed, ours.fields.get(field) ?? {}),
        }))
        .filter(({ their, our }) => their !== our)
        .map(({ field, their, our }) => `${name}.${field}: ${our} instead of ${their}`),
    );

    expect(different).toEqual([]);
  });

  it('requires nothing of answers that is optional here', () => {
    const lax = shared.flatMap(({ name, theirs, ours }) =>
      theirs.required
        .filter((field) => !ours.required.includes(field))
        .map((field) => `${name}.${field}`),
    );

    expect(lax.sort()).toEqual([...LEFT_OUT_BY_LEVEL, ...LEFT_OUT_WITHOUT_CONTENT].sort());
  });

  it('enumerates the same values', () => {
    const different = shared.flatMap(({ name, theirs, ours }) => [
      ...compareValues(name, theirs.values, ours.values),
      ...[...theirs.fields].flatMap(([field, schema]) =>
        compareValues(
          `${name}.${field}`,
          flat(contract, itemsOf(schema)).values,
          flat(printed, itemsOf(ours.fields.get(field) ?? {})).values,
        ),
      ),
    ]);

    expect(different.filter((name) => !WIDER_HERE.includes(name))).toEqual([]);
  });

  it('discriminates by the same values', () => {
    for (const name of [
      'Supplementary-Data',
      'Workflow-Step-Summary',
      'Document-Supplementary-Data',
    ]) {
      const theirs = contract.components.schemas[name]?.discriminator?.mapping;

      expect(printed.components.schemas[name]?.discriminator?.mapping).toEqual(theirs);
    }
  });

  it('has every operation that is here under /v2, with the same parameters and answers', () => {
    for (const [path, operations] of Object.entries(printed.paths)) {
      if (!path.startsWith('/v2/')) continue;
      for (const [method, ours] of Object.entries(operations)) {
        if (OPERATIONS_ADDED.includes(`${method} ${path}`)) continue;
        const theirs = contract.paths[path]?.[method];
        expect(theirs, `${method} ${path}`).toBeDefined();

        const wanted = parametersOf(contract, [...(theirs?.parameters ?? []), ...inherited(path)]);
        const given = parametersOf(printed, ours.parameters);
        const missing = wanted.filter((parameter) => !given.includes(parameter));
        const allowed = missing.map((name) =>
          name === 'query level' ? `${name} of ${method}` : name,
        );
        expect(allowed.filter((name) => !NO_PARAMETERS_HERE.includes(name))).toEqual([]);

        const known = successes(theirs);
        const added = successes(ours).filter((status) => !known.includes(status));
        expect(successes(ours)).toEqual(expect.arrayContaining(known));
        expect(added.map((status) => `${status} of ${method} ${path}`)).toEqual(
          ANSWERS_ADDED.filter((answer) => answer.endsWith(` of ${method} ${path}`)),
        );
      }
    }
  });

  function inherited(path: string): NonNullable<Operation['parameters']> {
    const common: unknown = contract.paths[path]?.parameters;
    return Array.isArray(common) ? common : [];
  }
});

function successes(operation: Operation | undefined): string[] {
  return Object.keys(operation?.responses ?? {}).filter((status) => status.startsWith('20'));
}

function parametersOf(document: Document, parameters: Operation['parameters'] = []): string[] {
  const resolved = parameters.map(({ $ref, ...parameter }) => {
    return $ref ? document.components.parameters[$ref.split('/').at(-1) ?? ''] : parameter;
  });
  return resolved.map((parameter) => `${parameter?.in} ${parameter?.name}`);
}

function named(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

function itemsOf(schema: Schema): Schema {
  return schema.items ?? schema;
}

function compareValues(
  name: string,
  theirs: ReadonlySet<string>,
  ours: ReadonlySet<string>,
): string[] {
  if (theirs.size === 0 || ours.size === 1) return [];
  const same = [...theirs].sort().join() === [...ours].sort().join();
  return same ? [] : [name];
}

function kind(document: Document, schema: Schema): string {
  const { type, fields } = flat(document, schema);
  return type ?? (fields.size > 0 ? 'object' : 'any');
}

type Flat = {
  readonly type: string | undefined;
  readonly fields: ReadonlyMap<string, Schema>;
  readonly required: readonly string[];
  readonly values: ReadonlySet<string>;
};

/** A schema with what it takes from others by reference and by allOf; alternatives give only a type. */
function flat(document: Document, { $ref, ...schema }: Schema): Flat {
  const referred = $ref ? document.components.schemas[$ref.split('/').at(-1) ?? ''] : undefined;
  const all = [...(referred ? [referred] : []), ...(schema.allOf ?? [])];
  const parts = all.map((part) => flat(document, part));
  const alternatives = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  const typed = [...parts, ...alternatives.map((part) => flat(document, part))];
  const own = schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
  return {
    type: schema.type ?? typed.find((part) => part.type)?.type,
    fields: new Map([
      ...parts.flatMap((part) => [...part.fields]),
      ...Object.entries(schema.properties ?? {}),
    ]),
    required: [...parts.flatMap((part) => part.required), ...(schema.required ?? [])],
    values: new Set([...parts.flatMap((part) => [...part.values]), ...own]),
  };
}
