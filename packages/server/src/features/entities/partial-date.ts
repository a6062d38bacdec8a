import type { PartialDate } from '@probity/contract/date';

/** A date as far as it is known, such as `2026-03`; of other calendars and free text nothing is. */
export function isoOf(date: PartialDate | undefined): string | undefined {
  if (!date || (date.type !== undefined && date.type !== 'GREGORIAN')) return undefined;
  if (date.normalized) return date.normalized;
  const parts = [date.year, date.month, date.month && date.day].filter(Boolean);
  return date.year ? parts.join('-') : undefined;
}

/** Whether all of a date lies before this day, given as `2026-03-04`. */
export function hasPassed(date: PartialDate | undefined, today: string): boolean {
  const iso = isoOf(date);
  return iso !== undefined && iso < today.slice(0, iso.length);
}
