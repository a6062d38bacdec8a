import { z } from 'zod';
import {
  DEFAULT_DUPLICATE_RULES,
  isLookedFor,
  RULE_STRENGTHS,
} from '../../features/duplicates/duplicate-rules.ts';
import { COMPARED_FIELDS } from '../../features/likeness/compare-people.ts';

const Rule = z
  .strictObject({
    /** What officers read. */
    name: z.string().regex(/^[A-Z0-9_]{1,64}$/, 'must be 1 to 64 of A–Z, 0–9 and _'),
    strength: z.enum(RULE_STRENGTHS),
    /** How alike each field must be, 1 to 100; all of them must. */
    fields: z
      .partialRecord(z.enum(COMPARED_FIELDS), z.int().min(1).max(100))
      .refine((fields) => Object.keys(fields).length > 0, 'must name a field'),
  })
  .refine(isLookedFor, {
    path: ['fields'],
    message:
      'must ask for DOCUMENT of 90 or more, or for two of: NAME of 75 or more, DATE_OF_BIRTH, ADDRESS of 60 or more, EMAIL_ADDRESS of 100, PHONE_NUMBER of 100, DOCUMENT of 80 or more; people are looked for by such combinations',
  });

/** How a workflow sets a step that looks for duplicates. */
export const DuplicateConfiguration = z.strictObject({
  /** When two people may be one; the rules of the house where none are given. */
  rules: z
    .array(Rule)
    .min(1)
    .max(50)
    .default([...DEFAULT_DUPLICATE_RULES] as z.output<typeof Rule>[]),
  isMandatory: z.boolean().default(true),
});
export type DuplicateConfiguration = z.output<typeof DuplicateConfiguration>;
