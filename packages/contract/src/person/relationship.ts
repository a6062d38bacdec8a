import { z } from 'zod';
import { named } from '../wire/named.ts';
import { Instant, Uuid } from '../wire/text.ts';
import { EntityType } from './entity-type.ts';

const RelationshipOrigin = named(
  'Relationship-Origin',
  'What established a relationship.',
  z.object({
    entityId: Uuid.optional(),
    entityType: EntityType.optional(),
    processResultId: z.string().optional().describe('The process result that established it.'),
    createdAt: Instant.optional(),
  }),
);

const Relationship = named(
  'Relationship',
  'Another entity that this one is related to.',
  z.object({
    entityId: Uuid.optional(),
    entityType: EntityType.optional(),
    origin: RelationshipOrigin.optional(),
  }),
);

export const Relationships = named(
  'Individual-Relationships',
  'How a person is related to other entities.',
  z.object({
    duplicates: z
      .array(Relationship)
      .optional()
      .describe('Entities that are the same person. Their profiles say which one is in use.'),
  }),
);
export type Relationships = z.infer<typeof Relationships>;
