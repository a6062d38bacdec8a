import { describe, expect, it } from 'vitest';
import { fingerprintOf } from './fingerprint.ts';
import type { ListEntry } from './list-entry.ts';
import { listed } from './test-entry.ts';

const entry = listed('1', ['Jane Rowe', 'J. Rowe'], {
  births: [{ from: '1960' }, { from: '1961' }],
  genders: ['FEMALE'],
  countries: [
    { code: 'FRA', name: 'France', link: 'NATIONALITY' },
    { code: 'BEL', name: 'Belgium', link: 'RESIDENCE' },
  ],
  documents: [{ type: 'Passport', number: '123' }],
});

const changed = (change: Partial<ListEntry>) => fingerprintOf({ ...entry, ...change });

describe('fingerprintOf', () => {
  it.each([
    ['a name', { names: entry.names.slice(0, 1) }],
    ['a birth date', { births: [{ from: '1960' }] }],
    ['a nationality', { countries: [] }],
    ['a gender', { genders: [] }],
    ['a document', { documents: [{ type: 'Passport', number: '124' }] }],
    ['a kind of listing', { listings: [{ kind: 'PEP', authority: 'x', programmes: [] }] }],
  ] satisfies ReadonlyArray<readonly [string, Partial<ListEntry>]>)(
    'differs when %s changes',
    (_, change) => {
      expect(changed(change)).not.toBe(fingerprintOf(entry));
    },
  );

  it.each([
    ['remarks', { remarks: 'Reviewed.' }],
    ['addresses', { addresses: [{ full: '1 High Street' }] }],
    ['the country of residence', { countries: entry.countries.slice(0, 1) }],
    [
      'the order of names and births',
      { names: [...entry.names].reverse(), births: [...entry.births].reverse() },
    ],
    ['the issuer of the listing', { titles: ['Minister'] }],
  ] satisfies ReadonlyArray<readonly [string, Partial<ListEntry>]>)(
    'is the same when only %s changes',
    (_, change) => {
      expect(changed(change)).toBe(fingerprintOf(entry));
    },
  );
});
