import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Listing } from './list-entry.ts';
import { gravestOf } from './severity.ts';

const listing = (kind: Listing['kind'], more: Partial<Listing> = {}): Listing => ({
  kind,
  authority: 'Somebody',
  programmes: [],
  ...more,
});
const ON = '2026-03-04';

describe('gravestOf', () => {
  it.each([
    { listings: [], score: 0 },
    { listings: [listing('SANCTION')], score: 100 },
    { listings: [listing('WATCHLIST')], score: 60 },
    { listings: [listing('MEDIA')], score: 30 },
    { listings: [listing('PEP', { level: '1' })], score: 80 },
    { listings: [listing('PEP', { level: '4' })], score: 40 },
    { listings: [listing('PEP', { level: 'toString' })], score: 70 },
    { listings: [listing('MEDIA'), listing('PEP')], score: 70 },
    { listings: [listing('SANCTION', { delistedOn: '2026-03-03' })], score: 50 },
    { listings: [listing('SANCTION', { delistedOn: '2026-03-04' })], score: 100 },
    { listings: [listing('SANCTION', { delistedOn: '2026' })], score: 100 },
    { listings: [listing('SANCTION', { delistedOn: '2025' })], score: 50 },
  ])('is $score for $listings', ({ listings, score }) => {
    expect(gravestOf(listings, ON).score).toBe(score);
  });

  it('says why', () => {
    const one = listing('PEP', { level: '2', position: 'Minister', authority: 'A register' });
    expect(gravestOf([one], ON).because).toBe('Minister, level 2 (A register).');
  });

  const any = fc.array(
    fc.record({
      kind: fc.constantFrom<Listing['kind']>('SANCTION', 'PEP', 'WATCHLIST', 'MEDIA'),
      level: fc.constantFrom('1', '2', '3', '4'),
      delistedOn: fc.constantFrom('2020', '2030-01'),
    }),
  );

  it('never falls when there is one reason more, in any order', () => {
    fc.assert(
      fc.property(any, any, (some, more) => {
        const of = (parts: typeof some) =>
          gravestOf(
            parts.map(({ kind, ...rest }) => listing(kind, rest)),
            ON,
          ).score;
        expect(of([...some, ...more])).toBe(Math.max(of(some), of(more)));
        expect(of([...more, ...some])).toBe(of([...some, ...more]));
      }),
    );
  });
});
