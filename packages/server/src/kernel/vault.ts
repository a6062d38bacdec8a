import type { MasterKeys } from './master-keys.ts';
import {
  blindHash,
  type EntityKey,
  type MasterKey,
  markOf,
  newEntityKey,
  seal,
  sealJson,
  unseal,
  unsealJson,
} from './seal.ts';

/**
 * Seals and opens what is kept about one person.
 *
 * `place` is the table and row, as `process_result/8f…`: with the tenant and the person it is bound
 * into the ciphertext, so that a sealed value moved elsewhere does not open.
 */
export type EntityVault = {
  readonly tenantId: string;
  readonly entityId: string;
  seal(place: string, value: unknown): Buffer;
  unseal<T>(place: string, sealed: Buffer): T;
  sealBytes(place: string, bytes: Buffer): Buffer;
  unsealBytes(place: string, sealed: Buffer): Buffer;
  /** As {@link Vaults.blindKey}, for the person's tenant. */
  blindKey(purpose: string, value: string): string;
  /** As {@link Vaults.markOf}. */
  markOf(content: Buffer): Buffer;
};

/** Makes and opens vaults: the only holder of the master key besides the look-up hashes. */
export type Vaults = {
  /** A new person's vault, and its key wrapped for keeping. */
  create(tenantId: string, entityId: string): { vault: EntityVault; wrapped: Buffer };
  open(tenantId: string, entityId: string, wrapped: Buffer): EntityVault;
  /**
   * 64 bits of a keyed hash, as the decimal of a signed integer: whether two values of one tenant are equal,
   * never what they are. Another tenant's equal value has another key.
   */
  blindKey(tenantId: string, purpose: string, value: string): string;
  /** A keyed hash over what is kept in plain, which nobody without the master key can make. */
  markOf(content: Buffer): Buffer;
};

/** @param master one key, or those of an installation where one may follow another */
export function vaultsOf(master: MasterKey | MasterKeys): Vaults {
  const keys = 'wrapping' in master ? lone(master) : master;
  const blindKey = (tenantId: string, purpose: string, value: string) =>
    blindHash(keys.origin, `${tenantId}/${purpose}`, value).readBigInt64BE().toString();
  const mark = (content: Buffer) => markOf(keys.origin, content);
  const vaultFor = (tenantId: string, entityId: string, key: EntityKey) => ({
    ...vaultOf(tenantId, entityId, key),
    blindKey: (purpose: string, value: string) => blindKey(tenantId, purpose, value),
    markOf: mark,
  });
  return {
    create(tenantId, entityId) {
      const key = newEntityKey();
      const wrapped = keys.wrap(keyPlace(tenantId, entityId), key);
      return { vault: vaultFor(tenantId, entityId, key), wrapped };
    },
    open(tenantId, entityId, wrapped) {
      const key = keys.unwrap(keyPlace(tenantId, entityId), wrapped);
      return vaultFor(tenantId, entityId, key);
    },
    blindKey,
    markOf: mark,
  };
}

/** A key that nothing follows. */
function lone(master: MasterKey): Pick<MasterKeys, 'origin' | 'wrap' | 'unwrap'> {
  return {
    origin: master,
    wrap: (place, key) => seal(master.wrapping, place, key),
    unwrap: (place, wrapped) => unseal(master.wrapping, place, wrapped),
  };
}

/** What the wrapped key of a person, or of anything that has a key of its own, is bound to. */
export function keyPlace(tenantId: string, entityId: string): string {
  return `entity_key/${tenantId}/${entityId}`;
}

function vaultOf(
  tenantId: string,
  entityId: string,
  key: EntityKey,
): Omit<EntityVault, 'blindKey' | 'markOf'> {
  const at = (place: string) => `${tenantId}/${entityId}/${place}`;
  return {
    tenantId,
    entityId,
    seal: (place, value) => sealJson(key, at(place), value),
    unseal: (place, sealed) => unsealJson(key, at(place), sealed),
    sealBytes: (place, bytes) => seal(key, at(place), bytes),
    unsealBytes: (place, sealed) => unseal(key, at(place), sealed),
  };
}
