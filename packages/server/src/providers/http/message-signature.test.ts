import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readSecret, signatureHeaders, signedId } from './message-signature.ts';

/** As the reference implementation of Standard Webhooks signs it. */
const PUBLISHED = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLjSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  at: new Date(1_614_265_330_000),
  body: '{"test": 2432232314}',
  signature: 'v1,q6KMVIJHk4Gs770FfR5f591Ftx7uVJSGl5wHV1ri978=',
};

const secretOf = (text: string) => {
  const secret = readSecret(text);
  if (!secret) throw new Error('It is a secret.');
  return secret;
};
const SECRET = secretOf(PUBLISHED.secret);
const headers = signatureHeaders(SECRET, PUBLISHED);
const body = Buffer.from(PUBLISHED.body);
const { at } = PUBLISHED;
const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);

describe('signatures', () => {
  it('are those of the reference implementation', () => {
    expect(headers['webhook-signature']).toBe(PUBLISHED.signature);
    expect(signedId(SECRET, { headers, body }, at)).toBe(PUBLISHED.id);
  });

  it('hold beside others, as while a secret is being changed', () => {
    const several = { ...headers, 'webhook-signature': `v1,AAAA v2,x ${PUBLISHED.signature}` };
    expect(signedId(SECRET, { headers: several, body }, at)).toBe(PUBLISHED.id);
  });

  it('hold for five minutes, whichever clock is ahead', () => {
    expect(
      [-301, -300, 300, 301].map((s) => signedId(SECRET, { headers, body }, later(s))),
    ).toEqual([undefined, PUBLISHED.id, PUBLISHED.id, undefined]);
  });

  it.each([
    { changed: 'the body', received: { headers, body: Buffer.from('{"test": 2432232315}') } },
    { changed: 'the id', received: { headers: { ...headers, 'webhook-id': 'msg_other' }, body } },
    {
      changed: 'the instant',
      received: { headers: { ...headers, 'webhook-timestamp': '1614265331' }, body },
    },
    {
      changed: 'the signature’s version',
      received: {
        headers: { ...headers, 'webhook-signature': PUBLISHED.signature.replace('v1', 'v2') },
        body,
      },
    },
    {
      changed: 'the signature, to a part of it',
      received: {
        headers: { ...headers, 'webhook-signature': PUBLISHED.signature.slice(0, 20) },
        body,
      },
    },
    { changed: 'everything, to nothing', received: { headers: {}, body } },
  ])('do not hold for another message: $changed', ({ received }) => {
    expect(signedId(SECRET, received, at)).toBeUndefined();
  });

  it('do not hold under another secret', () => {
    expect(signedId(randomBytes(24), { headers, body }, at)).toBeUndefined();
  });
});

describe('readSecret', () => {
  it.each(['', 'whsec_', 'whsec_c2hvcnQ=', PUBLISHED.secret.slice(6), `whsec_${'!'.repeat(40)}`])(
    'refuses %s',
    (text) => {
      expect(readSecret(text)).toBeUndefined();
    },
  );
});
