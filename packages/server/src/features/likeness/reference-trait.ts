import type { Individual } from '@probity/contract/individual';
import { closedUp } from './plain-letters.ts';

/** What somebody else calls the person by. */
export type ReferenceTrait = {
  readonly id: string;
  /** Letters and digits, in one word. */
  readonly value: string;
};

/** All references of other systems. */
export function referenceTraits({ externalReferences = [] }: Individual): ReferenceTrait[] {
  return externalReferences
    .map(({ referenceId: id = '', value = '' }) => ({ id, value: closedUp(value) }))
    .filter(({ value }) => value !== '');
}
