import { inBatches } from '../../kernel/in-batches.ts';
import type { SystemDb } from '../../kernel/statement.ts';
import type { Vaults } from '../../kernel/vault.ts';
import { storedKeysOf } from './entity-keys.ts';
import { lockUnfiled, putKeys } from './entity-search.store.ts';

/**
 * Files everybody anew whose keys are of an older making, or were never made; until it is done, whoever
 * searches is told that somebody may be missing. Several servers may do so at once.
 *
 * @param isStopped asked between transactions
 * @returns how many people were filed
 */
export async function filePeople(
  system: SystemDb,
  vaults: Vaults,
  isStopped: () => boolean = () => false,
): Promise<number> {
  const fileSome = async (tx: SystemDb, atOnce: number) => {
    const people = await lockUnfiled(tx, vaults, atOnce);
    for (const { vault, individual } of people) {
      await putKeys(tx, vault, storedKeysOf(vault, individual));
    }
    return people.length;
  };
  return inBatches(system, fileSome, isStopped);
}
