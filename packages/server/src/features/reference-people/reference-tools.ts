import type { Vaults } from '../../kernel/vault.ts';

const REFERENCE_KEYS = 'reference people';

/** Keys as they are kept: blind, and other ones for each tenant. */
export function blindKeys(
  vaults: Pick<Vaults, 'blindKey'>,
  tenantId: string,
  keys: readonly string[],
): string[] {
  return keys.map((key) => vaults.blindKey(tenantId, REFERENCE_KEYS, key));
}

/** Where a row is kept: bound into what is sealed. */
export function placeOfRow(ordinal: number): string {
  return `reference_person/${ordinal}`;
}
