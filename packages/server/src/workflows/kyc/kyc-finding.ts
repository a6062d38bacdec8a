import type { StepFinding } from '../../features/executions/step-end.ts';
import type { StepResultValue } from '../../features/executions/step-result.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';
import type { Silent } from '../../providers/source-call.ts';
import { silenceError, silenceIssue } from '../steps/ask-source.ts';
import { type ConsultedSource, type JudgedRuleset, ruleSummaryOf } from './judge-rules.ts';

/** Everything that a verification came to. */
export type Verified = {
  readonly judged: readonly JudgedRuleset[];
  readonly sources: readonly ConsultedSource[];
  readonly silent: readonly { readonly provider: string; readonly silence: Silent }[];
  /** The results that it rests on. */
  readonly results: readonly ProcessResult[];
  /** Whether somebody was asked, or earlier evidence was enough. */
  readonly hasAsked: boolean;
  /** Evidence that had become too old, and was not made up for. */
  readonly expired: readonly ProcessResult[];
};

type Issues = NonNullable<StepFinding['issues']>;

/**
 * How the step ends. A source that has the person as dead keeps the step from being a match, whatever
 * else was found: somebody has to look, since registers of deaths are wrong about the living as well.
 */
export function kycOutcomeOf({ judged, sources, silent, hasAsked }: Verified): StepResultValue {
  const isMet = judged.some((one) => one.isMet);
  if (isMet) {
    if (isDeceased(sources)) return 'CLEAR_REVIEW';
    return hasAsked ? 'MATCH' : 'SKIPPED';
  }
  if (silent.length > 0) return 'ERROR';
  return hasAnyMatch(judged) ? 'PARTIAL' : 'NO_MATCH';
}

/** The finding of a verification in which there was enough to ask with. */
export function kycFindingOf(verified: Verified): StepFinding {
  const { judged, silent, results, sources } = verified;
  const result = kycOutcomeOf(verified);
  return {
    result,
    summary: ruleSummaryOf(judged),
    errors: silent.map(({ provider, silence }) => silenceError(provider, silence)),
    processResultIds: results.map(({ processResultId }) => processResultId),
    issues: [
      ...silenceIssues(verified, result),
      ...outcomeIssues(result),
      ...badDataIssues(results),
      ...sourceIssues(sources),
      ...(verified.expired.length > 0 && !judged.some((one) => one.isMet)
        ? [issue('EXPIRY/REQUIRES_KYC', 'REVIEW', verified.expired)]
        : []),
    ],
    facts: {
      matchedRules: judged.filter((one) => one.isMet).length,
      unmatchedRules: judged.filter((one) => !one.isMet).length,
      sources: new Set(sources.map(({ source }) => source)).size,
      silent: silent.length,
      deceased: isDeceased(sources) ? 1 : 0,
      creditHeader: sources.some(({ isCreditHeader }) => isCreditHeader) ? 1 : 0,
      // A death on record is a finding that stays open, so that no table lets it pass unsaid.
      open: isDeceased(sources) ? 1 : 0,
    },
  };
}

function isDeceased(sources: readonly ConsultedSource[]): boolean {
  return sources.some((source) => source.isDeceased === true);
}

function hasAnyMatch(judged: readonly JudgedRuleset[]): boolean {
  return judged.some(({ groups }) => groups.some(({ shown }) => (shown.matchCount ?? 0) > 0));
}

/** Silence that others made up for is shown, and asks for less. */
function silenceIssues({ silent }: Verified, result: StepResultValue): Issues {
  const raised = silent.map(({ silence }) => ({
    ...silenceIssue(silence),
    severity: result === 'ERROR' ? ('ERROR' as const) : ('WARNING' as const),
  }));
  return raised.filter((one, at) => raised.findIndex(({ issue }) => issue === one.issue) === at);
}

function outcomeIssues(result: StepResultValue): Issues {
  if (result === 'PARTIAL') return [issue('KYC/PARTIAL', 'WARNING')];
  if (result === 'NO_MATCH') return [issue('KYC/NOT_FOUND', 'CRITICAL')];
  return [];
}

const BAD_DATA: Readonly<Record<string, string>> = {
  NAME: 'BAD_DATA_NAME',
  DATE_OF_BIRTH: 'BAD_DATA_DOB',
  ADDRESS: 'BAD_DATA_ADDRESS',
  DOCUMENT: 'BAD_DATA_ID',
};

function badDataIssues(results: readonly ProcessResult[]): Issues {
  const bad = results.filter(({ result }) => result === 'BAD_DATA' || result === 'INVALID_MATCH');
  return Object.entries(BAD_DATA).flatMap(([objectType, name]) => {
    const ofType = bad.filter((one) => one.objectType === objectType);
    return ofType.length > 0 ? [issue(`BAD_DATA/${name}`, 'REVIEW', ofType)] : [];
  });
}

function sourceIssues(sources: readonly ConsultedSource[]): Issues {
  return [
    ...(isDeceased(sources) ? [issue('DECEASED/DECEASED', 'CRITICAL')] : []),
    ...(sources.some(({ isCreditHeader }) => isCreditHeader)
      ? [issue('INFORMATIONAL/CREDIT_HEADER', 'INFO')]
      : []),
  ];
}

/** An issue that nobody has dealt with. */
export function issue(
  named: `${string}/${string}`,
  severity: Issues[number]['severity'],
  about: readonly ProcessResult[] = [],
): Issues[number] {
  const processResultIds = about.map(({ processResultId }) => processResultId);
  const [category = '', name = ''] = named.split('/');
  return { category, issue: name, severity, processResultIds, isCleared: false };
}
