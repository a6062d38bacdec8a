import type { ProcessResult } from '../../features/results/process-result.ts';
import { MANUAL } from '../../features/results/reuse.ts';
import type { IdentitySubject } from '../../providers/identity-provider.ts';

/**
 * The results of an officer's own verification, where it covers the person as they are now: their name,
 * their birth date and where they live, and a document that it rests on. Otherwise none.
 */
export function manualEvidenceFor(
  subject: IdentitySubject,
  results: readonly ProcessResult[],
): readonly ProcessResult[] {
  const manual = results.filter(({ result }) => result === MANUAL);
  const approvals = [...new Set(manual.map(({ groupId }) => groupId))].reverse();
  for (const approval of approvals) {
    const given = manual.filter(({ groupId }) => groupId === approval);
    if (covers(given, subject)) return given;
  }
  return [];
}

function covers(given: readonly ProcessResult[], subject: IdentitySubject): boolean {
  const ids = new Set(given.map(({ objectId }) => objectId));
  const current = <T extends { objectId: string; standing: string }>(elements: readonly T[]) =>
    elements.filter(({ standing }) => standing === 'current');
  const addresses = current(subject.addresses);
  return (
    given.some(({ class: resultClass }) => resultClass === 'ID') &&
    current(subject.names).every(({ objectId }) => ids.has(objectId)) &&
    current(subject.births).every(({ objectId }) => ids.has(objectId)) &&
    (addresses.length === 0 || addresses.some(({ objectId }) => ids.has(objectId)))
  );
}
