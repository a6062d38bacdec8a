import type { MatchlistAction } from '@probity/contract/step-summary';
import type { StepFinding } from '../../features/executions/step-end.ts';
import type {
  MatchlistMatch,
  MatchlistMatches,
} from '../../features/matchlists/find-matches.command.ts';
import { entryBaseView } from '../../features/matchlists/matchlist-view.ts';
import { dispositionOf, hitStepResult } from '../../features/results/disposition.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';
import type { StepInput } from '../step-type.ts';
import { counterpartResults } from '../steps/counterpart-results.ts';
import { elementIdsOf } from '../steps/element-ids.ts';
import { dispositionCounts } from '../steps/hit-counts.ts';
import { outdatedRows } from '../steps/process-result-of.ts';
import type { MatchlistConfiguration } from './matchlist-configuration.ts';
import { type MatchlistHit, matchlistSummary } from './matchlist-summary.ts';

/** A look on the lists, and what is stored of earlier ones. */
export type MatchlistLook = {
  readonly input: StepInput<MatchlistConfiguration>;
  readonly found: MatchlistMatches;
  readonly stored: readonly ProcessResult[];
  readonly startedAt: Date;
};

/** Lists of these actions ask for something; the others only count for the risk. */
const ACTING: ReadonlySet<MatchlistAction> = new Set(['BLOCK', 'REVIEW', 'ALERT']);

/** What a step concludes from the entries that fit, laid over what officers have said of each before. */
export function matchlistFindingOf(look: MatchlistLook): StepFinding {
  const { input, found, startedAt } = look;
  const { hits, opened, outdated } = merged(look);
  const isSilent = found.gaps.length > 0;
  const acting = hits.filter(({ list }) => ACTING.has(list.action));
  const outcome = hitStepResult(acting.map(({ result }) => dispositionOf(result.manualStatus)));
  return {
    result: isSilent ? 'ERROR' : outcome,
    isMandatory: input.configuration.isMandatory,
    objectType: 'INDIVIDUAL',
    objectId: input.run.entityId,
    summary: matchlistSummary(found.searched, hits),
    serviceProviders: [
      {
        provider: input.capabilities.matchlists.name,
        result: isSilent ? 'ERROR' : hits.length > 0 ? 'HIT' : 'CLEAR',
        order: 1,
        startedAt: startedAt.toISOString(),
        endedAt: input.now().toISOString(),
      },
    ],
    errors: found.gaps.map(gapError),
    processResultIds: hits.map(({ result }) => result.processResultId),
    restsOn: elementIdsOf(input.individual),
    issues: [
      ...(isSilent ? [SILENCE] : []),
      ...issueOf(acting, ['BLOCK'], BLOCKED),
      ...issueOf(acting, ['REVIEW', 'ALERT'], WATCHED),
    ],
    facts: factsOf(hits, acting),
    rows: {
      process_result: opened.map((result) => input.resultRow(result)),
      process_result_stale: outdatedRows(outdated, input.now()),
    },
  };
}

function merged({ input, found, stored }: MatchlistLook) {
  const laid = counterpartResults(
    input,
    { stored, resultClass: 'MATCHLIST' },
    found.matches.map((match) => ({
      counterpartId: match.entry.entryId,
      evidence: evidenceOf(match),
      derivedFrom: match.matchedFields.map(({ objectId }) => objectId),
      word: match.word,
    })),
  );
  const hits = laid.results.flatMap((result, at): MatchlistHit[] => {
    const match = found.matches[at];
    return match ? [{ ...match, result }] : [];
  });
  return { ...laid, hits };
}

/** The entry and what of the person fitted it, as it was when the execution ran. */
function evidenceOf({ list, entry, confidence, matchedFields }: MatchlistMatch): object {
  return {
    type: 'MATCHLIST',
    ...entryBaseView(entry),
    matchlistId: list.matchlistId,
    matchlistName: list.name,
    matchlistAction: list.action,
    confidence,
    matchedFields,
  };
}

type Issue = NonNullable<StepFinding['issues']>[number];
type IssueKind = Pick<Issue, 'category' | 'issue' | 'severity'>;

const BLOCKED: IssueKind = {
  category: 'BLOCKLISTED',
  issue: 'MATCHED_INTERNAL',
  severity: 'BLOCK',
};
const WATCHED: IssueKind = { category: 'WATCHLIST', issue: 'INTERNAL_MATCH', severity: 'REVIEW' };
const SILENCE: Issue = {
  category: 'SYSTEM',
  issue: 'SERVICE_ERROR',
  severity: 'ERROR',
  processResultIds: [],
  isCleared: false,
};

function issueOf(
  hits: readonly MatchlistHit[],
  actions: readonly MatchlistAction[],
  kind: IssueKind,
): Issue[] {
  const ofKind = hits.filter(({ list }) => actions.includes(list.action));
  const standing = ofKind.filter(({ result }) => dispositionOf(result.manualStatus) !== 'cleared');
  if (standing.length === 0) return [];
  return [
    {
      ...kind,
      processResultIds: ofKind.map(({ result }) => result.processResultId),
      isCleared: standing.every(({ result }) => dispositionOf(result.manualStatus) !== 'open'),
    },
  ];
}

function factsOf(hits: readonly MatchlistHit[], acting: readonly MatchlistHit[]) {
  const counts = dispositionCounts(acting.map(({ result }) => result));
  const standing = hits.filter(({ result }) => dispositionOf(result.manualStatus) !== 'cleared');
  const blocking = acting.filter(
    ({ list, result }) => list.action === 'BLOCK' && dispositionOf(result.manualStatus) === 'open',
  );
  return {
    ...counts,
    hits: hits.length,
    blocking: blocking.length,
    actions: standing.map(({ list }) => list.action),
    riskScores: standing.map(({ list }) => list.riskScore),
  };
}

const GAP: Readonly<Record<MatchlistMatches['gaps'][number], string>> = {
  'unknown-list': 'A matchlist that the workflow names is not in use',
  'too-many': 'More entries have something in common with the person than one search reads',
  unfiled: 'Some entries have not been filed for searching yet',
};

function gapError(gap: MatchlistMatches['gaps'][number]) {
  return { code: 'CHECK-0503', description: GAP[gap], location: 'matchlists' };
}
