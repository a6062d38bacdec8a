import type { DocumentAspect } from '@probity/documents/check-document';
import type { StepFinding } from '../../features/executions/step-end.ts';
import { isExpired, isRefused } from './document-standing.ts';
import type { JudgedDocument } from './judged-document.ts';

type Issues = NonNullable<StepFinding['issues']>;
type Kind = readonly [category: string, issue: string, severity: Issues[number]['severity']];

/** What each aspect of a document that does not hold raises. */
const BY_ASPECT: Readonly<Record<DocumentAspect, Kind>> = {
  number: ['BAD_DATA', 'BAD_DATA_ID', 'REVIEW'],
  expiry: ['EXPIRY', 'REQUIRES_KYC', 'REVIEW'],
  'issue-date': ['DOCUMENT', 'DATA_CONSISTENCY', 'REVIEW'],
  'check-digits': ['DOCUMENT', 'DATA_VALIDATION', 'REVIEW'],
  zone: ['DOCUMENT', 'DATA_VALIDATION', 'REVIEW'],
  type: ['DOCUMENT', 'DATA_CONSISTENCY', 'REVIEW'],
  country: ['DOCUMENT', 'DATA_CONSISTENCY', 'REVIEW'],
  name: ['DOCUMENT', 'DATA_COMPARISON', 'REVIEW'],
  'birth-date': ['DOCUMENT', 'DATA_COMPARISON', 'REVIEW'],
};

/** Problems of one document, each once; `ids` are its process results. */
export function idIssuesOf(judged: JudgedDocument, ids: readonly string[]): Issues {
  const { checks, findings, unread } = judged;
  const kinds: Kind[] = checks
    .filter(({ verdict }) => verdict !== 'holds' && verdict !== 'inform')
    .map(({ about }) => BY_ASPECT[about]);
  if (findings.some(isExpired)) kinds.push(BY_ASPECT.expiry);
  if (findings.some((one) => isRefused(one) && !isExpired(one))) {
    kinds.push(['DOCUMENT', 'COMPROMISED_DOCUMENT', 'CRITICAL']);
  }
  if (findings.length > 0 && findings.every(({ result }) => result === 'NO_MATCH')) {
    kinds.push(['DOCUMENT', 'NOT_FOUND', 'CRITICAL']);
  }
  if (judged.standing === 'PARTIAL' && findings.length === 0) {
    kinds.push(['DOCUMENT', 'PARTIAL', 'WARNING']);
  }
  if (unread.length > 0) kinds.push(['DOCUMENT', 'OCR', 'INFO']);
  const distinct = new Map(kinds.map((kind) => [kind.join('/'), kind]));
  return [...distinct.values()].map(([category, issue, severity]) => ({
    category,
    issue,
    severity,
    processResultIds: ids,
    isCleared: false,
  }));
}
