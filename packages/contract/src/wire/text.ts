import { z } from 'zod';

/** Longest free text, in UTF-16 units, where nothing else is said. */
export const FREE_TEXT_LENGTH = 1_000;
/** Longest part of a name, label or identifier, in UTF-16 units. */
export const NAME_LENGTH = 255;
/** Most elements of one array. */
export const ELEMENTS = 100;

const BLANK = 'must not be blank';

/** Text that can be kept: at most `maxLength` units, no NUL, no half of a surrogate pair. */
export function text(maxLength = FREE_TEXT_LENGTH) {
  return z
    .string()
    .max(maxLength, { abort: true })
    .refine(isStorable, 'must not contain a NUL character or broken Unicode');
}

/** As {@link text}, with at least one character that is not white space. */
export function filledText(maxLength = FREE_TEXT_LENGTH) {
  return text(maxLength)
    .min(1, { message: BLANK, abort: true })
    .refine((value) => value.trim() !== '', BLANK);
}

/** An array with at most `limit` elements. */
export function several<S extends z.ZodType>(element: S, limit = ELEMENTS) {
  return z.array(element).max(limit);
}

/** Text in UUID form, of any version, in lower case. */
export const Uuid = z.guid().toLowerCase();

/** An instant as ISO 8601 text in UTC, as answers carry it. */
export const Instant = z.iso.datetime({ offset: true });

/** Three letters of ISO 3166-1; lower case is accepted and becomes upper case. */
export const CountryCode = z
  .string()
  .regex(/^[A-Za-z]{3}$/, 'must be a country code of three letters (ISO 3166-1 alpha-3)')
  .toUpperCase();

function isStorable(value: string): boolean {
  return !value.includes('\0') && !/\p{Surrogate}/u.test(value);
}
