/** What a failure means to whoever receives it. `http/error-answer.ts` alone turns it into a status. */
export type FailureKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'not-executable'
  | 'too-many'
  | 'too-large'
  | 'unavailable';

/** One thing that is wrong, where it is, in the contract's words. */
export type FailureDetail = {
  /** What is wrong and what is allowed. Never repeats a value that somebody sent. */
  readonly issue: string;
  /** A path such as `body.individual.dateOfBirth.year`, `path.entityId` or `request`. */
  readonly issueLocation: string;
  readonly issueType?: string | undefined;
};

/**
 * A failure the domain expects, and has a name for.
 *
 * Anything else that is thrown is a bug: logged with its stack, answered with a bare 500.
 */
export abstract class DomainError extends Error {
  abstract readonly kind: FailureKind;
  /** The contract's error code, such as `ENT-1010`: once released, it is part of the API. */
  abstract readonly code: string;
  readonly details: readonly FailureDetail[];
  /** When the same request may succeed; undefined where only another one can. */
  readonly retryAfterSeconds: number | undefined = undefined;

  constructor(message: string, details: readonly FailureDetail[] = []) {
    super(message);
    this.details = details;
  }
}

/** What was sent does not hold; every problem found is listed. */
export class InvalidRequest extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'API-0400';

  constructor(details: readonly FailureDetail[]) {
    super(
      details.length > 1 ? 'Multiple Errors: See Issues list' : 'Request is not valid',
      details,
    );
  }
}
