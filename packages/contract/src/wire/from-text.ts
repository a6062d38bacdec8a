import type { z } from 'zod';

/** Values of query parameters as they arrive: text, or a list where a name was repeated. */
export type QueryText = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Query texts as the values their schema asks for: numbers, booleans, and lists from repeated
 * names and from commas. What cannot be read stays text, for the schema to refuse.
 */
export function fromText(schema: z.ZodObject, query: QueryText): Record<string, unknown> {
  const shape = new Map(Object.entries(schema.shape));
  const values = Object.entries(query).flatMap(([name, value]) => {
    const wanted = shape.get(name);
    return wanted && value !== undefined ? [[name, valueFrom(wanted, value)] as const] : [];
  });
  return Object.fromEntries(values);
}

function valueFrom(schema: z.core.$ZodType, value: string | readonly string[]): unknown {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
    case 'default':
      return valueFrom(def.innerType, value);
    case 'array':
      return [value]
        .flat()
        .flatMap((part) => part.split(','))
        .map((part) => part.trim())
        .filter((part) => part !== '')
        .map((part) => valueFrom(def.element, part));
    case 'number':
      return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
    case 'boolean':
      return value === 'true' || (value === 'false' ? false : value);
    default:
      return value;
  }
}
