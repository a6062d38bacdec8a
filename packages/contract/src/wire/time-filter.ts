import { z } from 'zod';

const MS_OF_LAST_INSTANT_OF_DAY = 86_400_000 - 1;

/** Lower end of a range, inclusive: an instant, or a day read as its first moment in UTC. */
export const From = timeFilter('An ISO 8601 instant, or a day that counts from its start.', 0);

/** Upper end of a range, inclusive: an instant, or a day read as its last millisecond in UTC. */
export const Until = timeFilter(
  'An ISO 8601 instant, or a day that counts to its end.',
  MS_OF_LAST_INSTANT_OF_DAY,
);

function timeFilter(description: string, offsetOfDayMs: number) {
  return z
    .string()
    .transform((value, ctx) => {
      if (z.iso.datetime({ offset: true }).safeParse(value).success) return new Date(value);
      if (z.iso.date().safeParse(value).success) {
        return new Date(Date.parse(value) + offsetOfDayMs);
      }
      ctx.addIssue({
        code: 'custom',
        message: 'must be a date (YYYY-MM-DD) or an ISO 8601 date-time with Z or an offset',
      });
      return z.NEVER;
    })
    .describe(`${description} Both ends are inclusive.`);
}
