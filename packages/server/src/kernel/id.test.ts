import fc from 'fast-check';
import { ulid } from 'ulid';
import { describe, expect, it } from 'vitest';
import { isUlid, isUuid, newUlid, newUlidAfter, newUuid } from './id.ts';

describe('a ULID', () => {
  it('sorts by when it was made, however many are made in one millisecond', () => {
    const made = Array.from({ length: 20_000 }, () => newUlid());

    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
    expect(made.every(isUlid)).toBe(true);
  });

  it('sorts after one that a server with another clock has made', () => {
    const clocks = fc.array(fc.integer({ min: -600_000, max: 600_000 }), { maxLength: 20 });
    fc.assert(
      fc.property(clocks, (shifts) => {
        let last: string | null = null;
        for (const shift of shifts) {
          const foreign: string = ulid(Date.now() + shift);
          const next = newUlidAfter(last !== null && last > foreign ? last : foreign);
          expect(isUlid(next)).toBe(true);
          expect(next > foreign && (last === null || next > last)).toBe(true);
          last = next;
        }
      }),
    );
    expect(isUlid(newUlidAfter(null))).toBe(true);
  });

  it('tells the time at which it was made', () => {
    const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    const before = Date.now();
    const ulid = newUlid();
    const time = [...ulid.slice(0, 10)].reduce((sum, digit) => sum * 32 + DIGITS.indexOf(digit), 0);

    expect(time).toBeGreaterThanOrEqual(before - 60_000);
    expect(time).toBeLessThanOrEqual(Date.now());
  });

  it.each([
    ['too short', '01ARZ3NDEKTSV4RRFFQ69G5FA'],
    ['too long', '01ARZ3NDEKTSV4RRFFQ69G5FAVX'],
    ['past the last millisecond', '81ARZ3NDEKTSV4RRFFQ69G5FAV'],
    ['lower case', '01arz3ndektsv4rrffq69g5fav'],
    ['with a letter that is left out', '01ARZ3NDEKTSV4RRFFQ69G5FAU'],
    ['with a line end', '01ARZ3NDEKTSV4RRFFQ69G5FAV\n'],
    ['empty', ''],
  ])('is none: %s', (_why, text) => {
    expect(isUlid(text)).toBe(false);
  });
});

describe('a UUID', () => {
  it('is random, version 4, and never the same', () => {
    const made = Array.from({ length: 2_000 }, () => newUuid());

    expect(made.every((uuid) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/.test(uuid))).toBe(
      true,
    );
    expect(new Set(made).size).toBe(made.length);
    expect(made.every(isUuid)).toBe(true);
  });

  it('may be of any version and case', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        expect(isUuid(uuid)).toBe(true);
        expect(isUuid(uuid.toUpperCase())).toBe(true);
        expect(isUuid(uuid.slice(1))).toBe(false);
        expect(isUuid(`${uuid}0`)).toBe(false);
        expect(isUuid(`${uuid}\n`)).toBe(false);
        expect(isUuid(`{${uuid}}`)).toBe(false);
        expect(isUuid(uuid.replaceAll('-', ''))).toBe(false);
      }),
    );
  });
});
