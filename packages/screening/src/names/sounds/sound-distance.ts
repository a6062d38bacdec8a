import { DELETION, FULL_EDIT, SUBSTITUTION, TRANSPOSITION } from './sound-costs.ts';

/** Folded words longer than this are compared by equality alone. */
export const LONGEST_WORD = 40;

/** More than any budget: the words are too far apart. */
const BEYOND = 9999;

/** By mean length of the two words, how much may differ before they are two words. */
const BUDGET: Int32Array = budgets();

function budgets(): Int32Array {
  const short = [0, 0, 10, 15, 22, 28, 35, 42];
  return Int32Array.from(
    { length: LONGEST_WORD + 1 },
    (_, length) => short[length] ?? 44 + (length - 8) * 4,
  );
}

/** How fast similarity falls with cost: a word that is half wrong is not half right. */
const SLOPE = 1.18;
const SPARE_LENGTH = 0.4;

/** Below this similarity two words are two words. */
export const LEAST_SIMILARITY = 0.7;

/** By the longer length, the cost at which similarity falls to the least. */
const MOST_COST: Int32Array = Int32Array.from({ length: LONGEST_WORD + 1 }, (_, length) =>
  costAt(LEAST_SIMILARITY, length),
);

const LENGTH_STEP = 5;
const FIRST_SOUND = 2;
const CHEAP_FIRST = 7;
const NO_CODE = 255;

/** No sound is dropped for less. */
const LEAST_DELETION = Math.min(...DELETION);

/** Scratch rows of the distance table; the comparison keeps nothing between calls. */
let current = new Int32Array(LONGEST_WORD + 8);
let previous = new Int32Array(LONGEST_WORD + 8);
let beforePrevious = new Int32Array(LONGEST_WORD + 8);

/** A run of letters inside a larger array of them. */
export type Run = { codes: Uint8Array; start: number; length: number };

/**
 * How alike two folded words sound, 0 to 1: a Damerau-Levenshtein distance in which sounds that
 * writers confuse cost little, against a budget that grows with length; below {@link LEAST_SIMILARITY} 0.
 */
export function soundSimilarity(one: Run, other: Run): number {
  if (one.length > LONGEST_WORD || other.length > LONGEST_WORD) return 0;
  const longest = Math.max(one.length, other.length);
  const budget = Math.min(
    BUDGET[(one.length + other.length) >> 1] as number,
    MOST_COST[longest] as number,
  );
  const apart = Math.abs(one.length - other.length);
  if (apart * 8 > budget) return 0;
  const extra = extraCost(one, other, apart);
  if (!mayBeWithin(one, other, Math.max(0, budget - extra))) return 0;
  let cost = bandedDistance(one, other, budget);
  if (cost > 0) cost += extra;
  if (cost > budget) return 0;
  return Math.max(0, 1 - (SLOPE * cost) / (FULL_EDIT * (longest + SPARE_LENGTH)));
}

/** What two words of this length may cost to be so similar. */
export function costAt(similarity: number, length: number): number {
  return Math.floor(((1 - similarity) * FULL_EDIT * (length + SPARE_LENGTH)) / SLOPE);
}

function extraCost(one: Run, other: Run, apart: number): number {
  const first = one.codes[one.start] as number;
  const otherFirst = other.codes[other.start] as number;
  const isOtherSound = (SUBSTITUTION[(first << 6) | otherFirst] as number) > CHEAP_FIRST;
  return (apart > 1 ? (apart - 1) * LENGTH_STEP : 0) + (isOtherSound ? FIRST_SOUND : 0);
}

/** The first and the last place of a row that is filled. */
let low = 1;
let high = 1;

/**
 * False where no way of turning one word into the other, of {@link LONGEST_WORD} at most, costs so little. Places so far off the diagonal
 * that the sounds to be dropped before and after them exceed the budget are not looked at, which refuses
 * most words at half the price of their distance.
 */
export function mayBeWithin(one: Run, other: Run, budget: number): boolean {
  const apart = other.length - one.length;
  const spare = Math.floor((budget / LEAST_DELETION - Math.abs(apart)) / 2);
  if (spare < 0) return false;
  const before = spare - Math.min(0, apart);
  const after = spare + Math.max(0, apart);
  firstRow(other, after);
  let codeBefore = NO_CODE;
  let leastBefore = 0;
  for (let row = 1; row <= one.length; row++) {
    const code = one.codes[one.start + row - 1] as number;
    low = Math.max(1, row - before);
    high = Math.min(other.length, row + after);
    const least = fillBand(other, code, codeBefore);
    if (least > budget && leastBefore + TRANSPOSITION > budget) return false;
    leastBefore = least;
    codeBefore = code;
    turnRows();
  }
  return (previous[other.length] as number) <= budget;
}

/** One row of the table from {@link low} to {@link high}; the least cost in it. */
function fillBand({ codes, start }: Run, code: number, codeBefore: number): number {
  const dropped = DELETION[code] as number;
  const substitutions = code << 6;
  let left = low === 1 ? (previous[0] as number) + dropped : BEYOND;
  current[low - 1] = left;
  let least = left;
  let otherBefore = low > 1 ? (codes[start + low - 2] as number) : NO_CODE;
  let diagonal = previous[low - 1] as number;
  for (let column = low; column <= high; column++) {
    const theirs = codes[start + column - 1] as number;
    const above = previous[column] as number;
    let cost = diagonal + (SUBSTITUTION[substitutions | theirs] as number);
    if (above + dropped < cost) cost = above + dropped;
    const inserted = left + (DELETION[theirs] as number);
    if (inserted < cost) cost = inserted;
    if (code === otherBefore && codeBefore === theirs) {
      cost = Math.min(cost, (beforePrevious[column - 2] as number) + TRANSPOSITION);
    }
    current[column] = cost;
    diagonal = above;
    left = cost;
    if (cost < least) least = cost;
    otherBefore = theirs;
  }
  current[high + 1] = BEYOND;
  return least;
}

function turnRows(): void {
  const oldest = beforePrevious;
  beforePrevious = previous;
  previous = current;
  current = oldest;
}

function bandedDistance(one: Run, other: Run, budget: number): number {
  const band = (budget >> 3) + 1;
  firstRow(other, band);
  let codeBefore = NO_CODE;
  for (let row = 1; row <= one.length; row++) {
    const code = one.codes[one.start + row - 1] as number;
    const least = fillRow(other, { row, code, codeBefore, band });
    if (least > budget) return BEYOND;
    codeBefore = code;
    turnRows();
  }
  return previous[other.length] as number;
}

function firstRow(other: Run, band: number): void {
  const last = Math.min(other.length, band);
  previous[0] = 0;
  for (let column = 1; column <= last; column++) {
    const code = other.codes[other.start + column - 1] as number;
    previous[column] = (previous[column - 1] as number) + (DELETION[code] as number);
  }
  if (last < other.length) previous[last + 1] = BEYOND;
}

type Row = { row: number; code: number; codeBefore: number; band: number };

/** One row of the table, inside the band; the least cost in it. */
function fillRow(other: Run, { row, code, codeBefore, band }: Row): number {
  const low = Math.max(1, row - band);
  const high = Math.min(other.length, row + band);
  const dropped = DELETION[code] as number;
  let left = low === 1 ? (previous[0] as number) + dropped : BEYOND;
  current[low - 1] = left;
  let least = left;
  let otherBefore = low > 1 ? (other.codes[other.start + low - 2] as number) : NO_CODE;
  for (let column = low; column <= high; column++) {
    const theirs = other.codes[other.start + column - 1] as number;
    let cost = (previous[column - 1] as number) + (SUBSTITUTION[(code << 6) | theirs] as number);
    cost = Math.min(
      cost,
      (previous[column] as number) + dropped,
      left + (DELETION[theirs] as number),
    );
    if (code === otherBefore && codeBefore === theirs) {
      cost = Math.min(cost, (beforePrevious[column - 2] as number) + TRANSPOSITION);
    }
    current[column] = cost;
    left = cost;
    if (cost < least) least = cost;
    otherBefore = theirs;
  }
  if (high < other.length) current[high + 1] = BEYOND;
  return least;
}
