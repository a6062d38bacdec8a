import { z } from 'zod';
import { named } from '../wire/named.ts';

export const ENTITY_TYPES = ['INDIVIDUAL', 'ORGANIZATION', 'UNKNOWN'] as const;

export const EntityType = named(
  'Entity-Type',
  'What kind of entity it is; a person is INDIVIDUAL.',
  z.enum(ENTITY_TYPES),
);
export type EntityType = z.infer<typeof EntityType>;
