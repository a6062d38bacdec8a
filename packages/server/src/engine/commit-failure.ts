import { StatementFailed } from '../database/database-failure.ts';
import { DomainError } from '../kernel/domain-error.ts';

/** The connection died while a commit was under way: whether it was written is not known. */
export class CommitUnknown extends Error {
  constructor(options: { cause: unknown }) {
    super('The outcome of a commit is unknown.', options);
  }
}

/** A commit could not even be put into words: it holds what JSON cannot say. */
export class CommitNotSent extends Error {
  constructor(options: { cause: unknown }) {
    super('A commit could not be written down as JSON.', options);
  }
}

/** The run belongs to another node by now, or to nobody; whatever is at hand for it is dropped. */
export class LeaseLost extends Error {
  constructor() {
    super('The run is no longer held by this node.');
  }
}

/** This node no longer takes work. */
export class EngineStopped extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'SYS-0503';

  constructor() {
    super('The server is stopping.');
  }
}

/** This node holds as many runs as it can work on in good time; nothing was started. */
export class EngineBusy extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'SYS-0503';

  constructor() {
    super('The server is busy', [{ issue: 'Try again in a moment', issueLocation: 'request' }]);
  }
}

/** Whether nothing was written for certain: PostgreSQL said so, or was never asked. */
export function wasRefused(error: unknown): boolean {
  if (error instanceof CommitNotSent) return true;
  // Whatever carries no SQLSTATE is not an answer of PostgreSQL; system errors start with E.
  return error instanceof StatementFailed && /^(?!E)[0-9A-Z]{5}$/.test(error.code);
}

/** Refused for a reason that lies in the moment and not in the rows: deadlock, serialisation. */
export function isWorthRepeating(error: unknown): boolean {
  return error instanceof StatementFailed && error.code.startsWith('40');
}

/** What may be logged of an error: never its message, which may repeat what somebody sent. */
export function describeError(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    error: error.constructor.name,
    ...(error instanceof StatementFailed && {
      sqlState: error.code,
      constraint: error.constraint ?? '',
    }),
    stack: frames.slice(0, 12).join('\n'),
  };
}
