import { findMatches } from '../../features/matchlists/find-matches.command.ts';
import type { SystemDb } from '../../kernel/statement.ts';
import type { Vaults } from '../../kernel/vault.ts';
import type { MatchlistProvider } from '../matchlist-provider.ts';

/** The matchlists of the tenant, as they are kept here. */
export function ownMatchlistsProvider(system: SystemDb, vaults: Vaults): MatchlistProvider {
  return {
    name: 'probity',
    find(query) {
      const { tenantId } = query;
      const db = system.forTenant({ own: tenantId, readable: [tenantId] });
      return findMatches({ db, vaults }, query);
    },
  };
}
