import { z } from 'zod';
import { named } from '../wire/named.ts';
import { newOrPartial } from '../wire/new-or-partial.ts';
import { filledText, NAME_LENGTH, text, Uuid } from '../wire/text.ts';

/** Why a person has another name. */
export const ALTERNATE_NAME_TYPES = ['OTHER', 'ALIAS', 'PREVIOUS'] as const;

/** The language of a name that does not say one. */
export const DEFAULT_LANGUAGE = 'eng';

const parts = {
  language: z
    .string()
    .regex(/^[A-Za-z]{3}$/, 'must be a language code of three letters (ISO 639-3)')
    .toLowerCase()
    .optional()
    .describe(`Language of the name, ISO 639-3. Read as \`${DEFAULT_LANGUAGE}\` when absent.`),
  givenName: text(NAME_LENGTH).optional(),
  middleName: text(NAME_LENGTH).optional(),
  otherName: text(NAME_LENGTH)
    .optional()
    .describe('A part that is neither given, middle nor family name, such as a patronymic.'),
  prefix: text(NAME_LENGTH).optional(),
  suffix: text(NAME_LENGTH).optional(),
  displayName: text()
    .optional()
    .describe('The whole name as the person writes it; put together from the parts when absent.'),
};
const familyName = filledText(NAME_LENGTH).describe(
  'Family name, or the only name of a person who has one.',
);
const alternateType = z
  .enum(ALTERNATE_NAME_TYPES)
  .optional()
  .describe('Why the person has this name.');
const made = {
  nameId: Uuid.optional().describe('Made by the server.'),
  sourceId: z.string().optional().describe('Key into `informationSources`.'),
};

/** A name as it is answered. */
export const Name = named(
  'Individual-Name',
  'The name a person goes by.',
  z.object({ ...made, ...parts, familyName }),
);
export type Name = z.infer<typeof Name>;

/** Another name as it is answered. */
export const AlternateName = named(
  'Individual-Name-Alternate',
  'Another name of the person: an alias, or one from before.',
  z.object({ ...made, ...parts, familyName, type: alternateType }),
);
export type AlternateName = z.infer<typeof AlternateName>;

export const NameInput = named(
  'Individual-Name-Input',
  'A name to be kept. Ids and sources are made by the server and ignored here.',
  z.object({ ...parts, familyName }),
);
export type NameInput = z.infer<typeof NameInput>;

export const AlternateNameInput = named(
  'Individual-Name-Alternate-Input',
  'Another name to be kept.',
  z.object({ ...parts, familyName, type: alternateType }),
);
export type AlternateNameInput = z.infer<typeof AlternateNameInput>;

const change = {
  ...parts,
  nameId: Uuid.optional().describe('The name to change; absent for a new one.'),
  familyName: familyName.optional(),
};
const completeName = { id: 'nameId', required: ['familyName'] };

export const NamePatch = named(
  'Individual-Name-Patch',
  'The fields of the name to change, with its id, or a complete name.',
  newOrPartial(z.object(change), completeName),
);
export type NamePatch = z.infer<typeof NamePatch>;

export const AlternateNamePatch = named(
  'Individual-Name-Alternate-Patch',
  'The fields of another name to change, with its id, or a complete new one.',
  newOrPartial(z.object({ ...change, type: alternateType }), completeName),
);
export type AlternateNamePatch = z.infer<typeof AlternateNamePatch>;
