import { z } from 'zod';
import { named } from '../wire/named.ts';
import { Uuid } from '../wire/text.ts';

export const GENDERS = ['MALE', 'FEMALE', 'NON_BINARY', 'OTHER', 'UNSPECIFIED'] as const;

export const Gender = named(
  'Gender',
  'The gender on record.',
  z.object({
    genderId: Uuid.optional(),
    gender: z.enum(GENDERS).optional(),
    sourceId: z.string().optional().describe('Key into `informationSources`.'),
  }),
);
export type Gender = z.infer<typeof Gender>;

export const GenderInput = named(
  'Gender-Input',
  'The gender to be kept.',
  z.object({ gender: z.enum(GENDERS) }),
);
export type GenderInput = z.infer<typeof GenderInput>;
