import { z } from 'zod';

/** Every schema that has a name of its own in the OpenAPI document, under that name. */
export const COMPONENTS = z.registry<{ id: string }>();

/** Describes a schema and gives it the contract's component name. */
export function named<S extends z.ZodType>(id: string, description: string, schema: S): S {
  const described = schema.describe(description);
  COMPONENTS.add(described, { id });
  return described;
}
