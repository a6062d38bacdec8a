import { createHmac } from 'node:crypto';
import { DomainError } from './domain-error.ts';
import { type MasterKey, masterKeyFrom, SealBroken, seal, unseal } from './seal.ts';

const MARK_BYTES = 4;
/** First byte of a wrapped key that says which master key wrapped it. */
const MARKED = 2;

/** A key of a person is wrapped under a master key that this server was not given. */
export class MasterKeyUnknown extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'SYS-0503';

  constructor() {
    super('The server cannot read this yet', [
      { issue: 'Try again: another server may be able to', issueLocation: 'request' },
    ]);
  }
}

type Known = { readonly secret: Buffer; readonly key: MasterKey; readonly mark: Buffer };

/**
 * The master keys of an installation: one, and while one follows another, both. New keys are wrapped under
 * the one in force; whatever any of them has wrapped can be opened.
 */
export class MasterKeys {
  /** What is derived from the first key for good, whichever is in force. */
  readonly origin: MasterKey;
  readonly #known: Known[] = [];
  #current: Known;

  /** @param origin the key of the first start, in force until {@link turnTo} is called */
  constructor(origin: Buffer) {
    this.#current = knownFrom(origin);
    this.origin = this.#current.key;
    this.#known.push(this.#current);
  }

  /** One more that may have wrapped something, or may be put in force. */
  learn(secret: Buffer): void {
    const known = knownFrom(secret);
    if (!this.#find(known.mark)) this.#known.push(known);
  }

  /** Puts a key in force; false where it is not known. */
  turnTo(mark: Buffer): boolean {
    const known = this.#find(mark);
    if (known) this.#current = known;
    return known !== undefined;
  }

  get current(): Known {
    return this.#current;
  }

  get known(): readonly Known[] {
    return this.#known;
  }

  /** What everything begins with that the key in force has wrapped; null for the key of the first start. */
  get prefix(): Buffer | null {
    return this.#isOrigin ? null : Buffer.concat([Buffer.of(MARKED), this.#current.mark]);
  }

  wrap(place: string, key: Buffer): Buffer {
    const wrapped = seal(this.#current.key.wrapping, place, key);
    const { prefix } = this;
    return prefix ? Buffer.concat([prefix, wrapped]) : wrapped;
  }

  /** @throws {@link MasterKeyUnknown}, {@link SealBroken} */
  unwrap(place: string, wrapped: Buffer): Buffer {
    if (wrapped[0] !== MARKED) return unseal(this.origin.wrapping, place, wrapped);
    const known = this.#find(wrapped.subarray(1, 1 + MARK_BYTES));
    if (!known) {
      if (wrapped.length < 1 + MARK_BYTES) throw new SealBroken();
      throw new MasterKeyUnknown();
    }
    return unseal(known.key.wrapping, place, wrapped.subarray(1 + MARK_BYTES));
  }

  get #isOrigin(): boolean {
    return this.#current.key === this.origin;
  }

  #find(mark: Buffer): Known | undefined {
    return this.#known.find((known) => known.mark.equals(mark));
  }
}

/** Tells master keys apart, and tells nothing of them. */
export function markOf({ wrapping }: MasterKey): Buffer {
  return createHmac('sha256', wrapping).update('mark').digest().subarray(0, MARK_BYTES);
}

function knownFrom(secret: Buffer): Known {
  const key = masterKeyFrom(secret);
  return { secret, key, mark: markOf(key) };
}
