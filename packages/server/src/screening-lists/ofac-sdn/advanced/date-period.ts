import type { ListedBirth, PartialDate } from '@probity/screening';
import { publisherDate } from '../../reading/publisher-date.ts';
import { childNamed, childText, type XmlElement } from '../../reading/xml-records.ts';

/**
 * A `DatePeriod` of the advanced XML: a day, or the span in which the date lies. A span of exactly
 * one month or year is that month or year.
 */
export function datePeriod(period: XmlElement): ListedBirth | undefined {
  const start = childNamed(period, 'Start');
  const end = childNamed(period, 'End');
  const from = boundaryOf(start, 'From');
  const to = boundaryOf(end, 'To') ?? boundaryOf(end, 'From') ?? boundaryOf(start, 'To') ?? from;
  if (from === undefined || to === undefined || to < from) return undefined;
  const isApproximate = [start, end].some((side) => side?.attributes.Approximate === 'true');
  const mark = isApproximate ? { isApproximate } : {};
  const whole = wholeSpan(from, to);
  if (whole !== undefined) return { from: whole, ...mark };
  return { from: yearAlone(from, '-01-01'), to: yearAlone(to, '-12-31'), ...mark };
}

/** The day, month or year that a `Date`-like element with `Year`, `Month` and `Day` states. */
export function statedDay(date: XmlElement | undefined): PartialDate | undefined {
  if (!date) return undefined;
  const parts = ['Year', 'Month', 'Day'].map((part) => childText(date, part));
  const known = parts.slice(0, parts.includes('') ? parts.indexOf('') : parts.length);
  return publisherDate(known.join('-'));
}

function boundaryOf(side: XmlElement | undefined, name: 'From' | 'To'): PartialDate | undefined {
  return side && statedDay(childNamed(side, name));
}

/** The one day, month or year that goes from one day to the other, if there is one. */
function wholeSpan(from: PartialDate, to: PartialDate): PartialDate | undefined {
  if (from === to) return from;
  const [year, month] = [from.slice(0, 4), from.slice(0, 7)];
  if (from === `${year}-01-01` && to === `${year}-12-31`) return year;
  return from === `${month}-01` && to === lastDayOf(month) ? month : undefined;
}

function yearAlone(day: PartialDate, ending: string): PartialDate {
  return day.endsWith(ending) ? day.slice(0, 4) : day;
}

function lastDayOf(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return `${month}-${new Date(Date.UTC(year, number, 0)).getUTCDate()}`;
}
