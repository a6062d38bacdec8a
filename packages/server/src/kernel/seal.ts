import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
/** First byte of everything sealed, so that the format can change without guessing. */
const FORMAT = 1;

/**
 * The operator's secret. Wraps the key of every entity, keys the blind look-up hashes, and marks and signs
 * what the audit says.
 */
export type MasterKey = {
  readonly wrapping: Buffer;
  readonly hashing: Buffer;
  readonly marking: Buffer;
  readonly signing: Buffer;
};

/** 32 bytes that seal everything about one person; destroying them forgets the person. */
export type EntityKey = Buffer;

/** What was read is not what was sealed: another key, another place, or altered bytes. */
export class SealBroken extends Error {
  constructor(options?: { cause: unknown }) {
    super('Sealed data could not be opened: wrong key, wrong place or altered bytes.', options);
  }
}

/** @param secret 32 bytes; independent keys are derived from it (HKDF-SHA-256, RFC 5869). */
export function masterKeyFrom(secret: Buffer): MasterKey {
  if (secret.length !== KEY_BYTES) throw new Error('The master key must be 32 bytes.');
  return {
    wrapping: derive(secret, 'entity keys'),
    hashing: derive(secret, 'look-up hashes'),
    marking: derive(secret, 'audit marks'),
    signing: derive(secret, 'audit signatures'),
  };
}

export function newEntityKey(): EntityKey {
  return randomBytes(KEY_BYTES);
}

/** @param place binds the ciphertext to where it is kept, as `table/tenant/entity/row`. */
export function seal(key: Buffer, place: string, plain: Buffer): Buffer {
  const nonce = nextNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(place));
  const body = cipher.update(plain);
  cipher.final();
  return Buffer.concat([Buffer.of(FORMAT), nonce, body, cipher.getAuthTag()]);
}

/** Random bytes are drawn in bulk: a draw costs the same for one nonce as for hundreds. */
const NONCES_AT_ONCE = 340;
let drawn = Buffer.alloc(0);
let used = 0;

function nextNonce(): Buffer {
  if (used >= drawn.length) {
    drawn = randomBytes(NONCE_BYTES * NONCES_AT_ONCE);
    used = 0;
  }
  const nonce = drawn.subarray(used, used + NONCE_BYTES);
  used += NONCE_BYTES;
  return nonce;
}

/** @throws {@link SealBroken} */
export function unseal(key: Buffer, place: string, sealed: Buffer): Buffer {
  if (sealed.length < 1 + NONCE_BYTES + TAG_BYTES || sealed[0] !== FORMAT) throw new SealBroken();
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    const body = decipher.update(sealed.subarray(1 + NONCE_BYTES, sealed.length - TAG_BYTES));
    decipher.final();
    return body;
  } catch (cause) {
    throw new SealBroken({ cause });
  }
}

export function sealJson(key: Buffer, place: string, value: unknown): Buffer {
  return seal(key, place, Buffer.from(JSON.stringify(value)));
}

export function unsealJson<T>(key: Buffer, place: string, sealed: Buffer): T {
  return JSON.parse(unseal(key, place, sealed).toString()) as T;
}

/** Keyed hash for exact look-ups: says whether two values are equal, never what they are. */
export function blindHash(master: MasterKey, purpose: string, value: string): Buffer {
  return createHmac('sha256', master.hashing).update(`${purpose}\u0000${value}`).digest();
}

/** Keyed hash over something that is kept in plain: nobody without the key can make or alter it unseen. */
export function markOf(master: MasterKey, content: Buffer): Buffer {
  return createHmac('sha256', master.marking).update(content).digest();
}

function derive(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `probity/${purpose}`, KEY_BYTES));
}
