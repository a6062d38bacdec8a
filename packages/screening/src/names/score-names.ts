import type { EntryKind } from '../list-entry.ts';
import { compareNames, isComparable } from './name-comparison.ts';
import { fold } from './sounds/fold.ts';
import { readingsOf } from './tokenise.ts';
import type { Word } from './word.ts';
import { wordOf } from './word.ts';
import { NO_LIST, wordWeight } from './word-weight.ts';

/** A name as written, and what bears it. */
export type WrittenName = { readonly full: string; readonly kind: EntryKind };

/** How far two written names agree, 0 to 1, outside any list; 0 where either cannot be compared. */
export function scoreNames(one: WrittenName, other: WrittenName): number {
  let best = 0;
  for (const query of wordsOf(one)) {
    for (const candidate of wordsOf(other)) {
      best = Math.max(best, compareNames(query, candidate).score);
    }
  }
  return best;
}

/** The ways in which a written name is read, word by word; none where it cannot be compared. */
export function wordsOf({ full, kind }: WrittenName): Word[][] {
  return readingsOf(full, kind)
    .filter(isComparable)
    .map((tokens) =>
      tokens.map((token) => wordOf(token, wordWeight(fold(token.text), token.parts, NO_LIST))),
    );
}
