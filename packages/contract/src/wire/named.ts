import { z } from 'zod';

/** Every schema that has a name of its own in the OpenAPI document, under that name. */
export const COMPONENTS = z.registry<{ id: string }>();

/** Describes a schema and gives it the contract's component name, which no other schema may have. */
export function named<S extends z.ZodType>(id: string, description: string, schema: S): S {
  if (COMPONENTS._idmap.has(id)) throw new Error(`Two schemas are named ${id}.`);
  const described = schema.describe(description);
  COMPONENTS.add(described, { id });
  return described;
}
