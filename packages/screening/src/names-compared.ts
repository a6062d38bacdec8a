import type { EntryKind } from './list-entry.ts';
import type { Finding } from './match.ts';
import { bestComparison } from './names/score-names.ts';
import { scriptOf } from './names/scripts/script.ts';
import { NAME_SIGNALS } from './signals.ts';

/** Two names in clear, side by side: how far they agree, and why. */
export type NamesCompared = {
  /** False where a name holds nothing that can be compared; that is no disagreement. */
  readonly isComparable: boolean;
  /** 0 to 1; the same whichever of the two names comes first. */
  readonly score: number;
  readonly findings: readonly Finding[];
};

/** Compares two names outside any list, in the way of reading them that agrees best. */
export function compareWritten(one: string, other: string, kind: EntryKind): NamesCompared {
  const comparison = bestComparison({ full: one, kind }, { full: other, kind });
  if (comparison === undefined) return { isComparable: false, score: 0, findings: [] };
  const listed = { full: other, quality: 'primary' } as const;
  const isOtherScript = scriptOf(one) !== scriptOf(other);
  const findings = NAME_SIGNALS.flatMap(
    (signal) => signal.find({ comparison, listed, isOtherScript }) ?? [],
  );
  return { isComparable: true, score: Math.round(comparison.score * 10_000) / 10_000, findings };
}
