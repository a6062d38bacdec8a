import type { Operation } from '@probity/contract/operation';
import {
  decideDuplicateResults,
  decideFraudResults,
  decideIdvResults,
  decideMatchlistResults,
} from '@probity/contract/operations/results';

/** Decisions about other results than hits on lists, with a status that each of them takes. */
export const OTHER_DECISIONS: readonly {
  readonly operation: Operation;
  readonly manualStatus: string;
}[] = [
  { operation: decideMatchlistResults, manualStatus: 'FALSE_POSITIVE' },
  { operation: decideDuplicateResults, manualStatus: 'FALSE_POSITIVE' },
  { operation: decideFraudResults, manualStatus: 'FALSE_POSITIVE_ACCEPT' },
  { operation: decideIdvResults, manualStatus: 'CLEAR' },
];
