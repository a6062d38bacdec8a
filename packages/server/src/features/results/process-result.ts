import { DomainError } from '../../kernel/domain-error.ts';
import type { ProcessResultEvidence } from './evidence.ts';

/** What the platform thinks of a result; only VALID ones are reused by later runs. */
export type SystemStatus = 'VALID' | 'EXPIRED' | 'STALE' | 'MARKED_INVALID' | 'MARKED_IGNORE';

/**
 * What one source said about one person: the atom of evidence.
 *
 * It belongs to the person and is never edited. Two things beside it move: `systemStatus`, when
 * what it was derived from changes, and `manualStatus`, which is the officer's word.
 */
export type ProcessResult = {
  readonly processResultId: string;
  readonly entityId: string;
  /** The run that produced it; later runs may list it again. */
  readonly workflowExecutionId: string;
  readonly serviceKey: string;
  readonly workflowKey: string;
  readonly requestId: string;
  readonly stepName: string;
  readonly stepType: string;
  readonly objectType: string;
  readonly objectId: string;
  /** The other person, or the entry of a matchlist, that it is about; absent for what is about nobody else. */
  readonly counterpartId?: string | undefined;
  readonly groupId: string | null;
  readonly class: string;
  readonly result: string;
  readonly state: string;
  readonly systemStatus: SystemStatus;
  readonly manualStatus: string | null;
  /** Ids and field names of what it was derived from: editing one of them makes it STALE. */
  readonly derivedFrom: readonly string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly updatedBy: string | null;
  readonly evidence: ProcessResultEvidence;
};

/** Somebody else has decided otherwise while the request was under way: theirs stands. */
export class DecidedMeanwhile extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'VAL-0409';

  constructor(decided: readonly { readonly position: number; readonly result: ProcessResult }[]) {
    super(
      'Process results have just been decided otherwise',
      decided.map(({ position, result: { manualStatus, updatedAt } }) => ({
        issue: `Was set to ${manualStatus ?? 'none'} at ${updatedAt.toISOString()}, while this request was under way: read it and decide again`,
        issueLocation: `body.processResults[${position}]`,
      })),
    );
  }
}

export class ProcessResultsUnknown extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'API-0400';

  /** @param positions places in the list that was sent, from 0 */
  constructor(positions: readonly number[], kind: string) {
    super(
      'Process results not found',
      positions.map((position) => ({
        issue: `Must be the id of one of this individual's ${kind} process results`,
        issueLocation: `body.processResults[${position}]`,
      })),
    );
  }
}
