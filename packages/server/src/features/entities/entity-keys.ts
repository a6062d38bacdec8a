import type { Individual } from '@probity/contract/individual';
import type { EntityVault } from '../../kernel/vault.ts';
import { blockingKeysOf } from '../likeness/blocking-keys.ts';
import { traitsOf } from '../likeness/person-traits.ts';
import { searchKeysOf } from '../likeness/search-keys.ts';

/** Goes up when the same person gets other keys: who has keys of an older version gets new ones. */
export const KEYS_VERSION = 1;

/** What keys of people are made for: their hashes are of no use for anything else. */
export const PEOPLE_KEYS = 'people';

/** Everything that a person is found by, as it is kept with them. */
export function storedKeysOf(
  vault: Pick<EntityVault, 'blindKey'>,
  individual: Individual,
): string[] {
  const traits = traitsOf(individual);
  const keys = new Set([...blockingKeysOf(traits), ...searchKeysOf(traits)]);
  return [...keys].map((key) => vault.blindKey(PEOPLE_KEYS, key));
}
