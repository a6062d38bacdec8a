import { DomainError, type FailureDetail, type FailureKind } from '../kernel/domain-error.ts';

/** The contract's error body. */
export type ErrorBody = {
  readonly errorCode: string;
  readonly errorMsg: string;
  readonly details: readonly FailureDetail[];
  readonly requestId: string;
};

export type ErrorAnswer = {
  readonly status: number;
  readonly body: ErrorBody;
  /** For `Retry-After`. */
  readonly retryAfterSeconds?: number;
};

const STATUS: Record<FailureKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'not-executable': 422,
  'too-many': 429,
  unavailable: 503,
};

/** The one place where a thrown error becomes an HTTP answer. Undefined for a bug. */
export function expectedAnswer(error: unknown, requestId: string): ErrorAnswer | undefined {
  const failure = error instanceof DomainError ? error : transportFailure(error);
  if (!failure) return undefined;
  const { code, message, details, retryAfterSeconds } = failure;
  const status = STATUS[failure.kind];
  const isPassing = status === 503 || status === 429;
  const seconds = retryAfterSeconds ?? (isPassing ? 1 : undefined);
  return {
    status,
    body: { errorCode: code, errorMsg: message, details, requestId },
    ...(seconds !== undefined && { retryAfterSeconds: seconds }),
  };
}

/** What a caller hears of a bug: nothing but where to ask. */
export function bugAnswer(requestId: string): ErrorAnswer {
  return {
    status: 500,
    body: {
      errorCode: 'SYS-0500',
      errorMsg: 'Unexpected error. Quote the requestId when reporting it.',
      details: [],
      requestId,
    },
  };
}

type Failure = Pick<DomainError, 'kind' | 'code' | 'message' | 'details'> &
  Partial<Pick<DomainError, 'retryAfterSeconds'>>;

/** Failures of Fastify's own body reader, in our words. */
function transportFailure(error: unknown): Failure | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || code === 'FST_REQ_FILE_TOO_LARGE') {
    return failure('too-large', 'API-0413', 'The request body is larger than this operation takes');
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return failure('invalid', 'API-0400', 'The body must be application/json');
  }
  if (typeof code === 'string' && code.startsWith('FST_ERR_CTP')) {
    return failure('invalid', 'API-0400', 'The body could not be read');
  }
  return undefined;
}

function failure(kind: FailureKind, code: string, issue: string): Failure {
  return { kind, code, message: issue, details: [{ issue, issueLocation: 'body' }] };
}
