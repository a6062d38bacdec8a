import { isSame } from '../../features/entities/element.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';
import type { StepInput } from '../step-type.ts';
import { ofThisStep, processResultOf } from './process-result-of.ts';

/** What a step has found of one counterpart: another person, or an entry of a list. */
export type Counterpart = {
  readonly counterpartId: string;
  /** The supplementary data of its result. */
  readonly evidence: object;
  readonly derivedFrom: readonly string[];
  /** What an officer has said of it that still holds. */
  readonly word: string | null;
};

export type CounterpartResults = {
  /** One for each that was found, in that order. */
  readonly results: readonly ProcessResult[];
  /** Those of them that are new. */
  readonly opened: readonly ProcessResult[];
  /** What this step left before and does not find any more. */
  readonly outdated: readonly ProcessResult[];
};

/**
 * Lays what was found over what is stored: a result stands while it says the same, and the same has been
 * said of it; anything else needs a result of its own.
 */
export function counterpartResults(
  input: StepInput<unknown>,
  {
    stored,
    resultClass,
  }: { readonly stored: readonly ProcessResult[]; readonly resultClass: string },
  found: readonly Counterpart[],
): CounterpartResults {
  const ofStep = ofThisStep(stored, input);
  const opened: ProcessResult[] = [];
  const results = found.map(({ counterpartId, evidence, derivedFrom, word }) => {
    const known = ofStep.find((result) => result.counterpartId === counterpartId);
    const saysTheSame = known && isSame(known.evidence.supplementaryData, evidence);
    if (saysTheSame && known.manualStatus === word) return known;
    const result: ProcessResult = {
      ...processResultOf(input, {
        class: resultClass,
        result: 'HIT',
        objectType: 'INDIVIDUAL',
        objectId: input.run.entityId,
        derivedFrom: [...new Set(derivedFrom)],
        evidence: { supplementaryData: evidence },
      }),
      counterpartId,
      manualStatus: word,
    };
    opened.push(result);
    return result;
  });
  const kept = new Set(results);
  return { results, opened, outdated: ofStep.filter((result) => !kept.has(result)) };
}
