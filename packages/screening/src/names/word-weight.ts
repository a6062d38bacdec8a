import { PART } from './token.ts';
import { backgroundShare } from './vocabulary/background.ts';

/** How many names the background table counts for, beside the names of the list itself. */
const BACKGROUND_NAMES = 20_000;

/** A word found in one name of fifty thousand is as rare as can be told. */
const RAREST_SHARE = 2e-5;

const LEAST_WEIGHT = 0.15;

/** What a word weighs by its part, whatever its rarity. Checked in this order. */
const PART_WEIGHTS: readonly (readonly [part: number, weight: number])[] = [
  [PART.title, 0.06],
  [PART.filler, 0.02],
  [PART.particle, 0.05],
  [PART.suffix, 0.15],
  [PART.legalForm, 0.2],
  [PART.initial, 0.1],
  [PART.number, 0.35],
];

/** How often a folded word occurs on a list: in `holders` of its `names` names. */
export type Occurrence = { readonly holders: number; readonly names: number };

/** How much identity a word carries, 0 to 1: a rare family name much, Mohammed little, Mr next to none. */
export function wordWeight(folded: string, parts: number, occurrence: Occurrence): number {
  for (const [part, weight] of PART_WEIGHTS) if ((parts & part) !== 0) return weight;
  const share =
    (occurrence.holders + BACKGROUND_NAMES * backgroundShare(folded)) /
    (occurrence.names + BACKGROUND_NAMES);
  const rarity = Math.log(Math.min(1, Math.max(share, RAREST_SHARE))) / Math.log(RAREST_SHARE);
  return LEAST_WEIGHT + (1 - LEAST_WEIGHT) * rarity;
}

/** A word of no list: the background alone speaks. */
export const NO_LIST: Occurrence = { holders: 0, names: 0 };
