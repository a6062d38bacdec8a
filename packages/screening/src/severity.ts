import type { Listing } from './list-entry.ts';

/** What a listing is, apart from whether it is the person: 0 (nothing) to 100 (a sanction in force). */
export type Severity = {
  readonly score: number;
  /** Why, for an officer. */
  readonly because: string;
};

const SANCTION = 100;
const WATCHLIST = 60;
const MEDIA = 30;
/** By level in the contract's words: 1 heads of state … 4 local. */
const PEP: ReadonlyMap<string, number> = new Map([
  ['1', 80],
  ['2', 70],
  ['3', 55],
  ['4', 40],
]);
/** An office of no stated level is taken for a high one. */
const PEP_OF_NO_LEVEL = 70;
/** What is over weighs half: it may still matter, and no rule says for how long. */
const ENDED = 0.5;

const NOTHING: Severity = { score: 0, because: 'The entry gives no reason for being listed.' };

/**
 * How grave a hit is if it is the person: that of its gravest listing. It orders what officers look at, and
 * never moves a match: a grave listing makes nobody more likely to be the one.
 *
 * @param on the day that it is asked for, as `2026-01-31`: a listing that has ended by then weighs half
 */
export function gravestOf(listings: readonly Listing[], on: string): Severity {
  return listings
    .map((listing) => gravityOfListing(listing, on))
    .reduce((gravest, one) => (one.score > gravest.score ? one : gravest), NOTHING);
}

function gravityOfListing(listing: Listing, on: string): Severity {
  const { delistedOn } = listing;
  // A date known in part has passed when all of it has.
  const isOver = delistedOn !== undefined && delistedOn < on.slice(0, delistedOn.length);
  const whole = gravityOf(listing);
  const ended = isOver ? `, until ${delistedOn}` : '';
  return {
    score: isOver ? Math.round(whole * ENDED) : whole,
    because: `${inWords(listing)} (${listing.authority}${ended}).`,
  };
}

function gravityOf({ kind, level }: Listing): number {
  switch (kind) {
    case 'SANCTION':
      return SANCTION;
    case 'WATCHLIST':
      return WATCHLIST;
    case 'MEDIA':
      return MEDIA;
    case 'PEP':
      return PEP.get(level ?? '') ?? PEP_OF_NO_LEVEL;
  }
}

function inWords({ kind, level, position }: Listing): string {
  switch (kind) {
    case 'SANCTION':
      return 'Under sanctions';
    case 'WATCHLIST':
      return 'On a watch list';
    case 'MEDIA':
      return 'In adverse media';
    case 'PEP': {
      const office = position ?? 'Politically exposed';
      return level === undefined ? `${office}, level not stated` : `${office}, level ${level}`;
    }
  }
}
