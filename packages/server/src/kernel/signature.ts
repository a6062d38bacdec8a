import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { MasterKey } from './seal.ts';

/** Signs for this installation, so that whoever has the public key alone can tell. */
export type Signer = {
  sign(message: Buffer): Buffer;
  verify(message: Buffer, signature: Buffer): boolean;
  /** PEM. */
  readonly publicKey: string;
};

/** What comes before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const ED25519_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Ed25519, with the key that the master key gives. */
export function signerOf({ signing }: MasterKey): Signer {
  const key = Buffer.concat([ED25519_PREFIX, signing]);
  const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  return {
    sign: (message) => sign(null, message, privateKey),
    verify: (message, signature) => verify(null, message, publicKey, signature),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}
