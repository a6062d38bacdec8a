import type { z } from 'zod';
import type { ClientOptions } from './client/client-options.ts';
import { type OutgoingCall, type OutgoingFile, requestOf } from './client/request-of.ts';
import { ErrorAnswer, type ErrorDetail } from './error.ts';
import type { Operation } from './operation.ts';

/** What a call of one operation carries. */
export type CallOf<O extends Operation> = Needed<'path', z.input<O['parameters']>> &
  Needed<'query', z.input<O['query']>> &
  BodyOf<O> & {
    /** Asks for 202 at once, where the operation can. */
    readonly background?: boolean | undefined;
    /** Names a POST or PATCH, so that it can be sent again without being carried out again. */
    readonly idempotencyKey?: string | undefined;
    /** In addition to those that the client sends, or in their place. */
    readonly headers?: Readonly<Record<string, string>> | undefined;
    readonly signal?: AbortSignal | undefined;
  };

/** A successful answer of one operation, told apart by its status. */
export type AnswerOf<O extends Operation> = {
  [Status in keyof O['answers'] & number]: {
    readonly status: Status;
    readonly body: z.output<O['answers'][Status]>;
    readonly requestId: string;
  };
}[keyof O['answers'] & number];

/** Calls operations of a server, with types that come from their schemas. */
export type Client = {
  /**
   * @throws {@link ApiFailure} when the server refuses or fails, {@link ServerUnreachable} when
   * nothing answers, {@link UnexpectedAnswer} when the answer does not keep to the contract.
   */
  call<O extends Operation>(operation: O, ...call: CallArguments<O>): Promise<AnswerOf<O>>;
};

type Needed<Name extends string, Value> =
  Record<never, never> extends Value
    ? { readonly [Key in Name]?: Value | undefined }
    : { readonly [Key in Name]: Value };

type BodyOf<O extends Operation> = O['bodyPresence'] extends 'files'
  ? { readonly files: readonly OutgoingFile[] }
  : O['bodyPresence'] extends 'required'
    ? { readonly body: z.input<O['body']> }
    : O['bodyPresence'] extends 'optional'
      ? { readonly body?: z.input<O['body']> | undefined }
      : Record<never, never>;

type CallArguments<O extends Operation> =
  Record<never, never> extends CallOf<O> ? [call?: CallOf<O>] : [call: CallOf<O>];

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

/** A client of one server, for one tenant, for its operator, or for both. */
export function createClient(options: ClientOptions): Client {
  return {
    async call<O extends Operation>(operation: O, ...[call]: CallArguments<O>) {
      const answer = await perform(options, operation, call ?? {});
      return answer as AnswerOf<O>;
    },
  };
}

async function perform(options: ClientOptions, operation: Operation, call: OutgoingCall) {
  const { status, requestId, text } = await exchange(options, operation, call);
  const body = jsonOf(text, { status, requestId });
  const schema = operation.answers[status];
  if (schema) {
    const { error } = schema.safeParse(body);
    if (!error) return { status, body, requestId };
    const places = error.issues.map(({ path }) => path.join('.')).slice(0, SHOWN_PLACES);
    throw new UnexpectedAnswer(status, requestId, `see ${places.join(', ')}`);
  }
  const failure = ErrorAnswer.safeParse(body);
  if (failure.success) throw new ApiFailure(status, failure.data);
  throw new UnexpectedAnswer(status, requestId, 'it is not an error body');
}

/** Enough to find what is wrong with an answer. */
const SHOWN_PLACES = 5;

async function exchange(options: ClientOptions, operation: Operation, call: OutgoingCall) {
  const request = requestOf(options, operation, call);
  const performFetch = options.fetch ?? fetch;
  try {
    const response = await performFetch(request);
    const requestId = response.headers.get('x-request-id') ?? '';
    return { status: response.status, requestId, text: await response.text() };
  } catch (cause) {
    call.signal?.throwIfAborted();
    throw new ServerUnreachable(options.url, { cause });
  }
}

function jsonOf(text: string, answer: { status: number; requestId: string }): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnexpectedAnswer(answer.status, answer.requestId, 'it is not JSON');
  }
}
