import type { Signer } from '../../kernel/signature.ts';
import type { SystemDb } from '../../kernel/statement.ts';
import type { Anchors } from './anchor-file.command.ts';
import { findNewestCheckpoint, listCheckpoints } from './checkpoint.store.ts';
import { type Checkpoint, messageOf, Root } from './checkpoint.ts';
import { type SignedEnd, signedEnds } from './proof.store.ts';
import type { Tampering } from './tampering.ts';

/** What proofs are made with. */
export type ProofTools = {
  readonly system: SystemDb;
  readonly signer: Signer;
  readonly anchors: Anchors;
};

const AT_ONCE = 500;

/** What checkpoints say of a tenant's audit, and what is wrong with them or with what they signed. */
export type CheckpointProof = {
  readonly count: number;
  readonly newest: Checkpoint | null;
  readonly found: readonly Tampering[];
};

/** Compares everything that was ever signed of a tenant with what stands there now. */
export async function verifyCheckpoints(
  tools: ProofTools,
  tenantId: string,
): Promise<CheckpointProof> {
  const found: Tampering[] = [];
  const tell = (place: number, because: string) =>
    found.push({ tenantId, chainId: null, place, kind: 'checkpoint', because });
  const anchor = await tools.anchors.of(tenantId);
  // The server may be signing meanwhile: what is newer than this is left for the next time.
  const upTo = (await findNewestCheckpoint(tools.system, tenantId))?.number ?? 0;
  const ends = new EndsOfCheckpoints(signedEnds(tools.system, tenantId), tenantId, found);
  let newest: Checkpoint | null = null;
  let count = 0;
  let remembered: string | undefined;
  for await (const checkpoint of checkpointsUpTo(tools.system, tenantId, upTo)) {
    const { number } = checkpoint;
    count += 1;
    for (const [place, because] of linkProblems(tools.signer, checkpoint, newest))
      tell(place, because);
    const root = await ends.rootOf(number);
    if (!root.equals(checkpoint.root)) tell(number, 'Its ends are not those that were signed.');
    if (number === anchor?.number) remembered = checkpoint.signature.toString('base64');
    newest = checkpoint;
  }
  await ends.drain();
  if (anchor && remembered !== anchor.signature) {
    tell(anchor.number, 'This server remembers another one of this number, or it is gone.');
  }
  return { count, newest, found };
}

/** What is wrong with a checkpoint as the successor of another, by number. */
function linkProblems(
  signer: Signer,
  checkpoint: Checkpoint,
  before: Checkpoint | null,
): (readonly [number, string])[] {
  const expected = (before?.number ?? 0) + 1;
  // What follows a gap cannot be checked against what is gone.
  if (checkpoint.number !== expected) return [[expected, 'It was removed.']];
  const message = messageOf(checkpoint, before?.signature ?? null);
  if (signer.verify(message, checkpoint.signature)) return [];
  return [[checkpoint.number, 'It is not what was signed.']];
}

async function* checkpointsUpTo(
  system: SystemDb,
  tenantId: string,
  upTo: number,
): AsyncGenerator<Checkpoint> {
  let after = 0;
  for (;;) {
    const some = await listCheckpoints(system, tenantId, { after, most: AT_ONCE });
    yield* some.filter(({ number }) => number <= upTo);
    const last = some.at(-1);
    if (!last || some.length < AT_ONCE || last.number >= upTo) return;
    after = last.number;
  }
}

/** Reads what was signed along with the checkpoints, and compares it with what is there. */
class EndsOfCheckpoints {
  readonly #ends: AsyncGenerator<SignedEnd>;
  readonly #tenantId: string;
  readonly #found: Tampering[];
  readonly #told = new Set<string>();
  #next: SignedEnd | undefined;
  #isStarted = false;

  constructor(ends: AsyncGenerator<SignedEnd>, tenantId: string, found: Tampering[]) {
    this.#ends = ends;
    this.#tenantId = tenantId;
    this.#found = found;
  }

  async rootOf(number: number): Promise<Buffer> {
    const root = new Root();
    for (let end = await this.#peek(); end && end.number <= number; end = await this.#advance()) {
      if (end.number === number) root.add(end);
      this.#compare(end);
    }
    return root.digest();
  }

  /** Ends of checkpoints that are not there. */
  async drain(): Promise<void> {
    for (let end = await this.#peek(); end; end = await this.#advance()) this.#compare(end);
  }

  #compare({ number, chainId, length, hash, eventId, foundHash }: SignedEnd): void {
    if (foundHash?.equals(hash) || this.#told.has(`${chainId}/${length}`)) return;
    this.#told.add(`${chainId}/${length}`);
    const at = { tenantId: this.#tenantId, chainId, place: length };
    if (foundHash === null) {
      const because = `Checkpoint ${number} signed it.`;
      this.#found.push({ ...at, kind: 'removed', because });
    } else {
      const because = `It, or an event before it, is another than checkpoint ${number} signed.`;
      this.#found.push({ ...at, kind: 'altered', ...(eventId && { eventId }), because });
    }
  }

  async #peek(): Promise<SignedEnd | undefined> {
    if (!this.#isStarted) await this.#advance();
    return this.#next;
  }

  async #advance(): Promise<SignedEnd | undefined> {
    this.#isStarted = true;
    const { value, done } = await this.#ends.next();
    this.#next = done ? undefined : value;
    return this.#next;
  }
}
