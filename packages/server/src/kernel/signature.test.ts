import { randomBytes, verify } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { masterKeyFrom } from './seal.ts';
import { signerOf } from './signature.ts';

const secret = randomBytes(32);
const signer = signerOf(masterKeyFrom(secret));

it('signs what the same master key verifies, and nothing else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), (bytes, at) => {
      const message = Buffer.from(bytes);
      const signature = signer.sign(message);
      const altered = Buffer.from(message);
      altered[at % altered.length] = (altered[at % altered.length] ?? 0) ^ 1;

      expect(signerOf(masterKeyFrom(secret)).verify(message, signature)).toBe(true);
      expect(signer.verify(altered, signature)).toBe(false);
      expect(signerOf(masterKeyFrom(randomBytes(32))).verify(message, signature)).toBe(false);
    }),
    { numRuns: 30 },
  );
});

it('is verified by anybody who has the public key', () => {
  const message = Buffer.from('checkpoint');

  expect(verify(null, message, signer.publicKey, signer.sign(message))).toBe(true);
});
