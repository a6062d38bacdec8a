import type { MatchlistMatch } from '../../features/matchlists/find-matches.command.ts';
import type { Matchlist } from '../../features/matchlists/matchlist.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';
import { dispositionCounts } from '../steps/hit-counts.ts';

/** A match together with the result that stands for it. */
export type MatchlistHit = MatchlistMatch & { readonly result: ProcessResult };

/** The step's summary in the contract's shape: totals, and the same for every list that was looked on. */
export function matchlistSummary(
  searched: readonly Matchlist[],
  hits: readonly MatchlistHit[],
): object {
  const total = countsOf(hits);
  return {
    stepName: 'MATCHLIST',
    totalMatches: total.matches,
    totalFalsePositives: total.falsePositives,
    totalTruePositives: total.truePositives,
    totalUnknown: 0,
    totalUnresolved: total.unresolved,
    matchlistSummaries: searched.map(({ matchlistId, name, description, action }) => {
      const ofList = countsOf(hits.filter(({ list }) => list.matchlistId === matchlistId));
      return {
        matchlistId,
        name,
        description,
        action,
        numMatches: ofList.matches,
        numFalsePositives: ofList.falsePositives,
        numTruePositives: ofList.truePositives,
        numUnknown: 0,
        numUnresolved: ofList.unresolved,
      };
    }),
  };
}

function countsOf(hits: readonly MatchlistHit[]) {
  const {
    hits: matches,
    cleared,
    accepted,
    rejected,
    open,
  } = dispositionCounts(hits.map(({ result }) => result));
  return { matches, falsePositives: cleared, truePositives: accepted + rejected, unresolved: open };
}
