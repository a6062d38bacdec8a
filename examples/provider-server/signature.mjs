import { createHmac, timingSafeEqual } from 'node:crypto';

/** Standard Webhooks: HMAC-SHA256 over id, seconds since 1970 and body. */
function signatureOf(secret, { id, timestamp, body }) {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
}

const FIVE_MINUTES_S = 300;

/** Whether a request was signed with the secret a moment ago. */
export function isSigned(secret, headers, body) {
  const id = headers['webhook-id'] ?? '';
  const timestamp = headers['webhook-timestamp'] ?? '';
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) < FIVE_MINUTES_S)) return false;
  const expected = signatureOf(secret, { id, timestamp, body });
  return (headers['webhook-signature'] ?? '').split(' ').some((one) => {
    const sent = Buffer.from(one.replace(/^v1,/, ''), 'base64');
    return (
      one.startsWith('v1,') && sent.length === expected.length && timingSafeEqual(sent, expected)
    );
  });
}

/** The headers of a message of our own, such as a callback. */
export function signed(secret, id, body) {
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = signatureOf(secret, { id, timestamp, body }).toString('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${signature}`,
  };
}
