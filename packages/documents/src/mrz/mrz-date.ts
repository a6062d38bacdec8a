import type { MrzDate } from './mrz.ts';

/** Longest that a document is made for; an expiry further ahead lies in the century before. */
const YEARS_AHEAD = 50;

/** Which century a two-digit year belongs to. */
export type Century = 'past' | 'ahead';

/**
 * A date of six characters. A birth lies in the past: a year after today's is of the century before.
 * An expiry lies at most half a century ahead. Undefined for one that is not known at all, and
 * 'impossible' for what is no date.
 */
export function readMrzDate(
  text: string,
  century: Century,
  today: string,
): MrzDate | undefined | 'impossible' {
  if (/^<+$/.test(text)) return undefined;
  const parts = /^(\d\d)(\d\d|<<)(\d\d|<<)$/.exec(text);
  if (!parts) return 'impossible';
  const [, years = '', months = '', days = ''] = parts;
  const month = months === '<<' || months === '00' ? undefined : Number(months);
  const day = days === '<<' || days === '00' ? undefined : Number(days);
  const year = withCentury({ years, months, days }, century, today);
  if ((month ?? 1) > 12 || (day ?? 1) > daysIn(year, month)) return 'impossible';
  const known = {
    year,
    ...(month !== undefined && { month }),
    ...(month !== undefined && day !== undefined && { day }),
  };
  return month === undefined || day === undefined
    ? known
    : { ...known, iso: isoOf(year, month, day) };
}

function withCentury(
  { years, months, days }: { years: string; months: string; days: string },
  century: Century,
  today: string,
): number {
  const now = Number(today.slice(0, 4));
  const base = Math.floor(now / 100) * 100;
  const year = base + Number(years);
  if (century === 'ahead')
    return year > now + YEARS_AHEAD ? year - 100 : year <= now - YEARS_AHEAD ? year + 100 : year;
  const latest = today.slice(0, 10).replaceAll('-', '');
  const born = `${year}${numeric(months)}${numeric(days)}`;
  return born > latest ? year - 100 : year;
}

/** An unknown part counts as the earliest it may be. */
function numeric(part: string): string {
  return /^\d\d$/.test(part) ? part : '00';
}

function daysIn(year: number, month: number | undefined): number {
  return month === undefined ? 31 : new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function isoOf(year: number, month: number, day: number): string {
  return [year, `${month}`.padStart(2, '0'), `${day}`.padStart(2, '0')].join('-');
}
