import { inBatches } from '../../kernel/in-batches.ts';
import type { SystemDb } from '../../kernel/statement.ts';
import type { Vaults } from '../../kernel/vault.ts';
import { ENTRY_KEYS, keysOfEntry } from './entry-keys.ts';
import { lockUnfiledEntries, putEntryKeys } from './entry-search.store.ts';

/**
 * Files all entries anew whose keys are of an older making; until it is done, whoever searches is told that
 * some may be missing.
 *
 * @param isStopped asked between transactions
 * @returns how many entries were filed
 */
export async function fileEntries(
  system: SystemDb,
  vaults: Vaults,
  isStopped: () => boolean = () => false,
): Promise<number> {
  const fileSome = async (tx: SystemDb, atOnce: number) => {
    const unfiled = await lockUnfiledEntries(tx, vaults, atOnce);
    for (const { tenantId, entry } of unfiled) {
      const keys = keysOfEntry(entry.detail.attributes).map((key) =>
        vaults.blindKey(tenantId, ENTRY_KEYS, key),
      );
      await putEntryKeys(tx, { tenantId, entryId: entry.entryId, keys });
    }
    return unfiled.length;
  };
  return inBatches(system, fileSome, isStopped);
}
