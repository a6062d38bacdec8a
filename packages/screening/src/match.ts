import type { ListedName } from './list-entry.ts';

/** How a piece of evidence beside the name stands. `missing` says nothing for or against. */
export type Agreement = 'agrees' | 'disagrees' | 'missing';

/** What one signal found, with a sentence that an officer can read. */
export type Finding = {
  /** The signal's name, as served by the list of signals. */
  readonly signal: string;
  readonly agreement: Agreement;
  /** −1 … 1: how far this finding moved the match. */
  readonly effect: number;
  readonly because: string;
};

/** One list entry that may be the one looked for. Scores run from 0 to 1. */
export type ScreeningMatch = {
  readonly listId: string;
  readonly reference: string;
  /** Is it the same: name and evidence together. This is what a threshold is compared with. */
  readonly match: number;
  /** How far the names agree, evidence aside. */
  readonly nameScore: number;
  /** −1 … 1: what the evidence beside the name says; 0 where there is none. */
  readonly evidenceScore: number;
  /** The listed name that agreed best. */
  readonly name: ListedName;
  readonly findings: readonly Finding[];
};

/**
 * How a search ended. `not-comparable` is not an absence of hits: nothing in the query could be
 * compared (only titles, particles, initials or signs no rule can read), so nothing was screened.
 */
export type ScreeningOutcome =
  | {
      readonly outcome: 'screened';
      readonly matches: readonly ScreeningMatch[];
      /** Lists that had more matches than were reported; absent where all were. */
      readonly overflowing?: readonly string[];
    }
  | { readonly outcome: 'not-comparable'; readonly because: string };
