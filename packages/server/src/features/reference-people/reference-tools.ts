import type { Vaults } from '../../kernel/vault.ts';

/** What seals the rows of registers and finds them again. */
export type ReferenceTools = {
  readonly vaults: Vaults;
  /** A keyed hash: says whether two values are equal, never what they are. */
  readonly hash: (purpose: string, value: string) => Buffer;
};

/** Keys as they are kept: 64 bits of their keyed hashes, other ones for each tenant. */
export function hashedKeys(
  { hash }: ReferenceTools,
  tenantId: string,
  keys: readonly string[],
): bigint[] {
  return keys.map((key) => hash(`reference/${tenantId}`, key).readBigInt64BE());
}

/** Where a row is kept: bound into what is sealed. */
export function placeOfRow(ordinal: number): string {
  return `reference_person/${ordinal}`;
}
