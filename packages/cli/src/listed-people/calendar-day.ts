/** A day of the calendar in parts, as the API takes them: `1948`, `12`, `10`. */
export type CalendarDay = { readonly year: string; readonly month: string; readonly day: string };

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** The parts of `YYYY-MM-DD`; undefined for what is no such day. */
export function calendarDayOf(isoDay: string | undefined): CalendarDay | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(isoDay ?? '');
  if (!parts) return undefined;
  const [, year = '', month = '', day = ''] = parts;
  const real = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const isReal = real.getUTCMonth() === Number(month) - 1 && real.getUTCDate() === Number(day);
  return isReal ? { year, month, day } : undefined;
}

/** `10 Dec 1948` as `1948-12-10`; undefined for what is not a complete day. */
export function isoDayOf(written: string): string | undefined {
  const parts = /^(\d{1,2}) ([A-Za-z]{3}) (\d{4})$/.exec(written.trim());
  if (!parts) return undefined;
  const [, day = '', name = '', year = ''] = parts;
  const month = MONTHS.indexOf(name.toUpperCase()) + 1;
  if (month === 0) return undefined;
  return `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`;
}
