import type { Individual } from '@probity/contract/individual';
import { closedUp } from './plain-letters.ts';
import { isOneSlip } from './slip.ts';

/** One document of a person that bears a number. */
export type DocumentTrait = {
  readonly id: string;
  /** Letters and digits of the number, in one word. */
  readonly number: string;
  readonly type: string;
  readonly country: string;
};

/** All documents with a number, whatever their class. */
export function documentTraits({ documents = {} }: Individual): DocumentTrait[] {
  return Object.values(documents)
    .flatMap((ofClass) => ofClass ?? [])
    .map(({ documentId: id = '', primaryIdentifier = '', type = '', country = '' }) => ({
      id,
      number: closedUp(primaryIdentifier),
      type,
      country,
    }))
    .filter(({ number }) => number !== '' && !isPlaceholder(number));
}

/** `0000000` and `xxxx` stand where a number is not known. */
function isPlaceholder(number: string): boolean {
  return /^(.)\1*$/u.test(number) || PLACEHOLDERS.has(number);
}

const PLACEHOLDERS: ReadonlySet<string> = new Set(['na', 'none', 'unknown', 'nil', 'tba', 'tbc']);

const SAME = 100;
const SAME_NUMBER = 90;
const ONE_SLIP = 80;
/** A shorter number is the number of many documents, and one slip away from many more. */
const SHORTEST_TELLING = 6;

/** Whether a number by itself tells one document from all others. */
export function isTelling({ number }: DocumentTrait): boolean {
  return number.length >= SHORTEST_TELLING;
}

/**
 * How alike two documents are, 0 to 100: the same one, one of another kind with the same number, or one
 * with a slip in its number.
 */
export function documentLikeness(one: DocumentTrait, other: DocumentTrait): number {
  const isSameKind = one.type === other.type && one.country === other.country;
  const areTelling = isTelling(one) && isTelling(other);
  if (one.number === other.number) {
    if (isSameKind) return SAME;
    return areTelling ? SAME_NUMBER : 0;
  }
  return isSameKind && areTelling && isOneSlip(one.number, other.number) ? ONE_SLIP : 0;
}
