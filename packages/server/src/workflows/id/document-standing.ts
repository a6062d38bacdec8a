import type { DocumentCheck } from '@probity/documents/check-document';
import type { RegisterFinding } from './ask-registers.ts';

/**
 * Where a document stands after everything that was looked at. Only `MATCH` counts: a document that
 * is well-formed and that nobody has confirmed is `PARTIAL`.
 */
export type DocumentStanding = 'MATCH' | 'PARTIAL' | 'NO_MATCH' | 'EXPIRED' | 'MISSING_DATA';

export type Weighed = {
  readonly checks: readonly DocumentCheck[];
  readonly findings: readonly RegisterFinding[];
  /** Whether the workflow lets a document's own rules and reading stand for a register. */
  readonly isLocalEnough: boolean;
};

/** What a document's own rules alone come to, before any register is asked. */
export function localStanding(
  checks: readonly DocumentCheck[],
): Exclude<DocumentStanding, 'MATCH'> {
  const failed = checks.filter(({ verdict }) => verdict === 'fails');
  if (failed.some(({ about }) => about !== 'expiry')) return 'NO_MATCH';
  if (failed.length > 0) return 'EXPIRED';
  return checks.some(({ verdict }) => verdict === 'missing') ? 'MISSING_DATA' : 'PARTIAL';
}

export function standingOf({ checks, findings, isLocalEnough }: Weighed): DocumentStanding {
  const local = localStanding(checks);
  if (local !== 'PARTIAL') return local;
  if (findings.some(isExpired)) return 'EXPIRED';
  if (findings.some(isRefused)) return 'NO_MATCH';
  const isPartly = checks.some(({ verdict }) => verdict === 'partly');
  if (findings.some(({ result }) => result === 'MATCH')) return isPartly ? 'PARTIAL' : 'MATCH';
  if (findings.length > 0) return 'NO_MATCH';
  return isLocalEnough && !isPartly && isReadAndCompared(checks) ? 'MATCH' : 'PARTIAL';
}

export function isExpired({ isExpired: hasExpired }: RegisterFinding): boolean {
  return hasExpired === true;
}

/** A register has it, and says that it must not be relied on, or contradicts itself. */
export function isRefused({ result, isValid, isBlocked }: RegisterFinding): boolean {
  return (
    result === 'INVALID_MATCH' || isBlocked === true || (result === 'MATCH' && isValid === false)
  );
}

/** The document was read by machine, and agrees with the person in name and birth date. */
function isReadAndCompared(checks: readonly DocumentCheck[]): boolean {
  return (['number', 'name', 'birth-date'] as const).every((aspect) =>
    checks.some(({ about, verdict }) => about === aspect && verdict === 'holds'),
  );
}

/** What the step comes to, by where its documents stand. */
export function stepResultOf(
  standings: readonly DocumentStanding[],
  { required, isSilent }: { readonly required: number; readonly isSilent: boolean },
): DocumentStanding | 'ERROR' {
  const has = (standing: DocumentStanding) => standings.includes(standing);
  const confirmed = standings.filter((standing) => standing === 'MATCH').length;
  // One document that is wrong speaks against the person, whatever the others say.
  if (confirmed >= required) return has('NO_MATCH') ? 'PARTIAL' : 'MATCH';
  if (isSilent) return 'ERROR';
  if (has('MATCH') || has('PARTIAL')) return 'PARTIAL';
  if (has('NO_MATCH')) return 'NO_MATCH';
  return has('EXPIRED') ? 'EXPIRED' : 'MISSING_DATA';
}
