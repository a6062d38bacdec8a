import type { SystemDb } from './statement.ts';

/** Rows that are worked on in one transaction. */
const AT_ONCE = 200;

/**
 * Does the work batch by batch, each in a transaction of its own, until a batch finds nothing left or
 * somebody stops it.
 *
 * @param work does what it finds, at most so many rows, and says how many they were
 * @param isStopped asked between transactions
 * @returns how many rows there were
 */
export async function inBatches(
  system: SystemDb,
  work: (tx: SystemDb, atOnce: number) => Promise<number>,
  isStopped: () => boolean,
): Promise<number> {
  let done = 0;
  while (!isStopped()) {
    const count = await system.inTransaction((tx) => work(tx, AT_ONCE));
    if (count === 0) break;
    done += count;
  }
  return done;
}
