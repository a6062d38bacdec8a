import { dispositionOf } from '../../features/results/disposition.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';

/** How many hits of a step there are, by where they stand. */
export function dispositionCounts(results: readonly Pick<ProcessResult, 'manualStatus'>[]) {
  const standing = results.map(({ manualStatus }) => dispositionOf(manualStatus));
  const count = (disposition: (typeof standing)[number]) =>
    standing.filter((one) => one === disposition).length;
  return {
    hits: results.length,
    open: count('open'),
    rejected: count('rejected'),
    accepted: count('accepted'),
    cleared: count('cleared'),
  };
}
