import { findDuplicates } from '../../features/duplicates/find-duplicates.command.ts';
import type { SystemDb } from '../../kernel/statement.ts';
import type { Vaults } from '../../kernel/vault.ts';
import type { PeopleProvider } from '../people-provider.ts';

/** The tenant's own people, as they are kept here. */
export function ownPeopleProvider(system: SystemDb, vaults: Vaults): PeopleProvider {
  return {
    name: 'probity',
    findDuplicates(search) {
      const { tenantId } = search;
      const db = system.forTenant({ own: tenantId, readable: [tenantId] });
      return findDuplicates({ db, vaults }, search);
    },
  };
}
