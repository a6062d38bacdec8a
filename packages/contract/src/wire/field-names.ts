import type { z } from 'zod';

/** The names of all fields, at any depth, that a schema itself knows: words of the contract, not of a sender. */
export function fieldNames(schema: z.core.$ZodType): ReadonlySet<string> {
  const known = cache.get(schema);
  if (known) return known;
  const names = new Set<string>();
  collect(schema, names, new Set());
  cache.set(schema, names);
  return names;
}

const cache = new WeakMap<z.core.$ZodType, ReadonlySet<string>>();

function collect(schema: z.core.$ZodType, names: Set<string>, seen: Set<z.core.$ZodType>): void {
  if (seen.has(schema)) return;
  seen.add(schema);
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'object') for (const name of Object.keys(def.shape)) names.add(name);
  for (const inner of innerSchemas(def)) collect(inner, names, seen);
}

function innerSchemas(def: z.core.$ZodTypes['_zod']['def']): readonly z.core.$ZodType[] {
  switch (def.type) {
    case 'object':
      return Object.values(def.shape);
    case 'optional':
    case 'default':
      return [def.innerType];
    case 'array':
      return [def.element];
    case 'record':
      return [def.valueType];
    case 'union':
      return def.options;
    case 'pipe':
      return [def.in, def.out];
    default:
      return [];
  }
}
