import { type StepFinding, stepEndOf } from '../../features/executions/step-end.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';
import { ALL_PROVIDERS } from '../../providers/source-call.ts';
import type { StepInput, StepType } from '../step-type.ts';
import { silenceError, silenceIssue, visitsOf } from '../steps/ask-source.ts';
import { ofThisStep, outdatedRows } from '../steps/process-result-of.ts';
import { type CaptureEnd, followCapture } from './follow-capture.ts';
import { IdvConfiguration } from './idv-configuration.ts';
import { idvResultsOf } from './idv-process-result.ts';
import { judgeIdv } from './idv-verdict.ts';

type Input = StepInput<IdvConfiguration>;

/** Has a document and a face examined: waits for the capture and for the provider, for weeks if need be. */
export const idvStep: StepType<IdvConfiguration> = {
  type: 'IDV',
  description: 'Has a document and a face examined, and waits until both were captured.',
  timeoutMs: 300_000,
  maxAttempts: 3,
  configuration: IdvConfiguration,

  explain: (configuration) => [
    `Has a document and a face examined by ${configuration.providers.join(', ')}; these parts must be there: ${configuration.components.join(', ')}.`,
    configuration.requiredElements.length > 0
      ? `These elements must be clear: ${configuration.requiredElements.join(', ')}; another that is rejected asks for a review.`
      : 'Every element that the provider judges must be clear.',
    'What was read from the document is compared with the person; a difference asks for a review.',
    `Waits up to ${configuration.waitHours} hours for the capture and its check, and looks at least every ${configuration.pollMinutes} minutes; what is unfinished then is INCOMPLETE.`,
    configuration.reuseHours === null
      ? 'The last check counts as long as it is valid and nothing newer was captured.'
      : `The last check counts for ${configuration.reuseHours} hours, unless something newer was captured.`,
    ...(configuration.consents.length > 0
      ? [`Needs the consent ${configuration.consents.join(', ')}.`]
      : []),
    configuration.isMandatory
      ? 'Anything but a clear check keeps the run from passing.'
      : 'The step is optional: its silence is shown, but does not stop a pass.',
  ],
  needs: ({ providers, consents }) => ({
    data: ['photos of a document and of the face, uploaded or captured by the provider'],
    consents,
    providers: providers.map((name) =>
      name === ALL_PROVIDERS ? 'any provider of checks of document and face' : name,
    ),
  }),

  async run(input) {
    // Remembered: however often the step begins again, it has been waiting since then.
    const { at } = await input.ask('begun', async () => ({ at: input.now().toISOString() }));
    const startedAt = new Date(at);
    const found = missingConsent(input) ?? (await concluded(input, startedAt));
    return stepEndOf({ ...input.step, startedAt }, input.now, {
      ...found,
      isMandatory: input.configuration.isMandatory,
    });
  },
};

function missingConsent({ individual, configuration }: Input): StepFinding | undefined {
  const given = new Set<string | undefined>((individual.consents ?? []).map(({ type }) => type));
  const missing = configuration.consents.filter((consent) => !given.has(consent));
  if (missing.length === 0) return undefined;
  return {
    result: 'MISSING_DATA',
    errors: missing.map((consent) => ({
      code: 'VAL-0400',
      description: `A check of document and face needs the consent ${consent}`,
      location: 'individual.consents',
    })),
    issues: [issue('BAD_DATA', 'BAD_DATA_ID', 'REVIEW')],
  };
}

async function concluded(input: Input, startedAt: Date): Promise<StepFinding> {
  const prior = await input.priorResults('IDV');
  const end = await followCapture(input, { startedAt, prior });
  switch (end.outcome) {
    case 'answered':
      return answered(input, end, prior);
    case 'reused':
      return reused(input, end.results);
    case 'silent':
      return {
        result: 'ERROR',
        serviceProviders: visitsOf(end.visits),
        errors: end.silences.map(({ provider, silence }) => silenceError(provider, silence)),
        issues: end.silences.map(({ silence }) => silenceIssue(silence)),
      };
    case 'expired':
      return expired(input, end);
  }
}

function answered(
  input: Input,
  end: Extract<CaptureEnd, { outcome: 'answered' }>,
  prior: readonly ProcessResult[],
): StepFinding {
  const { individual, revision } = end.person;
  const results = idvResultsOf(input, { ...end, individual });
  const { captures } = input.records ?? {};
  return {
    ...judgeIdv(results, input.configuration),
    ...objectOf(results),
    serviceProviders: visitsOf(end.visits),
    processResultIds: results.map(({ processResultId }) => processResultId),
    restsOn: restsOn(results),
    rows: {
      process_result: results.map((result) =>
        captures ? captures.resultRow(result, revision) : input.resultRow(result),
      ),
      process_result_stale: outdatedRows(
        ofThisStep(prior, input).filter(({ groupId }) => groupId !== null),
        input.now(),
      ),
    },
  };
}

/** The last check counts again, with what officers have said of it since. */
function reused({ configuration }: Input, results: readonly ProcessResult[]): StepFinding {
  const verdict = judgeIdv(results, configuration);
  return {
    ...verdict,
    result: verdict.result === 'PASS' ? 'SKIPPED' : verdict.result,
    ...objectOf(results),
    processResultIds: results.map(({ processResultId }) => processResultId),
    restsOn: restsOn(results),
  };
}

/** The time is up: nobody passes for having waited. */
function expired(
  { configuration }: Input,
  { waitedFor, visits }: Extract<CaptureEnd, { outcome: 'expired' }>,
): StepFinding {
  const isProvider = waitedFor === 'provider';
  return {
    result: 'INCOMPLETE',
    serviceProviders: visitsOf(visits),
    errors: [
      {
        code: isProvider ? 'CHECK-0504' : 'CHECK-0408',
        description: isProvider
          ? `The provider had no result after ${configuration.waitHours} hours`
          : `Document and face were not captured within ${configuration.waitHours} hours`,
        location: 'idv',
      },
    ],
    issues: isProvider
      ? [silenceIssue({ because: 'timeout' })]
      : [issue('EXPIRY', 'REQUIRES_IDV', 'REVIEW')],
  };
}

function issue(
  category: string,
  name: string,
  severity: 'REVIEW',
): NonNullable<StepFinding['issues']>[number] {
  return { category, issue: name, severity, processResultIds: [], isCleared: false };
}

function objectOf([first]: readonly ProcessResult[]): Pick<StepFinding, 'objectType' | 'objectId'> {
  return first ? { objectType: first.objectType, objectId: first.objectId } : {};
}

function restsOn(results: readonly ProcessResult[]): readonly string[] {
  return [...new Set(results.flatMap(({ derivedFrom }) => derivedFrom))];
}
