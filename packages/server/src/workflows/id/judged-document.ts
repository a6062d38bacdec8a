import type { DocumentCheck } from '@probity/documents/check-document';
import type { RunError } from '../../features/executions/step-result.ts';
import type { RegisterFinding } from './ask-registers.ts';
import type { DocumentStanding } from './document-standing.ts';
import type { CheckedDocument } from './id-subject.ts';

/** The document's own rules, as a source of evidence. */
export const OWN_RULES = 'document-rules';

/** A document, all that was found about it, and what that comes to. */
export type JudgedDocument = {
  readonly document: CheckedDocument;
  readonly checks: readonly DocumentCheck[];
  readonly findings: readonly RegisterFinding[];
  readonly unread: readonly RunError[];
  readonly standing: DocumentStanding;
  /** The photo that was read. */
  readonly attachmentId?: string;
  /** What the own rules are called among sources. */
  readonly localSource: string;
};
