import type { ListedBirth, PartialDate } from '@probity/screening';

/** Which number comes first where a publisher writes `04/07/1962`. */
export type SlashOrder = 'day-first' | 'month-first';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const MONTH_NAME = '[A-Za-z]{3,9}\\.?';
const DAY_MONTH_YEAR = new RegExp(`^(\\d{1,2})(?:st|nd|rd|th)?[ -](${MONTH_NAME})[ -](\\d{4})$`);
const MONTH_DAY_YEAR = new RegExp(`^(${MONTH_NAME}) (\\d{1,2}),? (\\d{4})$`);
const MONTH_YEAR = new RegExp(`^(${MONTH_NAME})[ -](\\d{4})$`);
const NUMBERS = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/;
const MONTH_AND_YEAR = /^(\d{1,2})[/.](\d{4})$/;
const ISO = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T[\d:.]+Z?)?$/;

/** Years before this are of another calendar: some publishers write `24/06/1402` for a Hijri date. */
const EARLIEST_YEAR = 1800;
const LATEST_YEAR = 2200;

const APPROXIMATE = /^(?:circa|c\.|ca\.?|approximately|approx\.?|about|around) */i;

/**
 * A date in any of the ways publishers write them, in English; undefined where it is none.
 *
 * Days and months written as zero or that no calendar has are left out, the rest is kept.
 */
export function publisherDate(
  written: string,
  order: SlashOrder = 'day-first',
): PartialDate | undefined {
  const text = written.trim();
  const iso = ISO.exec(text);
  if (iso) return partialDate(iso[1], iso[2], iso[3]);
  const named = DAY_MONTH_YEAR.exec(text);
  if (named) return namedDate(named[3], named[2], named[1]);
  const american = MONTH_DAY_YEAR.exec(text);
  if (american) return namedDate(american[3], american[1], american[2]);
  const month = MONTH_YEAR.exec(text);
  if (month) return namedDate(month[2], month[1]);
  const monthOfYear = MONTH_AND_YEAR.exec(text);
  if (monthOfYear) return partialDate(monthOfYear[2], monthOfYear[1]);
  const numbers = NUMBERS.exec(text);
  if (!numbers) return undefined;
  return order === 'day-first'
    ? partialDate(numbers[3], numbers[2], numbers[1])
    : partialDate(numbers[3], numbers[1], numbers[2]);
}

/** A birth date: exact, partial, about, or a range such as `1962 to 1965`. */
export function publisherBirth(
  written: string,
  order: SlashOrder = 'day-first',
): ListedBirth | undefined {
  const text = written.trim();
  const isApproximate = APPROXIMATE.test(text);
  const bare = text.replace(APPROXIMATE, '');
  const exact = publisherDate(bare, order);
  if (exact !== undefined) return { from: exact, ...(isApproximate && { isApproximate }) };

  const range = /^(?:between )?(.+?)(?: to | and | ?[-–] ?)(.+)$/i.exec(bare);
  const from = range?.[1] === undefined ? undefined : publisherDate(range[1], order);
  const to = range?.[2] === undefined ? undefined : publisherDate(range[2], order);
  if (from === undefined || to === undefined) return undefined;
  return { from, to, ...(isApproximate && { isApproximate }) };
}

function namedDate(year?: string, monthName?: string, day?: string): PartialDate | undefined {
  const month = MONTHS.indexOf((monthName ?? '').slice(0, 3).toLowerCase()) + 1;
  return month === 0 ? undefined : partialDate(year, String(month), day);
}

function partialDate(year?: string, month?: string, day?: string): PartialDate | undefined {
  const [y, m, d] = [Number(year ?? 0), Number(month ?? 0), Number(day ?? 0)];
  if (y < EARLIEST_YEAR || y > LATEST_YEAR) return undefined;
  const yearText = String(y).padStart(4, '0');
  if (m < 1 || m > 12) return yearText;
  const monthText = `${yearText}-${String(m).padStart(2, '0')}`;
  const hasDay = d >= 1 && d <= new Date(Date.UTC(y, m, 0)).getUTCDate();
  return hasDay ? `${monthText}-${String(d).padStart(2, '0')}` : monthText;
}
