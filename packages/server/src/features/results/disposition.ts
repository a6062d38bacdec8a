import type { ManualStatus } from '@probity/contract/process-result';

/** Where a finding stands: open ones keep a case from passing. */
export type Disposition = 'open' | 'cleared' | 'accepted' | 'rejected';

/** What an officer's word does to a finding, whatever kind it is: no word means two things in two kinds. */
const DISPOSITION: Readonly<Record<ManualStatus, Disposition>> = {
  TRUE_POSITIVE: 'open',
  UNKNOWN: 'open',
  NEEDS_ATTENTION: 'open',
  FALSE_POSITIVE: 'cleared',
  CLEAR: 'cleared',
  PASS: 'cleared',
  APPROVED: 'cleared',
  TRUE_POSITIVE_ACCEPT: 'accepted',
  FALSE_POSITIVE_ACCEPT: 'accepted',
  UNKNOWN_ACCEPT: 'accepted',
  TRUE_POSITIVE_REJECT: 'rejected',
  FALSE_POSITIVE_REJECT: 'rejected',
  UNKNOWN_REJECT: 'rejected',
  REJECTED: 'rejected',
  FAIL: 'rejected',
};

/** A status that is none of the known ones counts as nothing said: the finding stays open. */
export function dispositionOf(manualStatus: string | null): Disposition {
  if (manualStatus === null || !Object.hasOwn(DISPOSITION, manualStatus)) return 'open';
  return DISPOSITION[manualStatus as ManualStatus];
}

/** What a step says of its hits, by where they stand: the worst one wins. */
export function hitStepResult(
  dispositions: Iterable<Disposition>,
): 'CLEAR' | 'CLEARED' | 'HIT_ACCEPTED' | 'HIT_REJECTED' | 'HIT' {
  const standing = new Set(dispositions);
  if (standing.has('open')) return 'HIT';
  if (standing.has('rejected')) return 'HIT_REJECTED';
  if (standing.has('accepted')) return 'HIT_ACCEPTED';
  return standing.has('cleared') ? 'CLEARED' : 'CLEAR';
}
