import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blindHash,
  masterKeyFrom,
  newEntityKey,
  SealBroken,
  seal,
  sealJson,
  unseal,
  unsealJson,
} from './seal.ts';

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const key = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((array) => Buffer.from(array));
const place = fc.string({ unit: 'grapheme', maxLength: 40 });
/** Format, nonce and tag: what sealing adds. */
const OVERHEAD = 1 + 12 + 16;

describe('seal', () => {
  it('is undone by the same key at the same place, for any bytes', () => {
    fc.assert(
      fc.property(key, place, bytes, (secret, where, plain) => {
        const sealed = seal(secret, where, plain);
        expect(sealed).toHaveLength(plain.length + OVERHEAD);
        expect(unseal(secret, where, sealed)).toEqual(plain);
      }),
    );
  });

  it('seals nothing at all so that it cannot be made up', () => {
    const secret = newEntityKey();
    const sealed = seal(secret, 'place', Buffer.alloc(0));

    expect(unseal(secret, 'place', sealed)).toEqual(Buffer.alloc(0));
    expect(() => unseal(secret, 'elsewhere', sealed)).toThrow(SealBroken);
    expect(() => unseal(secret, 'place', Buffer.alloc(0))).toThrow(SealBroken);
    expect(() => unseal(secret, 'place', Buffer.of(1))).toThrow(SealBroken);
    expect(() => unseal(secret, 'place', Buffer.alloc(OVERHEAD, 1))).toThrow(SealBroken);
  });

  it('notices each single bit that was changed', () => {
    const secret = newEntityKey();
    const sealed = seal(secret, 'table/row', Buffer.from('Zorvan'));
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const altered = Buffer.from(sealed);
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => unseal(secret, 'table/row', altered), `bit ${bit}`).toThrow(SealBroken);
    }
  });

  it('notices bytes that were changed, cut off, added or put together from two', () => {
    fc.assert(
      fc.property(key, fc.tuple(bytes, bytes), fc.nat(), (secret, [one, other], cut) => {
        const [a, b] = [seal(secret, 'place', one), seal(secret, 'place', other)];
        const at = cut % a.length;
        const broken = [
          a.subarray(0, at),
          Buffer.concat([a, Buffer.of(0)]),
          Buffer.concat([Buffer.of(1), a]),
          Buffer.concat([a.subarray(0, 13), b.subarray(13)]),
          Buffer.concat([a.subarray(0, a.length - 16), b.subarray(b.length - 16)]),
        ];
        for (const sealed of broken) {
          expect(() => unseal(secret, 'place', sealed)).toThrow(SealBroken);
        }
      }),
    );
  });

  it('holds at one place only', () => {
    fc.assert(
      fc.property(key, fc.tuple(place, place), bytes, (secret, [here, there], plain) => {
        fc.pre(Buffer.compare(Buffer.from(here), Buffer.from(there)) !== 0);
        expect(() => unseal(secret, there, seal(secret, here, plain))).toThrow(SealBroken);
      }),
    );
  });

  it('opens for one key only', () => {
    fc.assert(
      fc.property(key, key, bytes, (one, other, plain) => {
        fc.pre(!one.equals(other));
        expect(() => unseal(other, 'place', seal(one, 'place', plain))).toThrow(SealBroken);
      }),
    );
  });

  it('never looks the same twice, and shows nothing of what it holds', () => {
    const secret = newEntityKey();
    const plain = Buffer.from('A name that is easy to find');
    const sealed = Array.from({ length: 500 }, () => seal(secret, 'place', plain));

    expect(new Set(sealed.map((one) => one.toString('hex'))).size).toBe(500);
    expect(new Set(sealed.map((one) => one.subarray(1, 13).toString('hex'))).size).toBe(500);
    expect(sealed.filter((one) => one.includes('name'))).toEqual([]);
  });

  it('says nothing of key, place or content when it is broken', () => {
    const sealed = seal(newEntityKey(), 'individual/secret-place', Buffer.from('content'));
    try {
      unseal(newEntityKey(), 'individual/secret-place', sealed);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(SealBroken);
      expect(String(error)).not.toMatch(/secret-place|content/);
    }
  });

  it('refuses a format that it does not know', () => {
    const secret = newEntityKey();
    const sealed = seal(secret, 'place', Buffer.from('x'));
    expect(sealed[0]).toBe(1);
    expect(() =>
      unseal(secret, 'place', Buffer.concat([Buffer.of(2), sealed.subarray(1)])),
    ).toThrow(SealBroken);
  });
});

describe('sealJson', () => {
  it('gives back what JSON can say', () => {
    fc.assert(
      fc.property(key, fc.jsonValue(), (secret, value) => {
        const sealed = sealJson(secret, 'place', value);
        expect(unsealJson<unknown>(secret, 'place', sealed)).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
    );
  });
});

describe('the master key', () => {
  it('is 32 bytes, from which unrelated keys are made, always the same', () => {
    const secret = randomBytes(32);
    const keys = masterKeyFrom(secret);

    expect(masterKeyFrom(Buffer.from(secret))).toEqual(keys);
    const made = Object.values(keys);
    expect(new Set([secret, ...made].map((one) => one.toString('hex'))).size).toBe(5);
    expect(made.map(({ length }) => length)).toEqual([32, 32, 32, 32]);
    for (const length of [0, 16, 31, 33, 64]) {
      expect(() => masterKeyFrom(randomBytes(length))).toThrow('32 bytes');
    }
  });

  it('makes entity keys that are never alike', () => {
    const keys = Array.from({ length: 200 }, () => newEntityKey());
    expect(keys.every(({ length }) => length === 32)).toBe(true);
    expect(new Set(keys.map((one) => one.toString('hex'))).size).toBe(200);
  });

  it('hashes equal values alike, and any other value, purpose or key differently', () => {
    const master = masterKeyFrom(randomBytes(32));
    const other = masterKeyFrom(randomBytes(32));
    fc.assert(
      fc.property(fc.string(), fc.string(), (value, another) => {
        const hash = blindHash(master, 'email', value);
        expect(hash).toHaveLength(32);
        expect(blindHash(master, 'email', value)).toEqual(hash);
        expect(blindHash(other, 'email', value)).not.toEqual(hash);
        expect(blindHash(master, 'phone', value)).not.toEqual(hash);
        fc.pre(value !== another);
        expect(blindHash(master, 'email', another)).not.toEqual(hash);
      }),
    );
  });

  it('does not let a purpose and a value run into one another', () => {
    const master = masterKeyFrom(randomBytes(32));
    expect(blindHash(master, 'ab', 'c')).not.toEqual(blindHash(master, 'a', 'bc'));
  });
});
