import { z } from 'zod';
import type { StepResult } from '../../features/executions/step-result.ts';
import type {
  IdentityAnswer,
  IdentityAsk,
  IdentityProvider,
  IdentitySubject,
} from '../../providers/identity-provider.ts';
import { ALL_PROVIDERS, chosenProviders, type Silent } from '../../providers/source-call.ts';
import type { StepInput } from '../step-type.ts';
import {
  type Asked,
  askSource,
  missingProvider,
  type Patience,
  visitsOf,
} from '../steps/ask-source.ts';
import type { ConsultedSource } from './judge-rules.ts';

/** What sources said in the end, who said nothing, and the visits as the step shows them. */
export type Consultation = {
  readonly sources: readonly ConsultedSource[];
  readonly silent: readonly { readonly provider: string; readonly silence: Silent }[];
  readonly visits: StepResult['serviceProviders'];
};

type Consulting = {
  readonly input: Pick<StepInput<unknown>, 'ask' | 'run' | 'now' | 'capabilities'>;
  readonly providers: readonly string[];
  readonly subject: IdentitySubject;
  /** What is still needed, given what has been said so far; undefined when that is enough. */
  readonly needs: (
    sources: readonly ConsultedSource[],
  ) => Pick<IdentityAsk, 'attributes' | 'documents'> | undefined;
  readonly patience?: Patience;
};

type Visit = Omit<Asked<unknown>, 'answer'> & {
  readonly provider: string;
  readonly result: string;
};

/**
 * Asks providers one after the other, each only for what is still needed, until nothing is.
 *
 * Who gives no usable answer is passed over, and told. A provider that was named and has no source for
 * this tenant is silent; one that came along with “all” is left out, unless nobody else was there.
 */
export async function consultSources(consulting: Consulting): Promise<Consultation> {
  const { input, providers: names, subject, needs } = consulting;
  if (!needs([])) return { sources: [], silent: [], visits: [] };
  const known = input.capabilities.identity;
  const { chosen, missing } = chosenProviders(known, names, input.run);
  const sources: ConsultedSource[] = [];
  const visits: Visit[] = [];
  const silent: Array<Consultation['silent'][number]> = missing.map((provider) => ({
    provider,
    silence: missingProvider(provider),
  }));
  for (const provider of chosen) {
    const needed = needs(sources);
    if (!needed) break;
    const { answer, ...times } = await visit(consulting, provider, { subject, ...needed });
    const hasNoSource = answer.outcome === 'answered' && answer.sources.length === 0;
    if (hasNoSource && !names.includes(provider.name)) continue;
    const said = hasNoSource ? missingProvider(provider.name) : answer;
    if (said.outcome === 'silent') silent.push({ provider: provider.name, silence: said });
    else sources.push(...said.sources.map((one) => ({ ...one, provider: provider.name })));
    visits.push({ ...times, provider: provider.name, result: resultOf(said) });
  }
  if (visits.length === 0 && silent.length === 0 && needs(sources)) {
    silent.push({ provider: ALL_PROVIDERS, silence: NOBODY });
  }
  return { sources, silent, visits: visitsOf(visits) };
}

const NOBODY: Silent = {
  outcome: 'silent',
  because: 'not-configured',
  detail: 'No source of identity is set up for this tenant',
};

async function visit(
  { input, patience }: Consulting,
  provider: IdentityProvider,
  ask: IdentityAsk,
): Promise<Asked<IdentityAnswer>> {
  const asked = await askSource(input, {
    provider,
    name: `identity/${provider.name}`,
    send: async (to: IdentityProvider, call) => soundAnswer(await to.verify(ask, call), ask, to),
    ...(patience && { patience }),
  });
  return asked as Asked<IdentityAnswer>;
}

function resultOf(answer: IdentityAnswer): string {
  if (answer.outcome === 'silent') return answer.because === 'timeout' ? 'TIMEOUT' : 'ERROR';
  const results = answer.sources.flatMap(({ attributes, documents }) =>
    [...attributes, ...documents].map(({ result }) => result),
  );
  if (results.includes('MATCH'))
    return results.every((one) => one === 'MATCH') ? 'MATCH' : 'PARTIAL';
  return results.includes('PARTIAL_MATCH') ? 'PARTIAL' : 'NO_MATCH';
}

const strengths = z.record(z.string(), z.number());
const line = z.string().min(1);
const Sources = z.array(
  z.object({
    source: line,
    sourceName: line,
    reference: z.string().optional(),
    attributes: z.array(
      z.object({
        attribute: z.enum(['name', 'dob', 'address', 'gender']),
        objectId: line,
        result: z.enum(['MATCH', 'PARTIAL_MATCH', 'NO_MATCH', 'BAD_DATA']),
        strengths,
      }),
    ),
    documents: z.array(
      z.object({
        documentId: line,
        result: z.enum(['MATCH', 'NO_MATCH', 'INVALID_MATCH']),
        strengths,
        isValid: z.boolean().optional(),
        isExpired: z.boolean().optional(),
        isBlocked: z.boolean().optional(),
        blockingCode: z.string().optional(),
      }),
    ),
    isDeceased: z.boolean().optional(),
    isCreditHeader: z.boolean().optional(),
  }),
);

/** An answer that is none, or speaks of something that was not asked, is no evidence at all. */
function soundAnswer(
  answer: IdentityAnswer,
  ask: IdentityAsk,
  by: IdentityProvider,
): IdentityAnswer {
  if (answer?.outcome === 'silent') return answer;
  const nonsense: Silent = {
    outcome: 'silent',
    because: 'error',
    detail: `${by.name} gave an answer that makes no sense`,
  };
  if (answer?.outcome !== 'answered' || !Sources.safeParse(answer.sources).success) return nonsense;
  return answer.sources.every((source) => isAbout(source, ask)) ? answer : nonsense;
}

function isAbout(
  { attributes, documents }: ConsultedSource | Omit<ConsultedSource, 'provider'>,
  { subject, ...wanted }: IdentityAsk,
): boolean {
  const elements = {
    name: subject.names,
    dob: subject.births,
    address: subject.addresses,
    gender: [{ objectId: subject.entityId }],
  };
  return (
    attributes.every(
      ({ attribute, objectId }) =>
        wanted.attributes.includes(attribute) &&
        elements[attribute].some((element) => element.objectId === objectId),
    ) && documents.every(({ documentId }) => wanted.documents.includes(documentId))
  );
}
