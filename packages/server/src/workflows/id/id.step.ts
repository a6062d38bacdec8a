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
import { knownFindings } from './known-findings.ts';
import { type ReadDocument, readDocument } from './read-documents.ts';

/** Checks the person's documents against their own rules, and then against registers. */
export const idStep: StepType<IdConfiguration> = {
  type: 'ID',
  description: 'Checks identity documents against their own rules and against registers.',
  timeoutMs: 300_000,
  maxAttempts: 3,
  configuration: IdConfiguration,

  explain(configuration) {
    const { types, countries, required, registers, providers, photos } = configuration;
    const { reuse, needsConsent, isMandatory } = configuration;
    const where = countries ? ` of ${countries.join(', ')}` : '';
    return [
      `Checks documents of these kinds${where}: ${types.join(', ')}; ${required} must be confirmed.`,
      registers === 'required'
        ? `A document is confirmed by a register alone (${providers.join(', ')}, in this order). One that is only well-formed makes the step PARTIAL.`
        : 'No register is asked. A document is confirmed when its own rules hold and its machine-readable zone or barcode agrees with the person’s name and birth date.',
      ...(registers === 'required' ? [reuseInWords(reuse)] : []),
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

function reuseInWords({ results, hours }: IdConfiguration['reuse']): string {
  if (results.length === 0) return 'Registers are asked on every run.';
  return hours === null
    ? 'What a register confirmed before counts until the document or the person changes, or it expires.'
    : `What a register confirmed before counts for ${hours} hours.`;
}

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
  const before = ofThisStep(await input.priorResults('ID'), input);
  const known = knownFindings(
    input,
    before,
    sound.map(({ document }) => document),
  );
  const isKnown = ({ documentId }: CheckedDocument) =>
    known.findings.some((finding) => finding.documentId === documentId);
  const asked = await askRegisters(
    input,
    sound.map(({ document }) => document).filter((document) => !isKnown(document)),
  );
  const isLocalEnough = input.configuration.registers === 'none';
  const judged = checked.map((one): JudgedDocument => {
    const { documentId } = one.document;
    const findings = [...known.findings, ...asked.findings].filter(
      (finding) => finding.documentId === documentId,
    );
    const standing = standingOf({ checks: one.checks, findings, isLocalEnough });
    return { ...one, findings, standing, localSource: OWN_RULES };
  });
  return conclusionOf(input, judged, { asked, before, expired: known.expired });
}

type Around = {
  readonly asked: AskedRegisters;
  /** What this step left before. */
  readonly before: readonly ProcessResult[];
  /** Confirmations of before that have become too old. */
  readonly expired: readonly ProcessResult[];
};

function conclusionOf(
  input: StepInput<IdConfiguration>,
  judged: readonly JudgedDocument[],
  { asked, before, expired }: Around,
): StepFinding {
  const { required, registers, needsConsent } = input.configuration;
  const results = judged.map((one) => ({ one, results: idResultsOf(input, one) }));
  const all = results.flatMap(({ results: ofOne }) => ofOne);
  const idsOf = (list: readonly ProcessResult[]) =>
    list.map(({ processResultId }) => processResultId);
  const fresh = all.filter((one) => !before.includes(one));
  const overtaken = before.filter((one) => !all.includes(one) && !expired.includes(one));
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
      ...(expired.length > 0 && result !== 'MATCH' ? [expiry(idsOf(expired))] : []),
    ],
    facts: { documents: judged.length, confirmed: count('MATCH'), expired: count('EXPIRED') },
    rows: {
      process_result: fresh.map((one) => input.resultRow(one)),
      process_result_stale: outdatedRows(overtaken, input.now()),
      process_result_expired: outdatedRows(expired, input.now()),
    },
  };
}

/** What was confirmed once has to be confirmed again. */
function expiry(processResultIds: readonly string[]): NonNullable<StepFinding['issues']>[number] {
  return {
    category: 'EXPIRY',
    issue: 'REQUIRES_KYC',
    severity: 'REVIEW',
    processResultIds,
    isCleared: false,
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
