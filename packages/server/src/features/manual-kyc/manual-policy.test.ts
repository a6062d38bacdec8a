import { ManualKycPolicy } from '@probity/contract/operations/admin-manual-kyc';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEnough, policyInWords, SHIPPED_POLICY } from './manual-policy.ts';

describe('documents for a verification by hand', () => {
  it.each([
    [['PASSPORT'], true],
    [['DRIVERS_LICENSE', 'VISA'], true],
    [['BIRTH_CERT'], false],
    [['BIRTH_CERT', 'BIRTH_CERT'], true],
    [['BIRTH_CERT', 'CITIZENSHIP'], true],
    [['CITIZENSHIP', 'MARRIAGE_CERT'], true],
    [['VISA', 'IMMIGRATION'], false],
    [[], false],
  ])('%j: %s', (types, isMet) => {
    expect(isEnough(types, SHIPPED_POLICY)).toBe(isMet);
  });

  it('count once within a combination, wherever they could stand', () => {
    const policy = ManualKycPolicy.parse({
      combinations: [[{ types: ['PASSPORT', 'VISA'] }, { types: ['PASSPORT'] }]],
    });
    expect(isEnough(['PASSPORT'], policy)).toBe(false);
    expect(isEnough(['PASSPORT', 'VISA'], policy)).toBe(true);
    expect(isEnough(['PASSPORT', 'PASSPORT'], policy)).toBe(true);
  });

  it('suffice exactly where they can be dealt out one to a place', () => {
    const type = fc.constantFrom('PASSPORT', 'VISA', 'BIRTH_CERT', 'CITIZENSHIP');
    const group = fc.record({
      types: fc.uniqueArray(type, { minLength: 1, maxLength: 3 }),
      count: fc.integer({ min: 1, max: 2 }),
    });
    const groups = fc.array(group, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(groups, fc.array(type, { maxLength: 5 }), (wanted, types) => {
        const policy = ManualKycPolicy.parse({ combinations: [wanted] });
        const places = wanted.flatMap((one) => Array.from({ length: one.count }, () => one.types));
        expect(isEnough(types, policy)).toBe(dealt(places, types));
      }),
    );
  });

  it('are said in a sentence', () => {
    const policy = ManualKycPolicy.parse({
      combinations: [[{ types: ['PASSPORT'] }], [{ types: ['VISA', 'BIRTH_CERT'], count: 2 }]],
      acceptsExpired: false,
    });
    expect(policyInWords(policy)).toBe(
      'Must hold 1 of PASSPORT; or 2 of VISA, BIRTH_CERT; none of them expired',
    );
  });
});

/** By trying every way. */
function dealt(places: readonly (readonly string[])[], types: readonly string[]): boolean {
  const [place, ...others] = places;
  if (!place) return true;
  return types.some(
    (type, at) =>
      place.includes(type) &&
      dealt(
        others,
        types.filter((_, other) => other !== at),
      ),
  );
}
