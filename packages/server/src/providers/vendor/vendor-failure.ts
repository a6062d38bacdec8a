import type { Silent } from '../source-call.ts';

/**
 * An ask that came to nothing. `what` completes the sentence "the source …" for an operator: it
 * repeats nothing that was sent or received.
 */
export class VendorFailure extends Error {
  readonly because: Exclude<Silent['because'], 'not-configured'>;
  readonly what: string;
  /** Whether the same ask may be answered a moment later. */
  readonly isWorthRepeating: boolean;

  constructor(
    because: VendorFailure['because'],
    what: string,
    { isWorthRepeating = false }: { readonly isWorthRepeating?: boolean } = {},
  ) {
    super(`A source ${what}`);
    this.because = because;
    this.what = what;
    this.isWorthRepeating = isWorthRepeating;
  }
}

const AGAIN = { isWorthRepeating: true };
const TIMED_OUT = /^(?:ETIMEDOUT|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT)$/;
const UNKNOWN_HOST = /^(?:ENOTFOUND|EAI_AGAIN)$/;
const UNREACHABLE = /^(?:ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|ENETDOWN)$/;
const NOT_TRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL/;

/** What a failed exchange means; nothing of the error but its code is looked at. */
export function failureOf(cause: unknown): VendorFailure {
  if (cause instanceof VendorFailure) return cause;
  if (isTimeout(cause)) return new VendorFailure('timeout', 'did not answer in time', AGAIN);
  const codes = codesOf(cause);
  const has = (pattern: RegExp) => codes.some((code) => pattern.test(code));
  if (has(TIMED_OUT)) return new VendorFailure('timeout', 'did not answer in time', AGAIN);
  if (has(NOT_TRUSTED)) return new VendorFailure('error', 'has a certificate that is not trusted');
  if (has(UNKNOWN_HOST)) return new VendorFailure('error', 'has a host that is not known', AGAIN);
  if (has(UNREACHABLE)) return new VendorFailure('error', 'refused the connection', AGAIN);
  return new VendorFailure('error', 'broke the connection off', AGAIN);
}

/** What a status says beside "here is the answer": undefined for that. */
export function failureOfStatus(status: number): VendorFailure | undefined {
  if (status >= 200 && status < 300) return undefined;
  const what = `answered HTTP ${status}`;
  if (status === 408 || status === 504) return new VendorFailure('timeout', what, AGAIN);
  if (status === 425 || status === 429 || status >= 500) {
    return new VendorFailure('error', what, AGAIN);
  }
  return new VendorFailure('refused', status < 400 ? `${what}: redirects are not followed` : what);
}

export function isTimeout(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'TimeoutError';
}

/** Of the error, of its causes, and of each address that was tried. */
function codesOf(cause: unknown): string[] {
  if (!(cause instanceof Error)) return [];
  const own = 'code' in cause && typeof cause.code === 'string' ? [cause.code] : [];
  const tried = cause instanceof AggregateError ? cause.errors.flatMap(codesOf) : [];
  return [...own, ...tried, ...codesOf(cause.cause)];
}
