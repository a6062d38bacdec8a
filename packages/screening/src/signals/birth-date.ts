import type { ListedBirth, PartialDate } from '../list-entry.ts';
import { type EvidenceSignal, finding } from '../signal.ts';

const SAME_DAY = 0.05;
const SWAPPED = 0.035;
const SAME_YEAR = 0.03;
const NEAR_YEAR = 0.015;
const WORST = -0.25;
const FIRST_STEP = 0.06;
const YEARLY_STEP = 0.02;

/** Years that an approximate date may be off beside the one that any register errs by. */
const APPROXIMATELY = 2;

/** Dates of birth: registers err by a year, by swapping day and month, seldom by five years. */
export const birthDate: EvidenceSignal = {
  name: 'birth-date',
  kind: 'evidence',
  weight: WORST,
  lift: SAME_DAY,
  description:
    'Birth dates that agree confirm a match; years that lie apart lower it, the further the more.',

  isAsked: ({ births }) => (births ?? []).length > 0,

  compare({ births = [] }, entry) {
    const relations = births.flatMap((mine) => entry.births.map((theirs) => relate(mine, theirs)));
    const best = relations.reduce<Relation | undefined>(
      (nearest, one) => (nearest === undefined || one.effect > nearest.effect ? one : nearest),
      undefined,
    );
    if (best === undefined) {
      return finding('birth-date', 'missing', [0, 'There are no two dates of birth to compare.']);
    }
    const agreement = best.effect > 0 ? 'agrees' : 'disagrees';
    return finding('birth-date', agreement, [best.effect, best.because]);
  },
};

type Relation = { readonly effect: number; readonly because: string };

function relate(mine: PartialDate, theirs: ListedBirth): Relation {
  const listed = describe(theirs);
  const year = yearOf(mine);
  const [first, last] = [yearOf(theirs.from), yearOf(theirs.to ?? theirs.from)];
  const apart = Math.max(0, first - year, year - last);
  const slack = theirs.isApproximate === true ? APPROXIMATELY : 0;
  if (Number.isNaN(apart)) return { effect: 0, because: 'A date of birth cannot be read.' };
  if (apart > 1 + slack) return lieApart(mine, listed, apart - slack);
  if (apart > 0) {
    return {
      effect: NEAR_YEAR,
      because: `Born ${mine}, listed as born ${listed}: a year or so apart.`,
    };
  }
  if (theirs.to !== undefined && first !== last) {
    return { effect: NEAR_YEAR, because: `Born ${mine}, within the listed range ${listed}.` };
  }
  return relateWithinYear(mine, theirs.from, listed);
}

function lieApart(mine: string, listed: string, years: number): Relation {
  const effect = Math.max(WORST, -FIRST_STEP - YEARLY_STEP * years);
  return { effect, because: `Born ${mine}, listed as born ${listed}.` };
}

function relateWithinYear(mine: PartialDate, theirs: PartialDate, listed: string): Relation {
  const [, month = '', day = ''] = mine.split('-');
  const [, theirMonth = '', theirDay = ''] = theirs.split('-');
  if (day !== '' && mine === theirs)
    return { effect: SAME_DAY, because: `Both are born on ${mine}.` };
  if (day !== '' && month === theirDay && day === theirMonth) {
    return {
      effect: SWAPPED,
      because: `Born ${mine}, listed as ${listed}: day and month swapped.`,
    };
  }
  const isSameMonth = month === '' || theirMonth === '' || month === theirMonth;
  const isSameDay = day === '' || theirDay === '' || day === theirDay;
  return isSameMonth && isSameDay
    ? { effect: SAME_YEAR, because: `Born ${mine}, listed as born ${listed}, as far as is known.` }
    : { effect: NEAR_YEAR, because: `Born ${mine}, listed as born ${listed}: the same year.` };
}

function yearOf(date: PartialDate): number {
  return Number(date.slice(0, 4));
}

function describe({ from, to, isApproximate }: ListedBirth): string {
  const range = to === undefined ? from : `${from} to ${to}`;
  return isApproximate === true ? `about ${range}` : range;
}
