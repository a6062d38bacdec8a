import { z } from 'zod';
import { named } from '../wire/named.ts';
import { newOrPartial } from '../wire/new-or-partial.ts';
import { filledText, NAME_LENGTH, text, Uuid } from '../wire/text.ts';

export const EXTERNAL_REFERENCE_TYPES = ['SYSTEM', 'CUSTOMER', 'OTHER'] as const;

/** The type of an external reference that does not say one. */
export const DEFAULT_EXTERNAL_REFERENCE_TYPE = 'CUSTOMER';

const optional = {
  type: z
    .enum(EXTERNAL_REFERENCE_TYPES)
    .optional()
    .describe(
      `Whose reference it is. Read as \`${DEFAULT_EXTERNAL_REFERENCE_TYPE}\` when absent; that one is shown as the customer reference of a service profile.`,
    ),
  description: text().optional(),
};
const required = { name: filledText(NAME_LENGTH), value: filledText(NAME_LENGTH) };

export const ExternalReference = named(
  'External-Reference',
  'How another system calls this person.',
  z.object({
    referenceId: Uuid.optional(),
    sourceId: z.string().optional().describe('Key into `informationSources`.'),
    ...optional,
    ...required,
  }),
);
export type ExternalReference = z.infer<typeof ExternalReference>;

export const ExternalReferenceInput = named(
  'External-Reference-Input',
  'How another system calls this person, to be kept.',
  z.object({ ...optional, ...required }),
);
export type ExternalReferenceInput = z.infer<typeof ExternalReferenceInput>;

export const ExternalReferencePatch = named(
  'External-Reference-Patch',
  'The fields of a reference to change, with its id, or a complete new one.',
  newOrPartial(
    z.object({
      referenceId: Uuid.optional(),
      ...optional,
      name: required.name.optional(),
      value: required.value.optional(),
    }),
    { id: 'referenceId', required: ['name', 'value'] },
  ),
);
export type ExternalReferencePatch = z.infer<typeof ExternalReferencePatch>;
