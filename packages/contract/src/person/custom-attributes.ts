import { z } from 'zod';
import { named } from '../wire/named.ts';
import { filledText, NAME_LENGTH, text } from '../wire/text.ts';

/** Most keys of one map of custom attributes. */
export const CUSTOM_ATTRIBUTE_KEYS = 200;

/** Longest type of a custom attribute, in characters; the contract's own limit. */
const TYPE_LENGTH = 64;

export const Attribute = named(
  'Attribute',
  'One custom attribute: a value and what kind of value it is.',
  z.object({
    type: filledText(TYPE_LENGTH).describe('What kind of value it is, in the caller’s own words.'),
    value: text(),
  }),
);
export type Attribute = z.infer<typeof Attribute>;

export const CustomAttributes = named(
  'Custom-Attributes',
  'Facts of the caller’s own, by key.',
  z
    .record(filledText(NAME_LENGTH), Attribute)
    .refine((attributes) => Object.keys(attributes).length <= CUSTOM_ATTRIBUTE_KEYS, {
      message: `must have at most ${CUSTOM_ATTRIBUTE_KEYS} keys`,
    }),
);
export type CustomAttributes = z.infer<typeof CustomAttributes>;
