import {
  type Duplicate,
  type DuplicatesFound,
  evidenceOf,
  holds,
  type SearchGap,
} from '../../features/duplicates/duplicate.ts';
import { isSame } from '../../features/entities/element.ts';
import type { StepFinding } from '../../features/executions/step-end.ts';
import { dispositionOf, hitStepResult } from '../../features/results/disposition.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';
import type { StepInput } from '../step-type.ts';
import type { DuplicateConfiguration } from './duplicate-configuration.ts';
import { elementIdsOf } from './element-ids.ts';
import { dispositionCounts } from './hit-counts.ts';
import { ofThisStep, outdatedRows, processResultOf } from './process-result-of.ts';

/** A search for duplicates, and what is stored of earlier ones. */
export type DuplicateLook = {
  readonly input: StepInput<DuplicateConfiguration>;
  readonly found: DuplicatesFound;
  readonly stored: readonly ProcessResult[];
  readonly startedAt: Date;
};

/** What a step concludes from those found, laid over what officers have said of each pair before. */
export function duplicateFindingOf(look: DuplicateLook): StepFinding {
  const { input, found, startedAt } = look;
  const { results, opened, outdated } = merged(look);
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

function merged({ input, found, stored }: DuplicateLook) {
  const ofStep = ofThisStep(stored, input);
  const opened: ProcessResult[] = [];
  const results = found.duplicates.map((duplicate) => {
    const evidence = evidenceOf(duplicate);
    const known = ofStep.find((result) => result.counterpartId === duplicate.entityId);
    if (
      known &&
      isSame(known.evidence.supplementaryData, evidence) &&
      isStanding(known, duplicate)
    ) {
      return known;
    }
    const result: ProcessResult = {
      ...processResultOf(input, {
        class: 'DUPLICATE',
        result: 'HIT',
        objectType: 'INDIVIDUAL',
        objectId: input.run.entityId,
        derivedFrom: elementsOf(evidence),
        evidence: { supplementaryData: evidence },
      }),
      counterpartId: duplicate.entityId,
      manualStatus: wordFor(duplicate),
    };
    opened.push(result);
    return result;
  });
  const kept = new Set(results);
  return { results, opened, outdated: ofStep.filter((result) => !kept.has(result)) };
}

function elementsOf({ matchedFields = [] }: ReturnType<typeof evidenceOf>): string[] {
  return [...new Set(matchedFields.flatMap(({ objectId }) => objectId ?? []))];
}

/** A word that was said of the pair since, or does not hold any more, needs a result of its own. */
function isStanding({ manualStatus }: ProcessResult, duplicate: Duplicate): boolean {
  return manualStatus === wordFor(duplicate);
}

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
