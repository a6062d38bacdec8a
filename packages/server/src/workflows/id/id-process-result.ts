import type { DocumentCheck } from '@probity/documents/check-document';
import type { ProcessResult } from '../../features/results/process-result.ts';
import type { StepInput } from '../step-type.ts';
import { processResultOf } from '../steps/process-result-of.ts';
import type { RegisterFinding } from './ask-registers.ts';
import { comparedElements } from './id-subject.ts';
import type { JudgedDocument } from './judged-document.ts';

/** Who finds what a document's own rules say. */
export const OWNER = 'probity';

/** One result for the document's own rules, and one for each register; kept ones as they are. */
export function idResultsOf(
  input: StepInput<unknown>,
  judged: JudgedDocument,
): readonly ProcessResult[] {
  return [
    ownResult(input, judged),
    ...judged.findings.map((one) => one.kept ?? registerResult(input, judged, one)),
  ];
}

function ownResult(input: StepInput<unknown>, judged: JudgedDocument): ProcessResult {
  const { checks, attachmentId, unread, localSource } = judged;
  const strengths = {
    ...strengthOf('primaryIdentifier', checks, 'number'),
    ...strengthOf('name', checks, 'name'),
    ...strengthOf('dateOfBirth', checks, 'birth-date'),
    isExpired: checks.some(({ about, verdict }) => about === 'expiry' && verdict === 'fails'),
    ...(attachmentId !== undefined && { attachmentId }),
  };
  return resultOf(input, judged, {
    result: ownOutcome(judged),
    evidence: {
      providerResult: { name: OWNER, source: localSource, sourceNormalized: localSource },
      supplementaryData: { type: 'ID', matchStrengths: strengths },
      notes: notesOf(checks),
      errors: unread,
    },
  });
}

function registerResult(
  input: StepInput<unknown>,
  judged: JudgedDocument,
  finding: RegisterFinding,
): ProcessResult {
  const { strengths, isValid, isExpired, isBlocked, blockingCode } = finding;
  return resultOf(input, judged, {
    result: finding.result,
    evidence: {
      providerResult: {
        name: finding.provider,
        source: finding.sourceName,
        sourceNormalized: finding.source,
        ...(finding.reference !== undefined && { reference: finding.reference }),
      },
      supplementaryData: {
        type: 'ID',
        matchStrengths: {
          ...strengths,
          ...(isValid !== undefined && { isValid }),
          ...(isExpired !== undefined && { isExpired }),
          ...(isBlocked !== undefined && { isBlocked }),
          ...(blockingCode !== undefined && { blockingCode }),
        },
      },
    },
  });
}

/** What the own rules say by themselves: they confirm only where they are let stand for a register. */
function ownOutcome({ checks, standing, findings }: JudgedDocument): string {
  const failed = (about: DocumentCheck['about']) =>
    checks.some((check) => check.about === about && check.verdict === 'fails');
  if (checks.some(({ verdict }) => verdict === 'missing')) return 'BAD_DATA';
  if (checks.some(({ about, verdict }) => verdict === 'fails' && about !== 'expiry')) {
    return 'NO_MATCH';
  }
  if (failed('expiry')) return 'INVALID_MATCH';
  return standing === 'MATCH' && findings.length === 0 ? 'MATCH' : 'PARTIAL_MATCH';
}

/** 100 where all comparisons agree, 50 in part, 0 where one differs; nothing where none was made. */
function strengthOf(
  name: string,
  checks: readonly DocumentCheck[],
  about: DocumentCheck['about'],
): Readonly<Record<string, number>> {
  const verdicts = checks.filter((check) => check.about === about).map(({ verdict }) => verdict);
  if (verdicts.includes('fails')) return { [name]: 0 };
  if (verdicts.includes('partly')) return { [name]: 50 };
  return verdicts.includes('holds') ? { [name]: 100 } : {};
}

function notesOf(checks: readonly DocumentCheck[]): object {
  return Object.fromEntries(
    checks.map(({ about, verdict, note }, at) => [
      `${at + 1}-${about}`,
      { type: verdict, value: note },
    ]),
  );
}

function resultOf(
  input: StepInput<unknown>,
  { document }: JudgedDocument,
  said: Pick<ProcessResult, 'result' | 'evidence'>,
): ProcessResult {
  const files = (document.attachments ?? []).flatMap(({ attachmentId }) => attachmentId ?? []);
  return processResultOf(input, {
    class: 'ID',
    objectType: 'DOCUMENT',
    objectId: document.documentId,
    derivedFrom: [document.documentId, ...files, ...comparedElements(input.individual)],
    ...said,
  });
}
