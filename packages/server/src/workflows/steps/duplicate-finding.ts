import {
  type Duplicate,
  type DuplicatesFound,
  evidenceOf,
  holds,
  type SearchGap,
} from '../../features/duplicates/duplicate.ts';
import type { StepFinding } from '../../features/executions/step-end.ts';
import { dispositionOf, hitStepResult } from '../../features/results/disposition.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';
import type { StepInput } from '../step-type.ts';
import { type Counterpart, counterpartResults } from './counterpart-results.ts';
import type { DuplicateConfiguration } from './duplicate-configuration.ts';
import { elementIdsOf } from './element-ids.ts';
import { dispositionCounts } from './hit-counts.ts';
import { outdatedRows } from './process-result-of.ts';

/** A search for duplicates, and what is stored of earlier ones. */
export type DuplicateLook = {
  readonly input: StepInput<DuplicateConfiguration>;
  readonly found: DuplicatesFound;
  readonly stored: readonly ProcessResult[];
  readonly startedAt: Date;
};

/** What a step concludes from those found, laid over what officers have said of each pair before. */
export function duplicateFindingOf(look: DuplicateLook): StepFinding {
  const { input, found, stored, startedAt } = look;
  const { results, opened, outdated } = counterpartResults(
    input,
    { stored, resultClass: 'DUPLICATE' },
    found.duplicates.map(counterpartOf),
  );
  const isSilent = found.gaps.length > 0;
  const standing = results.map(({ manualStatus }) => dispositionOf(manualStatus));
  const outcome = hitStepResult(standing);
  return {
    result: isSilent ? 'ERROR' : outcome,
    isMandatory: input.configuration.isMandatory,
    objectType: 'INDIVIDUAL',
    objectId: input.run.entityId,
    summary: summaryOf(results),
    serviceProviders: [
      {
        provider: input.capabilities.people.name,
        result: isSilent ? 'ERROR' : results.length > 0 ? 'HIT' : 'CLEAR',
        order: 1,
        startedAt: startedAt.toISOString(),
        endedAt: input.now().toISOString(),
      },
    ],
    errors: found.gaps.map(gapError),
    processResultIds: results.map(({ processResultId }) => processResultId),
    restsOn: elementIdsOf(input.individual),
    issues: [...(isSilent ? ([silence] as const) : []), ...duplicateIssue(results)],
    facts: dispositionCounts(results),
    rows: {
      process_result: opened.map((result) => input.resultRow(result)),
      process_result_stale: outdatedRows(outdated, input.now()),
    },
  };
}

function counterpartOf(duplicate: Duplicate): Counterpart {
  const evidence = evidenceOf(duplicate);
  const { matchedFields = [] } = evidence;
  return {
    counterpartId: duplicate.entityId,
    evidence,
    derivedFrom: matchedFields.flatMap(({ objectId }) => objectId ?? []),
    word: wordFor(duplicate),
  };
}

/** A word that was said of the pair since counts; one that does not hold any more does not. */
function wordFor(duplicate: Duplicate): string | null {
  const { word, rules } = duplicate;
  const names = rules.map(({ name }) => name);
  return word && holds(word, names) ? word.manualStatus : null;
}

function summaryOf(results: readonly ProcessResult[]): object {
  const { hits, open, accepted, rejected, cleared } = dispositionCounts(results);
  return {
    totalDuplicates: hits,
    totalFalsePositives: cleared,
    totalTruePositives: accepted + rejected,
    totalUnresolved: open,
    totalResolved: hits - open,
  };
}

function duplicateIssue(results: readonly ProcessResult[]): NonNullable<StepFinding['issues']> {
  const standing = results.filter(({ manualStatus }) => dispositionOf(manualStatus) !== 'cleared');
  if (standing.length === 0) return [];
  return [
    {
      category: 'DUPLICATE',
      issue: 'DUPLICATE',
      severity: 'REVIEW',
      processResultIds: results.map(({ processResultId }) => processResultId),
      isCleared: standing.every(({ manualStatus }) => dispositionOf(manualStatus) !== 'open'),
    },
  ];
}

const silence = {
  category: 'SYSTEM',
  issue: 'SERVICE_ERROR',
  severity: 'ERROR',
  processResultIds: [],
  isCleared: false,
} as const;

const GAP: Readonly<Record<SearchGap, string>> = {
  'too-many': 'More people have something in common with the person than one search compares',
  unfiled: 'Some people have not been filed for comparison yet',
  'too-much': 'The person has more names, dates and addresses than are looked up',
};

function gapError(gap: SearchGap) {
  return { code: 'CHECK-0503', description: GAP[gap], location: 'people' };
}
