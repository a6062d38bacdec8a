import type { PartialDate } from '@probity/contract/date';
import type { Individual } from '@probity/contract/individual';

/** One birth date of a person, as far as it is known: digits, or empty. */
export type BirthTrait = {
  readonly id: string;
  readonly year: string;
  readonly month: string;
  readonly day: string;
};

/** All birth dates that can be compared: those of the common calendar that name a year. */
export function birthTraits({ dateOfBirth, alternateDatesOfBirth = [] }: Individual): BirthTrait[] {
  return [...(dateOfBirth ? [dateOfBirth] : []), ...alternateDatesOfBirth].flatMap(birthTrait);
}

function birthTrait(date: PartialDate & { dateOfBirthId?: string | undefined }): BirthTrait[] {
  const { dateOfBirthId: id = '', year = '', month = '', day = '', type = 'GREGORIAN' } = date;
  if (type !== 'GREGORIAN') return [];
  return year === '' ? asWritten(id, date.unstructured) : [{ id, year, month, day }];
}

/** A date that is known only as it was written may be one that there is not: 30 February is a slip as well. */
function asWritten(id: string, text = ''): BirthTrait[] {
  const [, year, month, day] = /^\s*(\d{4})[-/. ]?(\d{2})[-/. ]?(\d{2})\s*$/.exec(text) ?? [];
  return year && month && day ? [{ id, year, month, day }] : [];
}

const SAME = 100;
const SWAPPED = 90;
const ONE_SLIP = 85;
const AS_FAR_AS_KNOWN = 60;

/**
 * How alike two birth dates are, 0 to 100: the same day, day and month swapped, one digit wrong or two that
 * changed places, the same as far as both are known.
 */
export function birthLikeness(one: BirthTrait, other: BirthTrait): number {
  const [mine, theirs] = [digitsOf(one), digitsOf(other)];
  if (mine.length < 8 || theirs.length < 8) {
    return isSameAsFarAsKnown(one, other) ? AS_FAR_AS_KNOWN : 0;
  }
  if (mine === theirs) return SAME;
  if (one.year === other.year && one.month === other.day && one.day === other.month) return SWAPPED;
  return isOneDigitOff(mine, theirs) ? ONE_SLIP : 0;
}

function digitsOf({ year, month, day }: BirthTrait): string {
  return `${year}${month}${day}`;
}

function isSameAsFarAsKnown(one: BirthTrait, other: BirthTrait): boolean {
  const agrees = (mine: string, theirs: string) => mine === '' || theirs === '' || mine === theirs;
  return one.year === other.year && agrees(one.month, other.month) && agrees(one.day, other.day);
}

/** Of two whole dates: one digit is another, or two neighbours have changed places. */
function isOneDigitOff(one: string, other: string): boolean {
  const differing = [...one].flatMap((sign, at) => (sign === other[at] ? [] : [at]));
  const [first = 0, second] = differing;
  if (differing.length === 1) return true;
  return (
    differing.length === 2 &&
    second === first + 1 &&
    one[first] === other[second] &&
    one[second] === other[first]
  );
}
