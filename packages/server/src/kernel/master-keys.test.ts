import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MasterKeys, MasterKeyUnknown, markOf } from './master-keys.ts';
import { masterKeyFrom, SealBroken } from './seal.ts';
import { vaultsOf } from './vault.ts';

const ids = ['tenant', 'person'] as const;

function twoKeys() {
  const [first, second] = [randomBytes(32), randomBytes(32)];
  const keys = new MasterKeys(first);
  keys.learn(second);
  return { first, second, keys, mark: markOf(masterKeyFrom(second)) };
}

describe('MasterKeys', () => {
  it('wrap as a lone key does, until another is put in force', () => {
    const { first, keys } = twoKeys();
    const { vault, wrapped } = vaultsOf(keys).create(...ids);
    const alone = vaultsOf(masterKeyFrom(first)).open(...ids, wrapped);
    expect(alone.unseal('p', vault.seal('p', 'word'))).toBe('word');
    expect(keys.prefix).toBeNull();
  });

  it('open what each of them has wrapped, and wrap under the one in force', () => {
    const { keys, mark } = twoKeys();
    const vaults = vaultsOf(keys);
    const before = vaults.create(...ids);
    expect(keys.turnTo(mark)).toBe(true);
    const after = vaults.create(...ids);
    expect(after.wrapped.subarray(0, 5)).toEqual(keys.prefix);
    for (const { vault, wrapped } of [before, after]) {
      expect(vaults.open(...ids, wrapped).unseal('p', vault.seal('p', 1))).toBe(1);
    }
  });

  it('never open what is wrapped for somebody else, or was altered', () => {
    const { keys, mark } = twoKeys();
    keys.turnTo(mark);
    const { wrapped } = vaultsOf(keys).create(...ids);
    expect(() => vaultsOf(keys).open('tenant', 'other', wrapped)).toThrow(SealBroken);
    for (let at = 5; at < wrapped.length; at++) {
      const altered = Buffer.from(wrapped);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(() => keys.unwrap('place', altered)).toThrow(SealBroken);
    }
    expect(() => keys.unwrap('place', Buffer.of(2, 1))).toThrow(SealBroken);
  });

  it('say that a key is missing, rather than that data is damaged', () => {
    const { first, keys, mark } = twoKeys();
    keys.turnTo(mark);
    const { wrapped } = vaultsOf(keys).create(...ids);
    const lacking = new MasterKeys(first);
    expect(lacking.turnTo(mark)).toBe(false);
    expect(() => vaultsOf(lacking).open(...ids, wrapped)).toThrow(MasterKeyUnknown);
  });

  it('keep look-up hashes as they are for good', () => {
    const { keys, mark } = twoKeys();
    const before = vaultsOf(keys).blindKey('tenant', 'names', 'quill');
    keys.turnTo(mark);
    expect(vaultsOf(keys).blindKey('tenant', 'names', 'quill')).toBe(before);
  });
});
