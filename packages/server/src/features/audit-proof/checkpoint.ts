import { createHash } from 'node:crypto';

/** Where a chain of events ended. */
export type ChainEnd = {
  readonly chainId: string;
  readonly length: number;
  readonly hash: Buffer;
};

/** What was signed: the ends of all chains of a tenant that went on since the checkpoint before. */
export type Checkpoint = {
  readonly tenantId: string;
  /** From 1, without gaps. */
  readonly number: number;
  /** In microseconds since 1970, as text. */
  readonly takenAt: string;
  /** Of the tenant, up to here. */
  readonly chainCount: number;
  readonly eventCount: number;
  readonly root: Buffer;
  readonly signature: Buffer;
};

/** One hash over the ends, which come in the order of their chains. */
export class Root {
  readonly #hash = createHash('sha256');

  add({ chainId, length, hash }: ChainEnd): void {
    const lengthBytes = Buffer.alloc(8);
    lengthBytes.writeBigInt64BE(BigInt(length));
    this.#hash
      .update(Buffer.from(chainId.replaceAll('-', ''), 'hex'))
      .update(lengthBytes)
      .update(hash);
  }

  digest(): Buffer {
    return this.#hash.digest();
  }
}

/** What is signed: everything that a checkpoint says, and the signature before. */
export function messageOf(
  checkpoint: Omit<Checkpoint, 'signature'>,
  previous: Buffer | null,
): Buffer {
  const { tenantId, number, takenAt, chainCount, eventCount, root } = checkpoint;
  const parts = ['probity audit checkpoint 1', tenantId, number, takenAt, chainCount, eventCount];
  const said = [...parts, root.toString('hex'), previous?.toString('hex') ?? 'first'];
  return Buffer.from(said.join('\n'));
}

/** The hash of an event: over the hash before it, its place and its mark. */
export function linkOf(previous: Buffer | null, place: number, mark: Buffer): Buffer {
  const placeBytes = Buffer.alloc(8);
  placeBytes.writeBigInt64BE(BigInt(place));
  const hash = createHash('sha256');
  if (previous) hash.update(previous);
  return hash.update(placeBytes).update(mark).digest();
}
