import { createHash } from 'node:crypto';
import type { Clock } from '../../kernel/clock.ts';
import type { Silent, SourceCall } from '../source-call.ts';
import type { Vendor } from '../vendor/vendor.ts';
import type { VendorAnswer } from '../vendor/vendor-answer.ts';
import { VendorFailure } from '../vendor/vendor-failure.ts';
import { type SigningSecret, signatureHeaders } from './message-signature.ts';

/** One provider that speaks the Probity provider protocol, and the secret shared with it. */
export type ProtocolLine = {
  readonly vendor: Vendor;
  readonly secret: SigningSecret;
  readonly now: Clock;
};

type ProtocolAsk<T> = {
  /** Begins with a slash: `/identity`. */
  readonly path: string;
  readonly message: object;
  /** @throws VendorFailure where the answer does not hold */
  readonly read: (answer: VendorAnswer) => T;
};

/**
 * Posts a message, signed. Its id is the idempotency key: repetitions of an ask carry the same.
 *
 * @throws SourceUnavailable where asking again may help
 */
export function askByProtocol<T>(
  { vendor, secret, now }: ProtocolLine,
  { path, message, read }: ProtocolAsk<T>,
  call: SourceCall,
): Promise<T | Silent> {
  const id = idempotencyId(vendor.name, path, call);
  const { tenantId, isSandbox } = call;
  const body = JSON.stringify({ operation: path.slice(1), tenantId, isSandbox, ...message });
  return vendor.send(
    {
      method: 'POST',
      path,
      body,
      read,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': id,
        ...signatureHeaders(secret, { id, at: now(), body }),
      },
    },
    call,
  );
}

/** Status 202 belongs to checks that may be waited for. */
export function answeredNow(answer: VendorAnswer): VendorAnswer {
  if (answer.status !== 202) return answer;
  throw new VendorFailure('error', 'answers later, which nobody waits for here');
}

/** Keys of the engine name steps and nodes: what goes out is their hash, and fits a header. */
function idempotencyId(name: string, path: string, { idempotencyKey }: SourceCall): string {
  const text = JSON.stringify([name, path, idempotencyKey]);
  return `ask_${createHash('sha256').update(text).digest('hex')}`;
}
