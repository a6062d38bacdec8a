import type { SystemDb } from '../../kernel/statement.ts';
import type { Vaults } from '../../kernel/vault.ts';
import { storedKeysOf } from './entity-keys.ts';
import { lockUnfiled, putKeys } from './entity-search.store.ts';

/** People who are filed anew in one transaction. */
const AT_ONCE = 200;

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
  let filed = 0;
  while (!isStopped()) {
    const count = await system.inTransaction(async (tx) => {
      const people = await lockUnfiled(tx, vaults, AT_ONCE);
      for (const { vault, individual } of people) {
        await putKeys(tx, vault, storedKeysOf(vault, individual));
      }
      return people.length;
    });
    filed += count;
    if (count === 0) return filed;
  }
  return filed;
}
