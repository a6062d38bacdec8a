import { AML_MANUAL_STATUSES, type AmlManualStatus } from '@probity/contract/process-result';
import { type Disposition, hitStepResult } from './disposition.ts';

/** The four columns in which hits are counted. Unresolved means that nobody has said anything. */
export type AmlBucket = 'unresolved' | 'falsePositive' | 'truePositive' | 'unknown';

type Meaning = { readonly bucket: AmlBucket; readonly disposition: Disposition };

const MEANING: Readonly<Record<AmlManualStatus, Meaning>> = {
  TRUE_POSITIVE: { bucket: 'truePositive', disposition: 'open' },
  FALSE_POSITIVE: { bucket: 'falsePositive', disposition: 'cleared' },
  TRUE_POSITIVE_ACCEPT: { bucket: 'truePositive', disposition: 'accepted' },
  TRUE_POSITIVE_REJECT: { bucket: 'truePositive', disposition: 'rejected' },
  UNKNOWN: { bucket: 'unknown', disposition: 'open' },
  UNKNOWN_ACCEPT: { bucket: 'unknown', disposition: 'accepted' },
  UNKNOWN_REJECT: { bucket: 'unknown', disposition: 'rejected' },
};

/** A status that is none of the known ones counts as nothing said: the hit stays open. */
export function amlMeaning(manualStatus: string | null): Meaning {
  const known = AML_MANUAL_STATUSES.find((status) => status === manualStatus);
  return known ? MEANING[known] : { bucket: 'unresolved', disposition: 'open' };
}

/** What a screening step says of its hits: the worst one wins. */
export function amlStepResult(
  manualStatuses: readonly (string | null)[],
): ReturnType<typeof hitStepResult> {
  return hitStepResult(manualStatuses.map((status) => amlMeaning(status).disposition));
}
