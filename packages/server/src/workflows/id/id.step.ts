import { checkDocument } from '@probity/documents/check-document';
import { type StepFinding, stepEndOf } from '../../features/executions/step-end.ts';
import type { RunError } from '../../features/executions/step-result.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';
import { ALL_PROVIDERS } from '../../providers/source-call.ts';
import type { StepInput, StepType } from '../step-type.ts';
import { silenceIssue, visitsOf } from '../steps/ask-source.ts';
import { ofThisStep, outdatedRows } from '../steps/process-result-of.ts';
import { type AskedRegisters, askRegisters, silenceErrors } from './ask-registers.ts';
import { localStanding, standingOf, stepResultOf } from './document-standing.ts';
import { IdConfiguration } from './id-configuration.ts';
import { idIssuesOf } from './id-issues.ts';
import { idResultsOf } from './id-process-result.ts';
import {
  type CheckedDocument,
  documentsThatCount,
  holderOf,
  typedDocumentOf,
} from './id-subject.ts';
import { idSummary } from './id-summary.ts';
import { type JudgedDocument, OWN_RULES } from './judged-document.ts';
import { type ReadDocument, readDocument } from './read-documents.ts';

/** Checks the person's documents against their own rules, and then against registers. */
export const idStep: StepType<IdConfiguration> = {
  type: 'ID',
  description: 'Checks identity documents against their own rules and against registers.',
  timeoutMs: 300_000,
  maxAttempts: 3,
  configuration: IdConfiguration,

  explain({ types, countries, required, registers, providers, photos, needsConsent, isMandatory }) {
    const where = countries ? ` of ${countries.join(', ')}` : '';
    return [
      `Checks documents of these kinds${where}: ${types.join(', ')}; ${required} must be confirmed.`,
      registers === 'required'
        ? `A document is confirmed by a register alone (${providers.join(', ')}, in this order). One that is only well-formed makes the step PARTIAL.`
        : 'No register is asked. A document is confirmed when its own rules hold and its machine-readable zone or barcode agrees with the person’s name and birth date.',
      photos === 'read'
        ? 'Photos of documents are read where the machine can.'
        : 'Photos are not read.',
      ...(needsConsent ? ['Needs the consent DOCS: without it nothing is checked.'] : []),
      isMandatory
        ? 'Missing documents, and a register that does not answer while too few are confirmed, keep the run from passing.'
        : 'The step is optional: its silence is shown, but does not stop a pass.',
    ];
  },

  needs: ({ providers, registers, needsConsent }) => ({
    data: ['an identity document with its number and dates', 'a name', 'a birth date'],
    consents: needsConsent ? ['DOCS'] : [],
    providers:
      registers === 'none'
        ? []
        : providers.map((name) => (name === ALL_PROVIDERS ? 'any register of documents' : name)),
  }),

  async run(input) {
    const startedAt = input.now();
    const found = await findingOf(input);
    return stepEndOf({ ...input.step, startedAt }, input.now, {
      ...found,
      isMandatory: input.configuration.isMandatory,
    });
  },
};

async function findingOf(input: StepInput<IdConfiguration>): Promise<StepFinding> {
  const { configuration, individual } = input;
  const hasConsent = (individual.consents ?? []).some(({ type }) => type === 'DOCS');
  if (configuration.needsConsent && !hasConsent) {
    return missing({
      code: 'VAL-0400',
      description: 'Checking documents needs the consent DOCS',
      location: 'individual.consents',
    });
  }
  const documents = documentsThatCount(individual.documents, configuration);
  if (documents.length === 0) {
    return missing({
      code: 'VAL-0400',
      description: 'There is no identity document of a kind and country that counts',
      location: 'individual.documents.IDENTITY',
    });
  }
  return judge(input, documents);
}

/** Own rules first: a document that fails them is not asked about. */
async function judge(
  input: StepInput<IdConfiguration>,
  documents: readonly CheckedDocument[],
): Promise<StepFinding> {
  const read = new Map<CheckedDocument, ReadDocument>();
  for (const document of documents) read.set(document, await readDocument(input, document));
  const today = input.now().toISOString().slice(0, 10);
  const holder = holderOf(input.individual);
  const checked = documents.map((document) => {
    const { readings = [], ...others } = read.get(document) ?? { unread: [] };
    const checks = checkDocument(typedDocumentOf(document), holder, { readings, today });
    return { document, checks, ...others };
  });
  const sound = checked.filter(({ checks }) => localStanding(checks) === 'PARTIAL');
  const asked = await askRegisters(
    input,
    sound.map(({ document }) => document),
  );
  const isLocalEnough = input.configuration.registers === 'none';
  const judged = checked.map((one): JudgedDocument => {
    const { documentId } = one.document;
    const findings = asked.findings.filter((finding) => finding.documentId === documentId);
    const standing = standingOf({ checks: one.checks, findings, isLocalEnough });
    return { ...one, findings, standing, localSource: OWN_RULES };
  });
  return conclusionOf(input, judged, asked);
}

async function conclusionOf(
  input: StepInput<IdConfiguration>,
  judged: readonly JudgedDocument[],
  asked: AskedRegisters,
): Promise<StepFinding> {
  const { required, registers, needsConsent } = input.configuration;
  const results = judged.map((one) => ({ one, results: idResultsOf(input, one) }));
  const all = results.flatMap(({ results: ofOne }) => ofOne);
  const idsOf = (list: readonly ProcessResult[]) =>
    list.map(({ processResultId }) => processResultId);
  const before = ofThisStep(await input.priorResults('ID'), input);
  const standings = judged.map(({ standing }) => standing);
  const result = stepResultOf(standings, { required, isSilent: asked.silent.length > 0 });
  const count = (of: string) => standings.filter((standing) => standing === of).length;
  return {
    result,
    summary: idSummary(judged, required),
    objectType: 'DOCUMENT',
    ...(judged.length === 1 && judged[0] && { objectId: judged[0].document.documentId }),
    serviceProviders: visitsOf(asked.visits),
    errors: [
      ...silenceErrors(asked),
      ...(registers === 'required' && result !== 'MATCH' ? unasked(judged) : []),
      ...judged.flatMap(({ unread }) => unread),
    ],
    processResultIds: idsOf(all),
    restsOn: [
      ...new Set(all.flatMap(({ derivedFrom }) => derivedFrom)),
      ...(needsConsent ? ['consents'] : []),
    ],
    issues: [
      ...asked.silent.map(({ silence }) => silenceIssue(silence)),
      ...results.flatMap(({ one, results: ofOne }) => idIssuesOf(one, idsOf(ofOne))),
    ],
    facts: { documents: judged.length, confirmed: count('MATCH'), expired: count('EXPIRED') },
    rows: {
      process_result: all.map((one) => input.resultRow(one)),
      process_result_stale: outdatedRows(before, input.now()),
    },
  };
}

/** Documents that are well-formed and that no register has spoken about: told, never passed over. */
function unasked(judged: readonly JudgedDocument[]): RunError[] {
  return judged
    .filter(({ standing, findings }) => standing === 'PARTIAL' && findings.length === 0)
    .map(({ document }) => ({
      code: 'CHECK-0404',
      description: 'No register has answered about the document: it is well-formed, not confirmed',
      location: `documents.${document.documentId}`,
    }));
}

function missing(error: RunError): StepFinding {
  return {
    result: 'MISSING_DATA',
    errors: [error],
    issues: [
      {
        category: 'BAD_DATA',
        issue: 'BAD_DATA_ID',
        severity: 'REVIEW',
        processResultIds: [],
        isCleared: false,
      },
    ],
  };
}
