import { DomainError, InvalidRequest } from '../../kernel/domain-error.ts';

/** A request that names itself: however often it comes, it is carried out once. */
export type KeyedRequest = {
  /** What the sender calls it, in `Idempotency-Key`. */
  readonly key: string;
  readonly operationId: string;
  /** Everything that was sent; two that differ in anything but the order of fields are not the same request. */
  readonly sent: unknown;
  /** The person whom the path names. */
  readonly entityId?: string | undefined;
};

/** An answer as it can be given again. */
export type KeptAnswer = {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What a request is recognised by: keyed hashes. */
export type RequestHashes = { readonly keyHash: string; readonly requestHash: string };

/** What is known of a request that came before under the same key. */
export type KnownRequest = {
  readonly requestHash: string;
  readonly requestId: string;
  readonly isUnderWay: boolean;
  readonly isCarriedOut: boolean;
  readonly entityId: string | null;
  readonly workflowExecutionId: string | null;
  readonly status: number | null;
  readonly sealed: Buffer | null;
  readonly wrapped: Buffer | null;
};

const KEY = /^[\x21-\x7e]{1,255}$/;

/** @throws {@link InvalidRequest} for what is no key */
export function checkedKey(key: string): string {
  if (KEY.test(key)) return key;
  const issue = 'Must be 1 to 255 visible ASCII characters, such as a UUID';
  throw new InvalidRequest([{ issue, issueLocation: 'header.Idempotency-Key' }]);
}

/** The person whom an answer is about, where it is about one. */
export function entityOf(body: object): string | undefined {
  const { individual, entityId, entity } = body as {
    readonly individual?: { readonly entityId?: unknown };
    readonly entityId?: unknown;
    readonly entity?: unknown;
  };
  const found = [individual?.entityId, entityId, entity].find((id) => typeof id === 'string');
  return found === undefined ? undefined : String(found);
}

/** The same text for what says the same, whatever the order of its fields. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

abstract class KeyConflict extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'VAL-0409';

  constructor(message: string, issue: string) {
    super(message, [{ issue, issueLocation: 'header.Idempotency-Key' }]);
  }
}

/** The key names another request. */
export class KeyUsedOtherwise extends KeyConflict {
  constructor() {
    super(
      'The Idempotency-Key belongs to another request',
      'Was sent with another request within the last day; a new request needs a new key',
    );
  }
}

/** The first request under the key has not been answered yet. */
export class RequestUnderWay extends KeyConflict {
  override readonly retryAfterSeconds = 1;

  constructor() {
    super(
      'The request is under way',
      'The same request is being carried out; ask again for its answer',
    );
  }
}

/** The request was carried out, and the server that did it was lost before it could keep the answer. */
export class AnswerLost extends KeyConflict {
  constructor(requestId: string) {
    super(
      'The request has been carried out, and its answer is lost',
      `Carried out as request ${requestId}; nothing was done a second time. Read what has become of it`,
    );
  }
}
