import type { MatchlistMatch } from '../../features/matchlists/find-matches.command.ts';
import type { Matchlist } from '../../features/matchlists/matchlist.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';

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
    totalUnknown: total.unknown,
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
        numUnknown: ofList.unknown,
        numUnresolved: ofList.unresolved,
      };
    }),
  };
}

/** An officer who does not know has spoken, so that the hit is not among those nobody has looked at. */
function countsOf(hits: readonly MatchlistHit[]) {
  const said = hits.map(({ result }) => result.manualStatus);
  const count = (fits: (word: string) => boolean) =>
    said.filter((word) => word !== null && fits(word)).length;
  return {
    matches: hits.length,
    falsePositives: count((word) => word.startsWith('FALSE_')),
    truePositives: count((word) => word.startsWith('TRUE_')),
    unknown: count((word) => word.startsWith('UNKNOWN')),
    unresolved: said.filter((word) => word === null).length,
  };
}
