import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Signatures as the Standard Webhooks specification has them: HMAC-SHA256 over id, instant and body,
 * under a secret that both sides know.
 */
export type SigningSecret = Buffer;

/** The headers that carry a signature. */
export const SIGNATURE_HEADERS = {
  id: 'webhook-id',
  timestamp: 'webhook-timestamp',
  signature: 'webhook-signature',
} as const;

const PREFIX = 'whsec_';
const FEWEST_BYTES = 24;
const MOST_BYTES = 64;
/** How far the clocks of two sides may be apart, and how long a message may be under way. */
const TOLERANCE_S = 5 * 60;

/** `whsec_` and 24 to 64 bytes in base64. Undefined for anything else. */
export function readSecret(text: string): SigningSecret | undefined {
  const digits = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : '';
  const bytes = Buffer.from(digits, 'base64');
  const isExact = bytes.toString('base64').replace(/=+$/, '') === digits.replace(/=+$/, '');
  return isExact && bytes.length >= FEWEST_BYTES && bytes.length <= MOST_BYTES ? bytes : undefined;
}

type Message = { readonly id: string; readonly at: Date; readonly body: string | Buffer };

/** The headers that prove who sent a body, and when. */
export function signatureHeaders(secret: SigningSecret, message: Message): Record<string, string> {
  const timestamp = String(Math.floor(message.at.getTime() / 1000));
  return {
    [SIGNATURE_HEADERS.id]: message.id,
    [SIGNATURE_HEADERS.timestamp]: timestamp,
    [SIGNATURE_HEADERS.signature]: `v1,${digest(secret, { ...message, timestamp }).toString('base64')}`,
  };
}

type Received = {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
};

/** The id of a message that was signed with the secret a moment ago; undefined for any other. */
export function signedId(
  secret: SigningSecret,
  { headers, body }: Received,
  now: Date,
): string | undefined {
  const id = headers[SIGNATURE_HEADERS.id] ?? '';
  const timestamp = headers[SIGNATURE_HEADERS.timestamp] ?? '';
  if (!/^[!-~]{1,256}$/.test(id) || !/^\d{1,12}$/.test(timestamp)) return undefined;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_S) return undefined;
  const expected = digest(secret, { id, timestamp, body });
  const isSigned = (headers[SIGNATURE_HEADERS.signature] ?? '')
    .split(' ')
    .filter((one) => one.startsWith('v1,'))
    .map((one) => Buffer.from(one.slice('v1,'.length), 'base64'))
    .some((one) => one.length === expected.length && timingSafeEqual(one, expected));
  return isSigned ? id : undefined;
}

function digest(
  secret: SigningSecret,
  { id, timestamp, body }: { id: string; timestamp: string; body: string | Buffer },
): Buffer {
  return createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest();
}
