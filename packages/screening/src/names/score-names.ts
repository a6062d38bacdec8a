import type { EntryKind } from '../list-entry.ts';
import { compareNames, isComparable, type NameComparison } from './name-comparison.ts';
import { fold } from './sounds/fold.ts';
import { readingsOf } from './tokenise.ts';
import type { Word } from './word.ts';
import { wordOf } from './word.ts';
import { NO_LIST, wordWeight } from './word-weight.ts';

/** A name as written, and what bears it. */
export type WrittenName = { readonly full: string; readonly kind: EntryKind };

/** How far two written names agree, 0 to 1, outside any list; 0 where either cannot be compared. */
export function scoreNames(one: WrittenName, other: WrittenName): number {
  return bestComparison(one, other)?.score ?? 0;
}

/**
 * How two written names compare outside any list, in the way of reading them that agrees best; undefined
 * where either cannot be compared.
 */
export function bestComparison(one: WrittenName, other: WrittenName): NameComparison | undefined {
  let best: NameComparison | undefined;
  const candidates = wordsOf(other);
  for (const query of wordsOf(one)) {
    for (const candidate of candidates) {
      const comparison = compareNames(query, candidate);
      if (best === undefined || comparison.score > best.score) best = comparison;
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
