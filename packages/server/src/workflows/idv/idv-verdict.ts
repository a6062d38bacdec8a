import type { StepFinding } from '../../features/executions/step-end.ts';
import type { RunError } from '../../features/executions/step-result.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';
import type { IdvElement } from '../../providers/idv-provider.ts';
import type { IdvComponentKind, IdvConfiguration } from './idv-configuration.ts';

type Word = 'CLEAR' | 'SUSPECTED' | 'REJECTED';
type Issues = NonNullable<StepFinding['issues']>;

/** What all the parts of one check come to. */
export type IdvVerdict = Pick<StepFinding, 'result' | 'errors' | 'issues'> & {
  readonly facts: NonNullable<StepFinding['facts']>;
};

const KINDS: Readonly<Record<string, IdvComponentKind>> = {
  IDV_DOCUMENT: 'document',
  IDV_FACIAL_COMPARISON: 'face-comparison',
  IDV_FACIAL_LIVENESS: 'liveness',
  IDV_OCR: 'ocr',
  IDV_OCR_COMPARISON: 'ocr',
};
/** What an element that does not hold raises, beside what its part does. */
const BY_ELEMENT: Readonly<Record<string, string>> = {
  visual_authenticity: 'VISUAL_AUTHENTICITY',
  image_integrity: 'IMAGE_INTEGRITY',
  data_validation: 'DATA_VALIDATION',
  data_consistency: 'DATA_CONSISTENCY',
  data_comparison: 'DATA_COMPARISON',
  compromised_document: 'COMPROMISED_DOCUMENT',
};
const BY_KIND: Readonly<Record<IdvComponentKind, string>> = {
  document: 'DATA_VALIDATION',
  'face-comparison': 'DOCUMENT_COMPARISON',
  liveness: 'LIVENESS_DETECTION',
  ocr: 'OCR',
};

/** A part of a check, with the word that counts: the officer's where there is one. */
type Part = {
  readonly result: ProcessResult;
  readonly kind: IdvComponentKind;
  readonly elements: Readonly<Record<string, IdvElement>>;
  readonly found: Word;
  readonly counts: Word;
};

/** Judges the results of one check, fresh or from an earlier run, by what the workflow wants. */
export function judgeIdv(
  results: readonly ProcessResult[],
  configuration: IdvConfiguration,
): IdvVerdict {
  const parts = results.flatMap((result) => partOf(result, configuration) ?? []);
  const errors = missingOf(parts, configuration);
  const worst = worstOf(parts.map(({ counts }) => counts));
  return {
    result: resultOf(worst, { isIncomplete: errors.length > 0, parts }),
    errors,
    issues: parts.flatMap((part) => issuesOf(part, configuration)),
    facts: factsOf(parts, configuration),
  };
}

function partOf(result: ProcessResult, configuration: IdvConfiguration): Part | undefined {
  const { type, resultMap, mismatchMap } = Object(result.evidence.supplementaryData);
  const kind = KINDS[type];
  if (!kind) return undefined;
  const elements: Part['elements'] = { ...resultMap, ...mismatchMap };
  const found = foundIn(result, elements, configuration);
  return { result, kind, elements, found, counts: decided(result.manualStatus) ?? found };
}

function decided(manualStatus: string | null): Word | undefined {
  return manualStatus === 'CLEAR' || manualStatus === 'REJECTED' ? manualStatus : undefined;
}

/**
 * Where a workflow names elements, those decide; what it does not name and is rejected still asks for a
 * review. A part that contradicts its elements counts for what is worse.
 */
function foundIn(
  { result }: ProcessResult,
  elements: Part['elements'],
  { requiredElements }: IdvConfiguration,
): Word {
  const whole = wordOf(result.toLowerCase());
  const all = Object.entries(elements);
  const words = (list: typeof all) => list.map(([, one]) => wordOf(one.resultNormalized));
  if (requiredElements.length === 0) return worstOf([whole, ...words(all)]);
  const isRequired = ([name]: (typeof all)[number]) => requiredElements.includes(name);
  const others = words(all.filter((one) => !isRequired(one)));
  const asked = [whole, ...others].map((word) => (word === 'REJECTED' ? 'SUSPECTED' : 'CLEAR'));
  return worstOf([...words(all.filter(isRequired)), ...(asked as Word[])]);
}

/** An element that was read and not judged says nothing; a word that is not known is no clearance. */
function wordOf(normalized: string | undefined): Word {
  if (normalized === undefined || normalized === 'clear') return 'CLEAR';
  return normalized === 'rejected' ? 'REJECTED' : 'SUSPECTED';
}

function worstOf(words: readonly Word[]): Word {
  return (['REJECTED', 'SUSPECTED'] as const).find((word) => words.includes(word)) ?? 'CLEAR';
}

/** Parts and elements that the workflow wants and nobody has said anything of. */
function missingOf(
  parts: readonly Part[],
  { components, requiredElements }: IdvConfiguration,
): RunError[] {
  const judged = parts.flatMap(({ elements }) =>
    Object.entries(elements).flatMap(([name, one]) => (one.resultNormalized ? [name] : [])),
  );
  const missing = [
    ...components
      .filter((kind) => !parts.some((part) => part.kind === kind))
      .map((kind) => `The part ${kind}`),
    ...requiredElements
      .filter((element) => !judged.includes(element))
      .map((element) => `The element ${element}`),
  ];
  return missing.map((what) => ({
    code: 'CHECK-0404',
    description: `${what} is required, and the provider said nothing of it`,
    location: 'idv',
  }));
}

function resultOf(
  worst: Word,
  { isIncomplete, parts }: { readonly isIncomplete: boolean; readonly parts: readonly Part[] },
): StepFinding['result'] {
  if (worst === 'REJECTED') return 'FAIL';
  if (worst === 'SUSPECTED') return 'CLEAR_REVIEW';
  if (isIncomplete || parts.length === 0) return 'INCOMPLETE';
  return parts.some(({ found }) => found !== 'CLEAR') ? 'CLEARED' : 'PASS';
}

/** One for each kind of problem of a part; what an officer has decided asks nobody any more. */
function issuesOf(part: Part, { requiredElements }: IdvConfiguration): Issues {
  const { result, kind, elements, found } = part;
  if (found === 'CLEAR') return [];
  const failing = Object.entries(elements).filter(
    ([name, { resultNormalized }]) =>
      wordOf(resultNormalized) === 'REJECTED' ||
      (wordOf(resultNormalized) === 'SUSPECTED' &&
        (requiredElements.length === 0 || requiredElements.includes(name))),
  );
  const named = failing.map(([name, { resultNormalized }]) => ({
    issue: issueOf(kind, name),
    word: wordOf(resultNormalized),
  }));
  const all = named.length > 0 ? named : [{ issue: BY_KIND[kind], word: found }];
  return [...new Set(all.map(({ issue }) => issue))].map((issue) => {
    const words = all.filter((one) => one.issue === issue).map(({ word }) => word);
    return {
      category: 'IDV',
      issue,
      severity: worstOf(words) === 'REJECTED' ? 'CRITICAL' : 'REVIEW',
      processResultIds: [result.processResultId],
      isCleared: decided(result.manualStatus) !== undefined,
    };
  });
}

function issueOf(kind: IdvComponentKind, element: string): string {
  return (kind === 'document' ? BY_ELEMENT[element] : undefined) ?? BY_KIND[kind];
}

/**
 * Where the step is optional, what was rejected is open too: else nobody would have to look at it before
 * the person passes.
 */
function factsOf(parts: readonly Part[], { isMandatory }: IdvConfiguration): IdvVerdict['facts'] {
  const hits = parts.filter(({ found, counts }) => found !== 'CLEAR' || counts !== 'CLEAR');
  const said = (status: string | null) =>
    hits.filter(({ result }) => result.manualStatus === status).length;
  const open = hits.filter(({ result }) => decided(result.manualStatus) === undefined);
  const suspected = open.filter(({ found }) => found === 'SUSPECTED').length;
  const word = (kind: IdvComponentKind) => {
    const of = parts.filter((part) => part.kind === kind);
    return of.length > 0 ? worstOf(of.map(({ counts }) => counts)) : 'UNKNOWN';
  };
  return {
    hits: hits.length,
    open: isMandatory ? suspected : open.length,
    rejected: said('REJECTED'),
    cleared: said('CLEAR'),
    suspected,
    document: word('document'),
    face: word('face-comparison'),
    liveness: word('liveness'),
    ocr: word('ocr'),
  };
}
