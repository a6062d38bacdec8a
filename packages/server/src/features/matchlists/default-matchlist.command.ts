import { newUuid } from '../../kernel/id.ts';
import type { SystemDb } from '../../kernel/statement.ts';
import { insertMatchlist } from './matchlist.store.ts';
import { DEFAULT_MATCHLIST, type Matchlist } from './matchlist.ts';

/** Gives a tenant that has just been made the list that every tenant has. */
export async function setUpDefaultMatchlist(
  system: SystemDb,
  tenantId: string,
  at: Date,
): Promise<void> {
  const list: Matchlist = {
    ...DEFAULT_MATCHLIST,
    matchlistId: newUuid(),
    state: 'ACTIVE',
    isDefault: true,
    createdAt: at,
    updatedAt: at,
  };
  await insertMatchlist(system, tenantId, list);
}
