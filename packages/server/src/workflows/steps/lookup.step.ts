import { z } from 'zod';
import { stepEndOf } from '../../features/executions/step-end.ts';
import { chosenProviders } from '../../providers/source-call.ts';
import type { StepInput, StepType } from '../step-type.ts';
import { askSource, missingProvider, silenceError, silenceIssue, visitsOf } from './ask-source.ts';
import { ofThisStep, outdatedRows, processResultOf } from './process-result-of.ts';

const LookupConfiguration = z.strictObject({
  /** What is looked up, in the provider's words: `residential-address` … */
  lookup: z.string().trim().min(1).max(100),
  provider: z.string().trim().min(1).max(100).default('probity'),
  isMandatory: z.boolean().default(true),
});
type LookupConfiguration = z.output<typeof LookupConfiguration>;

/** Looks something up about the person, for later conditions to ask about. */
export const lookupStep: StepType<LookupConfiguration> = {
  type: 'OTHER',
  description: 'Looks something up about the person, for conditions to ask about.',
  timeoutMs: 60_000,
  maxAttempts: 3,
  configuration: LookupConfiguration,
  explain: ({ lookup, provider, isMandatory }) => [
    `Asks ${provider} for ${lookup}; conditions find the answer under the step's name.`,
    isMandatory
      ? 'A source that does not answer makes the step ERROR and the run a REVIEW.'
      : 'The step is optional: its silence is shown, but does not stop a pass.',
  ],
  needs: ({ lookup, provider }) => ({ data: [lookup], consents: [], providers: [provider] }),

  async run(input) {
    const startedAt = input.now();
    const { configuration, capabilities, run, step, now } = input;
    const { lookup, isMandatory } = configuration;
    const { chosen } = chosenProviders(capabilities.lookup, [configuration.provider], run);
    const [provider] = chosen;
    const { individual } = input;
    const asked = provider
      ? await askSource(input, {
          provider,
          name: provider.name,
          send: (source, call) =>
            source.lookUp({ entityId: run.entityId, individual, lookup }, call),
        })
      : undefined;
    const answer = asked?.answer ?? missingProvider(configuration.provider);
    const result = answer.outcome === 'answered' ? 'COMPLETE' : 'ERROR';
    return stepEndOf({ ...step, startedAt }, now, {
      result,
      isMandatory,
      serviceProviders: asked
        ? visitsOf([{ ...asked, provider: configuration.provider, result }])
        : [],
      ...(answer.outcome === 'answered'
        ? await answered(input, answer)
        : {
            errors: [silenceError(configuration.provider, answer)],
            issues: [silenceIssue(answer)],
          }),
    });
  },
};

type Answer = Extract<
  Awaited<ReturnType<StepInput<unknown>['capabilities']['lookup'][number]['lookUp']>>,
  { outcome: 'answered' }
>;

/** What a lookup rests on is not known; any edit of the person's addresses puts it in question. */
async function answered(input: StepInput<LookupConfiguration>, { facts, reference }: Answer) {
  const derivedFrom = (input.individual.addresses ?? []).flatMap(
    ({ addressId }) => addressId ?? [],
  );
  const found = processResultOf(input, {
    class: 'LOOKUP',
    result: 'MATCH',
    objectType: 'INDIVIDUAL',
    objectId: input.run.entityId,
    derivedFrom,
    evidence: {
      providerResult: {
        name: input.configuration.provider,
        source: input.configuration.lookup,
        ...(reference && { reference }),
      },
      notes: Object.fromEntries(
        Object.entries(facts).map(([name, value]) => [name, { type: 'fact', value: `${value}` }]),
      ),
    },
  });
  const before = ofThisStep(await input.priorResults('LOOKUP'), input);
  return {
    facts,
    restsOn: derivedFrom,
    processResultIds: [found.processResultId],
    rows: {
      process_result: [input.resultRow(found)],
      process_result_stale: outdatedRows(before, input.now()),
    },
  };
}
