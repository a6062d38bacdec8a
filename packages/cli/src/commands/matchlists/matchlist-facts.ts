import type { Matchlist } from '@probity/contract/lists/matchlist';
import { factsOf } from '../../terminal/columns.ts';

/** A matchlist, a fact a line. */
export function matchlistFacts(list: Matchlist): string {
  return factsOf([
    ['name', list.name],
    ['action', list.action],
    ['risk score', list.riskScore?.toString()],
    ['state', list.state],
    ['description', list.description || undefined],
    ['matchlist id', list.matchlistId],
  ]);
}
