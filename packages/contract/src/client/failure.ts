import type { ErrorAnswer, ErrorDetail } from '../error.ts';

/** The server answered that it did not do what was asked, and why. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly status: number;
  readonly errorCode: string;
  readonly errorMsg: string;
  readonly details: readonly ErrorDetail[];
  readonly requestId: string;

  constructor(status: number, { errorCode, errorMsg, details, requestId }: ErrorAnswer) {
    super(`${errorCode} (${status}): ${errorMsg}`);
    this.status = status;
    this.errorCode = errorCode;
    this.errorMsg = errorMsg;
    this.details = details;
    this.requestId = requestId;
  }
}

/** Nothing answered: no server, no network, or a redirect, which is not followed with a key. */
export class ServerUnreachable extends Error {
  override readonly name = 'ServerUnreachable';
  readonly url: string;

  constructor(url: string, options: { cause: unknown }) {
    super(`No server answers at ${url}.`, options);
    this.url = url;
  }
}

/** Something answered that does not keep to the contract: another server, or another version. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
  readonly status: number;
  readonly requestId: string;

  constructor(status: number, requestId: string, problem: string) {
    super(`The answer (${status}) is not the contract's: ${problem}.`);
    this.status = status;
    this.requestId = requestId;
  }
}
