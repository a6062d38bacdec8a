import type { SystemDb } from '../../kernel/statement.ts';
import type { Vaults } from '../../kernel/vault.ts';
import { ENTRY_KEYS, keysOfEntry } from './entry-keys.ts';
import { lockUnfiledEntries, putEntryKeys } from './entry-search.store.ts';

/** Entries that are filed anew in one transaction. */
const AT_ONCE = 200;

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
  let filed = 0;
  while (!isStopped()) {
    const count = await system.inTransaction(async (tx) => {
      const unfiled = await lockUnfiledEntries(tx, vaults, AT_ONCE);
      for (const { tenantId, entry } of unfiled) {
        const keys = keysOfEntry(entry.detail.attributes).map((key) =>
          vaults.blindKey(tenantId, ENTRY_KEYS, key),
        );
        await putEntryKeys(tx, { tenantId, entryId: entry.entryId, keys });
      }
      return unfiled.length;
    });
    filed += count;
    if (count === 0) break;
  }
  return filed;
}
