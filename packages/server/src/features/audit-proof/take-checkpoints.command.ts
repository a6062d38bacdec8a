import type { Clock } from '../../kernel/clock.ts';
import type { Signer } from '../../kernel/signature.ts';
import type { SystemDb } from '../../kernel/statement.ts';
import {
  findNewestCheckpoint,
  insertCheckpoint,
  listUnsignedTenants,
  takeEnds,
  tryTurn,
} from './checkpoint.store.ts';
import { type Checkpoint, messageOf, Root } from './checkpoint.ts';

/** Chains that one checkpoint signs at most: those that are left are signed by the next. */
const ENDS_AT_ONCE = 2_000;

export type Signing = {
  readonly system: SystemDb;
  readonly signer: Signer;
  readonly now: Clock;
  /** Keeps what was signed last of each tenant where the database's keepers cannot reach it. */
  readonly remember: (checkpoint: Checkpoint) => Promise<void>;
};

/** Signs the ends of all chains that went on since they were last signed; returns what was signed. */
export async function takeCheckpoints(
  signing: Signing,
  isStopped: () => boolean = () => false,
): Promise<Checkpoint[]> {
  const taken: Checkpoint[] = [];
  for (const tenantId of await listUnsignedTenants(signing.system)) {
    for (let isFull = true; isFull && !isStopped(); ) {
      const signed = await signNext(signing, tenantId);
      isFull = signed?.isFull ?? false;
      if (!signed) continue;
      await signing.remember(signed.checkpoint);
      taken.push(signed.checkpoint);
    }
  }
  return taken;
}

/** One checkpoint in a transaction of its own. Undefined where another server is at it, or nothing is left. */
async function signNext({ system, signer, now }: Signing, tenantId: string) {
  return system.inTransaction(async (tx) => {
    if (!(await tryTurn(tx, tenantId))) return undefined;
    const before = await findNewestCheckpoint(tx, tenantId);
    const ends = await takeEnds(tx, tenantId, ENDS_AT_ONCE);
    if (ends.length === 0) return undefined;
    const root = new Root();
    for (const end of ends) root.add(end);
    const added = ends.reduce((sum, { length, signedLength }) => sum + length - signedLength, 0);
    const said = {
      tenantId,
      number: (before?.number ?? 0) + 1,
      takenAt: `${now().getTime()}000`,
      chainCount:
        (before?.chainCount ?? 0) + ends.filter(({ signedLength }) => signedLength === 0).length,
      eventCount: (before?.eventCount ?? 0) + added,
      root: root.digest(),
    };
    const signature = signer.sign(messageOf(said, before?.signature ?? null));
    const checkpoint = { ...said, signature };
    await insertCheckpoint(tx, checkpoint, ends);
    return { checkpoint, isFull: ends.length === ENDS_AT_ONCE };
  });
}
