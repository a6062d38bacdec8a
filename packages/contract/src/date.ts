import { z } from 'zod';
import { named } from './wire/named.ts';
import { isObject, newOrPartial, oneOf } from './wire/new-or-partial.ts';
import { NAME_LENGTH, text, Uuid } from './wire/text.ts';

export const DATE_TYPES = [
  'BUDDHIST',
  'DISCORDIAN',
  'GREGORIAN',
  'HEBREW',
  'ISLAMIC',
  'JULIAN',
  'LUNAR',
  'MESO_AMERICAN',
  'PERSIAN',
  'OTHER',
] as const;
export type DateType = (typeof DATE_TYPES)[number];

/** The calendar of a date that does not say one. */
export const DEFAULT_DATE_TYPE = 'GREGORIAN';

const parts = {
  year: z
    .string()
    .regex(/^\d{4}$/, 'must be four digits')
    .optional()
    .describe('Four digits.'),
  month: z
    .string()
    .regex(/^(0?[1-9]|1[0-3])$/, 'must be a month from 1 to 12 (13 in calendars that have one)')
    .overwrite(twoDigits)
    .optional()
    .describe('`01` to `12`; `13` in calendars that have one. A missing zero is added.'),
  day: z
    .string()
    .regex(/^(0?[1-9]|[12]\d|3[01])$/, 'must be a day from 1 to 31')
    .overwrite(twoDigits)
    .optional()
    .describe('`01` to `31`. A missing zero is added.'),
  unstructured: text(NAME_LENGTH)
    .optional()
    .describe('The date as it was written, where it is known only so.'),
  type: z
    .enum(DATE_TYPES)
    .optional()
    .describe(`The calendar. Read as \`${DEFAULT_DATE_TYPE}\` when absent.`),
};
const normalized = z
  .string()
  .optional()
  .describe('ISO date, present when a Gregorian date is complete. Read-only.');
const birth = {
  dateOfBirthId: Uuid.optional(),
  sourceId: z.string().optional().describe('Key into `informationSources`.'),
};

/** The parts of a date as they are on the wire: text, so that a year alone can be said. */
export type DateParts = {
  readonly year?: string | undefined;
  readonly month?: string | undefined;
  readonly day?: string | undefined;
  readonly unstructured?: string | undefined;
  readonly type?: DateType | undefined;
};

export const PartialDate = named(
  'Date',
  'A calendar date, whole or in part.',
  z.object({ ...parts, normalized }),
);
export type PartialDate = z.infer<typeof PartialDate>;

export const DateOfBirth = named(
  'Date-Of-Birth',
  'The date on which the person was born.',
  z.object({ ...birth, ...parts, normalized }),
);
export type DateOfBirth = z.infer<typeof DateOfBirth>;

export const AlternateDateOfBirth = named(
  'Date-Of-Birth-Alternate',
  'Another date of birth that is on record for the person.',
  z.object({ ...birth, ...parts, normalized }),
);
export type AlternateDateOfBirth = z.infer<typeof AlternateDateOfBirth>;

/** A date to be kept: at least a year or unstructured text, and possible in its calendar. */
export const DateInput = named(
  'Date-Input',
  'A date to be kept: at least `year` or `unstructured`. A Gregorian date must exist.',
  onCalendar(contiguous(oneOf(z.object(parts), ['year', 'unstructured']))),
);
export type DateInput = z.infer<typeof DateInput>;

export const DateOfBirthPatch = named(
  'Date-Of-Birth-Patch',
  'The parts of a date of birth to change, with its id, or a complete new one.',
  onCalendar(
    newOrPartial(z.object({ dateOfBirthId: Uuid.optional(), ...parts }), {
      id: 'dateOfBirthId',
      required: [['year', 'unstructured']],
    }),
  ),
);
export type DateOfBirthPatch = z.infer<typeof DateOfBirthPatch>;

/** `YYYY-MM-DD` for a complete date of the Gregorian calendar that exists; otherwise undefined. */
export function normalizedDate({
  year,
  month,
  day,
  type = DEFAULT_DATE_TYPE,
}: DateParts): string | undefined {
  if (type !== DEFAULT_DATE_TYPE || !year || !month || !day) return undefined;
  const iso = `${year}-${twoDigits(month)}-${twoDigits(day)}`;
  return year !== NO_YEAR && z.iso.date().safeParse(iso).success ? iso : undefined;
}

function twoDigits(digits: string): string {
  return digits.padStart(2, '0');
}

/** A day needs its month, and a month its year. */
function contiguous<S extends z.ZodType<DateParts>>(date: S): S {
  return date.superRefine(
    ({ year, month, day }, ctx) => {
      if (day !== undefined && month === undefined) {
        ctx.addIssue({ code: 'custom', path: ['month'], message: 'is required with day' });
      }
      if (month !== undefined && year === undefined) {
        ctx.addIssue({ code: 'custom', path: ['year'], message: 'is required with month' });
      }
    },
    { when: isObject },
  );
}

function onCalendar<S extends z.ZodType<DateParts>>(date: S): S {
  return date.superRefine(
    (value, ctx) => {
      // A part that is no text at all may be anything, and its own schema tells of it.
      if (PARTS_OF_DAY.some((part) => !['string', 'undefined'].includes(typeof value[part])))
        return;
      const problem = calendarProblem(value);
      if (!problem) return;
      ctx.addIssue({ code: 'custom', path: [problem.field], message: problem.issue });
    },
    { when: isObject },
  );
}

const PARTS_OF_DAY = ['year', 'month', 'day'] as const;

/** The Gregorian calendar goes from year 1 before the epoch to year 1 of it. */
const NO_YEAR = '0000';
const LONGEST_MONTH_DAYS = 31;

/** What only the parts together tell; a part that is wrong by itself is reported by its own schema. */
function calendarProblem({ year, month, day, type = DEFAULT_DATE_TYPE }: DateParts) {
  if (type !== DEFAULT_DATE_TYPE) return undefined;
  if (year === NO_YEAR) return { field: 'year', issue: 'must not be 0000' };
  if (Number(month) === 13) return { field: 'month', issue: 'must be a month from 1 to 12' };
  const longest = daysIn(year, month);
  if (Number(day) > longest && Number(day) <= LONGEST_MONTH_DAYS) {
    return { field: 'day', issue: `must be at most ${longest} in that month` };
  }
  return undefined;
}

/** Without a year, February may have its leap day. */
function daysIn(year: string | undefined, month: string | undefined): number {
  if (month === undefined || !/^\d{1,2}$/.test(month)) return LONGEST_MONTH_DAYS;
  if (Number(month) === 2) return year === undefined || isLeap(Number(year)) ? 29 : 28;
  return [4, 6, 9, 11].includes(Number(month)) ? 30 : LONGEST_MONTH_DAYS;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
