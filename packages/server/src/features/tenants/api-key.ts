import { createHash, randomBytes } from 'node:crypto';

const KEY_BYTES = 32;

/** A new API key: 256 random bits. Shown once; only its hash is kept. */
export function newApiKey(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}

/** What is kept of a key. A fast hash is enough, since nobody can guess 256 random bits. */
export function hashOfKey(apiKey: string): Buffer {
  return createHash('sha256').update(apiKey).digest();
}
