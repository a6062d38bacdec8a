import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newUuid } from './id.ts';
import { masterKeyFrom, SealBroken } from './seal.ts';
import { type EntityVault, vaultsOf } from './vault.ts';

const vaults = vaultsOf(masterKeyFrom(randomBytes(32)));
const [tenantId, entityId] = [newUuid(), newUuid()];
const { vault, wrapped } = vaults.create(tenantId, entityId);

describe('a vault', () => {
  it('gives back values and bytes, also after its key was kept and opened again', () => {
    const opened = vaults.open(tenantId, entityId, wrapped);
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), fc.uint8Array(), (place, value, array) => {
        const bytes = Buffer.from(array);
        const asRead: unknown = JSON.parse(JSON.stringify(value));
        expect(opened.unseal<unknown>(place, vault.seal(place, value))).toEqual(asRead);
        expect(vault.unseal<unknown>(place, opened.seal(place, value))).toEqual(asRead);
        expect(opened.unsealBytes(place, vault.sealBytes(place, bytes))).toEqual(bytes);
      }),
    );
  });

  it('does not open what was moved to another row', () => {
    const sealed = vault.seal('comment/1', { text: 'hello' });
    expect(() => vault.unseal('comment/2', sealed)).toThrow(SealBroken);
    expect(() => vault.unseal('audit_event/1', sealed)).toThrow(SealBroken);
    expect(vault.unseal('comment/1', sealed)).toEqual({ text: 'hello' });
  });

  it('does not open what belongs to another person or another tenant', () => {
    const sealed = vault.seal('individual', { name: 'x' });
    const others: EntityVault[] = [
      vaults.create(tenantId, newUuid()).vault,
      vaults.create(newUuid(), entityId).vault,
      vaults.create(tenantId, entityId).vault,
    ];
    for (const other of others) {
      expect(() => other.unseal('individual', sealed)).toThrow(SealBroken);
    }
  });

  it('gives its key to nobody but the person it was made for, under the same master key', () => {
    const altered = Buffer.from(wrapped);
    altered[20] = (altered[20] ?? 0) ^ 1;
    expect(() => vaults.open(tenantId, newUuid(), wrapped)).toThrow(SealBroken);
    expect(() => vaults.open(newUuid(), entityId, wrapped)).toThrow(SealBroken);
    expect(() => vaults.open(entityId, tenantId, wrapped)).toThrow(SealBroken);
    expect(() => vaults.open(tenantId, entityId, altered)).toThrow(SealBroken);
    const stranger = vaultsOf(masterKeyFrom(randomBytes(32)));
    expect(() => stranger.open(tenantId, entityId, wrapped)).toThrow(SealBroken);
  });

  it('has a key of its own for each person, and keeps none in the open', () => {
    const other = vaults.create(tenantId, newUuid());
    expect(other.wrapped).not.toEqual(wrapped);
    expect(wrapped).toHaveLength(1 + 12 + 32 + 16);
    expect(JSON.stringify(vault)).toBe(JSON.stringify({ tenantId, entityId }));
  });
});
