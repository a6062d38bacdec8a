import type { RunError } from '../../features/executions/step-result.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';
import type { DocumentFinding, IdentityAnswer } from '../../providers/identity-provider.ts';
import { chosenProviders, type Silent } from '../../providers/source-call.ts';
import type { StepInput } from '../step-type.ts';
import { type Asked, askSource, missingProvider, silenceError } from '../steps/ask-source.ts';
import type { IdConfiguration } from './id-configuration.ts';
import { type CheckedDocument, subjectOf } from './id-subject.ts';

/** What one register said about one document. */
export type RegisterFinding = DocumentFinding & {
  readonly provider: string;
  readonly source: string;
  readonly sourceName: string;
  readonly reference?: string;
  /** The result of an earlier run that said so: nobody was asked again. */
  readonly kept?: ProcessResult;
};

export type AskedRegisters = {
  readonly findings: readonly RegisterFinding[];
  readonly silent: readonly { readonly provider: string; readonly silence: Silent }[];
  readonly visits: readonly (Omit<Asked<unknown>, 'answer'> & {
    readonly provider: string;
    readonly result: string;
  })[];
};

/**
 * Asks the registers one after the other, each about the documents that none before it has settled: a
 * confirmation settles a document, and so does the word that it is not valid.
 */
export async function askRegisters(
  input: StepInput<IdConfiguration>,
  documents: readonly CheckedDocument[],
): Promise<AskedRegisters> {
  const { configuration, capabilities, run, individual } = input;
  if (configuration.registers === 'none' || documents.length === 0) {
    return { findings: [], silent: [], visits: [] };
  }
  const { chosen, missing } = chosenProviders(capabilities.identity, configuration.providers, run);
  const findings: RegisterFinding[] = [];
  const visits: AskedRegisters['visits'][number][] = [];
  const silent = missing.map((provider) => ({ provider, silence: missingProvider(provider) }));
  for (const provider of chosen) {
    const open = documents.filter(
      ({ documentId }) =>
        !findings.some((one) => one.documentId === documentId && one.result !== 'NO_MATCH'),
    );
    if (open.length === 0) break;
    const subject = subjectOf(individual, run.entityId, open);
    const wanted = open.map(({ documentId }) => documentId);
    const asked: Asked<IdentityAnswer> = await askSource(input, {
      provider,
      name: `documents at ${provider.name}`,
      send: (one, call) => one.verify({ subject, attributes: [], documents: wanted }, call),
    });
    const { answer, ...times } = asked;
    if (answer.outcome === 'silent') {
      silent.push({ provider: provider.name, silence: answer });
      visits.push({ ...times, provider: provider.name, result: 'ERROR' });
      continue;
    }
    const found = findingsOf(provider.name, answer, new Set(wanted));
    findings.push(...found);
    visits.push({ ...times, provider: provider.name, result: resultOf(found) });
  }
  return { findings, silent, visits };
}

export function silenceErrors({ silent }: AskedRegisters): RunError[] {
  return silent.map(({ provider, silence }) => silenceError(provider, silence));
}

/** Nothing about documents that were not asked about counts. */
function findingsOf(
  provider: string,
  { sources }: Extract<IdentityAnswer, { outcome: 'answered' }>,
  wanted: ReadonlySet<string>,
): RegisterFinding[] {
  return sources.flatMap(({ source, sourceName, reference, documents }) =>
    documents
      .filter(({ documentId }) => wanted.has(documentId))
      .map((finding) => ({
        ...finding,
        provider,
        source,
        sourceName,
        ...(reference !== undefined && { reference }),
      })),
  );
}

function resultOf(found: readonly RegisterFinding[]): string {
  if (found.some(({ result }) => result === 'INVALID_MATCH')) return 'NO_MATCH';
  if (found.length === 0) return 'NOT_APPLICABLE';
  return found.every(({ result }) => result === 'MATCH') ? 'MATCH' : 'NO_MATCH';
}
