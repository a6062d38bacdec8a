import { z } from 'zod';
import { COMPONENTS } from '../wire/named.ts';

/** A JSON value of the document whose inside is of no concern here. */
export type JsonObject = { readonly [key: string]: unknown };

const COMPONENT_PATH = '#/components/schemas/';

/** The body of every error answer, as a reference. */
export const ERROR_REFERENCE = { $ref: `${COMPONENT_PATH}Error` } as const;

/**
 * Prints schemas as JSON Schema 2020-12, the dialect of OpenAPI 3.1. Named schemas become
 * components and are referred to; the others are returned under the keys they were given.
 */
export function schemaObjects(inline: Readonly<Record<string, z.ZodType>>) {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of COMPONENTS._idmap) registry.add(schema, { id });
  const ids = new Map<string, string>();
  for (const [key, schema] of Object.entries(inline)) {
    const id = COMPONENTS.get(schema)?.id ?? key;
    if (!registry.has(schema)) registry.add(schema, { id });
    ids.set(key, registry.get(schema)?.id ?? id);
  }
  const { schemas } = z.toJSONSchema(registry, {
    io: 'input',
    uri: (id) => `${COMPONENT_PATH}${id}`,
    override: ({ zodSchema, jsonSchema }) => tidy(zodSchema, jsonSchema),
  });
  const printed = new Map(Object.entries(schemas).map(([id, schema]) => [id, withoutId(schema)]));
  return {
    components: sorted([...printed].filter(([id]) => COMPONENTS._idmap.has(id))),
    inline: (key: string): JsonObject => {
      const id = ids.get(key) ?? key;
      if (COMPONENTS._idmap.has(id)) return { $ref: `${COMPONENT_PATH}${id}` };
      return printed.get(id) ?? {};
    },
  };
}

/** Every reference in the inline schemas points at a component, so ids and dialects say nothing. */
function withoutId({ $id, $schema, ...schema }: JsonObject): JsonObject {
  return schema;
}

function sorted(entries: [string, JsonObject][]): Record<string, JsonObject> {
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function tidy(zodSchema: z.core.$ZodTypes, jsonSchema: z.core.JSONSchema.BaseSchema): void {
  const { def } = zodSchema._zod;
  if (def.type === 'union' && 'discriminator' in def && typeof def.discriminator === 'string') {
    const mapping = mappingOf(def.options, def.discriminator);
    jsonSchema.discriminator = { propertyName: def.discriminator, mapping };
  }
  if (jsonSchema.format === 'uuid' || jsonSchema.format === 'date-time') delete jsonSchema.pattern;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

function mappingOf(options: readonly z.core.SomeType[], discriminator: string) {
  const entries = options.flatMap((option) => {
    const id = COMPONENTS.get(option as z.core.$ZodType)?.id;
    const values = option._zod.propValues?.[discriminator] ?? new Set();
    return [...values].map((value) => [String(value), `${COMPONENT_PATH}${id}`] as const);
  });
  return Object.fromEntries(entries);
}
