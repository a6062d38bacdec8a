import type { ProcessResult } from '../../features/results/process-result.ts';
import { reusableOf } from '../../features/results/reuse.ts';
import { sourcesOfResults } from '../kyc/kyc-results.ts';
import type { StepInput } from '../step-type.ts';
import type { RegisterFinding } from './ask-registers.ts';
import type { IdConfiguration } from './id-configuration.ts';
import { OWNER } from './id-process-result.ts';
import { type CheckedDocument, expiryOf } from './id-subject.ts';

/** What registers have confirmed before, as far as it still counts, and what has become too old. */
export type KnownFindings = {
  readonly findings: readonly RegisterFinding[];
  readonly expired: readonly ProcessResult[];
};

/** A document's own rules are looked at anew each time; the word of a register is worth keeping. */
export function knownFindings(
  { configuration, now }: Pick<StepInput<IdConfiguration>, 'configuration' | 'now'>,
  before: readonly ProcessResult[],
  documents: readonly CheckedDocument[],
): KnownFindings {
  if (configuration.registers === 'none') return { findings: [], expired: [] };
  const byId = new Map(documents.map((document) => [document.documentId, document]));
  const { reused, expired } = reusableOf(before.filter(isOfRegister), {
    window: configuration.reuse,
    now: now(),
    expiryOf: ({ objectId }) => expiryOf(byId.get(objectId ?? '')),
  });
  const standing = reused.filter(({ objectId }) => byId.has(objectId ?? ''));
  const findings = standing.flatMap(findingOf).filter(isUnclouded);
  return { findings, expired };
}

function isOfRegister({ evidence }: ProcessResult): boolean {
  const { name } = (evidence.providerResult ?? {}) as { readonly name?: string };
  return name !== undefined && name !== OWNER;
}

/** What a register said against a document is asked again: it may have been put right. */
function isUnclouded({ isExpired, isBlocked, isValid }: RegisterFinding): boolean {
  return !isExpired && !isBlocked && isValid !== false;
}

function findingOf(kept: ProcessResult): RegisterFinding[] {
  return sourcesOfResults([kept]).flatMap(({ documents, attributes: _, ...source }) =>
    documents.map((finding) => ({ ...source, ...finding, kept })),
  );
}
