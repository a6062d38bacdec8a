import type { AlternateName, Name } from '@probity/contract/person/name';
import { nameLikeness, thresholdOf } from '@probity/screening';
import { z } from 'zod';
import { type StepFinding, stepEndOf } from '../../features/executions/step-end.ts';
import type { StepInput, StepType } from '../step-type.ts';
import { nameOrderOf } from './name-order.ts';
import { ofThisStep, outdatedRows, processResultOf } from './process-result-of.ts';

const NameValidationConfiguration = z.strictObject({
  /** 0 wants the very letters, 60 is very loose. */
  fuzziness: z.number().min(0).max(60).default(20),
  isMandatory: z.boolean().default(true),
});
type NameValidationConfiguration = z.output<typeof NameValidationConfiguration>;
type Input = StepInput<NameValidationConfiguration>;
type AnyName = Name | AlternateName;

/** Whether a name in its native script and its anglicised form are one name. */
export const nameValidationStep: StepType<NameValidationConfiguration> = {
  type: 'NAME_VALIDATION',
  description: 'Compares a name in its native script with its anglicised form.',
  timeoutMs: 10_000,
  maxAttempts: 3,
  configuration: NameValidationConfiguration,
  explain: ({ fuzziness, isMandatory }) => [
    `Reads a name that is not in Latin letters and compares it with the one that is: ${100 - fuzziness} or more out of 100 is a match.`,
    'A person without a name in another script needs no such check: NOT_APPLICABLE.',
    ...(isMandatory ? [] : ['The step is optional: what it finds does not stop a pass.']),
  ],
  needs: () => ({
    data: ['a name in Latin letters', 'the same name in its native script'],
    consents: [],
    providers: [],
  }),

  async run(input) {
    const startedAt = input.now();
    const { name, alternateNames = [] } = input.individual;
    const names: readonly AnyName[] = [...(name ? [name] : []), ...alternateNames];
    const native = names.find((one) => !isLatin(fullOf(one)));
    const anglicised = names.find((one) => isLatin(fullOf(one)));
    return stepEndOf(
      { ...input.step, startedAt },
      input.now,
      native ? await compared(input, native, anglicised) : notNeeded(input),
    );
  },
};

function fullOf({ displayName, givenName, middleName, otherName, familyName }: AnyName): string {
  const parts = [givenName, middleName, otherName, familyName].filter(Boolean).join(' ');
  return displayName?.trim() || parts;
}

/** Every letter of it. */
function isLatin(name: string): boolean {
  return !/(?!\p{Script=Latin})\p{L}/u.test(name);
}

function notNeeded({ configuration }: Input): StepFinding {
  return { result: 'NOT_APPLICABLE', isMandatory: configuration.isMandatory };
}

const WRONG = {
  category: 'BAD_DATA',
  issue: 'BAD_DATA_NAME',
  severity: 'REVIEW' as const,
  isCleared: false,
};

async function compared(
  input: Input,
  native: AnyName,
  anglicised: AnyName | undefined,
): Promise<StepFinding> {
  const { isMandatory, fuzziness } = input.configuration;
  if (!anglicised) {
    const description = 'There is no name in Latin letters to compare the native one with';
    return {
      result: 'MISSING_DATA',
      isMandatory,
      errors: [{ code: 'VAL-0400', description, location: 'individual.name' }],
      issues: [{ ...WRONG, processResultIds: [] }],
    };
  }
  const likeness = nameLikeness(fullOf(native), fullOf(anglicised));
  const isMatch = likeness >= thresholdOf(fuzziness);
  const langCode = native.language ?? '';
  const nameMatchOrder = isMatch ? orderOf(native, anglicised) : undefined;
  const said = { ...(langCode && { langCode }), ...(nameMatchOrder && { nameMatchOrder }) };
  const restsOn = [native.nameId, anglicised.nameId].flatMap((id) => id ?? []);
  const apart = Math.round(100 * (1 - likeness));
  const found = processResultOf(input, {
    class: 'LOOKUP',
    result: isMatch ? 'MATCH' : 'NO_MATCH',
    objectType: 'NAME',
    objectId: native.nameId ?? input.run.entityId,
    derivedFrom: restsOn,
    evidence: {
      providerResult: { name: 'probity', source: 'transliteration' },
      supplementaryData: {
        type: 'NAME_VALIDATION',
        ...said,
        fuzziness: { normalized: apart, actual: likeness.toFixed(4) },
      },
    },
  });
  const before = ofThisStep(await input.priorResults('LOOKUP'), input);
  const { processResultId } = found;
  return {
    result: isMatch ? 'MATCH' : 'NO_MATCH',
    isMandatory,
    objectType: 'NAME',
    ...(native.nameId && { objectId: native.nameId }),
    summary: said,
    processResultIds: [processResultId],
    restsOn,
    issues: isMatch ? [] : [{ ...WRONG, processResultIds: [processResultId] }],
    facts: { langCode, nameMatchOrder: nameMatchOrder ?? '' },
    rows: {
      process_result: [input.resultRow(found)],
      process_result_stale: outdatedRows(before, input.now()),
    },
  };
}

function orderOf(native: AnyName, anglicised: AnyName) {
  const { familyName, givenName = '', otherName, middleName } = anglicised;
  return nameOrderOf(fullOf(native), {
    F: familyName,
    G: givenName,
    O: otherName ?? middleName ?? '',
  });
}
